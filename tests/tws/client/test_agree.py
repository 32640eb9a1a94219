"""The same plan asked by V2 and by V1: every read gives the same answer, whatever the night."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tws.client.conftest import Time
from tests.tws.client.engines import V2, ZONE, OlderClient
from tws.client import Connection, HwaClient
from tws.errors import SchedulerError
from tws.models import CommonStatus, Job, JobQuery, JobRun, JobStreamQuery, Page
from tws.scheduler import PastPlan
from tws.simulator import Simulator

NOT_TOLD = {"id", "job_id", "job_stream_id"}
"""Each version has ids of its own."""
V2_ONLY = {"reason", "number", "runs"}
"""V1 has no sub-status; of a job it tells the last run, and no job number before it has begun."""


@dataclass(frozen=True)
class Asked:
    """The plan of one night by one version; `job` is the one that is looked at closely."""

    client: HwaClient
    job: Job
    now: datetime

    async def log(self) -> object:
        run = self.job.last_run
        return await self.client.job_log(self.job, run) if run else "no run"

    async def pages(self) -> object:
        run = self.job.last_run
        return [page async for page in self.client.log_pages(self.job, run, lines=7)] if run else "no run"

    async def paths(self) -> object:
        return [await self.client.critical_path(one) for one in (await self.client.critical_jobs())[:2]]

    async def of_the_past(self, ask: Callable[[PastPlan], Awaitable[object]]) -> object:
        plans = await self.client.archived_plans()
        assert len(plans) > 1
        return await ask(self.client.archived(plans[0].id))


ERRORS = JobQuery(statuses=(CommonStatus.ERROR, CommonStatus.SUCCESSFUL))
READS: dict[str, Callable[[Asked], Awaitable[object]]] = {
    "jobs": lambda a: a.client.jobs(JobQuery(), limit=500),
    "a page of jobs": lambda a: a.client.jobs(JobQuery(), offset=20, limit=10),
    "ended jobs": lambda a: a.client.jobs(ERRORS, limit=500),
    "a job": lambda a: a.client.job(a.job.id),
    "counts": lambda a: a.client.job_counts(),
    "names": lambda a: a.client.job_names(),
    "log": lambda a: a.log(),
    "log pages": lambda a: a.pages(),
    "streams": lambda a: a.client.job_streams(JobStreamQuery(), limit=500),
    "workstations": lambda a: a.client.workstations(),
    "plan": lambda a: a.client.plan_info(),
    "past plans": lambda a: a.client.archived_plans(),
    "past jobs": lambda a: a.of_the_past(lambda p: p.jobs(JobQuery(), limit=500)),
    "past counts": lambda a: a.of_the_past(lambda p: p.job_counts()),
    "past streams": lambda a: a.of_the_past(lambda p: p.job_streams(JobStreamQuery(), limit=500)),
    "critical jobs": lambda a: a.client.critical_jobs(),
    "critical summary": lambda a: a.client.critical_summary(),
    "critical paths": lambda a: a.paths(),
    "predecessors": lambda a: a.client.predecessors(a.job, depth=9),
    "successors": lambda a: a.client.successors(a.job, depth=9),
    "prompts": lambda a: a.client.prompts(asked_only=False),
    "history": lambda a: a.client.job_history(a.job, limit=99),
    "statistics": lambda a: a.client.job_statistics(a.job),
    "issues": lambda a: a.client.issues(a.job),
    "resources": lambda a: a.client.resources(),
    "messages": lambda a: a.client.operator_messages(since=a.now - timedelta(hours=9)),
    "triggered": lambda a: a.client.triggered_actions(since=a.now - timedelta(hours=9)),
    "audit": lambda a: a.client.audit_records(since=a.now - timedelta(hours=9)),
    "preview": lambda a: a.client.rerun_preview(a.job),
}


def plain(value: object) -> object:
    """Without what each version names its own way, and in an order that both can have."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Page):
        return plain(value.items)
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in NOT_TOLD | V2_ONLY}
        return {**told, "last run": plain(last_run(value)), "key": getattr(value, "key", "")}
    if isinstance(value, dict):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return sorted((plain(one) for one in value), key=repr)
    return value


def last_run(value: object) -> JobRun | None:
    """None while a rerun waits: V1 has nothing to tell then, V2 the run before."""
    run = value.last_run if isinstance(value, Job) else None
    return run if run and run.last else None


async def answered(ask: Awaitable[object]) -> object:
    try:
        return plain(await ask)
    except SchedulerError as error:
        return type(error).__name__


async def asked(client: HwaClient, now: datetime, name: str) -> Asked:
    found = (await client.jobs(JobQuery(name=name))).items
    return Asked(client, max(found, key=lambda j: j.key + str(j.scheduled)), now)


NAMES = ["TS_LOAD_HOURS", "FINANCE_PAYROLL", "PAY_GET_TAXES", "DWH_DIM_BRANCH", "GL_EXPORT_FILE"]


@settings(max_examples=1)
@given(st.integers(1, 500), st.integers(0, 24 * 60 - 1), st.sampled_from(NAMES))
@example(209, 209, "DWH_DIM_BRANCH")
def test_v2_and_v1_tell_the_same(seed: int, minute: int, name: str) -> None:
    asyncio.run(_tell_the_same(seed, minute, name))


async def _tell_the_same(seed: int, minute: int, name: str) -> None:
    night = datetime(2026, 3, 5, tzinfo=ZONE) + timedelta(minutes=minute)
    time = Time(night.astimezone(Time().now.tzinfo))
    simulator = Simulator(clock=time, jobs=0, version=V2, seed=seed)
    connection = Connection(await simulator.start(), simulator.user, simulator.password)
    clients = HwaClient(connection, clock=time), OlderClient(connection, clock=time)
    newer, older = [await asked(client, time.now, name) for client in clients]
    for what, read in READS.items():
        assert await answered(read(newer)) == await answered(read(older)), what
    for opened in clients:
        await opened.close()
    await simulator.stop()
