"""Makes docs/gallery anew: plays the night, draws every message in both looks, writes the index.

Needs Chromium and `npm install`. The address of the simulator, another one each time, is drawn as that of a master.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import binary, chromium
from tests.gallery.album import LOOKS, Album, Picture
from tests.gallery.index import index
from tests.gallery.playing import play
from tests.gallery.studio import KITS, Studio, shrunk, studio
from tests.gallery.web import browsing
from tests.scenarios.night.house import night
from tests.scenarios.test_one_night import EVENING

OUT = Path(__file__).parents[2] / "docs" / "gallery"
LOOPBACK = re.compile(r"127\.0\.0\.1:\d+")
MASTER = "mdm.bank.example:31116"


async def make() -> list[Picture]:
    async with chromium() as page, studio(page, OUT) as drawing:
        album = await shown(drawing)
        for look in LOOKS:
            await drawing.slack([p for p in album if p.platform == "slack"], look)
            await drawing.teams([p for p in album if p.platform == "teams"], look)
        if page.complaints:
            raise SystemExit(f"The browser complained: {page.complaints}")
        await shrunk(OUT)
        return album


async def shown(drawing: Studio) -> list[Picture]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        async with night(folder, f"sqlite:///{folder / 'night.sqlite'}", None, EVENING) as house:
            album = Album(house.clock)
            async with browsing(house, drawing) as web:
                await play(house, album, web, folder)
            return [_steady(p) for p in album.pictures] + web.pictures


def _steady(picture: Picture) -> Picture:
    messages = json.loads(LOOPBACK.sub(MASTER, json.dumps(picture.messages)))
    return Picture(picture.name, picture.shows, messages)


def main() -> None:
    if binary() is None or not (KITS / "slack-blocks-to-jsx").is_dir():
        sys.exit("The gallery needs Chromium, and the renderers that `npm install` brings.")
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    album = asyncio.run(make())
    (OUT / "README.md").write_text(index(album), encoding="utf-8")
    print(f"{len(list(OUT.glob('*.png')))} pictures in docs/gallery")


if __name__ == "__main__":
    main()
