"""The adapter between a scripted engine and the fake Slack, over HTTP and over Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack import SlackAdapter, SlackSettings
from bot.coordination.memory import InMemory
from bot.reply import Button, Buttons, Heading, Note, Reply, Text
from bot.turn import Form, Press, Turn
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack
from tests.fakes.slack.delivery import ByHttp


class Scripted:
    """Answers by the words it hears; keeps what it was asked."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.gate: asyncio.Event | None = None
        self.replies: dict[str, Reply] = {}

    async def handle(self, turn: Turn) -> Reply | None:
        self.turns.append(turn)
        if self.gate:
            await self.gate.wait()
        said = turn.said.payload if isinstance(turn.said, Press | Form) else str(turn.said)
        if said == "boom":
            raise RuntimeError("secret detail")
        if said == "whoami":
            return Reply((Text("You are Ann"),), private=True)
        return self.replies.get(said) or Reply(_plain(said), replaces=said == "refresh")


def _plain(said: str) -> tuple[Any, ...]:
    buttons = Buttons((Button("Refresh", "refresh", description="Refresh PAYROLL"), Button("More", "more")))
    return Heading("Status"), Text(f"You said: {said}"), buttons, Note("HWA, just now")


@dataclass
class Desk:
    slack: FakeSlack
    engine: Scripted
    adapter: SlackAdapter
    url: str = ""


@asynccontextmanager
async def opened(mode: str = "http", **more: Any) -> AsyncIterator[Desk]:
    """more: `coordination`, or settings."""
    coordination = more.pop("coordination", None)
    async with FakeSlack() as slack:
        engine = Scripted()
        settings = SlackSettings(BOT_TOKEN, SECRET, APP_TOKEN if mode == "socket" else "", slack.url, **more)
        shared = coordination or InMemory(slack.clock)
        adapter = SlackAdapter(engine, settings, shared, clock=slack.clock, sleep=slack.clock.sleep)
        app = web.Application()
        adapter.add_to(app)
        async with TestServer(app) as server:
            desk = Desk(slack, engine, adapter, str(server.make_url("/slack/events")))
            await _start(desk, mode)
            yield desk
            await adapter.close()


async def _start(desk: Desk, mode: str) -> None:
    await desk.adapter.start()
    if mode == "http":
        desk.slack.delivery = ByHttp(desk.slack.workspace, desk.url)
    else:
        await until(lambda: bool(desk.slack.socket.sockets))
    desk.slack.settle = lambda: desk.adapter._tasks.drain(2)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if true():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("did not happen within two seconds")


@pytest.fixture(params=["http", "socket"])
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    """Every conversation over both transports; at its end Slack has nothing to complain about."""
    async with opened(request.param) as made:
        yield made
    assert made.slack.problems == []


@pytest.fixture
async def http() -> AsyncIterator[Desk]:
    async with opened() as made:
        yield made
