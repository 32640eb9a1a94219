"""Everything that the client can do, once each, against the simulator; and what went over the wire for it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from aiohttp import web
from structlog.testing import capture_logs

from tests.tws.client.conftest import Time
from tests.tws.client.engines import MARIA, ZONE, Night
from tws.client import Connection, HwaClient
from tws.models import CommonStatus, Job, JobQuery, JobStream, JobStreamQuery, Workstation
from tws.records import AdHocJob, RerunOptions, Submission
from tws.simulator import Simulator

T = TypeVar("T")
FAILED = "TS_LOAD_HOURS"
_ID = re.compile(r"([0-9a-f]{8}-.*|(?=.*[A-Z])[A-Za-z0-9+/]{8,}=*|.*;.*|[0-9]{12})\Z")


@dataclass(frozen=True)
class Exchange:
    what: str
    """The operation of the client that caused it; empty for the looking up of what to act on."""
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any

    @property
    def is_v2(self) -> bool:
        return self.path.startswith("/twsd/api/v2/")

    @property
    def pattern(self) -> str:
        """The path below /twsd, with {id} for ids."""
        parts = self.path.removeprefix("/twsd").split("/")
        return "/".join("{id}" if _ID.match(part) else part for part in parts)


@dataclass
class Recorder:
    what: str = ""
    exchanges: list[Exchange] = field(default_factory=list)

    def middleware(self) -> Any:
        @web.middleware
        async def record(request: web.Request, handler: Any) -> web.StreamResponse:
            sent = await request.read()
            try:
                response = await handler(request)
            except web.HTTPException as fault:
                self.exchanges.append(self._exchange(request, sent, fault))
                raise
            self.exchanges.append(self._exchange(request, sent, response))
            return response

        return record

    def _exchange(self, request: web.Request, sent: bytes, response: Any) -> Exchange:
        text = response.text or ""
        is_json = response.content_type == "application/json" and text
        return Exchange(
            what=self.what,
            method=request.method,
            path=request.path,
            query=dict(request.query),
            headers=dict(request.headers),
            body=json.loads(sent) if sent else None,
            status=response.status,
            answer=json.loads(text) if is_json else text,
        )


class Recorded(Simulator):
    recorder: Recorder

    def application(self) -> web.Application:
        made = super().application()
        made.middlewares.insert(0, self.recorder.middleware())
        return made


async def _aside(now: Night, look_up: Awaitable[T]) -> T:
    """What is looked up here does not count as part of the operation."""
    assert isinstance(now.simulator, Recorded)
    recorder = now.simulator.recorder
    what, recorder.what = recorder.what, ""
    try:
        return await look_up
    finally:
        recorder.what = what


async def _rerun(now: Night) -> None:
    job = await _aside(now, now.job(FAILED))
    at = now.time.now + timedelta(minutes=1)
    await now.client.rerun(job, MARIA, RerunOptions(priority=20, at=at, step="2", same_workstation=True))


async def _log(now: Night) -> None:
    job = await _aside(now, now.job(FAILED))
    run = job.last_run
    assert run is not None
    await now.client.job_log(job, run)


async def _log_pages(now: Night) -> None:
    job = await _has_run(now)
    assert job.last_run is not None
    assert [page async for page in now.client.log_pages(job, job.last_run, lines=5, follow=True)]


async def _has_run(now: Night) -> Job:
    """One of yesterday, with successors that have run too."""
    found = await _aside(now, now.client.jobs(JobQuery(name="AML_SCREEN_A")))
    return next(job for job in found.items if job.last_run)


async def _preview(now: Night) -> None:
    assert (await now.client.rerun_preview(await _has_run(now))).jobs


async def _with_successors(now: Night) -> None:
    await now.client.rerun(await _has_run(now), MARIA, RerunOptions(with_successors=True))


async def _critical_path(now: Night) -> None:
    critical = await _aside(now, now.client.critical_jobs())
    await now.client.critical_path(next(c for c in critical if c.name == HELD))


async def _past_jobs(now: Night) -> None:
    """A page of them, one of them and its log, their counts, and the job streams."""
    past = now.client.archived((await _aside(now, now.client.archived_plans()))[0].id)
    job = (await past.jobs(JobQuery(name=FAILED))).items[0]
    await past.job(job.id)
    assert job.last_run is not None
    await past.job_log(job, job.last_run)
    await past.job_counts()
    await past.job_streams(JobStreamQuery())


async def _settled(now: Night) -> None:
    now.client._sleep = _soon
    await now.client.settled(await _aside(now, now.job(HELD)), "hold")


async def _soon(_: float) -> None:
    """No waiting: the clock stands."""


async def _reply(now: Night) -> None:
    prompt = (await _aside(now, now.client.prompts(asked_only=False)))[0]
    await now.client.reply_prompt(prompt, MARIA, yes=True)


async def _kill(now: Night) -> None:
    now.wait(120)
    running = (await _aside(now, now.client.jobs(JobQuery(statuses=(CommonStatus.RUNNING,))))).items[0]
    await now.client.kill(running, MARIA)


def _narrow(now: Night) -> JobQuery:
    return JobQuery(
        name="TS_*",
        job_stream="PAY_@",
        workstation="MDM",
        folder="/FIN/",
        statuses=(CommonStatus.ERROR,),
        started_since=now.time.now - timedelta(hours=4),
        ended_until=now.time.now,
        critical=False,
        late=False,
    )


Work = Callable[[Night], Awaitable[object]]
HELD = "FINANCE_PAYROLL"
OPERATIONS: dict[str, Work] = {
    "engine": lambda now: now.client.engine_info(),
    "plan": lambda now: now.client.plan_info(),
    "plans of earlier days": lambda now: now.client.archived_plans(),
    "jobs of an earlier day": _past_jobs,
    "jobs": lambda now: now.client.jobs(_narrow(now)),
    "a job": lambda now: _job(now, HELD),
    "jobs by status": lambda now: now.client.job_counts(),
    "job names": lambda now: now.client.job_names(),
    "job log": _log,
    "job log, all of it": _log_pages,
    "job streams": lambda now: now.client.job_streams(
        JobStreamQuery("PAY*", "MDM", "/FIN", (CommonStatus.WAITING, CommonStatus.RUNNING))
    ),
    "workstations": lambda now: now.client.workstations("/AGT_@"),
    "resources": lambda now: now.client.resources("@"),
    "critical jobs": lambda now: now.client.critical_jobs(),
    "critical jobs by risk": lambda now: now.client.critical_summary(),
    "critical path": _critical_path,
    "predecessors": lambda now: _with(now, HELD, lambda j: now.client.predecessors(j, depth=2)),
    "successors": lambda now: _with(now, FAILED, lambda j: now.client.successors(j, depth=3)),
    "prompts": lambda now: now.client.prompts(asked_only=False),
    "job history": lambda now: _with(now, HELD, now.client.job_history),
    "job statistics": lambda now: _with(now, FAILED, now.client.job_statistics),
    "why a job does not run": lambda now: _with(now, HELD, now.client.issues),
    "operator messages": lambda now: now.client.operator_messages(since=now.time.now - timedelta(hours=9)),
    "triggered actions": lambda now: now.client.triggered_actions(since=now.time.now - timedelta(hours=9)),
    "audit trail": lambda now: now.client.audit_records(since=now.time.now - timedelta(hours=9)),
    "rerun": _rerun,
    "what a rerun with successors does": _preview,
    "hold": lambda now: _with(now, HELD, lambda j: now.client.hold(j, MARIA)),
    "release": lambda now: _with(now, HELD, lambda j: now.client.release(j, MARIA)),
    "change priority": lambda now: _with(now, HELD, lambda j: now.client.change_priority(j, MARIA, priority=20)),
    "release dependencies": lambda now: _with(now, HELD, lambda j: now.client.release_dependencies(j, MARIA)),
    "cancel pending": lambda now: _with(now, "PAY_BANK_FILE", lambda j: now.client.cancel_pending(j, MARIA)),
    "cancel": lambda now: _with(now, "PAY_SLIPS_PDF", lambda j: now.client.cancel(j, MARIA)),
    "kill": _kill,
    "whether the plan shows an action": _settled,
    "rerun with successors": _with_successors,
    "confirm as successful": lambda now: _with(now, FAILED, lambda j: now.client.confirm(j, MARIA, successful=True)),
    "confirm as failed": lambda now: _with(
        now, "PAY_SEND_BANK", lambda j: now.client.confirm(j, MARIA, successful=False)
    ),
    "reply to a prompt": _reply,
    "hold a job stream": lambda now: _on_stream(now, lambda s: now.client.hold_stream(s, MARIA)),
    "release a job stream": lambda now: _on_stream(now, lambda s: now.client.release_stream(s, MARIA)),
    "cancel a job stream pending": lambda now: _on_stream(
        now, lambda s: now.client.cancel_stream(s, MARIA, pending=True)
    ),
    "cancel a job stream": lambda now: _on_stream(now, lambda s: now.client.cancel_stream(s, MARIA)),
    "submit a job stream": lambda now: now.client.submit_stream(
        Submission("GL_EXTRACT", "/MDM", "/FIN/", "GL_AGAIN", {"DAY": "1"}, now.time.now + timedelta(minutes=5)), MARIA
    ),
    "submit a job": lambda now: now.client.submit_job(
        Submission("GL_EXPORT_FILE", "AGT_FIN01", "/FIN/", "AGAIN", {"DAY": "1"}), MARIA
    ),
    "submit a command": lambda now: now.client.submit_command(
        AdHocJob("AGT_FIN02", "df -h", "batch", "FREE", 20, now.time.now + timedelta(minutes=5)), MARIA
    ),
    "unlink": lambda now: _on_station(now, lambda w: now.client.unlink(w, MARIA)),
    "link": lambda now: _on_station(now, lambda w: now.client.link(w, MARIA)),
    "stop": lambda now: _on_station(now, lambda w: now.client.stop(w, MARIA)),
    "start": lambda now: _on_station(now, lambda w: now.client.start(w, MARIA)),
    "change limit": lambda now: _on_station(now, lambda w: now.client.change_limit(w, MARIA, limit=5)),
    "change fence": lambda now: _on_station(now, lambda w: now.client.change_fence(w, MARIA, fence=5)),
}


async def _job(now: Night, name: str) -> object:
    return await now.client.job((await _aside(now, now.job(name))).id)


async def _with(now: Night, name: str, act: Callable[[Any], Awaitable[object]]) -> object:
    return await act(await _aside(now, now.job(name)))


async def _on_stream(now: Night, act: Callable[[JobStream], Awaitable[object]]) -> object:
    page = await _aside(now, now.client.job_streams(JobStreamQuery(name="GL_EXTRACT")))
    return await act(page.items[0])


async def _on_station(now: Night, act: Callable[[Workstation], Awaitable[object]]) -> object:
    return await act((await _aside(now, now.client.workstations("AGT_FIN02"))).items[0])


@asynccontextmanager
async def recorded(version: str) -> AsyncIterator[tuple[Night, Recorder]]:
    time = Time(datetime(2026, 3, 5, 0, 5, tzinfo=ZONE).astimezone(Time().now.tzinfo))
    simulator = Recorded(clock=time, version=version, jobs=0, calm=True)
    simulator.recorder = Recorder()
    client = HwaClient(Connection(await simulator.start(), "wauser", "wauser"), clock=time)
    try:
        yield Night(client, simulator, time), simulator.recorder
    finally:
        await client.close()
        await simulator.stop()


@dataclass(frozen=True)
class Played:
    exchanges: list[Exchange]
    logs: list[Any]


@cache
def everything(version: str) -> Played:
    """Each operation once, at 01:20 of a night in which one job has failed; some seconds pass between two."""
    with capture_logs() as logs:
        return Played(asyncio.run(_everything(version)), logs)


async def _everything(version: str) -> list[Exchange]:
    async with recorded(version) as (now, recorder):
        now.simulator.fail(FAILED, at=now.at(1, 10), kind="disk_full")
        now.go_to(1, 20)
        for what, work in OPERATIONS.items():
            recorder.what = what
            await work(now)
            now.wait(10)
        return recorder.exchanges
