"""What the scheduler tells beside the plan's objects, and what is handed in with a submission or a rerun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from tws.models import CommonStatus, Job, JobRun


@dataclass(frozen=True, slots=True)
class Issue:
    """One reason why a job does not run, in the engine's words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Resource:
    id: str
    name: str
    workstation: str
    quantity: int
    in_use: int
    available: int
    status: str
    """AVAILABLE, NOT_AVAILABLE or UNDECIDED."""


@dataclass(frozen=True, slots=True)
class OperatorMessage:
    """Written by an event rule (action MSGLOG)."""

    id: str
    at: datetime | None
    text: str
    kind: str
    """What happened: JobStatusChanged, UPGRADE …"""
    rule: str = ""
    workstation: str = ""


@dataclass(frozen=True, slots=True)
class TriggeredAction:
    """What an event rule has done."""

    id: str
    at: datetime | None
    rule: str
    kind: str
    """MSGLOG, SBJ, MailSender's SendMail … as the product names it."""
    status: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of the scheduler's own audit trail."""

    id: str
    at: datetime | None
    user: str
    action: str
    object_kind: str
    object_name: str
    reason: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A job stream or a job of the database that is to be put into the plan."""

    name: str
    workstation: str
    """With or without its folder: /MDM or MDM."""
    folder: str = "/"
    alias: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    """The schedule (input arrival) time of a job stream; a job starts not before it. None for now."""


@dataclass(frozen=True, slots=True)
class AdHocJob:
    """A command that is no job of the database, to be run once in the job stream JOBS."""

    workstation: str
    """With or without its folder: /AGT01 or AGT01."""
    command: str
    login: str = ""
    """The user of the workstation under which it runs; the workstation's own where empty."""
    alias: str = ""
    """Its name in the plan; one is made of the command where empty."""
    priority: int | None = None
    at: datetime | None = None
    """Not before this instant."""


@dataclass(frozen=True, slots=True)
class RerunOptions:
    priority: int | None = None
    at: datetime | None = None
    """Not before this instant."""
    step: str = ""
    same_workstation: bool | None = None
    """For jobs of a pool."""
    with_successors: bool = False
    """Those of its own job stream and of others that have run already; look at `rerun_preview` first.

    Engines before 10.1 (V1) take no other option with it: SchedulerRefused.
    """


@dataclass(frozen=True, slots=True)
class RerunPreview:
    """What a rerun with successors would run again beside the job itself."""

    jobs: tuple[Job, ...]
    allowed: bool
    """False where at least one of them cannot be rerun now (running, waiting to run …)."""
    refused: tuple[Job, ...] = ()
    """Those of `jobs` that cannot."""


@dataclass(frozen=True, slots=True)
class RunStatistics:
    """Of finished runs. Durations are of the successful ones; None where there is none."""

    runs: int
    failed: int
    typical: timedelta | None
    """The median."""
    slow: timedelta | None
    """95 of 100 successful runs took no longer."""
    last_failed: datetime | None = None

    @classmethod
    def of(cls, runs: Iterable[JobRun]) -> RunStatistics:
        ended = [run for run in runs if run.status.common in (CommonStatus.SUCCESSFUL, CommonStatus.ERROR)]
        failed = [run for run in ended if run.status.common is CommonStatus.ERROR]
        good = (_span(run) for run in ended if run.status.common is CommonStatus.SUCCESSFUL)
        spans = sorted(span for span in good if span is not None)
        last = max((at for run in failed if (at := run.ended or run.started)), default=None)
        slow = spans[ceil(0.95 * len(spans)) - 1] if spans else None
        return cls(len(ended), len(failed), _median(spans), slow, last)


def _median(ordered: Sequence[timedelta]) -> timedelta | None:
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2 if ordered else None


def _span(run: JobRun) -> timedelta | None:
    if run.elapsed is not None:
        return run.elapsed
    return run.ended - run.started if run.ended and run.started else None
