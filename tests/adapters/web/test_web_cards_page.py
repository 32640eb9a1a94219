"""A card in a real browser: it comes, changes in place, survives a reload and leaves what is being typed alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.host import Host
from adapters.web import WebChat
from bot.payload import encode
from bot.reply import Ask, Button, Field, Heading, Reply, Text
from bot.requests import Help
from tests.adapters.web.scripted import ScriptedEngine
from tests.browser.chromium import Page, binary, chromium

pytestmark = pytest.mark.browser

CONNECTED = "document.querySelector('#state').dataset.state === 'connected'"
TITLES = "[...document.querySelectorAll('.card h3')].map((each) => each.innerText)"


@asynccontextmanager
async def opened(engine: ScriptedEngine) -> AsyncIterator[tuple[Page, WebChat]]:
    if binary() is None:
        pytest.skip("no browser is installed")
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    chat = WebChat(engine)
    host = Host(engine, port=0, mounts=[chat], on_ready=address.set_result)
    run = asyncio.create_task(host.run())
    async with chromium() as page:
        await page.goto(await address)
        await page.wait_for(CONNECTED)
        yield page, chat
    host.stop()
    await run


def asks() -> Reply:
    send = Button("Tell the team", encode(Help()))
    return Reply((Heading("Rerun A: ended well"), Ask((Field("text", "What fixed it?"),), (send,))))


async def test_a_card_lives_on_the_page(engine: ScriptedEngine) -> None:
    async with opened(engine) as (page, chat):
        await page.type("#words", "hi")
        await page.press("Enter")
        await page.wait_for("document.querySelectorAll('.answer .card').length === 1")
        place = engine.turns[-1].place
        message = await chat.cards.post(place, Reply((Heading("Rerun A: waits"), Text("for Bob"))))
        await page.wait_for(f"{TITLES}.join() === 'Rerun A: waits'")
        await chat.cards.update(place, message, asks())
        await page.wait_for(f"{TITLES}.join() === 'Rerun A: ended well'")
        await page.type(".ask input", "purged the sp")
        await chat.cards.update(place, message, asks())
        await chat.cards.post(place, Reply((Heading("B has ended"),)))
        await page.wait_for(f"{TITLES}.join() === 'Rerun A: ended well,B has ended'")
        assert await page.run("document.querySelector('.ask input').value") == "purged the sp"
        await page.goto(await page.run("location.href"))
        await page.wait_for(f"{TITLES}.join() === 'Rerun A: ended well,B has ended'")
        assert await page.run("document.querySelector('#welcome').hidden") is True
        assert page.complaints == []
