"""The adapter in its host, between a scripted engine and the fake Teams, on real sockets and a database file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.host import Host
from adapters.teams import TeamsAdapter, TeamsSettings, metadata
from bot.coordination.memory import InMemory
from bot.reply import Ask, Button, Buttons, Field, Heading, Note, Reply, Text
from bot.turn import Form, Press, Turn
from tests.fakes.teams import APP, PASSWORD, TENANT, FakeTeams


@dataclass
class Scripted:
    """Answers by the words it hears; keeps what it was asked."""

    turns: list[Turn] = field(default_factory=list)
    replies: dict[str, Reply | None] = field(default_factory=dict)
    gate: asyncio.Event | None = None

    async def handle(self, turn: Turn) -> Reply | None:
        self.turns.append(turn)
        if self.gate:
            await self.gate.wait()
        said = turn.said.payload if isinstance(turn.said, Press | Form) else turn.said
        if said == "boom":
            raise RuntimeError("secret detail")
        return self.replies.get(said, Reply(_plain(said), replaces=said == "refresh"))


def _plain(said: str) -> tuple[Any, ...]:
    buttons = (Button("Refresh", "refresh"), Button("More", "more"), Button("Boom", "boom"))
    return Heading("Status"), Text(f"You said: {said}"), Buttons(buttons), Note("HWA, just now")


REASON = Reply((Ask((Field("reason", "Reason", longest=200),), (Button("Send", "why"), Button("Cancel", "stop"))),))


@dataclass
class Desk:
    teams: FakeTeams
    engine: Scripted
    adapter: TeamsAdapter
    database: AsyncEngine

    @property
    def last(self) -> str:
        return self.teams.posts[-1].text


def settings(teams: FakeTeams, **more: Any) -> TeamsSettings:
    addresses = {"login_url": f"{teams.address}/login", "metadata_url": f"{teams.address}/openid"}
    return TeamsSettings(APP, PASSWORD, TENANT, **{**addresses, "development": True, **more})


@asynccontextmanager
async def opened(folder: Path, **more: Any) -> AsyncIterator[Desk]:
    """`more`: settings."""
    database = create_async_engine(f"sqlite+aiosqlite:///{folder / 'teams.sqlite'}")
    async with database.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with FakeTeams() as teams:
        engine = Scripted()
        adapter = TeamsAdapter(
            engine,
            settings(teams, **more),
            database,
            clock=teams.clock,
            coordination=InMemory(teams.clock),
            sleep=teams.clock.sleep,
        )
        async with _served(engine, adapter) as address:
            teams.bot_url = f"{address}/api/messages"
            teams.settle = lambda: adapter._work.drain(5)
            yield Desk(teams, engine, adapter, database)
    await database.dispose()


@asynccontextmanager
async def _served(engine: Scripted, adapter: TeamsAdapter) -> AsyncIterator[str]:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    host = Host(engine, port=0, mounts=[adapter], on_ready=ready.set_result)
    running = asyncio.create_task(host.run())
    try:
        yield await ready
    finally:
        host.stop()
        await running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """At its end Teams has nothing to complain about."""
    async with opened(tmp_path) as made:
        yield made
    assert made.teams.problems == []
