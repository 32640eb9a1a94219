"""What is said after something else: `and yesterday?`, `e no AGT01?`, `no, PAY02`, `the other one`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.coming import window_of
from bot.language.dated import dated
from bot.language.heard import Heard
from bot.language.text import fold
from bot.requests import (
    AuditReport,
    Change,
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
PLAIN = frozenset(
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
_DONE = re.compile(r"\W*(?:did it|has it|was it|is it|foi|deu certo|funcionou|conseguiu|fue|ya)\b")
_GOES_ON = re.compile(r"\s*(?:and|so|e|y|ai|then|entao|entonces)\b")
WINDOWED: dict[type, str] = {
    FailedJobs: "failed_jobs",
    ListJobs: "list_jobs",
    LateJobs: "late_jobs",
    AuditReport: "audit_report",
}
"""Lists that another time may be asked of."""
_FEW = 5
Listed = FailedJobs | ListJobs | LateJobs
LONGEST = 8
"""Words of a text that leaves out what it asks."""
_JUST = re.compile(
    r"\b(?:specifically|in particular|em particular|especificamente|en particular|in that case|nesse caso)\b"
)
_PLACED = re.compile(r"\b(?:on|in|at|from|of|em|n[ao]|d[ao]|en|del?|pr[ao])\s")


def points_elsewhere(folded: str) -> bool:
    """`no, the prod one`, `the second`: another than before, which texts do not tell."""
    return bool(_OTHER.match(folded))


def is_only_names(heard: Heard) -> bool:
    """Whether the text names whom or when and asks nothing by itself."""
    if heard.read.has("status") and heard.read.has("JOB"):
        return False
    short = len(heard.found.words) <= LONGEST
    return short and heard.read.has("JOB", "WS", "STREAM", "TIME") and heard.read.marks <= PLAIN


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


def asks_whether_done(heard: Heard, folded: str) -> bool:
    """`já cancelou?`, `is it done yet?`: after an order."""
    few = len(heard.found.words) <= _FEW and heard.read.has("Q") and not heard.read.has("JOB", "STREAM", "WS", "TIME")
    return few and bool(_BY_NOW.search(folded) or _DONE.match(folded))


def leaves_out(heard: Heard, folded: str) -> bool:
    """Whether what is asked of these names stands before it in the thread: `and PAY02?`, `yesterday?`."""
    lead = _LEAD.match(folded)
    return (
        bool(lead and lead.group().strip()) or bool(_JUST.search(folded)) or not heard.read.has("JOB", "WS", "STREAM")
    )


def continued(before: Request, heard: Heard) -> Request | None:
    """The earlier question, of what is named now; None where it does not fit."""
    found = heard.found
    if found.times and not found.job and isinstance(before, JobStatus | ShowJobLog | ExplainFailure | JobHistory):
        if heard.read.has("successful", "running") and not isinstance(before, JobHistory):
            before = JobStatus(before.job)
        return dated(replace(before, window=None), heard)
    if found.times and isinstance(before, Listed | AuditReport):
        window = window_of(WINDOWED[type(before)], heard)
        if window is None:
            return None
        before = replace(before, window=window)
    elif not heard.read.has("JOB", "WS", "STREAM"):
        return None
    if found.job:
        return _of_job(before, heard)
    if found.stream and isinstance(before, JobStreamStatus | JobStatus):
        return JobStreamStatus(found.stream)
    if found.stream and isinstance(before, Listed):
        return replace(before, job=found.all_of_stream, offset=0)
    return _on_workstation(before, found.workstation)


def of_other_name(before: Request, name: JobName) -> Request | None:
    """The earlier question about one thing, of another of its kind."""
    if isinstance(before, JobStatus | ShowJobLog | ExplainFailure | Dependencies | JobHistory | Watch | Change):
        return replace(before, job=name, job_id="")
    if isinstance(before, Submit):
        return Submit("", name) if before.job else Submit(name.name)
    if isinstance(before, FailedJobs | ListJobs):
        return of_other_place(before, name.name)
    if isinstance(before, WorkstationStatus):
        return WorkstationStatus(name.name)
    return JobStreamStatus(name.name) if isinstance(before, JobStreamStatus) else None


def of_other_place(before: FailedJobs | ListJobs, name: str) -> Request | None:
    """`and on AGT02?` after jobs of AGT01, `y en TARJ_UY?` after those of a stream."""
    if before.workstation:
        return replace(before, workstation=name, offset=0)
    of_stream = before.job and before.job.name == "@" and before.job.job_stream
    return replace(before, job=JobName("@", name), offset=0) if of_stream else None


def _of_job(before: Request, heard: Heard) -> Request | None:
    job = heard.found.job
    if job is None:
        return None
    if isinstance(before, FailedJobs | ListJobs) and _PLACED.search(fold(heard.text)):
        return of_other_place(before, job.name) or replace(before, job=job)
    return replace(before, job=job) if isinstance(before, Listed) else of_other_name(before, job)


def _on_workstation(before: Request, workstation: str) -> Request | None:
    if not workstation:
        return before if isinstance(before, tuple(WINDOWED)) else None
    if isinstance(before, Listed):
        return replace(before, workstation=workstation)
    return WorkstationStatus(workstation) if isinstance(before, WorkstationStatus) else None
