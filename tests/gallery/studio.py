"""Pictures of messages: the npm renderers' HTML on a page of loopback, photographed by Chromium."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.browser.chromium import Page
from tests.gallery.album import Json, Picture

HERE = Path(__file__).parent
KITS = HERE.parents[1] / "node_modules"
FONTS = "".join(
    f'<link rel="stylesheet" href="/kits/@fontsource/{font}.css">'
    for font in ("lato/400", "lato/700", "lato/900", "open-sans/400", "open-sans/600")
)
EMOJI = "/kits/@discordapp/twemoji/dist/"
DRAW_EMOJI = f"""
twemoji.parse(document.body, {{base: '{EMOJI}', folder: 'svg', ext: '.svg'}});
Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode())]).then(() => true)
"""


class NotDrawn(Exception):
    """A renderer refused a message, or left a part of it out."""


@dataclass
class Studio:
    page: Page
    out: Path
    address: str = ""
    sheets: dict[str, str] = field(default_factory=dict)

    async def slack(self, pictures: Sequence[Picture], look: str) -> None:
        drawn = await by_node("slack.mjs", {"look": look, "pictures": [_plain(p) for p in pictures]})
        for picture in pictures:
            style = "/kits/slack-blocks-to-jsx/dist/style.css"
            await self._shoot(picture, look, _sheet(look, (style, "/here/slack.css"), drawn[picture.name]))

    async def teams(self, pictures: Sequence[Picture], look: str) -> None:
        scripts = (
            "/kits/markdown-it/dist/browser/markdown-it.umd.min.js",
            "/kits/adaptivecards/dist/adaptivecards.min.js",
        )
        loads = "".join(f'<script src="{src}"></script>' for src in scripts)
        for picture in pictures:
            given = json.dumps(picture.messages).replace("<", "\\u003c")
            body = f"{loads}<script>LOOK='{look}';MESSAGES={given}</script><script src='/here/teams.js'></script>"
            await self._shoot(picture, look, _sheet(look, ("/here/teams.css",), body))
            if wrong := await self.page.run("window.WRONG"):
                raise NotDrawn(f"{picture.name}: {wrong}")

    async def _shoot(self, picture: Picture, look: str, sheet: str) -> None:
        self.sheets[picture.name] = sheet
        await self.page.emulate(width=720, height=100, dark=look == "dark")
        await self.page.goto(f"{self.address}/sheet/{picture.name}")
        await self.page.run(DRAW_EMOJI)
        await self.save(f"{picture.name}-{look}")

    async def save(self, name: str, height: int = 0) -> None:
        """The whole page, or its first `height` pixels."""
        width, whole = await self.page.run("[innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": height or whole, "scale": 1}
        shot = await self.page.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        await asyncio.to_thread((self.out / f"{name}.png").write_bytes, base64.b64decode(shot["data"]))


@asynccontextmanager
async def studio(page: Page, out: Path) -> AsyncIterator[Studio]:
    made = Studio(page, out)

    async def sheet(request: web.Request) -> web.Response:
        return web.Response(text=made.sheets[request.match_info["name"]], content_type="text/html")

    application = web.Application()
    application.router.add_get("/sheet/{name}", sheet)
    application.router.add_static("/kits", KITS)
    application.router.add_static("/here", HERE)
    async with TestServer(application) as server:
        made.address = str(server.make_url("")).rstrip("/")
        yield made


def _sheet(look: str, styles: Sequence[str], body: str) -> str:
    links = "".join(f'<link rel="stylesheet" href="{style}">' for style in styles)
    emoji = f'<script src="{EMOJI}twemoji.min.js"></script>'
    head = f'<meta charset="utf-8"><link rel="icon" href="data:,">{FONTS}{links}{emoji}'
    return f'<!doctype html>{head}<body class="{look}">{body}</body>'


def _plain(picture: Picture) -> Json:
    return {"name": picture.name, "messages": list(picture.messages)}


async def shrunk(folder: Path) -> None:
    """Every PNG of the folder in at most 256 colours."""
    await _node("shrink.mjs", str(folder))


async def by_node(script: str, given: Json) -> dict[str, str]:
    drawn: dict[str, str] = json.loads(await _node(script, given=json.dumps(given)))
    return drawn


async def _node(script: str, *words: str, given: str = "") -> bytes:
    pipe, zone = asyncio.subprocess.PIPE, {**os.environ, "TZ": "UTC"}
    command = (str(KITS / "node" / "bin" / "node"), str(HERE / script), *words)
    run = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, env=zone)
    out, fault = await run.communicate(given.encode())
    if run.returncode:
        raise NotDrawn(fault.decode())
    return out
