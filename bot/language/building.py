"""From an intent and what the text names to a typed request and its slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.language import choices, ordering, telling
from bot.language.asking import mentioned
from bot.language.coming import coming, since_until, window_of
from bot.language.courtesy import greeting
from bot.language.dated import dated, is_before_last
from bot.language.entities import Entities
from bot.language.errors import names_error
from bot.language.features import Features
from bot.language.heard import Heard
from bot.language.sides import side
from bot.language.text import fold
from bot.requests import (
    PAGE,
    AgentsStatus,
    Ambiguous,
    AskAgent,
    AskKnowledge,
    AuditReport,
    Choice,
    CriticalJobs,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    Help,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    ListPrompts,
    ListWatches,
    NotYet,
    OffTopic,
    ReplyPrompt,
    Request,
    ReviewQueue,
    ScheduleSummary,
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
_ANY = ("@", "*")
_LISTS = (FailedJobs, ListJobs, LateJobs)
_NO_JOB = JobName("")
_PLAIN: dict[str, Request] = {
    "system_health": SystemHealth(),
    "plan_info": ShowPlan(),
    "whoami": WhoAmI(),
    "help": Help(),
    "agents_status": AgentsStatus(),
    "review_queue": ReviewQueue(),
    "list_prompts": ListPrompts(),
    "list_watches": ListWatches(),
    "off_topic": OffTopic(),
    "unsafe": Unsafe(),
}


def statuses(intent: str, read: Features) -> tuple[CommonStatus, ...]:
    """The states that a list is limited to."""
    if intent != "list_jobs":
        return ()
    if read.has("not") and read.has("failed"):
        return (CommonStatus.SUCCESSFUL,)
    if read.has("waitsfor") and read.has("WS"):
        return (CommonStatus.WAITING,)
    return tuple(status for concept, status in _STATUSES.items() if read.has(concept))


def _to_run(intent: str, read: Features) -> tuple[CommonStatus, ...]:
    """`what is scheduled`: what is still to run."""
    return (CommonStatus.WAITING, CommonStatus.READY) if intent == "list_jobs" and read.has("schedule") else ()


def slots(heard: Heard, states: tuple[CommonStatus, ...], asked: Request) -> dict[str, str | int]:
    """What the text names, as DESIGN spells it."""
    if isinstance(asked, ScheduleSummary):
        return {}
    found = heard.found
    job, stream, workstation = _named(heard, asked)
    since, until = since_until(heard, asked)
    values: dict[str, str | int | None] = {
        "job": job,
        "job_stream": stream,
        "workstation": workstation,
        "status": ",".join(states),
        "since": since,
        "until": until,
        "limit": found.limit,
        "prompt": (isinstance(asked, ReplyPrompt) and asked.prompt) or found.prompt,
        "document": next(iter(found.of("doc")), ""),
        "person": next((name.lstrip("@") for name in found.of("person")), ""),
        "agent": _agent(heard, asked),
    }
    return {name: value for name, value in values.items() if value}


def _agent(heard: Heard, asked: Request) -> str:
    if isinstance(asked, AgentsStatus):
        return mentioned(heard.text, fold(heard.text))
    return asked.agent if isinstance(asked, AskAgent) else ""


def _named(heard: Heard, asked: Request) -> tuple[str, str, str]:
    """The job, the stream and the workstation, each without the others; those that any may be are left out."""
    found = heard.found
    job, workstation, of = _asked_of(asked, heard)
    key = job or _NO_JOB
    station, _, stream = found.stream.rpartition("#")
    name, of_stream, on = (
        "" if part in _ANY else part for part in (key.name, key.job_stream, workstation or key.workstation or station)
    )
    return name, of_stream or of or stream, on.rpartition("/")[2]


def _asked_of(asked: Request, heard: Heard) -> tuple[JobName | None, str, str]:
    """Job, workstation and stream of the request where it has such, else of the words."""
    station = heard.found.workstation
    if isinstance(asked, choices.OF_JOB):
        return asked.job, station, ""
    if isinstance(asked, _LISTS):
        return asked.job, asked.workstation, ""
    if isinstance(asked, WorkstationStatus):
        return None, asked.workstation, ""
    if isinstance(asked, JobStreamStatus):
        return None, asked.workstation or station, asked.job_stream.strip("@")
    if isinstance(asked, AuditReport):
        return JobName.parse(asked.job) if asked.job else heard.job, station, ""
    if isinstance(asked, ReplyPrompt) and heard.job and heard.job.name == asked.prompt:
        return None, station, ""
    job: JobName | None = getattr(asked, "job", None)
    return job or heard.job, station, ""


def unclear(job: JobName | None) -> Ambiguous:
    """Ask what was meant, with the likeliest readings as choices."""
    if job is None:
        return Ambiguous()
    return Ambiguous((Choice(f"status of {job}", JobStatus(job)), Choice(f"log of {job}", ShowJobLog(job))))


def request(intent: str, heard: Heard, states: tuple[CommonStatus, ...]) -> Request:
    """The request of an intent; one that lacks its subject asks for it."""
    if intent in _PLAIN:
        return _PLAIN[intent]
    if intent in _TIMED and heard.found.lost_time:
        return Ambiguous((), intent, "time")
    if intent == "explain_failure" and not heard.found.job and names_error(heard.text):
        return AskKnowledge(heard.text)
    if intent in _OF_JOB:
        return dated(_OF_JOB[intent](heard, heard.job), heard) if heard.job else Ambiguous((), intent, "job")
    if intent in _WINDOWED and (asked := coming(intent, heard)):
        return asked
    if builder := _BUILDERS.get(intent):
        return builder(heard)
    if intent in ("failed_jobs", "list_jobs"):
        waits = states or _to_run(intent, heard.read)
        return _list(intent, heard.found, heard.job, waits, longest=heard.read.has("slow"))
    return unclear(heard.job) if intent == "ambiguous" else NotYet(intent)


def _of_stream(heard: Heard) -> Request:
    found, job = heard.found, heard.job
    if found.stream:
        station, sharp, stream = found.stream.rpartition("#")
        return JobStreamStatus(stream, station if sharp else found.workstation)
    return JobStreamStatus(job.name, job.workstation or found.workstation) if job else _every_stream(heard)


def _every_stream(heard: Heard) -> Request:
    """Of streams in the plural all are meant."""
    states = tuple(status for concept, status in _STATUSES.items() if heard.read.has(concept))
    if states == (CommonStatus.BLOCKED,):
        return ListJobs(None, heard.found.workstation, states)
    if heard.read.has("streams"):
        return JobStreamStatus("@", heard.found.workstation, states)
    return Ambiguous((), "job_stream_status", "job_stream")


def _of_workstation(heard: Heard) -> Request:
    return WorkstationStatus(heard.found.workstation or ("" if heard.job is None else heard.job.name))


def _audit(heard: Heard) -> Request:
    found = heard.found
    person = next((name.lstrip("@") for name in found.of("person")), "")
    return AuditReport(found.times.window if found.times else None, found.job.name if found.job else "", person)


def _late(heard: Heard) -> Request:
    found = heard.found
    return LateJobs(0, window_of("late_jobs", heard), found.job or found.all_of_stream, found.workstation)


def _scheduled(heard: Heard) -> Request:
    """What is still to run may be of a time; a schedule of summaries has its own."""
    asked = telling.BUILDERS["schedule_summary"](heard)
    window = window_of("list_jobs", heard)
    if not isinstance(asked, ListJobs) or not window:
        return asked
    return replace(asked, window=window, statuses=())


_WINDOWED = frozenset({"failed_jobs", "list_jobs", "audit_report"})
_TIMED = _WINDOWED | {"late_jobs", "job_history", "job_status", "job_log", "explain_failure"}
_OF_JOB: dict[str, Callable[[Heard, JobName], Request]] = {
    "job_status": lambda heard, job: JobStatus(job),
    "job_log": lambda heard, job: ShowJobLog(job, before_last=is_before_last(heard)),
    "explain_failure": lambda heard, job: ExplainFailure(job),
    "job_history": lambda heard, job: JobHistory(job),
    "dependencies": lambda heard, job: Dependencies(job, side=side(heard.found)),
}
_BUILDERS: dict[str, Callable[[Heard], Request]] = {
    **ordering.BUILDERS,
    **telling.BUILDERS,
    "greeting": greeting,
    "job_stream_status": _of_stream,
    "workstation_status": _of_workstation,
    "audit_report": _audit,
    "late_jobs": _late,
    "longest_jobs": lambda heard: _longest(heard),
    "schedule_summary": _scheduled,
    "critical_jobs": lambda heard: CriticalJobs(heard.found.job),
}


def _longest(heard: Heard) -> Request:
    return _list("list_jobs", heard.found, heard.job, statuses("list_jobs", heard.read), longest=True)


def _list(
    intent: str, found: Entities, job: JobName | None, states: tuple[CommonStatus, ...], *, longest: bool = False
) -> Request:
    window: Window | None = found.times.window if found.times else None
    job = job or found.all_of_stream
    limit = found.limit or PAGE
    workstation = found.workstation
    if job and _is_all_of_workstation(job):
        workstation, job = job.workstation, None
    if intent == "failed_jobs":
        return FailedJobs(window, job, workstation, 0, limit)
    return ListJobs(job, workstation, states, window, 0, limit, longest=longest)


def _is_all_of_workstation(job: JobName) -> bool:
    """`WKS#@.@` is every job of a workstation."""
    return bool(job.workstation) and not (job.name + job.job_stream + job.folder).strip("@")
