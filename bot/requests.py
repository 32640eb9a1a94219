"""What a person can ask for, as frozen typed values. Slash commands, buttons and free text all end in one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tws.models import CommonStatus
from tws.names import JobName

PAGE = 10
"""Rows of one page of a list in a chat."""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time; `until` None means now. Both aware."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobStatus:
    """`job_id` is set by buttons: a key may be in the plan twice, at different times."""

    job: JobName
    job_id: str = ""


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
    job: JobName | None = None
    workstation: str = ""
    statuses: tuple[CommonStatus, ...] = ()
    window: Window | None = None
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class ShowJobLog:
    """The end of a job's log, or `lines` lines from `first_line`. `job_id` is set by buttons."""

    job: JobName
    job_id: str = ""
    run_id: str = ""
    first_line: int | None = None


@dataclass(frozen=True, slots=True)
class JobStreamStatus:
    job_stream: str
    workstation: str = ""


@dataclass(frozen=True, slots=True)
class WorkstationStatus:
    """One workstation, or all where the name is empty."""

    workstation: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class SystemHealth:
    pass


@dataclass(frozen=True, slots=True)
class ShowPlan:
    pass


@dataclass(frozen=True, slots=True)
class Help:
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Greeting:
    pass


@dataclass(frozen=True, slots=True)
class WhoAmI:
    pass


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read an ambiguous question: what a button says and the request it makes."""

    label: str
    request: Request


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Cannot be told apart without asking: `missing` names the slot that is needed (job, job_stream), or is empty."""

    choices: tuple[Choice, ...] = ()
    intent: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class NotYet:
    """Understood, but no skill of this release does it; `intent` is DESIGN's name for it, e.g. rerun."""

    intent: str


@dataclass(frozen=True, slots=True)
class OffTopic:
    pass


@dataclass(frozen=True, slots=True)
class Unsafe:
    """Asks for harm, secrets, or to get round a control."""


Request = (
    JobStatus
    | FailedJobs
    | ListJobs
    | ShowJobLog
    | JobStreamStatus
    | WorkstationStatus
    | SystemHealth
    | ShowPlan
    | Help
    | Greeting
    | WhoAmI
    | Ambiguous
    | NotYet
    | OffTopic
    | Unsafe
)
