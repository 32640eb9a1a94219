from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.host import Host
from tests.adapters.web.scripted import ScriptedEngine
from tests.browser.chromium import BINARIES, Page, binary, chromium
from tests.browser.story import REPLIES

CONNECTED = "document.querySelector('#state').dataset.state === 'connected'"


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine(REPLIES)


@asynccontextmanager
async def bot(engine: ScriptedEngine, port: int = 0) -> AsyncIterator[str]:
    """A running bot's address."""
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    host = Host(engine, port=port, on_ready=address.set_result)
    run = asyncio.create_task(host.run())
    yield await address
    host.stop()
    await run


@pytest.fixture
async def base_url(engine: ScriptedEngine) -> AsyncIterator[str]:
    """Where a bot runs: here the host with the scripted engine."""
    async with bot(engine) as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[Page]:
    """A fresh Chromium with a blank page of 1100 by 800."""
    if binary() is None:
        pytest.skip(f"no browser: none of {', '.join(BINARIES)} is installed")
    async with chromium() as page:
        await page.emulate()
        yield page


@pytest.fixture
async def page(browser: Page, base_url: str) -> Page:
    await browser.goto(base_url)
    await browser.wait_for(CONNECTED)
    return browser


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where screenshots go: the folder RESYNC_SHOTS names, or one that pytest throws away."""
    folder = Path(os.environ.get("RESYNC_SHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
