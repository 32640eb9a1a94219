"""What is said after something else: `and yesterday?`, `e no AGT01?`, `no, PAY02`, `the other one`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.dated import dated
from bot.language.heard import Heard
from bot.requests import (
    AuditReport,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    ListJobs,
    Request,
    ShowJobLog,
    Watch,
    WorkstationStatus,
)

_LEAD = re.compile(
    r"\s*(?:(?:and|or|but|e|y|ou|o|mas|pero|ok|no|nope|nao|sorry|oops|wait|desculpa|ops|perdao|perdon|now|agora|ahora)"
    r"[\s,.:!]+)*(?:what about|how about|(?:the )?same (?:for|on|with)|i meant?|meant|instead|try|quis dizer"
    r"|quero dizer|digo|quanto a[os]?|a mesma coisa|mesma coisa|idem|o mesmo|quise decir|lo mismo|que tal)?\b"
)
_OTHER = re.compile(
    r"\s*(?:(?:no|nope|nao|not (?:that|this)(?: one)?|e|and|y)[\s,.!]+)?(?:(?:i meant?|quis dizer|quero|era|es)\s+)?"
    r"(?:the|that|o|a|os|as|el|la|esse|esa|aquele|aquela|not)\s+(?:\w+\s+){0,2}(?:one|ones|other|outr[oa]|otr[oa]"
    r"|segund[oa]|primeir[oa]|primer[oa]?|terceir[oa]|ultim[oa]|second|first|third|last"
    r"|d[eoa] (?:prod\w*|cima|baixo|teste|homolog\w*|ontem|hoje))(?:\s+(?:job|one))?[\s.!?]*\Z"
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
        "PLANNED",
        "later",
        "sequence",
        "LIMIT",
        "SEVERAL",
        "ANSWER",
        "WILD",
    ]
)
_OF_IT = frozenset(
    ["failed", "successful", "running", "past", "polite", "not", "pron", "TIME", "NUM", "Q", "ASKS", "SHORT"]
)
_FEW = 5
_LONGEST = 8
"""Words of a text that leaves out what it asks."""


def points_elsewhere(folded: str) -> bool:
    """`no, the prod one`, `the second`: another than before, which texts do not tell."""
    return bool(_OTHER.match(folded))


def is_only_names(heard: Heard) -> bool:
    """Whether the text names whom or when and asks nothing by itself."""
    short = len(heard.found.words) <= _LONGEST
    return short and heard.read.has("JOB", "WS", "STREAM", "TIME") and heard.read.marks <= _PLAIN


def tells_of_it(heard: Heard) -> bool:
    """`falhou ontem?`, `did it run yesterday?`: of the job that the thread speaks of, at another time."""
    return (
        (len(heard.found.words) <= _FEW or heard.read.has("pron"))
        and heard.read.has("TIME")
        and heard.read.has("failed", "successful")
        and heard.read.marks <= _OF_IT
    )


def leaves_out(heard: Heard, folded: str) -> bool:
    """Whether what is asked of these names stands before it in the thread: `and PAY02?`, `yesterday?`."""
    lead = _LEAD.match(folded)
    return bool(lead and lead.group().strip()) or not heard.read.has("JOB", "WS", "STREAM")


def continued(before: Request, heard: Heard) -> Request | None:
    """The earlier question, of what is named now; None where it does not fit."""
    found = heard.found
    if found.times and found.times.is_ahead:
        return None
    if found.times and not found.job and isinstance(before, JobStatus | ShowJobLog | ExplainFailure | JobHistory):
        return before if isinstance(before, JobHistory) else dated(before, heard)
    if found.times and isinstance(before, FailedJobs | ListJobs | AuditReport):
        before = replace(before, window=found.times.window)
    elif not heard.read.has("JOB", "WS", "STREAM"):
        return None
    if found.job:
        return _of_job(before, heard)
    if found.stream and isinstance(before, JobStreamStatus):
        return JobStreamStatus(found.stream)
    return _on_workstation(before, found.workstation)


def _of_job(before: Request, heard: Heard) -> Request | None:
    job = heard.found.job
    if job is None:
        return None
    if isinstance(before, JobStatus | ShowJobLog | ExplainFailure | JobHistory | Watch):
        return type(before)(job)
    if isinstance(before, Dependencies):
        return Dependencies(job, side=before.side)
    return replace(before, job=job) if isinstance(before, FailedJobs | ListJobs) else None


def _on_workstation(before: Request, workstation: str) -> Request | None:
    if not workstation:
        return before if isinstance(before, FailedJobs | ListJobs | AuditReport) else None
    if isinstance(before, FailedJobs | ListJobs):
        return replace(before, workstation=workstation)
    return WorkstationStatus(workstation) if isinstance(before, WorkstationStatus) else None
