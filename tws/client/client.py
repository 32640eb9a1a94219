"""The scheduler as the rest of the house sees it: V2 where the engine has it, V1 for the rest."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from tws.client import acts, prompts
from tws.client.critical import critical_jobs, with_ids_of
from tws.client.dialect import Dialect
from tws.client.history import newest_first, past_runs
from tws.client.kept import Kept
from tws.client.net import Net
from tws.client.net_v1 import NetV1
from tws.client.net_v2 import NetV2
from tws.client.settings import Connection
from tws.client.transport import Sleep, Transport
from tws.client.v1 import V1
from tws.client.v2 import V2
from tws.client.walk import Walk
from tws.client.wire_v1 import EngineWire1
from tws.client.wire_v2 import EngineWire
from tws.clock import Clock, system_clock
from tws.errors import NotInPlan, SchedulerAway, SchedulerForbidden, SchedulerRefused, UnreadableAnswer
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
    Signed,
    StatusCounts,
    Workstation,
)
from tws.scheduler import MAX_PAGE

ENGINE_AGE = timedelta(minutes=5)
NAMES_AGE = timedelta(seconds=60)


class HwaClient:
    """Implements `tws.scheduler.Scheduler` over HCL Workload Automation's REST interface."""

    def __init__(
        self,
        connection: Connection,
        *,
        clock: Clock = system_clock,
        label: str | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._transport = Transport(connection, clock=clock, sleep=sleep)
        self._label = label
        self._version = ""
        self._v1, self._v2 = V1(self._transport), V2(self._transport)
        self._clock = clock
        self._has_v2 = Kept[bool](clock, ENGINE_AGE)
        self._prompts_by_v2 = Kept[bool](clock, ENGINE_AGE)
        self._engine = Kept[EngineInfo](clock, ENGINE_AGE)
        self._names = Kept[tuple[str, ...]](clock, NAMES_AGE)

    @property
    def source(self) -> str:
        if self._label is not None:
            return self._label
        return f"HWA {self._version} at {self._transport.host}".replace("  ", " ")

    async def engine_info(self) -> EngineInfo:
        """Kept for five minutes."""
        return await self._engine.get(self._ask_engine)

    async def plan_info(self) -> PlanInfo:
        return await self._v1.plan_info()

    async def critical_summary(self) -> CriticalSummary:
        return await self._v1.critical_summary()

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]:
        return await (await self._dialect()).jobs(query, *_bounds(offset, limit))

    async def job(self, job_id: str) -> Job:
        return await (await self._dialect()).job(job_id)

    async def job_counts(self) -> StatusCounts:
        return await (await self._dialect()).job_counts()

    async def job_names(self) -> tuple[str, ...]:
        """Kept for one minute."""
        return await self._names.get((await self._dialect()).job_names)

    async def job_log(self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 200) -> JobLogText:
        return await (await self._dialect()).job_log(job, run, max(first_line, 1), max(lines, 1))

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]:
        return await (await self._dialect()).job_streams(query, *_bounds(offset, limit))

    async def workstations(self, name: str = "", *, offset: int = 0, limit: int = 50) -> Page[Workstation]:
        return await (await self._dialect()).workstations(name, *_bounds(offset, limit))

    async def critical_jobs(self) -> tuple[CriticalJob, ...]:
        found = await critical_jobs(self._transport, self._clock())
        if not await self._speaks_v2():
            return tuple(critical for critical, _ in found)
        known = await self._v2.jobs(JobQuery(critical=True), 0, MAX_PAGE)
        return tuple(with_ids_of(found, known.items))

    async def predecessors(self, job: Job, *, depth: int = 1) -> tuple[Dependency, ...]:
        return await Walk(await self._net()).predecessors(job, depth)

    async def successors(self, job: Job, *, depth: int = 1, most: int = 500) -> tuple[Dependency, ...]:
        return await Walk(await self._net()).successors(job, depth, most)

    async def prompts(self, *, job: Job | None = None, asked_only: bool = True) -> tuple[Prompt, ...]:
        by = prompts.by_v2 if await self._has_v2_prompts() else prompts.by_v1
        return await by(self._transport, job, asked_only=asked_only)

    async def job_history(self, job: Job, *, limit: int = 20) -> tuple[JobRun, ...]:
        now = await (await self._dialect()).runs(job)
        return newest_first((*now, *await past_runs(self._transport, job, self._clock())), limit)

    async def rerun(self, job: Job, signed: Signed) -> None:
        await self._transport.order(acts.rerun(job, signed, v2=await self._speaks_v2()))

    async def cancel(self, job: Job, signed: Signed) -> None:
        await self._act("cancel", job, signed)

    async def hold(self, job: Job, signed: Signed) -> None:
        await self._act("hold", job, signed)

    async def release(self, job: Job, signed: Signed) -> None:
        await self._act("release", job, signed)

    async def kill(self, job: Job, signed: Signed) -> None:
        await self._act("kill", job, signed)

    async def confirm(self, job: Job, signed: Signed, *, successful: bool) -> None:
        await self._act("confirm-succ" if successful else "confirm-abend", job, signed)

    async def reply_prompt(self, prompt: Prompt, signed: Signed, *, yes: bool) -> None:
        await self._transport.order(acts.reply(prompt, signed, yes=yes, v2=await self._has_v2_prompts()))

    async def close(self) -> None:
        await self._transport.close()

    async def _act(self, verb: acts.Verb, job: Job, signed: Signed) -> None:
        await self._transport.order(acts.on_job(verb, job, signed, v2=await self._speaks_v2()))

    async def _speaks_v2(self) -> bool:
        return await self._has_v2.get(self._find_v2)

    async def _has_v2_prompts(self) -> bool:
        return await self._speaks_v2() and await self._prompts_by_v2.get(lambda: prompts.has_prompts(self._transport))

    async def _net(self) -> Net:
        return NetV2(self._v2, self._transport) if await self._speaks_v2() else NetV1(self._v1)

    async def _dialect(self) -> Dialect:
        return self._v2 if await self._speaks_v2() else self._v1

    async def _find_v2(self) -> bool:
        """V2 came with 10.1 FP1. An engine that knows neither version has not started."""
        try:
            self._learn(await self._v2.engine())
        except NotInPlan:
            await self._find_v1()
            return False
        return True

    async def _find_v1(self) -> None:
        try:
            self._learn(await self._v1.engine())
        except NotInPlan as error:
            text = f"{self._transport.host} answers, but Workload Automation is not there (yet)"
            raise SchedulerAway(text, status=404) from error

    async def _ask_engine(self) -> EngineInfo:
        if not await self._has_v2.get(self._find_v2):
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

    def _learn(self, engine: EngineWire | EngineWire1) -> None:
        self._version = engine.displayVersion or engine.fullVersion or self._version


def _bounds(offset: int, limit: int) -> tuple[int, int]:
    return max(offset, 0), min(max(limit, 0), MAX_PAGE)
