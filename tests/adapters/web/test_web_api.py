"""POST /api/chat and the page's files."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web import WebChat
from adapters.web.limits import BURST_TURNS
from bot.reply import Facts, Heading, Reply
from tests.adapters.web.conftest import Client
from tests.adapters.web.scripted import HandClock, ScriptedEngine

JSON = {"Content-Type": "application/json"}


async def post(client: Client, body: object) -> ClientResponse:
    return await client.post("/api/chat", json=body)


async def test_an_answer_comes_in_three_forms(client: Client, engine: ScriptedEngine) -> None:
    engine.replies = {"plan": Reply((Heading("Plano"), Facts((("Jobs", "12"),))), language="pt-BR", error_id="e1")}
    response = await post(client, {"text": "plan", "timezone": "Asia/Tokyo", "locale": "pt-BR"})
    answer = await response.json()
    assert response.status == 200
    assert answer["text"] == "Plano\nJobs: 12"
    assert 'lang="pt-BR"' in answer["html"]
    assert answer["blocks"][1] == {"kind": "facts", "rows": [["Jobs", "12"]]}
    assert (answer["language"], answer["error_id"]) == ("pt-BR", "e1")
    assert engine.turns[0].person.timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("named", "zone"),
    [({}, "America/Sao_Paulo"), ({"timezone": ""}, "America/Sao_Paulo"), ({"timezone": "UTC"}, "UTC")],
)
async def test_who_names_no_zone_is_in_that_of_the_settings(
    engine: ScriptedEngine, clock: HandClock, named: dict[str, str], zone: str
) -> None:
    app, chat = web.Application(), WebChat(engine, clock=clock, timezone="America/Sao_Paulo", drain_seconds=1)
    chat.add_to(app)
    async with TestClient(TestServer(app)) as client:
        await post(client, {"text": "plan", **named})
        assert engine.turns[0].person.timezone == zone
        await chat.close()


async def test_a_command_is_known_by_its_slash(client: Client, engine: ScriptedEngine) -> None:
    await post(client, {"text": "/resync health"})
    assert (engine.turns[0].said, engine.turns[0].command) == ("health", True)


BAD = [
    (JSON, "{", 400),
    (JSON, "[" * 60_000, 400),
    (JSON, b"\xff\xfe", 400),
    (JSON, "[]", 422),
    (JSON, '{"text": 7}', 422),
    (JSON, '{"text": " "}', 422),
    (JSON, json.dumps({"text": "x" * 8001}), 422),
    (JSON, json.dumps({"text": "x" * 1024 * 1024}), 413),
    ({"Content-Type": "text/plain"}, '{"text": "hi"}', 415),
    ({**JSON, "Origin": "https://evil.example"}, '{"text": "hi"}', 403),
]


@pytest.mark.parametrize(("headers", "body", "status"), BAD, ids=range(len(BAD)))
async def test_what_is_wrong_is_said_with_a_hint_and_an_id(
    client: Client, engine: ScriptedEngine, headers: dict[str, str], body: str | bytes, status: int
) -> None:
    data = io.BytesIO(body.encode() if isinstance(body, str) else body)
    response = await client.post("/api/chat", data=data, headers=headers)
    problem: dict[str, Any] = await response.json(content_type="application/problem+json")
    assert (response.status, problem["status"]) == (status, status)
    assert problem["hint"]
    assert problem["correlation_id"] == response.headers["X-Correlation-Id"]
    assert not engine.turns


async def test_a_burst_is_told_when_to_come_back(client: Client) -> None:
    statuses = [(await post(client, {"text": "hi"})).status for _ in range(BURST_TURNS)]
    assert set(statuses) == {200}
    refused = await post(client, {"text": "hi"})
    assert (refused.status, refused.headers["Retry-After"]) == (429, "10")


async def test_a_turn_seen_before_is_a_conflict(client: Client, engine: ScriptedEngine) -> None:
    engine.replies = {"again": None}
    assert (await post(client, {"text": "again"})).status == 409


FILES = [("/", "text/html"), ("/chat.css", "text/css"), ("/chat.js", "text/javascript"), ("/icon.svg", "image/svg+xml")]


@pytest.mark.parametrize(("path", "kind"), [*FILES, ("/socket.js", "text/javascript")])
async def test_files_have_validators_and_strict_headers(client: Client, path: str, kind: str) -> None:
    first = await client.get(path)
    assert (first.status, first.content_type) == (200, kind)
    assert "default-src 'none'" in first.headers["Content-Security-Policy"]
    assert "unsafe" not in first.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in first.headers["Content-Security-Policy"]
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    assert (await client.get(path, headers={"If-None-Match": '"old"'})).status == 200


async def test_the_page_has_no_inline_script_or_style(client: Client) -> None:
    page = await (await client.get("/")).text()
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src=')


@pytest.mark.parametrize(
    "path", ["/../adapters/host.py", "/%2e%2e/host.py", "/page/chat.js", "/..%2f..%2fpyproject.toml"]
)
async def test_nothing_else_is_served(client: Client, path: str) -> None:
    response = await client.get(path)
    assert response.status == 404
    assert response.headers["X-Content-Type-Options"] == "nosniff"
