"""The web server in front of the plan: login, faults, routes."""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from aiohttp import web

from tws.clock import Clock
from tws.simulator.actions import LOGIN, READER
from tws.simulator.answers import body, no_plan
from tws.simulator.bank import make_bank
from tws.simulator.event_rules import EventRules
from tws.simulator.faults import Faults
from tws.simulator.history import History
from tws.simulator.metrics import metrics_text
from tws.simulator.notices import Notices
from tws.simulator.orders import DELAY
from tws.simulator.plan import PlanBook
from tws.simulator.snapshot import Snapshot
from tws.simulator.v1 import V1
from tws.simulator.v1_actions import V1Actions
from tws.simulator.v1_submit import V1Submit
from tws.simulator.v2 import V2
from tws.simulator.v2_actions import V2Actions

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Engine:
    """The plan under a clock: what the two APIs look at."""

    book: PlanBook
    clock: Clock
    speed: float
    version: str
    notices: Notices = field(default_factory=Notices)
    no_plan: tuple[float, float] = (0.0, 0.0)
    """From when to when a switch of plans is under way."""
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    @cached_property
    def release(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split("."))

    @property
    def has_v2(self) -> bool:
        return self.release >= (10, 1, 0, 1)

    def now(self) -> float:
        return self.began.timestamp() + (self.clock() - self.began).total_seconds() * self.speed

    def snapshot(self) -> Snapshot:
        now = self.now()
        return Snapshot(self.book.at(now), now)

    async def change_station(self, name: str, verb: str, number: int = 0) -> None:
        """Plays the days again, off the event loop."""
        at = self.now() + DELAY
        await asyncio.to_thread(self.book.order_station, name, at, verb, number)


def make_engine(*, seed: int, jobs: int, clock: Clock, speed: float, version: str, calm: bool = False) -> Engine:
    return Engine(PlanBook(make_bank(seed, jobs), seed, calm), clock, speed, version)


@dataclass(frozen=True)
class Gate:
    """What every request passes: the faults, the login, and the making of a new day's plan off the event loop."""

    engine: Engine
    faults: Faults
    logins: tuple[tuple[str, str], ...]
    """The first may change the plan, the others may read it."""
    api_key: str
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        struck = self.faults.strikes()
        if struck:
            fault = await self._fault(request)
            if fault is not None:
                return fault
        open_to_all = request.path == "/metrics"
        login = self._login(request)
        if not open_to_all and ((struck and self.faults.unauthorised) or login is None):
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="defaultRealm"'})
        request[READER] = login != 0
        request[LOGIN] = self.logins[login or 0][0]
        since, until = self.engine.no_plan
        if since <= self.engine.now() < until:
            no_plan()
        await self._make_plan()
        return await handler(request)

    async def _make_plan(self) -> None:
        now = self.engine.now()
        if not self.engine.book.has(now):
            async with self.turn:
                await asyncio.to_thread(self.engine.book.at, now)

    async def _fault(self, request: web.Request) -> web.StreamResponse | None:
        await asyncio.sleep(self.faults.latency)
        if self.faults.drop and request.transport is not None:
            request.transport.abort()
            return web.Response(status=500)
        if self.faults.drip:
            return await self._dripping(request)
        if self.faults.status:
            text = body("AWSJSY404E The Symphony plan operation could not be completed.")
            return web.Response(status=self.faults.status, text=text, content_type="application/json")
        return None

    async def _dripping(self, request: web.Request) -> web.StreamResponse:
        """For as long as the other side has patience."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while request.transport is not None:
            await response.write(b" ")
            await asyncio.sleep(self.faults.drip)
        return response

    def _login(self, request: web.Request) -> int | None:
        """Which of the logins; a key counts as the first."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return 0 if self.api_key and hmac.compare_digest(given.encode(), self.api_key.encode()) else None
        if scheme.lower() != "basic":
            return None
        tokens = (base64.b64encode(":".join(login).encode()) for login in self.logins)
        return next((n for n, token in enumerate(tokens) if hmac.compare_digest(given.encode(), token)), None)


def make_application(engine: Engine, gate: Gate) -> web.Application:
    @web.middleware
    async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await gate.admit(request, handler)

    async def metrics(request: web.Request) -> web.Response:
        text = await asyncio.to_thread(metrics_text, engine.snapshot())
        return web.Response(text=text, content_type="text/plain")

    application = web.Application(middlewares=[admit])
    application.router.add_get("/metrics", metrics)
    if engine.has_v2:
        application.router.add_routes([*V2(engine).routes(), *V2Actions(engine).routes()])
    application.router.add_routes([*V1(engine).routes(), *V1Actions(engine).routes(), *V1Submit(engine).routes()])
    application.router.add_routes([*History(engine).routes(), *EventRules(engine).routes()])
    return application
