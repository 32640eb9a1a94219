"""Cards on the page: pushed to open sockets, edited in place, and there again after a reload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.mounting import mounts
from adapters.web import WebChat
from adapters.web.cards import PATIENCE, NotHere
from adapters.web.limits import REMEMBERED_CARDS
from bot.delivery.sender import Undeliverable
from bot.reply import Heading, Reply, Text
from bot.turn import Place
from tests.adapters.web.conftest import Client
from tests.adapters.web.scripted import HandClock, ScriptedEngine
from tests.adapters.web.test_web_chat import ask, hear
from tests.chat import open_chat
from tests.plans import night


def card(words: str) -> Reply:
    return Reply((Heading(words), Text("<b>as told</b>")))


async def at_home(socket: Any, engine: ScriptedEngine) -> Place:
    await ask(socket, "hi", str(len(engine.turns)))
    return engine.turns[-1].place


async def test_a_card_comes_and_changes_in_place(client: Client, chat: WebChat, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        place = await at_home(socket, engine)
        message = await chat.cards.post(place, card("Rerun A: waits"))
        first = await hear(socket)
        assert (first["type"], first["id"], first["summary"]) == ("card", message, "Rerun A: waits")
        assert "<b>" not in first["html"] and first["at"] == "2026-11-21T09:00:00+00:00"
        await chat.cards.update(place, message, card("Rerun A: done"))
        second = await hear(socket)
        assert (second["id"], second["summary"]) == (message, "Rerun A: done")


async def test_every_open_window_hears_and_a_reload_shows_it_as_it_is_now(
    client: Client, chat: WebChat, engine: ScriptedEngine
) -> None:
    await client.get("/")
    async with client.ws_connect("/ws") as one, client.ws_connect("/ws") as two:
        place = await at_home(one, engine)
        message = await chat.cards.post(place, card("waits"))
        assert (await hear(one))["id"] == (await hear(two))["id"] == message
    await chat.cards.update(place, message, card("done"))
    async with client.ws_connect("/ws") as again:
        shown = await hear(again)
        assert (shown["id"], shown["summary"]) == (message, "done")
        assert (await ask(again, "and now?", "z"))["type"] == "reply", "it was sent once"


async def test_nobody_else_sees_it(client: Client, chat: WebChat, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        place = await at_home(socket, engine)
    client.session.cookie_jar.clear()
    async with client.ws_connect("/ws") as stranger:
        await chat.cards.post(place, card("mine"))
        assert (await ask(stranger, "hello", "s"))["type"] == "reply"
        assert engine.turns[-1].place != place


async def test_a_session_that_stays_away_is_given_up(chat: WebChat, clock: HandClock) -> None:
    away = Place("web", "0123456789abcdef", direct=True)
    with pytest.raises(NotHere):
        await chat.cards.post(away, card("x"))
    clock.pass_seconds(PATIENCE.total_seconds())
    with pytest.raises(Undeliverable):
        await chat.cards.update(away, "m", card("x"))


async def test_a_card_of_before_a_restart_is_taken_up_again(
    client: Client, chat: WebChat, engine: ScriptedEngine
) -> None:
    async with client.ws_connect("/ws") as socket:
        place = await at_home(socket, engine)
        await chat.cards.update(place, "of-before", card("done"))
        assert (await hear(socket))["id"] == "of-before"


async def test_old_cards_are_forgotten_first(client: Client, chat: WebChat, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        place = await at_home(socket, engine)
    made = [await chat.cards.post(place, card(str(n))) for n in range(REMEMBERED_CARDS + 2)]
    async with client.ws_connect("/ws") as again:
        shown = [(await hear(again))["id"] for _ in range(REMEMBERED_CARDS)]
    assert shown == made[2:]


async def test_who_signed_out_hears_nothing_more(client: Client, chat: WebChat, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        place = await at_home(socket, engine)

        async def nobody(_request: object) -> None:
            return None

        gate = chat._chat._gate
        gate.who = nobody  # type: ignore[method-assign, assignment]
        await chat.cards.post(place, card("secret"))
        del gate.who
        assert (await ask(socket, "again", "9"))["type"] == "reply", "the card never came"


async def test_the_page_is_one_of_the_platforms_that_delivery_serves(tmp_path: Path) -> None:
    async with open_chat(night(), tmp_path) as opened:
        (page,) = mounts(opened.app)
        assert isinstance(page, WebChat) and opened.app.outbox.senders == {"web": page.cards}
        assert opened.app.outbox.serves("web") and not opened.app.outbox.serves("slack")
