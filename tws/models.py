"""The plan as an operator speaks of it: jobs and their runs, job streams, workstations.

All instants are aware datetimes in UTC; durations are timedeltas. Ids are opaque: never parse one.
Status words are the product's: `common` is the family (CommonStatusV2), `internal` what conman shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class CommonStatus(StrEnum):
    WAITING = "WAITING"
    READY = "READY"
    RUNNING = "RUNNING"
    SUCCESSFUL = "SUCCESSFUL"
    ERROR = "ERROR"
    CANCELED = "CANCELED"
    HELD = "HELD"
    UNDECIDED = "UNDECIDED"
    BLOCKED = "BLOCKED"
    SUPPRESS = "SUPPRESS"
    UNKNOWN = "UNKNOWN"
    """A word this client has not learnt; the product's own word is in `Status.internal`."""


ENDED = frozenset({CommonStatus.SUCCESSFUL, CommonStatus.ERROR, CommonStatus.CANCELED, CommonStatus.SUPPRESS})
"""Well or not: nothing of it runs any more."""
LETS_GO = frozenset({CommonStatus.SUCCESSFUL, CommonStatus.CANCELED})
"""Ended so that what waits for it may start."""


@dataclass(frozen=True, slots=True)
class Status:
    common: CommonStatus
    internal: str
    """What conman shows: SUCC, ABEND, FAIL, EXEC, HOLD, READY, STUCK … (V2 spelling, also for V1 answers)."""
    reason: str = ""
    """The sub-status where the product gives one, e.g. HOLD_WAITING_FOR_PROMPT."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job; a rerun makes another one."""

    id: str
    number: int | None
    status: Status
    return_code: int | None = None
    started: datetime | None = None
    ended: datetime | None = None
    elapsed: timedelta | None = None
    estimated: timedelta | None = None
    workstation: str = ""
    kind: str = "REGULAR"
    """RerunType: REGULAR, RERUN, RECOVERY …"""
    last: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """A job instance of the plan. `runs` is oldest first; empty where it has not started."""

    id: str
    name: str
    workstation: str
    """With its folder: /AGT01 or /FIN/AGT01."""
    job_stream: str
    job_stream_id: str
    job_stream_workstation: str
    folder: str
    """Folder of its job stream, with both slashes: / or /FIN/."""
    status: Status
    runs: tuple[JobRun, ...] = ()
    priority: int = 10
    scheduled: datetime | None = None
    starts_at: datetime | None = None
    """The `at` time, where the job has one."""
    deadline: datetime | None = None
    late: bool = False
    critical: bool = False
    waits_for: int = 0
    """Unresolved dependencies."""
    estimated: timedelta | None = None
    """How long the engine expects a run to take."""

    @property
    def key(self) -> str:
        """The product's notation: /WS#/FOLDER/STREAM.JOB."""
        return f"{self.job_stream_workstation}#{self.folder}{self.job_stream}.{self.name}"

    @property
    def last_run(self) -> JobRun | None:
        return next((r for r in self.runs if r.last), self.runs[-1] if self.runs else None)


@dataclass(frozen=True, slots=True)
class JobStreamCounts:
    total: int = 0
    successful: int = 0
    running: int = 0
    abended: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class JobStream:
    id: str
    name: str
    workstation: str
    folder: str
    status: Status
    counts: JobStreamCounts
    scheduled: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    deadline: datetime | None = None
    late: bool = False
    priority: int = 10
    limit: int | None = None

    @property
    def key(self) -> str:
        return f"{self.workstation}#{self.folder}{self.name}"


@dataclass(frozen=True, slots=True)
class Workstation:
    id: str
    name: str
    folder: str
    kind: str
    """AGENT, POOL, MANAGER, FTA, X-AGENT …"""
    linked: bool
    running: bool
    """JobManager is up (JOBMAN_UP); for a pool as the product reports it."""
    limit: int | None = None
    """Jobs at once; 0 launches only hi and go jobs."""
    fence: int = 0
    """Jobs with a priority at or below it do not launch."""
    host: str = ""
    os: str = ""
    version: str = ""

    @property
    def key(self) -> str:
        return f"{self.folder}{self.name}"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    version: str
    timezone: str
    """IANA name as the master gives it; empty where it gives none."""
    has_v2: bool
    workstation: str = ""
    batchman: str = ""
    """V1 `synphonyBatchManStatus`: LIVES or DOWN; empty where unknown."""


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """A production plan: the current one, or one of the archive."""

    run_number: int | None
    valid_from: datetime | None
    valid_to: datetime | None
    batch_date: datetime | None = None
    created: datetime | None = None
    master: str = ""
    id: str = "current"
    """What `Scheduler.archived` takes; archived plans: YYYYMMDDHHMM."""


@dataclass(frozen=True, slots=True)
class CriticalSummary:
    """Critical jobs by risk (V1 `criticaljob/summary_info`)."""

    on_track: int
    potential_risk: int
    high_risk: int
    calculated: datetime | None = None


class RiskLevel(StrEnum):
    ON_TRACK = "on_track"
    POTENTIAL = "potential"
    """A job before it failed, runs long or starts late; the deadline still holds."""
    HIGH = "high"
    """Expected to end after its deadline."""
    LATE = "late"
    """The deadline has passed and the job has not ended."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PathStep:
    """A job on the critical path, from the first one that has not ended to the critical job itself."""

    job: Job
    critical_start: datetime | None
    """Latest start that still meets the deadline."""
    estimated_start: datetime | None
    estimated_end: datetime | None


@dataclass(frozen=True, slots=True)
class CriticalJob:
    job_id: str
    name: str
    job_stream: str
    workstation: str
    deadline: datetime | None
    risk: RiskLevel
    estimated_end: datetime | None = None
    confidence: float | None = None
    """Percent that the deadline is met, as the engine says."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """One link of the plan, seen from the job that was asked for."""

    job: Job | None
    """None where the other end is no job, or is not in the plan any more."""
    job_stream: str
    kind: str
    """job, job_stream, resource, prompt, file or other."""
    met: bool
    distance: int = 1
    """Links between the job asked for and this one; 1 is the neighbour."""
    name: str = ""
    """Of the other end."""


@dataclass(frozen=True, slots=True)
class Prompt:
    id: str
    number: int | None
    name: str
    text: str
    status: str
    """ASKED, NOT_ASKED, YES, NO or ERROR."""
    job: str = ""
    job_stream: str = ""
    asked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Who orders an action and why, for the scheduler's own audit trail."""

    by: str
    reason: str
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class JobLogText:
    lines: tuple[str, ...]
    first_line: int = 1
    """Number of `lines[0]` in the whole log, from 1."""
    complete: bool = True
    """False where the log goes on after these lines."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: tuple[T, ...]
    offset: int = 0
    total: int | None = None
    """How many match in all; None where the engine did not count."""
    more: bool = False


@dataclass(frozen=True, slots=True)
class JobQuery:
    """Which jobs. Names take `@`/`*` (any) and `?` (one); empty means any. Members are ANDed, lists ORed."""

    name: str = ""
    job_stream: str = ""
    workstation: str = ""
    folder: str = ""
    statuses: tuple[CommonStatus, ...] = ()
    started_since: datetime | None = None
    started_until: datetime | None = None
    ended_since: datetime | None = None
    ended_until: datetime | None = None
    critical: bool | None = None
    late: bool | None = None


@dataclass(frozen=True, slots=True)
class JobStreamQuery:
    name: str = ""
    workstation: str = ""
    folder: str = ""
    statuses: tuple[CommonStatus, ...] = ()


StatusCounts = Mapping[CommonStatus, int]
