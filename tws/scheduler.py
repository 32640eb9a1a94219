"""The one face of the scheduler that the rest of the house sees."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

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
from tws.records import AuditRecord, Issue, OperatorMessage, RerunOptions, Resource, Submission

MAX_PAGE = 10_000
"""Most objects in one answer (V1 How-Many, V2 limit)."""


class Scheduler(Protocol):
    """Reads of the current plan, and actions on it. Every call may raise a `tws.errors.SchedulerError`.

    An action is sent at most once. SchedulerAway: it was not sent. SchedulerRefused, SchedulerForbidden, NotInPlan:
    nothing was changed. OutcomeUnknown: it was sent and nobody knows; look at the plan before another try.
    A return means that the engine took the order, not yet that the plan has moved.
    Reads may be some seconds old: `tws.freshness` tells how old, and asks anew where that matters.
    """

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

    async def critical_jobs(self) -> tuple[CriticalJob, ...]:
        """Every critical job of the plan, the nearest deadline first."""

    async def predecessors(self, job: Job, *, depth: int = 1) -> tuple[Dependency, ...]:
        """What the job waits for, nearest first; at depth 1 also prompts, resources and files."""

    async def successors(self, job: Job, *, depth: int = 1, most: int = 500) -> tuple[Dependency, ...]:
        """Who waits behind the job, breadth first, each once."""

    async def prompts(self, *, job: Job | None = None, asked_only: bool = True) -> tuple[Prompt, ...]: ...

    async def job_history(self, job: Job, *, limit: int = 20) -> tuple[JobRun, ...]:
        """Runs of the job, newest first; those of earlier plans too where the engine gives them (they have no id)."""

    async def issues(self, job: Job) -> tuple[Issue, ...]:
        """Why the job does not run, in the engine's words."""

    async def resources(self, name: str = "") -> tuple[Resource, ...]: ...

    async def operator_messages(self, *, since: datetime, limit: int = 100) -> tuple[OperatorMessage, ...]:
        """What event rules have written."""

    async def audit_records(self, *, since: datetime, limit: int = 100) -> tuple[AuditRecord, ...]:
        """The scheduler's own audit trail."""

    async def rerun(self, job: Job, signed: Signed, options: RerunOptions = ...) -> None: ...

    async def cancel(self, job: Job, signed: Signed) -> None: ...

    async def cancel_pending(self, job: Job, signed: Signed) -> None:
        """Cancels the job when its own dependencies are met."""

    async def hold(self, job: Job, signed: Signed) -> None: ...

    async def release(self, job: Job, signed: Signed) -> None:
        """Lets a held job go. Its other dependencies stay."""

    async def release_dependencies(self, job: Job, signed: Signed) -> None:
        """Lets the job go without what it waits for (not of conditional dependencies)."""

    async def change_priority(self, job: Job, signed: Signed, *, priority: int) -> None:
        """0 holds, 100 is `hi`, 101 is `go`."""

    async def kill(self, job: Job, signed: Signed) -> None: ...

    async def confirm(self, job: Job, signed: Signed, *, successful: bool) -> None: ...

    async def reply_prompt(self, prompt: Prompt, signed: Signed, *, yes: bool) -> None: ...

    async def hold_stream(self, stream: JobStream, signed: Signed) -> None: ...

    async def release_stream(self, stream: JobStream, signed: Signed) -> None: ...

    async def cancel_stream(self, stream: JobStream, signed: Signed, *, pending: bool = False) -> None: ...

    async def link(self, workstation: Workstation, signed: Signed) -> None: ...

    async def unlink(self, workstation: Workstation, signed: Signed) -> None: ...

    async def start(self, workstation: Workstation, signed: Signed) -> None: ...

    async def stop(self, workstation: Workstation, signed: Signed) -> None: ...

    async def change_limit(self, workstation: Workstation, signed: Signed, *, limit: int) -> None:
        """0 to 1024 jobs at once."""

    async def change_fence(self, workstation: Workstation, signed: Signed, *, fence: int) -> None:
        """Jobs with a priority at or below it do not launch; 0 to 101."""

    async def submit_stream(self, wanted: Submission, signed: Signed) -> str:
        """Its id in the plan as the engine tells it; empty where it does not."""

    async def submit_job(self, wanted: Submission, signed: Signed) -> str:
        """Into the job stream JOBS. The id may be of another kind than those of `job`: look it up by its name."""

    async def close(self) -> None: ...
