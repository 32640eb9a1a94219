"""The control interface over HTTP, for tests in other processes: what `Simulator` offers in Python, in JSON.

Only where it is asked for, with the engine's first login, and from this machine.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tws.simulator.actions import READER
from tws.simulator.forms import Json, v2_instant
from tws.simulator.prompts import prompts_of
from tws.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from tws.simulator import Simulator

CONTROL = "/simulator/control"
MOST_MINUTES = 31 * 24 * 60
HERE = ("127.0.0.1", "::1")
Handler = Callable[[web.Request], Awaitable[web.Response]]
M = TypeVar("M", bound=BaseModel)


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Advance(Wanted):
    minutes: float = Field(ge=0, le=MOST_MINUTES)


class Fail(Wanted):
    job: str
    kind: str = "disk_full"
    at: str = ""
    """ISO instant; where empty the run at work, or the next one."""
    again: bool = False


class Station(Wanted):
    name: str
    action: str
    number: int = Field(default=0, ge=0, le=1024)


class Faulty(Wanted):
    """As `Faults`; what is not named is off."""

    latency: float = Field(default=0, ge=0, le=600)
    status: int = Field(default=0, ge=0, le=599)
    drop: bool = False
    reset_after: int | None = Field(default=None, ge=0)
    garbage: bool = False
    content_type: str = Field(default="", pattern=r"^([a-z]+/[a-z.+-]+)?$")
    unauthorised: bool = False
    expires_after: float | None = Field(default=None, ge=0)
    drip: float = Field(default=0, ge=0, le=600)
    only: str = ""
    every: int = Field(default=1, ge=1)
    times: int | None = Field(default=None, ge=0)
    refuse_seconds: float = Field(default=0, ge=0, le=3600)
    """Connections are refused for so long, those of this interface too."""


class Scene(Wanted):
    name: str


class Question(Wanted):
    text: str
    job_stream: str = "ASKED"


class Control:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(CONTROL, self._guarded(self.state)),
            web.post(f"{CONTROL}/advance", self._guarded(self.advance)),
            web.post(f"{CONTROL}/fail", self._guarded(self.fail)),
            web.post(f"{CONTROL}/workstation", self._guarded(self.workstation)),
            web.post(f"{CONTROL}/scenario", self._guarded(self.scenario)),
            web.post(f"{CONTROL}/prompt", self._guarded(self.prompt)),
            web.put(f"{CONTROL}/faults", self._guarded(self.set_faults)),
            web.delete(f"{CONTROL}/faults", self._guarded(self.clear_faults)),
        ]

    def _guarded(self, do: Callable[[web.Request], Awaitable[Json]]) -> Handler:
        async def guarded(request: web.Request) -> web.Response:
            if request.get(READER, True) or request.remote not in HERE:
                return _refusal("Only the login that may change the plan, from this machine.", 403)
            try:
                return web.json_response(await do(request))
            except (ValueError, KeyError) as error:
                return _refusal(_words(error), 400)

        return guarded

    async def state(self, request: web.Request) -> Json:
        return await asyncio.to_thread(state_of, self.simulator)

    async def advance(self, request: web.Request) -> Json:
        wanted = await _body(request, Advance)
        self.simulator.advance(timedelta(minutes=wanted.minutes))
        await asyncio.to_thread(self.simulator.engine.snapshot)
        return self._now()

    async def fail(self, request: web.Request) -> Json:
        wanted = await _body(request, Fail)
        if wanted.at:
            at, good = datetime.fromisoformat(wanted.at), not wanted.again
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
            await asyncio.to_thread(self.simulator.fail, wanted.job, at=at, kind=wanted.kind, succeeds_on_rerun=good)
        else:
            at = await asyncio.to_thread(self._fail_next, wanted)
        return {**self._now(), "fails_at": v2_instant(at.timestamp())}

    def _fail_next(self, wanted: Fail) -> datetime:
        return self.simulator.fail_next(wanted.job, kind=wanted.kind, succeeds_on_rerun=not wanted.again)

    async def workstation(self, request: web.Request) -> Json:
        wanted = await _body(request, Station)
        await asyncio.to_thread(self.simulator.workstation, wanted.name, wanted.action, wanted.number)
        return self._now()

    async def scenario(self, request: web.Request) -> Json:
        wanted = await _body(request, Scene)
        await asyncio.to_thread(self.simulator.load, wanted.name)
        return {**self._now(), "told": SCENARIOS[wanted.name].told}

    async def prompt(self, request: web.Request) -> Json:
        wanted = await _body(request, Question)
        return {**self._now(), "prompt_id": self.simulator.ask(wanted.text, wanted.job_stream)}

    async def set_faults(self, request: web.Request) -> Json:
        wanted = (await _body(request, Faulty)).model_dump()
        seconds = wanted.pop("refuse_seconds")
        self.simulator.faults.clear()
        for name, value in wanted.items():
            setattr(self.simulator.faults, name, value)
        if seconds:
            self.simulator.refuse_for(timedelta(seconds=seconds))
        return {**self._now(), "faults": asdict(self.simulator.faults)}

    async def clear_faults(self, request: web.Request) -> Json:
        self.simulator.faults.clear()
        return {**self._now(), "faults": asdict(self.simulator.faults)}

    def _now(self) -> Json:
        return {"now": v2_instant(self.simulator.engine.now())}


def state_of(simulator: Simulator) -> Json:
    engine = simulator.engine
    snapshot = engine.snapshot()
    plan = snapshot.plan
    asked = [p for p in prompts_of(plan, snapshot.now) if p.status(snapshot.now) == "ASKED"]
    return {
        "now": v2_instant(snapshot.now),
        "advanced_minutes": engine.advanced / 60,
        "speed": engine.speed,
        "version": engine.version,
        "plan": {"run_number": plan.run_number, "job_streams": len(plan.streams), "jobs": len(plan.jobs)},
        "jobs": Counter(str(snapshot.job(job).common) for job in plan.jobs),
        "workstations": [
            {"name": s.name, "linked": s.linked, "running": s.running, "limit": s.limit, "fence": s.fence}
            for s in snapshot.stations()
        ],
        "prompts": [{"id": p.id, "text": p.text, "job_stream": p.stream.definition.name} for p in asked],
        "scenarios": {"played": list(simulator.played), "known": list(SCENARIOS)},
        "faults": asdict(simulator.faults),
    }


async def _body(request: web.Request, shape: type[M]) -> M:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        return shape.model_validate(json.loads(await request.text() or "{}"))
    except RecursionError as error:
        raise ValueError("The body is not JSON") from error


def _words(error: Exception) -> str:
    """What is wrong, and where."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['msg']}" for e in error.errors())
    if isinstance(error, json.JSONDecodeError):
        return f"The body is not JSON: {error}"
    return f"not known: {error}" if isinstance(error, KeyError) else str(error)


def _refusal(text: str, status: int) -> web.Response:
    return web.json_response({"error": text}, status=status)
