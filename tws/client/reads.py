"""The reads of the scheduler's face: V2 where the engine has it, V1 for the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import datetime

from tws.client import again, prompts, records
from tws.client.archive import ArchivedPlan
from tws.client.core import Core
from tws.client.critical import critical_jobs, with_ids_of
from tws.client.following import Follower
from tws.client.history import MOST, newest_first, past_runs
from tws.client.path import Search, told_by_engine, up_to, with_jobs
from tws.client.plan_reads import PlanReads, bounds
from tws.client.twins import twin_of, twins_of
from tws.client.walk import Walk
from tws.client.wire_v1 import EngineWire1
from tws.client.wire_v2 import EngineWire
from tws.errors import NotInPlan, SchedulerForbidden, SchedulerRefused, UnreadableAnswer
from tws.models import (
    CriticalJob,
    CriticalSummary,
    Dependency,
    EngineInfo,
    Job,
    JobLogText,
    JobQuery,
    JobRun,
    Page,
    PathStep,
    PlanInfo,
    Prompt,
    Workstation,
)
from tws.records import (
    AuditRecord,
    Issue,
    OperatorMessage,
    RerunPreview,
    Resource,
    RunStatistics,
    TriggeredAction,
)
from tws.scheduler import MAX_PAGE, PastPlan

UNTOLD = (NotInPlan, SchedulerForbidden, SchedulerRefused, UnreadableAnswer)
"""The engine does not have that question, or does not answer it: this side finds out by other questions."""


class Reads(Core, PlanReads):
    async def engine_info(self) -> EngineInfo:
        return await self._kept("engine", by=self._ask_engine)

    async def plan_info(self) -> PlanInfo:
        return await self._kept("plan", by=self._v1.plan_info)

    async def archived_plans(self) -> tuple[PlanInfo, ...]:
        return await self._kept("archived_plans", by=self._v1.archived_plans)

    def archived(self, plan_id: str) -> PastPlan:
        return ArchivedPlan(plan_id, self._kept, self._dialect_of)

    async def critical_summary(self) -> CriticalSummary:
        return await self._kept("critical_summary", by=self._v1.critical_summary)

    async def job_names(self) -> tuple[str, ...]:
        async def ask() -> tuple[str, ...]:
            return await (await self._dialect()).job_names()

        return await self._kept("names", by=ask)

    async def log_pages(
        self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 500, follow: bool = False
    ) -> AsyncIterator[JobLogText]:
        """Past what is kept: a log may be bigger than all that is kept."""
        dialect, first, number = await self._dialect(), max(first_line, 1), max(lines, 1)
        follower = Follower(dialect, job, run, first, number, self._sleep)
        found = follower.pages() if follow else dialect.log_pages(job, run, first, number)
        async with aclosing(found) as pages:
            async for page in pages:
                yield page

    async def workstations(self, name: str = "", *, offset: int = 0, limit: int = 50) -> Page[Workstation]:
        page = bounds(offset, limit)

        async def ask() -> Page[Workstation]:
            return await (await self._dialect()).workstations(name, *page)

        return await self._kept("workstations", name, *page, by=ask)

    async def critical_jobs(self) -> tuple[CriticalJob, ...]:
        return await self._kept("critical", by=self._ask_critical)

    async def critical_path(self, critical: CriticalJob) -> tuple[PathStep, ...]:
        async def ask() -> tuple[PathStep, ...]:
            job = await (await self._dialect()).job(critical.job_id)
            last = PathStep(job, None, None, critical.estimated_end)
            try:
                steps = await self._told_path(job)
            except UNTOLD:
                steps = []
            return up_to(last, steps) if steps else await self._found_path(job, critical)

        return await self._kept("path", critical.job_id, by=ask)

    async def predecessors(self, job: Job, *, depth: int = 1) -> tuple[Dependency, ...]:
        async def ask() -> tuple[Dependency, ...]:
            return await Walk(await self._net()).predecessors(job, depth)

        return await self._kept("predecessors", job.id, job.job_stream_id, depth, by=ask)

    async def successors(self, job: Job, *, depth: int = 1, most: int = 500) -> tuple[Dependency, ...]:
        async def ask() -> tuple[Dependency, ...]:
            return await Walk(await self._net()).successors(job, depth, most)

        return await self._kept("successors", job.id, job.job_stream_id, depth, most, by=ask)

    async def prompts(self, *, job: Job | None = None, asked_only: bool = True) -> tuple[Prompt, ...]:
        async def ask() -> tuple[Prompt, ...]:
            by = prompts.by_v2 if await self._has_v2_prompts() else prompts.by_v1
            return await by(self._transport, job, asked_only=asked_only)

        return await self._kept("prompts", job.id if job else "", asked_only, by=ask)

    async def job_history(self, job: Job, *, limit: int = 20) -> tuple[JobRun, ...]:
        async def ask() -> tuple[JobRun, ...]:
            now = await self._runs_now(job)
            return newest_first((*now, *await past_runs(self._transport, job, self._clock())), limit)

        return await self._kept("history", job.id, limit, by=ask)

    async def _runs_now(self, job: Job) -> tuple[JobRun, ...]:
        """Of the current plan; none for a job that only the archive knows."""
        try:
            return await (await self._dialect()).runs(job)
        except NotInPlan:
            return ()

    async def job_statistics(self, job: Job) -> RunStatistics:
        return RunStatistics.of(await self.job_history(job, limit=MOST))

    async def issues(self, job: Job) -> tuple[Issue, ...]:
        async def ask() -> tuple[Issue, ...]:
            by = records.issues_v2 if await self._speaks_v2() else records.issues_v1
            return await by(self._transport, job)

        return await self._kept("issues", job.id, by=ask)

    async def resources(self, name: str = "") -> tuple[Resource, ...]:
        async def ask() -> tuple[Resource, ...]:
            by = records.resources_v2 if await self._speaks_v2() else records.resources_v1
            return await by(self._transport, name)

        return await self._kept("resources", name, by=ask)

    async def operator_messages(self, *, since: datetime, limit: int = 100) -> tuple[OperatorMessage, ...]:
        async def ask() -> tuple[OperatorMessage, ...]:
            return await records.operator_messages(self._transport, since, self._clock(), limit)

        return await self._kept("messages", since, limit, by=ask)

    async def triggered_actions(self, *, since: datetime, limit: int = 100) -> tuple[TriggeredAction, ...]:
        async def ask() -> tuple[TriggeredAction, ...]:
            return await records.triggered_actions(self._transport, since, self._clock(), limit)

        return await self._kept("triggered", since, limit, by=ask)

    async def audit_records(self, *, since: datetime, limit: int = 100) -> tuple[AuditRecord, ...]:
        async def ask() -> tuple[AuditRecord, ...]:
            return await records.audit_records(self._transport, since, self._clock(), limit)

        return await self._kept("audit", since, limit, by=ask)

    async def rerun_preview(self, job: Job) -> RerunPreview:
        async def ask() -> RerunPreview:
            try:
                found, allowed = await again.told_by_engine(self._transport, await self._v1_id(job))
                jobs = await self._as_spoken(found)
            except UNTOLD:
                jobs, allowed = await again.found_in_plan(Walk(await self._net()), job), None
            return again.preview_of(jobs, allowed=allowed)

        return await self._kept("preview", job.id, by=ask)

    async def _told_path(self, job: Job) -> list[PathStep]:
        steps = await told_by_engine(self._transport, await self._v1_id(job))
        return with_jobs(steps, await self._as_spoken([step.job for step in steps]))

    async def _found_path(self, job: Job, critical: CriticalJob) -> tuple[PathStep, ...]:
        return await Search(Walk(await self._net()), self._clock()).path(job, critical.deadline)

    async def _v1_id(self, job: Job) -> str:
        return (await twin_of(job, self._v1)).id if await self._speaks_v2() else job.id

    async def _as_spoken(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Jobs that V1 has told of, with the ids that the other calls take."""
        return await twins_of(jobs, self._v2) if await self._speaks_v2() else jobs

    async def _ask_critical(self) -> tuple[CriticalJob, ...]:
        found = await critical_jobs(self._transport, self._clock())
        if not await self._speaks_v2():
            return tuple(critical for critical, _ in found)
        known = await self._v2.jobs(JobQuery(critical=True), 0, MAX_PAGE)
        return tuple(with_ids_of(found, known.items))

    async def _ask_engine(self) -> EngineInfo:
        if not await self._speaks_v2():
            return self._info(EngineWire(), await self._v1.engine(), has_v2=False)
        first = await self._v2.engine()
        try:
            more = await self._v1.engine()
        except UNTOLD:
            more = EngineWire1()
        return self._info(first, more, has_v2=True)

    def _info(self, first: EngineWire, more: EngineWire1, *, has_v2: bool) -> EngineInfo:
        self._learn(first if has_v2 else more)
        return EngineInfo(
            version=self._version,
            timezone=first.timezone or more.timezone,
            has_v2=has_v2,
            workstation=more.workstationName or more.masterWorkstation,
            batchman=more.synphonyBatchManStatus,
        )
