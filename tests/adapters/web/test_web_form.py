"""A form of an answer comes back as `Form`, over the socket and over HTTP."""

from __future__ import annotations

import json

import pytest

from bot.reply import Reply, Text
from bot.turn import Form, Press
from tests.adapters.web.conftest import Client
from tests.adapters.web.scripted import ScriptedEngine

VALUES = {"reason": "disk was purged", "text": "linha 1\nlinha 2"}


async def test_over_the_socket(client: Client, engine: ScriptedEngine) -> None:
    engine.replies = {"send:1": Reply((Text("sent"),), replaces=True)}
    async with client.ws_connect("/ws") as socket:
        await socket.send_json({"type": "form", "id": "f1", "form": "send:1", "values": VALUES, "of": "7"})
        frame = await socket.receive_json(timeout=5)
    assert (frame["id"], frame["of"], frame["replaces"], frame["text"]) == ("f1", "7", True, "sent")
    assert engine.turns[0].said == Form("send:1", VALUES)


async def test_over_http(client: Client, engine: ScriptedEngine) -> None:
    response = await client.post("/api/chat", json={"form": "send:1", "values": VALUES})
    assert (response.status, (await response.json())["text"]) == (200, "heard send:1")
    await client.post("/api/chat", json={"press": "log:1"})
    assert [turn.said for turn in engine.turns] == [Form("send:1", VALUES), Press("log:1")]


async def test_values_are_cleaned(client: Client, engine: ScriptedEngine) -> None:
    await client.post("/api/chat", json={"form": "send:1", "values": {"reason": " a\x00b\u202e\r\nc "}})
    assert engine.turns[0].said == Form("send:1", {"reason": "ab\nc"})


BAD = [
    {"form": "x" * 2001, "values": {}},
    {"form": "send:1", "values": []},
    {"form": "send:1", "values": {"reason": 7}},
    {"form": "send:1", "values": {"reason": None}},
    {"form": "send:1", "values": {"n" * 65: "x"}},
    {"form": "send:1", "values": {"reason": "x" * 8001}},
    {"form": "send:1", "values": {str(n): "x" for n in range(31)}},
]


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
async def test_a_bad_form_is_answered_and_not_handled(
    client: Client, engine: ScriptedEngine, body: dict[str, object]
) -> None:
    assert (await client.post("/api/chat", json=body)).status == 422
    async with client.ws_connect("/ws") as socket:
        await socket.send_str(json.dumps({"type": "form", "id": "1", **body}))
        assert (await socket.receive_json(timeout=5))["type"] == "error"
    assert engine.turns == []
