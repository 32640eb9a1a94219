"""docs/gallery/README.md: one table, each picture in both looks with its alternative text."""

from __future__ import annotations

from collections.abc import Sequence

from tests.gallery.album import LOOKS, Picture

HEAD = """# Gallery

What people see during one night at an invented bank. `make gallery` plays it again and draws these; it needs Chromium
and npm. Slack's blocks are drawn by `slack-blocks-to-jsx`, Teams' cards by `adaptivecards` with colours like those of
Teams; the web is the real page. So they show words, order and density; not the platforms' exact pixels, nor where they
would cut, and no button answers here. Emoji: Twemoji (CC BY 4.0); faces: Lato and Open Sans (OFL).

| | light | dark |
|---|---|---|
"""


def index(pictures: Sequence[Picture]) -> str:
    order = {"slack": 0, "teams": 1, "web": 2}
    rows = (_row(picture) for picture in sorted(pictures, key=lambda p: order[p.platform]))
    return HEAD + "\n".join(rows) + "\n"


def _row(picture: Picture) -> str:
    drawn = (f"![{picture.shows}; {look}]({picture.name}-{look}.png)" for look in LOOKS)
    return f"| {picture.platform.title()}: {picture.shows} | " + " | ".join(drawn) + " |"
