"""A scheduler in memory for tests of what stands on top: given jobs, it answers as the real one would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tws.errors import NoJobLog, NotInPlan, SchedulerError
from tws.models import (
    CommonStatus,
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

_ENGINE = EngineInfo("10.2.5.00", "America/Sao_Paulo", has_v2=True, workstation="MDM", batchman="LIVES")


@dataclass
class FakeScheduler:
    """`fault`, where set, is raised by every call, `action_fault` by actions; `calls` counts them by name.

    `waits` has, for the id of a job, the ids of its predecessors. Actions are noted in `actions` (verb, id of the
    job or prompt, who and why) and change nothing themselves: `on_action(verb, job)` may.
    """

    all_jobs: tuple[Job, ...] = ()
    all_streams: tuple[JobStream, ...] = ()
    all_workstations: tuple[Workstation, ...] = ()
    logs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plan: PlanInfo = field(default_factory=lambda: PlanInfo(None, None, None))
    engine: EngineInfo = _ENGINE
    risk: CriticalSummary = field(default_factory=lambda: CriticalSummary(0, 0, 0))
    critical: tuple[CriticalJob, ...] = ()
    waits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    all_prompts: tuple[Prompt, ...] = ()
    actions: list[tuple[str, str, Signed]] = field(default_factory=list)
    on_action: Callable[[str, Job], None] | None = None
    fault: SchedulerError | None = None
    action_fault: SchedulerError | None = None
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

    async def critical_jobs(self) -> tuple[CriticalJob, ...]:
        self._called("critical_jobs")
        return self.critical

    async def predecessors(self, job: Job, *, depth: int = 1) -> tuple[Dependency, ...]:
        self._called("predecessors")
        return tuple(self._walk(job, lambda i: self.waits.get(i, ()), depth))

    async def successors(self, job: Job, *, depth: int = 1, most: int = 500) -> tuple[Dependency, ...]:
        self._called("successors")
        return tuple(islice(self._walk(job, self._behind, depth), most))

    def _behind(self, job_id: str) -> Sequence[str]:
        return [waiting for waiting, before in self.waits.items() if job_id in before]

    def _walk(self, start: Job, step: Callable[[str], Sequence[str]], depth: int) -> Iterator[Dependency]:
        by_id = {job.id: job for job in self.all_jobs}
        seen, level = {start.id}, [start.id]
        for distance in range(1, depth + 1):
            level = [n for n in dict.fromkeys(n for i in level for n in step(i)) if n not in seen]
            seen.update(level)
            for job in (by_id[i] for i in level if i in by_id):
                met = job.status.common is CommonStatus.SUCCESSFUL
                yield Dependency(job, job.job_stream, "job", met, distance, job.name)

    async def prompts(self, *, job: Job | None = None, asked_only: bool = True) -> tuple[Prompt, ...]:
        self._called("prompts")
        found = (
            p for p in self.all_prompts if job is None or (p.job_stream == job.job_stream and p.job in ("", job.name))
        )
        return tuple(p for p in found if not asked_only or p.status == "ASKED")

    async def job_history(self, job: Job, *, limit: int = 20) -> tuple[JobRun, ...]:
        self._called("job_history")
        return tuple(reversed(job.runs))[:limit]

    async def rerun(self, job: Job, signed: Signed) -> None:
        self._act("rerun", job, signed)

    async def cancel(self, job: Job, signed: Signed) -> None:
        self._act("cancel", job, signed)

    async def hold(self, job: Job, signed: Signed) -> None:
        self._act("hold", job, signed)

    async def release(self, job: Job, signed: Signed) -> None:
        self._act("release", job, signed)

    async def kill(self, job: Job, signed: Signed) -> None:
        self._act("kill", job, signed)

    async def confirm(self, job: Job, signed: Signed, *, successful: bool) -> None:
        self._act("confirm_succ" if successful else "confirm_abend", job, signed)

    async def reply_prompt(self, prompt: Prompt, signed: Signed, *, yes: bool) -> None:
        self._order("reply_yes" if yes else "reply_no", prompt.id, signed)

    def replace_job(self, job: Job) -> None:
        """Swaps the job of the same id for this one."""
        self.all_jobs = tuple(job if job.id == other.id else other for other in self.all_jobs)

    def _act(self, verb: str, job: Job, signed: Signed) -> None:
        self._order(verb, job.id, signed)
        if self.on_action is not None:
            self.on_action(verb, job)

    def _order(self, verb: str, target: str, signed: Signed) -> None:
        self._called(verb)
        if self.action_fault is not None:
            raise self.action_fault
        self.actions.append((verb, target, signed))

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
