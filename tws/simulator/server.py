"""The web server in front of the plan: login, faults, routes."""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Protocol

from aiohttp import web

from tws.clock import Clock
from tws.simulator.actions import LOGIN, READER
from tws.simulator.answers import no_plan, refused
from tws.simulator.archive import PAST, Archive, plan_of
from tws.simulator.bank import make_bank
from tws.simulator.control import CONTROL, Control
from tws.simulator.definitions import StreamDef
from tws.simulator.event_rules import EventRules
from tws.simulator.fault_answers import broken, instead
from tws.simulator.faults import Faults
from tws.simulator.growth import grown
from tws.simulator.history import History
from tws.simulator.metrics import metrics_text
from tws.simulator.notices import Notices
from tws.simulator.orders import DELAY
from tws.simulator.plan import PlanBook
from tws.simulator.snapshot import CURRENT, Snapshot
from tws.simulator.successors import Chain
from tws.simulator.timeline import StreamInstance
from tws.simulator.v1 import V1
from tws.simulator.v1_actions import V1Actions
from tws.simulator.v1_critical import V1Critical
from tws.simulator.v1_plans import V1Plans
from tws.simulator.v1_submit import V1Submit
from tws.simulator.v1_successors import V1Successors
from tws.simulator.v2 import V2
from tws.simulator.v2_actions import V2Actions
from tws.simulator.v2_by_filter import V2ByFilter
from tws.simulator.v2_relations import V2Relations
from tws.simulator.v2_submit import V2Submit

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Room(Protocol):
    def routes(self) -> list[web.RouteDef]: ...


@dataclass
class Engine:
    """The plan under a clock: what the two APIs look at."""

    book: PlanBook
    clock: Clock
    speed: float
    version: str
    notices: Notices = field(default_factory=Notices)
    advanced: float = 0.0
    """Seconds by which the plan's clock was put forward."""
    no_plan: tuple[float, float] = (0.0, 0.0)
    """From when to when a switch of plans is under way."""
    began: datetime = field(init=False)
    archive: Archive = field(init=False)
    chain: Chain = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()
        self.archive, self.chain = Archive(self.book), Chain(self.book)

    @cached_property
    def release(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split("."))

    @property
    def has_v2(self) -> bool:
        return self.release >= (10, 1, 0, 1)

    def now(self) -> float:
        passed = (self.clock() - self.began).total_seconds() * self.speed
        return self.began.timestamp() + passed + self.advanced

    def snapshot(self) -> Snapshot:
        now = self.now()
        self.chain.settle(now)
        return Snapshot(self.book.at(now), now)

    def look(self, request: web.Request) -> Snapshot:
        """The plan that the request is about."""
        return request.get(PAST) or self.snapshot()

    def submit(self, wanted: StreamDef, at: float) -> StreamInstance:
        """Puts it into the plan, which need not be made anew for it."""
        day = self.book.day_of(at)
        plan = self.book.kept.get(day)
        stream = self.book.submit(wanted, at)
        if plan is not None:
            self.book.kept[day] = grown(plan, stream)
        return stream

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
        faults, now = self.faults, self.engine.now()
        controls = request.path.startswith(CONTROL)
        struck = not controls and faults.strikes(request.path, now)
        fault = await instead(faults, request) if struck else None
        if fault is not None:
            return fault
        if not self._knows(request) or (struck and faults.refuses_login(now)):
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="defaultRealm"'})
        answer = partial(handler if controls else partial(self._pass, handler), request)
        return await (broken(faults, request, answer) if struck else answer())

    async def _pass(self, handler: Handler, request: web.Request) -> web.StreamResponse:
        since, until = self.engine.no_plan
        if since <= self.engine.now() < until:
            no_plan()
        await self._make_plan()
        await self._find_past(request)
        return await handler(request)

    def _knows(self, request: web.Request) -> bool:
        """Whether the login is good; notes what it may do. The metrics are open to all."""
        login = self._login(request)
        request[READER] = login != 0
        request[LOGIN] = self.logins[login or 0][0]
        return login is not None or request.path == "/metrics"

    async def _make_plan(self) -> None:
        now = self.engine.now()
        if not self.engine.book.has(now):
            async with self.turn:
                await asyncio.to_thread(self.engine.book.at, now)

    async def _find_past(self, request: web.Request) -> None:
        """Where an archived plan is named: nothing in it can be changed."""
        plan_id = plan_of(request)
        if plan_id == CURRENT:
            return
        self.engine.chain.settle(self.engine.now())
        request[PAST] = await self.engine.archive.fetch(plan_id, self.engine.now())
        if request.method == "PUT" or "/action/" in request.path:
            refused(f"The plan {plan_id} is archived. Nothing in it can be changed.")

    def _login(self, request: web.Request) -> int | None:
        """Which of the logins; a key counts as the first."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return 0 if self.api_key and hmac.compare_digest(given.encode(), self.api_key.encode()) else None
        if scheme.lower() != "basic":
            return None
        tokens = (base64.b64encode(":".join(login).encode()) for login in self.logins)
        return next((n for n, token in enumerate(tokens) if hmac.compare_digest(given.encode(), token)), None)


def make_application(engine: Engine, gate: Gate, control: Control | None = None) -> web.Application:
    @web.middleware
    async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await gate.admit(request, handler)

    async def metrics(request: web.Request) -> web.Response:
        text = await asyncio.to_thread(metrics_text, engine.snapshot())
        return web.Response(text=text, content_type="text/plain")

    application = web.Application(middlewares=[admit])
    application.router.add_get("/metrics", metrics)
    for room in [*_rooms(engine), *([control] if control else [])]:
        application.router.add_routes(room.routes())
    return application


def _rooms(engine: Engine) -> list[Room]:
    """Both versions where the engine has both."""
    old: list[Room] = [V1(engine), V1Plans(engine), V1Critical(engine), V1Successors(engine), V1Actions(engine)]
    both: list[Room] = [*old, V1Submit(engine), History(engine), EventRules(engine)]
    if not engine.has_v2:
        return both
    more: list[Room] = [] if engine.release >= (10, 2) else [V2Relations(engine)]
    return [*more, V2(engine), V2ByFilter(engine), V2Actions(engine), V2Submit(engine), *both]
