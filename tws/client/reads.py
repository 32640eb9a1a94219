"""The reads of the scheduler's face: V2 where the engine has it, V1 for the rest."""

from __future__ import annotations

from datetime import datetime

from tws.client import prompts, records
from tws.client.core import Core
from tws.client.critical import critical_jobs, with_ids_of
from tws.client.history import newest_first, past_runs
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
    JobStream,
    JobStreamQuery,
    Page,
    PlanInfo,
    Prompt,
    StatusCounts,
    Workstation,
)
from tws.records import AuditRecord, Issue, OperatorMessage, Resource
from tws.scheduler import MAX_PAGE


class Reads(Core):
    async def engine_info(self) -> EngineInfo:
        return await self._kept("engine", by=self._ask_engine)

    async def plan_info(self) -> PlanInfo:
        return await self._kept("plan", by=self._v1.plan_info)

    async def critical_summary(self) -> CriticalSummary:
        return await self._kept("critical_summary", by=self._v1.critical_summary)

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]:
        bounds = _bounds(offset, limit)

        async def ask() -> Page[Job]:
            return await (await self._dialect()).jobs(query, *bounds)

        return await self._kept("jobs", query, *bounds, by=ask)

    async def job(self, job_id: str) -> Job:
        async def ask() -> Job:
            return await (await self._dialect()).job(job_id)

        return await self._kept("job", job_id, by=ask)

    async def job_counts(self) -> StatusCounts:
        async def ask() -> StatusCounts:
            return await (await self._dialect()).job_counts()

        return await self._kept("counts", by=ask)

    async def job_names(self) -> tuple[str, ...]:
        async def ask() -> tuple[str, ...]:
            return await (await self._dialect()).job_names()

        return await self._kept("names", by=ask)

    async def job_log(self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 200) -> JobLogText:
        first, number = max(first_line, 1), max(lines, 1)

        async def ask() -> JobLogText:
            return await (await self._dialect()).job_log(job, run, first, number)

        return await self._kept("log", job.id, run.id, first, number, by=ask)

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]:
        bounds = _bounds(offset, limit)

        async def ask() -> Page[JobStream]:
            return await (await self._dialect()).job_streams(query, *bounds)

        return await self._kept("streams", query, *bounds, by=ask)

    async def workstations(self, name: str = "", *, offset: int = 0, limit: int = 50) -> Page[Workstation]:
        bounds = _bounds(offset, limit)

        async def ask() -> Page[Workstation]:
            return await (await self._dialect()).workstations(name, *bounds)

        return await self._kept("workstations", name, *bounds, by=ask)

    async def critical_jobs(self) -> tuple[CriticalJob, ...]:
        return await self._kept("critical", by=self._ask_critical)

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
            now = await (await self._dialect()).runs(job)
            return newest_first((*now, *await past_runs(self._transport, job, self._clock())), limit)

        return await self._kept("history", job.id, limit, by=ask)

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

    async def audit_records(self, *, since: datetime, limit: int = 100) -> tuple[AuditRecord, ...]:
        async def ask() -> tuple[AuditRecord, ...]:
            return await records.audit_records(self._transport, since, self._clock(), limit)

        return await self._kept("audit", since, limit, by=ask)

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
        except (NotInPlan, SchedulerForbidden, SchedulerRefused, UnreadableAnswer):
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


def _bounds(offset: int, limit: int) -> tuple[int, int]:
    return max(offset, 0), min(max(limit, 0), MAX_PAGE)
