"""The WebSocket, over a real socket, with a scripted engine behind it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web import WebChat
from adapters.web.limits import BURST_TURNS
from bot.reply import Heading, Reply, Text
from bot.turn import Press
from tests.adapters.web.conftest import Client
from tests.adapters.web.scripted import HandClock, ScriptedEngine

Socket = ClientWebSocketResponse[bool]


async def tell(socket: Socket, text: str, id: str = "1", **more: object) -> None:
    await socket.send_json({"type": "say", "id": id, "text": text, **more})


async def hear(socket: Socket) -> dict[str, Any]:
    frame: dict[str, Any] = await socket.receive_json(timeout=5)
    return frame


async def ask(socket: Socket, text: str, id: str = "1", **more: object) -> dict[str, Any]:
    await tell(socket, text, id, **more)
    return await hear(socket)


async def test_a_question_gets_its_card(client: Client, engine: ScriptedEngine) -> None:
    engine.replies = {"help": Reply((Heading("Help"), Text("Ask.")), language="en")}
    async with client.ws_connect("/ws") as socket:
        frame = await ask(socket, "help", timezone="America/Sao_Paulo", locale="pt-BR")
    assert frame["type"] == "reply"
    assert (frame["id"], frame["replaces"], frame["of"]) == ("1", False, "")
    assert frame["text"] == "Help\nAsk."
    assert "<h3" in frame["html"]
    (turn,) = engine.turns
    assert (turn.person.name, turn.person.timezone, turn.person.locale) == (
        "operator (web)",
        "America/Sao_Paulo",
        "pt-BR",
    )
    assert (turn.place.platform, turn.place.direct, turn.command) == ("web", True, False)


async def test_a_press_carries_its_payload_and_says_whose_button(client: Client, engine: ScriptedEngine) -> None:
    engine.replies = {"next:2": Reply((Text("page 2"),), replaces=True)}
    async with client.ws_connect("/ws") as socket:
        await socket.send_json({"type": "press", "id": "p1", "payload": "next:2", "of": "1"})
        frame = await hear(socket)
    assert (frame["replaces"], frame["of"], frame["id"]) == (True, "1", "p1")
    assert engine.turns[0].said == Press("next:2")


@pytest.mark.parametrize(
    ("text", "said", "more"),
    [
        ("/resync failed-jobs 4h", "failed-jobs 4h", {}),
        ("/resync", "", {}),
        ("failed-jobs 4h", "failed-jobs 4h", {"command": True}),
    ],
)
async def test_commands(client: Client, engine: ScriptedEngine, text: str, said: str, more: dict[str, object]) -> None:
    async with client.ws_connect("/ws") as socket:
        await ask(socket, text, **more)
    assert (engine.turns[0].said, engine.turns[0].command) == (said, True)


async def test_a_word_that_begins_like_the_command_is_no_command(client: Client, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        await ask(socket, "/resyncing now")
    assert engine.turns[0].command is False


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../../etc/passwd", "Europe", "x" * 5000, "\x00"])
async def test_an_unknown_time_zone_is_utc(client: Client, engine: ScriptedEngine, zone: str) -> None:
    async with client.ws_connect("/ws") as socket:
        assert (await ask(socket, "hi", timezone=zone, locale="<b>"))["type"] == "reply"
    assert (engine.turns[0].person.timezone, engine.turns[0].person.locale) == ("UTC", "")


BAD = [
    ("{", "not JSON"),
    ("[" * 100_000, "not JSON"),
    ("[]", "Nothing was done"),
    ("null", "Nothing was done"),
    ('{"type":"dance","id":"9"}', "Nothing was done"),
    ('{"type":"say","id":"9"}', "Field text"),
    ('{"type":"say","id":"9","text":7}', "Field text"),
    ('{"type":"say","id":"9","text":"  \\u0000 "}', "no text"),
    ('{"type":"say","id":"<b>","text":"x"}', "Field id"),
    ('{"type":"press","id":"9","payload":""}', "Field payload"),
    (json.dumps({"type": "press", "id": "9", "payload": "x" * 2001}), "Field payload"),
    (json.dumps({"type": "say", "id": "9", "text": "x" * 8001}), "8,000 characters"),
    (json.dumps({"type": "say", "id": "9", "text": "x" * 1024 * 1024}), "8,000 characters"),
]


@pytest.mark.parametrize(("data", "words"), BAD, ids=range(len(BAD)))
async def test_a_bad_frame_is_answered_and_the_socket_lives(client: Client, data: str, words: str) -> None:
    async with client.ws_connect("/ws") as socket:
        await socket.send_str(data)
        frame = await hear(socket)
        assert frame["type"] == "error"
        assert words in frame["text"]
        assert frame["id"] in ("", "9", "<b>")
        assert (await ask(socket, "still there?", "10"))["text"] == "heard still there?"


async def test_binary_is_answered(client: Client) -> None:
    async with client.ws_connect("/ws") as socket:
        await socket.send_bytes(b"\x00\xff")
        assert "not files" in (await hear(socket))["text"]
        assert (await ask(socket, "hi"))["type"] == "reply"


async def test_control_characters_and_lone_surrogates_are_cleaned(client: Client, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        await socket.send_str('{"type":"say","id":"1","text":"a\\u0000b\\u001b[31m\\r\\nc\\ud800\\u202e\\td"}')
        await hear(socket)
    assert engine.turns[0].said == "ab[31m\nc\ufffd\td"


async def test_the_same_id_is_answered_once(client: Client, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        await ask(socket, "once")
        await tell(socket, "once")
        assert (await ask(socket, "other", "2"))["id"] == "2"
    assert engine.handled == ["once", "other"]


async def test_an_answer_lost_with_its_socket_is_had_again(client: Client, engine: ScriptedEngine) -> None:
    await client.get("/")
    async with client.ws_connect("/ws") as socket:
        await tell(socket, "slow one")
        await engine.begun.wait()
    engine.gate.set()
    async with client.ws_connect("/ws") as socket:
        assert (await ask(socket, "slow one"))["text"] == "heard slow one"
    assert engine.handled == ["slow one"]


async def test_a_turn_seen_before_a_restart_is_owned_up_to(client: Client, engine: ScriptedEngine) -> None:
    engine.replies = {"again": None}
    async with client.ws_connect("/ws") as socket:
        frame = await ask(socket, "again")
    assert (frame["type"], frame["id"]) == ("error", "1")
    assert "ask again" in frame["text"]


async def test_an_engine_that_raises_is_still_answered(client: Client) -> None:
    async with client.ws_connect("/ws") as socket:
        frame = await ask(socket, "fail")
    assert "Something went wrong" in frame["text"]
    assert 'class="error-id"' in frame["html"]


async def test_turns_keep_their_order_while_the_socket_is_read_on(client: Client, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        await tell(socket, "slow first", "1")
        await engine.begun.wait()
        await tell(socket, "second", "2")
        assert (await hear(socket))["type"] == "status"
        await socket.send_str("not json")
        assert (await hear(socket))["type"] == "error"
        engine.gate.set()
        assert [(await hear(socket))["id"] for _ in range(2)] == ["1", "2"]
    assert engine.handled == ["slow first", "second"]


async def test_one_session_does_not_wait_for_another(client: Client, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as slow:
        await tell(slow, "slow")
        await engine.begun.wait()
        client.session.cookie_jar.clear()
        async with client.ws_connect("/ws") as quick:
            assert (await ask(quick, "quick"))["text"] == "heard quick"
        engine.gate.set()
        assert (await hear(slow))["text"] == "heard slow"
    assert len({turn.place.channel for turn in engine.turns}) == 2


async def test_a_burst_is_refused_kindly_and_only_for_a_while(client: Client, clock: HandClock) -> None:
    async with client.ws_connect("/ws") as socket:
        for number in range(BURST_TURNS):
            assert (await ask(socket, "hi", str(number)))["type"] == "reply"
        refused = await ask(socket, "hi", "late")
        assert (refused["type"], refused["id"]) == ("error", "late")
        assert "wait a moment" in refused["text"]
        clock.pass_seconds(10)
        assert (await ask(socket, "hi", "late"))["type"] == "reply"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_site_is_refused(client: Client, origin: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect("/ws", headers={"Origin": origin})
    assert refused.value.status == 403


async def test_own_page_is_let_in(client: Client) -> None:
    origin = str(client.make_url("/").origin())
    async with client.ws_connect("/ws", headers={"Origin": origin}) as socket:
        assert (await ask(socket, "hi"))["type"] == "reply"


async def test_a_rebound_name_is_refused(client: Client) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect("/ws", headers={"Origin": "http://evil.example", "Host": "evil.example"})
    assert refused.value.status == 403


async def test_the_session_cookie_is_shut_to_scripts_and_other_sites(client: Client) -> None:
    cookie = (await client.get("/")).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Set-Cookie" not in (await client.get("/")).headers


async def test_a_stop_finishes_the_turn_and_says_goodbye(client: Client, chat: WebChat, engine: ScriptedEngine) -> None:
    async with client.ws_connect("/ws") as socket:
        await tell(socket, "slow")
        await engine.begun.wait()
        closing = asyncio.create_task(chat.close())
        await asyncio.sleep(0)
        assert "Restarting" in (await ask(socket, "too late", "2"))["text"]
        engine.gate.set()
        assert (await hear(socket))["text"] == "heard slow"
        goodbye = await socket.receive(timeout=5)
        assert (goodbye.type, goodbye.data) == (WSMsgType.CLOSE, 1001)
        await closing
    assert engine.handled == ["slow"]


async def test_a_turn_that_will_not_end_is_owned_up_to(engine: ScriptedEngine) -> None:
    chat, app = WebChat(engine, drain_seconds=0.01), web.Application()
    chat.add_to(app)
    async with TestClient(TestServer(app)) as client, client.ws_connect("/ws") as socket:
        await tell(socket, "slow")
        await engine.begun.wait()
        await asyncio.gather(chat.close(), expect(socket, "stopped before this was answered"))


async def expect(socket: Socket, words: str) -> None:
    assert words in (await hear(socket))["text"]
    await socket.receive(timeout=5)
