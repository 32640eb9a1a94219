"""Questions to the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.requests.fields import PAGE, Window
from tws.models import CommonStatus
from tws.names import JobName


@dataclass(frozen=True, slots=True)
class JobStatus:
    """`job_id` is set by buttons: a key may be in the plan twice, at different times.

    With a `window` the run of that time is meant, past or to come. `plan`, an archived plan's id, is set by buttons.
    """

    job: JobName
    job_id: str = ""
    window: Window | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True)
class FailedJobs:
    """Jobs in error; without a window, all of the current plan."""

    window: Window | None = None
    job: JobName | None = None
    workstation: str = ""
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class ListJobs:
    """Jobs that ran within the window; those that are to start then, where it is ahead.

    `due_before`: only those that were to start earlier and have not. `longest`: by how long they took, the longest
    first.
    """

    job: JobName | None = None
    workstation: str = ""
    statuses: tuple[CommonStatus, ...] = ()
    window: Window | None = None
    offset: int = 0
    limit: int = PAGE
    due_before: datetime | None = None
    longest: bool = False


@dataclass(frozen=True, slots=True)
class ShowJobLog:
    """The end of a job's log, or `lines` lines from `first_line`. `job_id` and `plan` are set by buttons."""

    job: JobName
    job_id: str = ""
    run_id: str = ""
    first_line: int | None = None
    window: Window | None = None
    plan: str = ""
    before_last: bool = False
    """The run before the last one."""


@dataclass(frozen=True, slots=True)
class JobStreamStatus:
    """`@` means all; `statuses` limit a list of several."""

    job_stream: str
    workstation: str = ""
    statuses: tuple[CommonStatus, ...] = ()
    offset: int = 0


@dataclass(frozen=True, slots=True)
class WorkstationStatus:
    """One workstation, or all where the name is empty."""

    workstation: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ListPrompts:
    """Those of the scheduler that wait for an answer."""


@dataclass(frozen=True, slots=True)
class SystemHealth:
    pass


@dataclass(frozen=True, slots=True)
class ShowPlan:
    pass


@dataclass(frozen=True, slots=True)
class ExplainFailure:
    """Why a run failed; without a run, the last one, within the window if there is one."""

    job: JobName
    job_id: str = ""
    run_id: str = ""
    window: Window | None = None
    plan: str = ""


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a job waits for, and what waits for it."""

    job: JobName
    job_id: str = ""
    side: Side = Side.BOTH


@dataclass(frozen=True, slots=True)
class JobHistory:
    job: JobName
    job_id: str = ""
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class CriticalJobs:
    """All critical jobs, or the critical path of one."""

    job: JobName | None = None
    job_id: str = ""


@dataclass(frozen=True, slots=True)
class LateJobs:
    """Jobs late within the window; ahead, those that are going to be. Without one, late now."""

    offset: int = 0
    window: Window | None = None
    job: JobName | None = None
    workstation: str = ""
