"""A small engine that answers what a test tells it to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tws.client import Connection, HwaClient

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
INFO = {"displayVersion": "10.2.5.00", "timezone": "Europe/Rome"}


@dataclass
class Time:
    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Engine:
    """`answers` by path below /twsd; what is not there is 404."""

    time: Time
    answers: dict[str, Handler] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    url: str = ""

    def says(self, path: str, answer: object, status: int = 200) -> None:
        async def handler(_: web.Request) -> web.StreamResponse:
            if isinstance(answer, str):
                return web.Response(text=answer, status=status)
            return web.json_response(answer, status=status)

        self.answers[path] = handler

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        handler = self.answers.get(request.path.removeprefix("/twsd"))
        return await handler(request) if handler else web.Response(status=404)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def client(self, **members: object) -> HwaClient:
        connection = Connection(self.url, "op", "s3cret", **members)  # type: ignore[arg-type]
        return HwaClient(connection, clock=self.time, sleep=self.sleep)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def engine(time: Time) -> AsyncIterator[Engine]:
    engine = Engine(time)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", engine.answer)
    async with TestServer(app) as server:
        engine.url = str(server.make_url("/"))
        engine.says("/api/v2/engine/info", INFO)
        yield engine


@pytest.fixture
async def client(engine: Engine) -> AsyncIterator[HwaClient]:
    client = engine.client()
    yield client
    await client.close()
