"""The gallery as it lies there: all pictures in the index, in both looks, with words, none big."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.gallery.album import LOOKS, Picture
from tests.gallery.index import index
from tests.gallery.studio import KITS, NotDrawn, by_node

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
DRAWN = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (GALLERY / "README.md").read_text(encoding="utf-8"))
MOST_BYTES = 120_000


def test_the_index_names_each_picture_once() -> None:
    assert sorted(file for _, file in DRAWN) == sorted(p.name for p in GALLERY.glob("*.png"))


@pytest.mark.parametrize(("words", "file"), DRAWN, ids=[file for _, file in DRAWN])
def test_a_picture_has_its_other_look_and_words(words: str, file: str) -> None:
    name, _, look = file.removesuffix(".png").rpartition("-")
    assert look in LOOKS and all((GALLERY / f"{name}-{each}.png").is_file() for each in LOOKS)
    assert len(words) > 15
    assert (GALLERY / file).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("file", [file for _, file in DRAWN])
def test_a_picture_is_small(file: str) -> None:
    assert (GALLERY / file).stat().st_size < MOST_BYTES


def test_the_index_puts_the_platforms_together() -> None:
    rows = index([Picture("web-a", "A"), Picture("slack-b", "B"), Picture("teams-c", "C")]).splitlines()[-3:]
    assert [row.split(":")[0] for row in rows] == ["| Slack", "| Teams", "| Web"]


@pytest.mark.skipif(not (KITS / "slack-blocks-to-jsx").is_dir(), reason="no renderers: npm install was not run")
async def test_a_block_that_the_renderer_leaves_out_is_told() -> None:
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "*Ended* 22:00:00", "verbatim": True}}
    drawn = await by_node("slack.mjs", {"look": "light", "pictures": [_picture(text)]})
    assert "Ended 22:00:00" in re.sub("<[^>]*>", "", drawn["one"])
    with pytest.raises(NotDrawn, match="not drawn: data_table"):
        await by_node("slack.mjs", {"look": "light", "pictures": [_picture(text, {"type": "data_table", "rows": []})]})


def _picture(*blocks: object) -> dict[str, object]:
    return {"name": "one", "messages": [{"at": "01:10", "only": False, "blocks": blocks}]}
