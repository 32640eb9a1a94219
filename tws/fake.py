"""A scheduler in memory for tests of what stands on top: given jobs, it answers as the real one would."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from tws.errors import NoJobLog, NotInPlan
from tws.fake_actions import FakeActions
from tws.fake_match import fits, like
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
    PathStep,
    PlanInfo,
    Prompt,
    StatusCounts,
    Workstation,
)
from tws.records import AuditRecord, Issue, OperatorMessage, RerunPreview, Resource, RunStatistics, TriggeredAction
from tws.scheduler import PastPlan

_ENGINE = EngineInfo("10.2.5.00", "America/Sao_Paulo", has_v2=True, workstation="MDM", batchman="LIVES")


@dataclass
class FakeScheduler(FakeActions):
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
    all_issues: dict[str, tuple[Issue, ...]] = field(default_factory=dict)
    all_resources: tuple[Resource, ...] = ()
    all_messages: tuple[OperatorMessage, ...] = ()
    all_audit_records: tuple[AuditRecord, ...] = ()
    all_triggered: tuple[TriggeredAction, ...] = ()
    paths: dict[str, tuple[PathStep, ...]] = field(default_factory=dict)
    """Critical paths by the id of the critical job."""
    previews: dict[str, RerunPreview] = field(default_factory=dict)
    """Of a rerun with successors, by the id of the job."""
    past: dict[str, tuple[PlanInfo, FakeScheduler]] = field(default_factory=dict)
    """Archived plans by their id."""
    source: str = "test plan"

    async def engine_info(self) -> EngineInfo:
        self._called("engine_info")
        return self.engine

    async def plan_info(self) -> PlanInfo:
        self._called("plan_info")
        return self.plan

    async def archived_plans(self) -> tuple[PlanInfo, ...]:
        self._called("archived_plans")
        return tuple(info for _, (info, _) in sorted(self.past.items(), reverse=True))

    def archived(self, plan_id: str) -> PastPlan:
        if plan_id not in self.past:
            raise NotInPlan(f"{plan_id!r} is not the id of an archived plan")
        return self.past[plan_id][1]

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]:
        self._called("jobs")
        found = sorted((j for j in self.all_jobs if fits(j, query)), key=lambda j: j.name)
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

    async def log_pages(
        self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 500, follow: bool = False
    ) -> AsyncIterator[JobLogText]:
        """What there is: `follow` makes no difference."""
        page = await self.job_log(job, run, first_line=first_line, lines=lines)
        yield page
        while not page.complete:
            page = await self.job_log(job, run, first_line=page.first_line + len(page.lines), lines=lines)
            yield page

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]:
        self._called("job_streams")
        found = [s for s in self.all_streams if like(s.name, query.name) and like(s.workstation, query.workstation)]
        return Page(tuple(found[offset : offset + limit]), offset, len(found))

    async def workstations(self, name: str = "", *, offset: int = 0, limit: int = 50) -> Page[Workstation]:
        self._called("workstations")
        found = [w for w in self.all_workstations if like(w.name, name)]
        return Page(tuple(found[offset : offset + limit]), offset, len(found))

    async def critical_summary(self) -> CriticalSummary:
        self._called("critical_summary")
        return self.risk

    async def critical_jobs(self) -> tuple[CriticalJob, ...]:
        self._called("critical_jobs")
        return self.critical

    async def critical_path(self, critical: CriticalJob) -> tuple[PathStep, ...]:
        self._called("critical_path")
        return self.paths.get(critical.job_id, ())

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

    async def job_statistics(self, job: Job) -> RunStatistics:
        self._called("job_statistics")
        return RunStatistics.of(job.runs)

    async def rerun_preview(self, job: Job) -> RerunPreview:
        self._called("rerun_preview")
        return self.previews.get(job.id, RerunPreview((), True))

    async def issues(self, job: Job) -> tuple[Issue, ...]:
        self._called("issues")
        return self.all_issues.get(job.id, ())

    async def resources(self, name: str = "") -> tuple[Resource, ...]:
        self._called("resources")
        return tuple(r for r in self.all_resources if like(r.name, name))

    async def operator_messages(self, *, since: datetime, limit: int = 100) -> tuple[OperatorMessage, ...]:
        self._called("operator_messages")
        return tuple(m for m in self.all_messages if m.at is None or m.at >= since)[:limit]

    async def triggered_actions(self, *, since: datetime, limit: int = 100) -> tuple[TriggeredAction, ...]:
        self._called("triggered_actions")
        return tuple(a for a in self.all_triggered if a.at is None or a.at >= since)[:limit]

    async def audit_records(self, *, since: datetime, limit: int = 100) -> tuple[AuditRecord, ...]:
        self._called("audit_records")
        return tuple(r for r in self.all_audit_records if r.at is None or r.at >= since)[:limit]

    def replace_job(self, job: Job) -> None:
        """Swaps the job of the same id for this one."""
        self.all_jobs = tuple(job if job.id == other.id else other for other in self.all_jobs)

    async def close(self) -> None:
        self.calls["close"] += 1
