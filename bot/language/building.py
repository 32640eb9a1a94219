"""From an intent and what the text names to a typed request and its slots."""

from __future__ import annotations

from bot.language.entities import Entities
from bot.language.features import Features
from bot.requests import (
    PAGE,
    Ambiguous,
    Choice,
    FailedJobs,
    Greeting,
    Help,
    JobStatus,
    JobStreamStatus,
    ListJobs,
    NotYet,
    OffTopic,
    Request,
    ShowJobLog,
    ShowPlan,
    SystemHealth,
    Unsafe,
    WhoAmI,
    Window,
    WorkstationStatus,
)
from tws.models import CommonStatus
from tws.names import JobName

_STATUSES = {
    "running": CommonStatus.RUNNING,
    "waiting": CommonStatus.WAITING,
    "ready": CommonStatus.READY,
    "held": CommonStatus.HELD,
    "successful": CommonStatus.SUCCESSFUL,
    "cancelled": CommonStatus.CANCELED,
    "blocked": CommonStatus.BLOCKED,
    "failed": CommonStatus.ERROR,
}
_PLAIN: dict[str, Request] = {
    "system_health": SystemHealth(),
    "plan_info": ShowPlan(),
    "greeting": Greeting(),
    "whoami": WhoAmI(),
    "off_topic": OffTopic(),
    "unsafe": Unsafe(),
}


def statuses(intent: str, read: Features) -> tuple[CommonStatus, ...]:
    """The states that a list is limited to."""
    if intent != "list_jobs":
        return ()
    if read.has("not") and read.has("failed"):
        return (CommonStatus.SUCCESSFUL,)
    return tuple(status for concept, status in _STATUSES.items() if read.has(concept))


def slots(found: Entities, job: JobName | None, states: tuple[CommonStatus, ...]) -> dict[str, str | int]:
    """What the text names, as DESIGN spells it."""
    times = found.times
    values: dict[str, str | int | None] = {
        "job": str(job) if job else "",
        "job_stream": found.stream,
        "workstation": found.workstation,
        "status": ",".join(states),
        "since": times.since if times else "",
        "until": times.until if times else "",
        "limit": found.limit,
        "prompt": found.prompt,
    }
    return {name: value for name, value in values.items() if value}


def unclear(job: JobName | None) -> Ambiguous:
    """Ask what was meant, with the likeliest readings as choices."""
    if job is None:
        return Ambiguous()
    return Ambiguous((Choice(f"status of {job}", JobStatus(job)), Choice(f"log of {job}", ShowJobLog(job))))


def request(intent: str, found: Entities, job: JobName | None, states: tuple[CommonStatus, ...]) -> Request:
    """The request of an intent; one that lacks its subject asks for it."""
    if intent in _PLAIN:
        return _PLAIN[intent]
    if intent in ("job_status", "job_log"):
        return _of_job(intent, job)
    if intent in ("failed_jobs", "list_jobs"):
        return _list(intent, found, job, states)
    if intent == "job_stream_status":
        return _of_stream(found, job)
    if intent == "workstation_status":
        return WorkstationStatus(found.workstation or ("" if job is None else job.name))
    return Help() if intent == "help" else unclear(job) if intent == "ambiguous" else NotYet(intent)


def _of_job(intent: str, job: JobName | None) -> Request:
    if job is None:
        return Ambiguous((), intent, "job")
    return JobStatus(job) if intent == "job_status" else ShowJobLog(job)


def _of_stream(found: Entities, job: JobName | None) -> Request:
    if found.stream:
        station, sharp, stream = found.stream.rpartition("#")
        return JobStreamStatus(stream, station if sharp else found.workstation)
    return (
        JobStreamStatus(job.name, job.workstation or found.workstation)
        if job
        else Ambiguous((), "job_stream_status", "job_stream")
    )


def _list(intent: str, found: Entities, job: JobName | None, states: tuple[CommonStatus, ...]) -> Request:
    window: Window | None = found.times.window if found.times else None
    if job is None and found.stream:
        job = JobName("@", found.stream.rpartition("#")[2])
    limit = found.limit or PAGE
    if intent == "failed_jobs":
        return FailedJobs(window, job, found.workstation, 0, limit)
    return ListJobs(job, found.workstation, states, window, 0, limit)
