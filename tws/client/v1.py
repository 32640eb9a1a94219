"""Reads by V1 (contract, 3.1 to 3.3): everything on engines before 10.1 FP1, and what only V1 has."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from pydantic import TypeAdapter

from tws.client import read_v1
from tws.client.count_v1 import counted
from tws.client.dialect import CURRENT, in_path
from tws.client.log_v1 import Logs
from tws.client.match import fits_place, fits_state, like_path, sliced, stream_fits
from tws.client.oql import checked
from tws.client.pages_v1 import Kind, Pages, Wanted
from tws.client.ranges import job_filter, stream_filter, workstation_filter
from tws.client.scan import unrepeated
from tws.client.tables import bare
from tws.client.transport import Question, Transport
from tws.client.wire_v1 import EngineWire1, JobWire1, PlanWire, StreamWire1, SummaryWire, WorkstationWire1
from tws.errors import NotInPlan, SchedulerRefused, UnreadableAnswer
from tws.models import (
    CriticalSummary,
    Job,
    JobLogText,
    JobQuery,
    JobRun,
    JobStream,
    JobStreamQuery,
    Page,
    PlanInfo,
    StatusCounts,
    Workstation,
)
from tws.scheduler import MAX_PAGE

W = TypeVar("W")
M = TypeVar("M")

_MOST = {"How-Many": str(MAX_PAGE)}
_JOB = TypeAdapter(JobWire1)
_ENGINE = TypeAdapter(EngineWire1)
_SUMMARY = TypeAdapter(SummaryWire)
_PLANS = TypeAdapter(tuple[PlanWire, ...])


JOBS = Kind("job", "jobInPlanFilter", bare(TypeAdapter(tuple[JobWire1, ...])), counted=True)
STREAMS = Kind("jobstream", "jobStreamInPlanFilter", bare(TypeAdapter(tuple[StreamWire1, ...])))
WORKSTATIONS = Kind("workstation", "workstationInPlanFilter", bare(TypeAdapter(tuple[WorkstationWire1, ...])))


class V1:
    def __init__(self, transport: Transport, plan: str = CURRENT) -> None:
        self._transport = transport
        self._root = f"/plan/{in_path(plan)}"
        self._logs = Logs(transport, self._root)
        self._pages = Pages(transport, self._root)

    async def engine(self) -> EngineWire1:
        return await self._transport.ask(_ENGINE, Question("/engine/info"))

    async def plan_info(self) -> PlanInfo:
        """The current plan; its batch date is in the engine's answer only."""
        plans = await self._plans()
        plan = next((p for p in plans if p.key.type == "CURRENT"), None) or next((p for p in plans if p.active), None)
        engine = await self.engine()
        if plan is None:
            return PlanInfo(engine.synphonyRunNumber, engine.synphonyPlanStart, engine.synphonyPlanEnd)
        return replace(read_v1.plan_of(plan), batch_date=engine.synphonyScheduledDate)

    async def archived_plans(self) -> tuple[PlanInfo, ...]:
        found = [read_v1.plan_of(plan) for plan in await self._plans() if plan.key.type == "ARCHIVED" and plan.id]
        return tuple(sorted(found, key=lambda plan: plan.id, reverse=True))

    async def _plans(self) -> tuple[PlanWire, ...]:
        asked = Question("/plan/query", body={"filters": {"symphonyInPlanFilter": {}}}, headers=_MOST)
        return await self._transport.ask(_PLANS, asked)

    async def critical_summary(self) -> CriticalSummary:
        asked = Question(f"{self._root}/criticaljob/summary_info", body={})
        return read_v1.summary_of(await self._transport.ask(_SUMMARY, asked))

    async def jobs(self, query: JobQuery, offset: int, limit: int) -> Page[Job]:
        found = await self._jobs(job_filter(query), lambda job: fits_place(job, query) and fits_state(job, query))
        return sliced(found, offset, limit)

    async def job(self, job_id: str) -> Job:
        return read_v1.job_of(await self._transport.ask(_JOB, Question(f"{self._root}/job/{in_path(job_id)}")))

    async def runs(self, job: Job) -> tuple[JobRun, ...]:
        wanted = {"jobName": checked(job.name), "jobStreamName": checked(job.job_stream)}
        same = await self.every(JOBS, wanted, partial(_of_stream, job.job_stream_id), {"Context-JobHistoryScope": "0"})
        return tuple(run for found in same for run in found.runs)

    async def job_counts(self) -> StatusCounts:
        """Counted by the engine; an engine that cannot is asked for all jobs."""
        try:
            return await counted(self._transport, self._root)
        except (NotInPlan, SchedulerRefused, UnreadableAnswer):
            return dict(Counter(job.status.common for job in await self._jobs(job_filter(JobQuery()), _every)))

    async def job_names(self) -> tuple[str, ...]:
        return tuple(sorted({job.name for job in await self._jobs(job_filter(JobQuery()), _every)} - {""}))

    async def job_streams(self, query: JobStreamQuery, offset: int, limit: int) -> Page[JobStream]:
        found = await self.every(STREAMS, stream_filter(query), partial(_streams, query))
        return sliced(sorted(unrepeated(found, set()), key=lambda s: s.name), offset, limit)

    async def workstations(self, name: str, offset: int, limit: int) -> Page[Workstation]:
        found = await self.every(WORKSTATIONS, workstation_filter(name), partial(_workstations, name))
        return sliced(sorted(found, key=lambda w: w.name), offset, limit)

    async def job_log(self, job: Job, run: JobRun, first_line: int, lines: int) -> JobLogText:
        return await self._logs.window(job, first_line, lines)

    def log_pages(self, job: Job, run: JobRun, first_line: int, lines: int) -> AsyncGenerator[JobLogText, None]:
        return self._logs.pages(job, first_line, lines)

    async def _jobs(self, filters: Mapping[str, object], keep: Callable[[Job], bool]) -> list[Job]:
        found = await self.every(JOBS, filters, partial(_last_runs, keep))
        return sorted(unrepeated(found, set()), key=lambda job: job.name)

    async def every(
        self,
        kind: Kind[W],
        filters: Mapping[str, object],
        read: Callable[[Sequence[W]], list[M]],
        headers: Mapping[str, str] | None = None,
    ) -> list[M]:
        """What `read` makes of each page."""
        return await self._pages.every(Wanted(kind, filters, read, headers or {}))


def _every(_: Job) -> bool:
    return True


def _last_runs(keep: Callable[[Job], bool], wires: Sequence[JobWire1]) -> list[Job]:
    return list(filter(keep, (read_v1.job_of(wire) for wire in wires if wire.lastInRerunChain)))


def _of_stream(stream_id: str, wires: Sequence[JobWire1]) -> list[Job]:
    return [read_v1.job_of(wire) for wire in wires if wire.jobStreamInPlan.id == stream_id]


def _streams(query: JobStreamQuery, wires: Sequence[StreamWire1]) -> list[JobStream]:
    return [stream for stream in map(read_v1.job_stream_of, wires) if stream_fits(stream, query)]


def _workstations(name: str, wires: Sequence[WorkstationWire1]) -> list[Workstation]:
    return [w for w in map(read_v1.workstation_of, wires) if not name or like_path(name, w.key)]
