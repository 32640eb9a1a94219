"""A scheduler in memory for tests of what stands on top: given jobs, it answers as the real one would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tws.errors import NoJobLog, NotInPlan, SchedulerError
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

_ENGINE = EngineInfo("10.2.5.00", "America/Sao_Paulo", has_v2=True, workstation="MDM", batchman="LIVES")


@dataclass
class FakeScheduler:
    """`fault`, where set, is raised by every call; `calls` counts them by name."""

    all_jobs: tuple[Job, ...] = ()
    all_streams: tuple[JobStream, ...] = ()
    all_workstations: tuple[Workstation, ...] = ()
    logs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plan: PlanInfo = field(default_factory=lambda: PlanInfo(None, None, None))
    engine: EngineInfo = _ENGINE
    risk: CriticalSummary = field(default_factory=lambda: CriticalSummary(0, 0, 0))
    fault: SchedulerError | None = None
    calls: Counter[str] = field(default_factory=Counter)
    source: str = "test plan"

    def _called(self, name: str) -> None:
        self.calls[name] += 1
        if self.fault is not None:
            raise self.fault

    async def engine_info(self) -> EngineInfo:
        self._called("engine_info")
        return self.engine

    async def plan_info(self) -> PlanInfo:
        self._called("plan_info")
        return self.plan

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]:
        self._called("jobs")
        found = sorted((j for j in self.all_jobs if _fits(j, query)), key=lambda j: j.name)
        shown = tuple(found[offset : offset + limit])
        return Page(shown, offset, len(found), offset + len(shown) < len(found))

    async def job(self, job_id: str) -> Job:
        self._called("job")
        for job in self.all_jobs:
            if job.id == job_id:
                return job
        raise NotInPlan("AWSJDB101E The object was not found.", message_ids=("AWSJDB101E",), status=404)

    async def job_counts(self) -> StatusCounts:
        self._called("job_counts")
        return Counter(j.status.common for j in self.all_jobs)

    async def job_names(self) -> tuple[str, ...]:
        self._called("job_names")
        return tuple(sorted({j.name for j in self.all_jobs}))

    async def job_log(self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 200) -> JobLogText:
        self._called("job_log")
        if run.id not in self.logs:
            raise NoJobLog(f"no log of run {run.id}")
        whole = self.logs[run.id]
        shown = whole[first_line - 1 : first_line - 1 + lines]
        return JobLogText(shown, first_line, first_line - 1 + len(shown) >= len(whole))

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]:
        self._called("job_streams")
        found = [s for s in self.all_streams if _like(s.name, query.name) and _like(s.workstation, query.workstation)]
        return Page(tuple(found[offset : offset + limit]), offset, len(found))

    async def workstations(self, name: str = "", *, offset: int = 0, limit: int = 50) -> Page[Workstation]:
        self._called("workstations")
        found = [w for w in self.all_workstations if _like(w.name, name)]
        return Page(tuple(found[offset : offset + limit]), offset, len(found))

    async def critical_summary(self) -> CriticalSummary:
        self._called("critical_summary")
        return self.risk

    async def close(self) -> None:
        self.calls["close"] += 1


def _fits(job: Job, query: JobQuery) -> bool:
    named = (
        (job.name, query.name),
        (job.job_stream, query.job_stream),
        (job.workstation, query.workstation),
        (job.folder, query.folder),
    )
    return (
        all(_like(value, pattern) for value, pattern in named)
        and (not query.statuses or job.status.common in query.statuses)
        and (query.critical is None or job.critical is query.critical)
        and (query.late is None or job.late is query.late)
        and _in_time(job, query)
    )


def _in_time(job: Job, query: JobQuery) -> bool:
    bounds: tuple[tuple[object, object, Callable[[JobRun], object]], ...] = (
        (query.ended_since, query.ended_until, lambda run: run.ended),
        (query.started_since, query.started_until, lambda run: run.started),
    )
    run = job.last_run
    for since, until, read in bounds:
        if since is None and until is None:
            continue
        at = read(run) if run else None
        if at is None or (since and at < since) or (until and at > until):  # type: ignore[operator]
            return False
    return True


def _like(value: str, pattern: str) -> bool:
    """The product's wildcards; a name without folder also fits the end of a path."""
    if not pattern:
        return True
    expression = "".join(".*" if c in "@*" else "." if c == "?" else re.escape(c) for c in pattern)
    return bool(re.fullmatch(expression, value) or re.fullmatch(f".*/{expression}", value))
