"""What a thread speaks of: the one job, job stream or workstation that a request is about."""

from __future__ import annotations

from bot.requests import (
    AuditReport,
    Change,
    CriticalJobs,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    Request,
    ShowJobLog,
    Submit,
    Watch,
    WorkstationStatus,
)
from bot.shown import Item, Kind
from tws.names import WILDCARDS, JobName

_OF_JOB = (
    JobStatus,
    ShowJobLog,
    ExplainFailure,
    Dependencies,
    JobHistory,
    Watch,
    Change,
    CriticalJobs,
    FailedJobs,
    ListJobs,
    LateJobs,
)


def topic(request: Request) -> Item | None:
    """The one thing that a request is about; None for all of the plan, a pattern of names, and anything else."""
    if isinstance(request, _OF_JOB) and request.job:
        return of_name(request.job)
    if isinstance(request, Submit):
        return of_name(request.job) if request.job else _item("job_stream", request.job_stream)
    if isinstance(request, AuditReport):
        return _item("job", request.job)
    if isinstance(request, JobStreamStatus):
        return _item("job_stream", request.job_stream)
    if isinstance(request, FailedJobs | ListJobs | LateJobs | WorkstationStatus):
        return _item("workstation", request.workstation)
    return None


def of_name(job: JobName) -> Item | None:
    """The job, or its stream where all jobs of the stream are meant."""
    return _item("job_stream", job.job_stream) if job.name == "@" else _item("job", str(job))


def _item(kind: str, name: str) -> Item | None:
    whole = bool(name) and not any(c in WILDCARDS for c in name)
    return Item(kind, name) if whole else None  # type: ignore[arg-type]


def of_kind(request: Request, kind: Kind) -> str:
    """The name of the thing of that kind that a request is about, be it by the way; empty for none."""
    about = topic(request)
    if about and about.kind == kind:
        return about.name
    job: JobName | None = request.job if isinstance(request, _OF_JOB) else None
    part = {"job_stream": job.job_stream, "workstation": job.workstation}.get(kind, "") if job else ""
    station = getattr(request, "workstation", "") if kind == "workstation" else ""
    return "" if any(c in WILDCARDS for c in part + station) else part or station
