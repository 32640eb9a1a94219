"""What is said after something else: `and yesterday?`, `e no AGT01?`, `no, PAY02`, `the other one`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.building import statuses
from bot.language.coming import window_of
from bot.language.dated import dated
from bot.language.heard import Heard
from bot.language.text import fold
from bot.requests import (
    AuditReport,
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
    Watch,
    WorkstationStatus,
)
from tws.models import CommonStatus
from tws.names import JobName

_LEAD = re.compile(
    r"\s*(?:(?:and|or|but|e|y|ou|o|mas|pero|ok|no|nope|nao|sorry|oops|wait|desculpa|ops|perdao|perdon|now|agora|ahora)"
    r"[\s,.:!]+)*(?:what about|how about|(?:the )?same (?:for|on|with)|i meant?|meant|instead|try|quis dizer"
    r"|quero dizer|digo|quanto a[os]?|a mesma coisa|mesma coisa|idem|o mesmo|quise decir|lo mismo|que tal)?\b"
)
_OTHER = re.compile(
    r"\s*(?:(?:no|nope|nao|not (?:that|this)(?: one)?|e|and|y)[\s,.!]+)?(?:(?:i meant?|quis dizer|quero|era|es)\s+)?"
    r"(?:the|that|o|a|os|as|el|la|esse|esa|aquele|aquela|not)\s+(?:\w+\s+){0,2}(?:one|ones|other|outr[oa]|otr[oa]"
    r"|segund[oa]|primeir[oa]|primer[oa]?|terceir[oa]|ultim[oa]|second|first|third|last"
    r"|d[eoa] (?:prod\w*|cima|baixo|teste|homolog\w*|ontem|hoje))"
    r"(?:\s+(?:job|one|d[ao] lista|de la lista|of (?:them|the list)))?[\s.!?]*\Z"
)
_PLAIN = frozenset(
    [
        "polite",
        "greet",
        "thanks",
        "pron",
        "job",
        "ws",
        "stream",
        "status",
        "show",
        "not",
        "nope",
        "yes",
        "past",
        "Q",
        "ASKS",
        "SHORT",
        "ALONE",
        "ONLY",
        "EMPTY",
        "NUM",
        "JOB",
        "WS",
        "STREAM",
        "TIME",
        "again",
        "happen",
        "none",
        "what",
        "some",
        "PLANNED",
        "later",
        "sequence",
        "LIMIT",
        "SEVERAL",
        "ANSWER",
        "WILD",
    ]
)
_STATES = frozenset(
    [
        "failed",
        "failures",
        "running",
        "waiting",
        "ready",
        "held",
        "successful",
        "blocked",
        "cancelled",
        "jobs",
        "howmany",
    ]
)
_OF_IT = frozenset(
    [
        "failed",
        "successful",
        "running",
        "waiting",
        "held",
        "happen",
        "past",
        "polite",
        "not",
        "pron",
        "later",
        "TIME",
        "NUM",
        "Q",
        "ASKS",
        "SHORT",
    ]
)
_BY_NOW = re.compile(r"\b(?:now|yet|already|still|agora|ja|ainda|ahora|ya|todavia|aun)\b")
_GOES_ON = re.compile(r"\s*(?:and|so|e|y|ai|then|entao|entonces)\b")
_WINDOWED: dict[type, str] = {
    FailedJobs: "failed_jobs",
    ListJobs: "list_jobs",
    LateJobs: "late_jobs",
    AuditReport: "audit_report",
}
"""Lists that another time may be asked of."""
_FEW = 5
_LONGEST = 8


def points_elsewhere(folded: str) -> bool:
    """`no, the prod one`, `the second`: another than before, which texts do not tell."""
    return bool(_OTHER.match(folded))


def is_only_names(heard: Heard) -> bool:
    """Whether the text names whom or when and asks nothing by itself."""
    if heard.read.has("status") and heard.read.has("JOB"):
        return False
    short = len(heard.found.words) <= _LONGEST
    return short and heard.read.has("JOB", "WS", "STREAM", "TIME") and heard.read.marks <= _PLAIN


def tells_of_it(heard: Heard) -> bool:
    """`falhou ontem?`, `did it run yesterday?`: of the job that the thread speaks of, at another time."""
    folded = fold(heard.text)
    asks = heard.read.has("Q") and (_BY_NOW.search(folded) or _GOES_ON.match(folded))
    return (
        (len(heard.found.words) <= _FEW or heard.read.has("pron"))
        and (heard.read.has("TIME") or bool(asks))
        and heard.read.has("failed", "successful", *(["running", "waiting"] if asks else []))
        and heard.read.marks <= _OF_IT
    )


def leaves_out(heard: Heard, folded: str) -> bool:
    """Whether what is asked of these names stands before it in the thread: `and PAY02?`, `yesterday?`."""
    lead = _LEAD.match(folded)
    return bool(lead and lead.group().strip()) or not heard.read.has("JOB", "WS", "STREAM")


def narrows(heard: Heard) -> bool:
    """`and the ones still going?`, `only the failed ones`: names states and nothing else."""
    read, names = heard.read, ("JOB", "WS", "STREAM", "TIME")
    few = len(heard.found.words) <= _LONGEST and read.marks <= _PLAIN | _STATES | {"some"}
    return few and read.has(*_STATES) and not read.has(*names, "pron")


def narrowed(before: Request, heard: Heard) -> Request | None:
    """The jobs in these states, of what was listed before; None where that was no part of the plan."""
    if isinstance(before, JobStreamStatus):
        job, workstation = JobName("@", before.job_stream), before.workstation
    elif isinstance(before, FailedJobs | ListJobs) and (before.job or before.workstation):
        job, workstation = before.job or JobName("@"), before.workstation
    else:
        return None
    states = statuses("list_jobs", heard.read)
    scope = None if job == JobName("@") else job
    if states == (CommonStatus.ERROR,):
        return FailedJobs(job=scope, workstation=workstation)
    return ListJobs(scope, workstation, states) if states or heard.read.has("howmany") else None


def continued(before: Request, heard: Heard) -> Request | None:
    """The earlier question, of what is named now; None where it does not fit."""
    found = heard.found
    if found.times and not found.job and isinstance(before, JobStatus | ShowJobLog | ExplainFailure | JobHistory):
        return dated(replace(before, window=None), heard)
    if found.times and isinstance(before, FailedJobs | ListJobs | LateJobs | AuditReport):
        window = window_of(_WINDOWED[type(before)], heard)
        if window is None:
            return None
        before = replace(before, window=window)
    elif not heard.read.has("JOB", "WS", "STREAM"):
        return None
    if found.job:
        return _of_job(before, heard)
    if found.stream and isinstance(before, JobStreamStatus | JobStatus):
        return JobStreamStatus(found.stream)
    return _on_workstation(before, found.workstation)


def _of_job(before: Request, heard: Heard) -> Request | None:
    job = heard.found.job
    if job is None:
        return None
    if isinstance(before, JobStatus | ShowJobLog | ExplainFailure | JobHistory | Dependencies | Watch):
        return replace(before, job=job)
    if isinstance(before, WorkstationStatus) and before.workstation:
        return WorkstationStatus(job.name)
    if isinstance(before, JobStreamStatus):
        return JobStreamStatus(job.name)
    return replace(before, job=job) if isinstance(before, FailedJobs | ListJobs) else None


def _on_workstation(before: Request, workstation: str) -> Request | None:
    if not workstation:
        return before if isinstance(before, tuple(_WINDOWED)) else None
    if isinstance(before, FailedJobs | ListJobs):
        return replace(before, workstation=workstation)
    return WorkstationStatus(workstation) if isinstance(before, WorkstationStatus) else None


def intent_of(request: Request, before: str) -> str:
    """Of what goes on from `before`, about another kind of thing where that is named."""
    kinds: dict[type, str] = {WorkstationStatus: "workstation_status", JobStreamStatus: "job_stream_status"}
    return kinds.get(type(request), before)
