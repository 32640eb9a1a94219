from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web import WebChat
from tests.adapters.web.scripted import HandClock, ScriptedEngine

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def chat(engine: ScriptedEngine, clock: HandClock) -> WebChat:
    return WebChat(engine, clock=clock, drain_seconds=5)


@pytest.fixture
async def client(chat: WebChat) -> AsyncIterator[Client]:
    app = web.Application()
    chat.add_to(app)
    async with TestClient(TestServer(app)) as client:
        await chat.start()
        yield client
        await chat.close()
