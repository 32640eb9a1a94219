"""The one face of the scheduler that the rest of the house sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Literal, Protocol

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
    PathStep,
    PlanInfo,
    Prompt,
    Signed,
    StatusCounts,
    Workstation,
)
from tws.records import (
    AdHocJob,
    AuditRecord,
    Issue,
    OperatorMessage,
    RerunOptions,
    RerunPreview,
    Resource,
    RunStatistics,
    Submission,
    TriggeredAction,
)

MAX_PAGE = 10_000
"""Most objects in one answer (V1 How-Many, V2 limit)."""

JobVerb = Literal[
    "rerun",
    "cancel",
    "cancel_pending",
    "hold",
    "release",
    "release_dependencies",
    "change_priority",
    "kill",
    "confirm_succ",
    "confirm_abend",
]
"""What may be done to a job."""


class PastPlan(Protocol):
    """A plan of the archive: it is read, and nothing in it moves."""

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]: ...

    async def job(self, job_id: str) -> Job: ...

    async def job_counts(self) -> StatusCounts: ...

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]: ...

    async def job_log(self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 200) -> JobLogText: ...


class Scheduler(Protocol):
    """Reads of the current plan, and actions on it. Every call may raise a `tws.errors.SchedulerError`.

    An action is sent at most once. SchedulerAway: it was not sent. SchedulerRefused, SchedulerForbidden, NotInPlan:
    nothing was changed. Where the answer is lost the plan is read: a return if it shows the action, also a submission
    (exactly one new instance of the name). Else OutcomeUnknown: look at the plan before another try.
    A return means that the engine took the order, not yet that the plan has moved.
    Reads may be some seconds old: `tws.freshness` tells how old, and asks anew where that matters.
    """

    @property
    def source(self) -> str:
        """Where facts come from, for people: `HWA 10.2.8 at mdm.bank:31116` or `simulator`."""

    async def engine_info(self) -> EngineInfo: ...

    async def plan_info(self) -> PlanInfo: ...

    async def archived_plans(self) -> tuple[PlanInfo, ...]:
        """Plans of earlier days that the engine still has, the newest first."""

    def archived(self, plan_id: str) -> PastPlan:
        """The archived plan of that `PlanInfo.id`; ids of its jobs are good in it only.

        NotInPlan for what is no id, at once; for a plan that the engine does not have, by the first read.
        """

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]:
        """Jobs in the order of their names; failed ones are asked for by `statuses`."""

    async def job(self, job_id: str) -> Job: ...

    async def job_counts(self) -> StatusCounts:
        """How many jobs of the plan are in each status."""

    async def job_names(self) -> tuple[str, ...]:
        """Every job name of the plan, each once, sorted: for "did you mean"."""

    async def job_log(self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 200) -> JobLogText: ...

    def log_pages(
        self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 500, follow: bool = False
    ) -> AsyncIterator[JobLogText]:
        """The whole log, page after page; `follow`: waits for more of it until the run has ended."""

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]: ...

    async def workstations(self, name: str = "", *, offset: int = 0, limit: int = 50) -> Page[Workstation]: ...

    async def critical_summary(self) -> CriticalSummary: ...

    async def critical_jobs(self) -> tuple[CriticalJob, ...]:
        """Every critical job of the plan, the nearest deadline first."""

    async def critical_path(self, critical: CriticalJob) -> tuple[PathStep, ...]:
        """What the critical job waits for on its longest way, in the order in which it runs; the job itself last."""

    async def predecessors(self, job: Job, *, depth: int = 1) -> tuple[Dependency, ...]:
        """What the job waits for, nearest first; at depth 1 also prompts, resources and files."""

    async def successors(self, job: Job, *, depth: int = 1, most: int = 500) -> tuple[Dependency, ...]:
        """Who waits behind the job, breadth first, each once."""

    async def prompts(self, *, job: Job | None = None, asked_only: bool = True) -> tuple[Prompt, ...]: ...

    async def job_history(self, job: Job, *, limit: int = 20) -> tuple[JobRun, ...]:
        """Runs of the job, newest first; those of earlier plans too where the engine gives them (they have no id)."""

    async def job_statistics(self, job: Job) -> RunStatistics:
        """Of the job's finished runs of the last months."""

    async def issues(self, job: Job) -> tuple[Issue, ...]:
        """Why the job does not run, in the engine's words."""

    async def resources(self, name: str = "") -> tuple[Resource, ...]: ...

    async def operator_messages(self, *, since: datetime, limit: int = 100) -> tuple[OperatorMessage, ...]:
        """What event rules have written."""

    async def triggered_actions(self, *, since: datetime, limit: int = 100) -> tuple[TriggeredAction, ...]:
        """What event rules have done, the newest first."""

    async def audit_records(self, *, since: datetime, limit: int = 100) -> tuple[AuditRecord, ...]:
        """The scheduler's own audit trail."""

    async def rerun_preview(self, job: Job) -> RerunPreview:
        """What would run again if the job were rerun with its successors. Nothing is changed."""

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

    async def submit_command(self, wanted: AdHocJob, signed: Signed) -> str:
        """Runs a command once, in the job stream JOBS; its id as with `submit_job`."""

    async def settled(self, before: Job, verb: JobVerb) -> bool:
        """Looks for some seconds after an action whether the plan shows it. False: accepted, not visible yet.

        `before` is the job as it was before the action.
        """

    async def close(self) -> None: ...
