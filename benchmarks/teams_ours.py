"""The adapter for Teams as it runs, with an engine that gives one reply to everything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import Mock

from aiohttp import StreamReader, web
from aiohttp.test_utils import make_mocked_request
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.teams import TeamsAdapter, TeamsSettings
from benchmarks.teams_wire import Wire
from bot.coordination.memory import InMemory
from bot.reply import Reply
from bot.turn import Turn
from tests.fakes.teams import APP, PASSWORD, TENANT, FakeClock
from tws.clock import system_clock


class _Always:
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    async def handle(self, turn: Turn) -> Reply:
        return self._reply


class _Counted:
    """A connector that counts what the other side took."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector
        self.posted = 0

    async def post(self, *where: Any) -> str:
        number: str = await self._connector.post(*where)
        self.posted += bool(number)
        return number


class Ours:
    def __init__(self, adapter: Any, wire: Wire) -> None:
        self._adapter = adapter
        self._bearer = f"Bearer {wire.token}"
        self._posts = _Counted(self._adapter._sender._connector)
        self._adapter._sender._connector = self._posts

    @property
    def posted(self) -> int:
        return self._posts.posted

    async def turns(self, requests: list[web.Request]) -> None:
        """Until every answer is posted."""
        answers = await asyncio.gather(*(self._adapter._endpoint.handle(request) for request in requests))
        if {answer.status for answer in answers} != {202}:
            raise RuntimeError(f"not taken: {answers[0].status}")
        await self._adapter._work.drain(60)

    def request(self, body: bytes) -> web.Request:
        """Made outside the measured time."""
        stream = StreamReader(Mock(_reading_paused=False), limit=2**16, loop=asyncio.get_running_loop())
        stream.feed_data(body)
        stream.feed_eof()
        headers = {"Authorization": self._bearer, "Content-Type": "application/json"}
        return make_mocked_request("POST", "/api/messages", headers=headers, payload=stream)


@asynccontextmanager
async def opened(wire: Wire, database: AsyncEngine, reply: Reply) -> AsyncIterator[Ours]:
    """The waits between posts to one conversation are skipped by the clock."""
    clock = FakeClock()
    clock.now = system_clock()
    settings = TeamsSettings(
        APP,
        PASSWORD,
        TENANT,
        login_url=f"{wire.address}/login",
        metadata_url=f"{wire.address}/openid",
        development=True,
    )
    adapter = TeamsAdapter(
        _Always(reply), settings, database, clock=clock, coordination=InMemory(clock), sleep=clock.sleep
    )
    await adapter.start()
    yield Ours(adapter, wire)
    await adapter.close()
