"""The real web of the same night, signed in to and used in Chromium."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pydantic import SecretStr

from adapters.host import Host
from adapters.mounting import mounts
from bot.app import open_app
from bot.settings import Settings, Web
from tests.gallery.album import LOOKS, Picture
from tests.gallery.studio import Studio
from tests.scenarios.night.house import ACCESS, House
from tws.clock import Clock

CARDS = "document.querySelectorAll('.card').length"
STOPPED = "Date = class extends Date { constructor(...of) { super(...(of.length ? of : [%d])) } }"
"""The night's clock for the page, which shows when each message came."""
ADDRESS = """
for (const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walk.nextNode();)
  walk.currentNode.data = walk.currentNode.data.replace(/127\\.0\\.0\\.1:\\d+/, "mdm.bank.example:31116");
"""
ANA_AT_THE_WEB = """
[[person]]
name = "Ana at the web"
ids = ["web:ana"]
roles = ["operator", "approver", "reviewer"]
"""


@dataclass
class Browsing:
    studio: Studio
    address: str
    password: str
    clock: Clock
    pictures: list[Picture] = field(default_factory=list)

    async def login(self) -> None:
        await self._open("/login")
        await self._both("login", "The sign-in page of the web", 420)
        await self.studio.page.type("#username", "ana")
        await self.studio.page.type("#password", self.password)
        await self.studio.page.press("Enter")
        await self.studio.page.wait_for("document.querySelector('#state')?.dataset.state === 'connected'")
        await self._both("start", "The web chat before the first question, with five suggestions", 560)

    async def chat(self) -> None:
        await self._open("/")
        await self._ask("what is the status of FINANCE_PAYROLL?")
        await self._ask("show failed jobs in the last 4 hours")
        await self._both("chat", "Two questions in the web chat: a job's status and a table of failures", 1090)
        await self._open("/")
        await self._ask("rerun TS_LOAD_HOURS because space was freed")
        await self._both("order", "The order form in the web chat", 640)

    async def review(self) -> None:
        await self._open("/revisao")
        await self._both("review", "The review page: a doubtful memory waits", 780)

    async def _open(self, path: str) -> None:
        page = self.studio.page
        await page.emulate(width=760, height=900)
        await page.call("Emulation.setTimezoneOverride", timezoneId="America/Sao_Paulo")
        await page.call("Page.addScriptToEvaluateOnNewDocument", source=STOPPED % (self.clock().timestamp() * 1000))
        await page.goto(self.address + path)
        if path == "/":
            await page.wait_for("document.querySelector('#state')?.dataset.state === 'connected'")

    async def _ask(self, text: str) -> None:
        page = self.studio.page
        before = await page.run(CARDS)
        await page.type("#words", text + "\n")
        await page.wait_for(f"{CARDS} === {before + 1}")

    async def _both(self, name: str, shows: str, height: int) -> None:
        picture = Picture(f"web-{name}", shows)
        for look in LOOKS:
            await self.studio.page.emulate(width=760, height=height, dark=look == "dark", reduced_motion=True)
            await self.studio.page.run("document.activeElement.blur()")
            await self.studio.page.run(ADDRESS)
            await self.studio.save(f"{picture.name}-{look}", height)
        self.pictures.append(picture)


@asynccontextmanager
async def browsing(house: House, studio: Studio) -> AsyncIterator[Browsing]:
    """A third replica, which only serves the web."""
    password = secrets.token_urlsafe(16)
    async with open_app(_settings(house, password), clock=house.clock, coordination=house.a.coordination) as app:
        address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        host = Host(app.engine, port=0, mounts=mounts(app), on_ready=address.set_result)
        run = asyncio.create_task(host.run())
        yield Browsing(studio, (await address).rstrip("/"), password, house.clock)
        host.stop()
        await run


def _settings(house: House, password: str) -> Settings:
    folder = house.settings.data_dir.parent
    access = folder / "web-access.toml"
    access.write_text(ACCESS + ANA_AT_THE_WEB, encoding="utf-8")
    web = Web(admin_username="ana", admin_password=SecretStr(password), secret_key=SecretStr(secrets.token_hex(32)))
    more = {"web": web, "timezone": "America/Sao_Paulo", "access_file": access, "data_dir": folder / "web"}
    return house.settings.model_copy(update=more)
