"""The one face of the scheduler that the rest of the house sees."""

from __future__ import annotations

from typing import Protocol

from tws.models import (
    CriticalSummary,
    EngineInfo,
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

MAX_PAGE = 10_000
"""Most objects in one answer (V1 How-Many, V2 limit)."""


class Scheduler(Protocol):
    """Reads of the current plan. Every call may raise a `tws.errors.SchedulerError`."""

    @property
    def source(self) -> str:
        """Where facts come from, for people: `HWA 10.2.8 at mdm.bank:31116` or `simulator`."""

    async def engine_info(self) -> EngineInfo: ...

    async def plan_info(self) -> PlanInfo: ...

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]:
        """Jobs in the order of their names; failed ones are asked for by `statuses`."""

    async def job(self, job_id: str) -> Job: ...

    async def job_counts(self) -> StatusCounts:
        """How many jobs of the plan are in each status."""

    async def job_names(self) -> tuple[str, ...]:
        """Every job name of the plan, each once, sorted: for "did you mean"."""

    async def job_log(self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 200) -> JobLogText: ...

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]: ...

    async def workstations(self, name: str = "", *, offset: int = 0, limit: int = 50) -> Page[Workstation]: ...

    async def critical_summary(self) -> CriticalSummary: ...

    async def close(self) -> None: ...
