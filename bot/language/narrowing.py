"""Less or more of a list that was asked for: `only those of stream FIN`, `and the waiting ones?`, `top 5 only`."""

from __future__ import annotations

import re

from bot.language.building import statuses
from bot.language.coming import window_of
from bot.language.followups import LONGEST, PLAIN, WINDOWED, Listed
from bot.language.heard import Heard
from bot.requests import AuditReport, FailedJobs, JobStreamStatus, LateJobs, ListJobs, Request
from tws.models import CommonStatus
from tws.names import JobName

_STATES = frozenset(
    [
        *("failed", "failures", "running", "waiting", "ready", "held", "successful", "blocked", "cancelled"),
        *("jobs", "howmany"),
    ]
)
_OF_THOSE = re.compile(
    r"\b(?:only|just|solely|so|somente|apenas|solo|solamente|unicamente|nada mas|nomas|same|mesm[ao]s?|mism[ao]s?"
    r"|all of them|not just|tod[oa]s el[ae]s|(?:i want|quero|quiero)\b.{0,12}\b(?:not|nao|no)"
    r"|(?:(?:the|os|as|los|las)\s+)?(?:ones|those|os|as|los|las)\s+"
    r"(?:of|from|in|on|that|with|d[aeo]s?|del?|n[ao]s?|en|que|com|con))\b"
)
_NOT_JUST = re.compile(r"\b(?:not (?:just|only)|nao (?:so|apenas)|no (?:solo|solamente))\b")
_HOURS = re.compile(r"(?:last|past|ultim[oa]s|previous)\s+(\d{1,3})\s*[?.!]*\s*\Z")
_ASKS_MORE = ("log", "why", "dep", "waitsfor", "history", "duration", "howto", "watch", "unwatch", "teach", "critical")
"""Concepts of words that ask for more than a part of the list."""
_NAMES = ("JOB", "WS", "STREAM", "TIME")


def narrows(heard: Heard, folded: str) -> bool:
    """Whether a text says no more than which of a list it wants."""
    read = heard.read
    if len(heard.found.words) > LONGEST + 2 or read.has(*_ASKS_MORE):
        return False
    if read.has(*_STATES) and read.marks <= PLAIN | _STATES and not read.has(*_NAMES, "pron"):
        return True
    says = read.has(*_STATES, "STREAM", "WS", "WILD", "TIME", "LIMIT", "every_one")
    return says and bool(_OF_THOSE.search(folded))


def narrowed(before: Request, heard: Heard, folded: str) -> Request | None:
    """What was listed before, less or more of it; None where that was no part of the plan."""
    if isinstance(before, LateJobs) and not heard.read.has(*_STATES):
        job, workstation = _scope(before, heard)
        return LateJobs(0, window_of("late_jobs", heard) or before.window, job, workstation)
    if isinstance(before, JobStreamStatus):
        before = ListJobs(JobName("@", before.job_stream), before.workstation)
    return _of_jobs(before, heard, folded) if isinstance(before, FailedJobs | ListJobs) else None


def _of_jobs(before: FailedJobs | ListJobs, heard: Heard, folded: str) -> Request:
    states = _states(before, heard, folded)
    job, workstation = _scope(before, heard)
    window = window_of(WINDOWED[type(before)], heard) or before.window
    limit = heard.found.limit or before.limit
    if states == (CommonStatus.ERROR,):
        return FailedJobs(window, job, workstation, 0, limit)
    longest = isinstance(before, ListJobs) and before.longest
    return ListJobs(job, workstation, states, window, 0, limit, longest=longest)


def _states(before: FailedJobs | ListJobs, heard: Heard, folded: str) -> tuple[CommonStatus, ...]:
    """Those that are named, else those of before; `all of them` are in any."""
    if heard.read.has("every_one") or _NOT_JUST.search(folded):
        return ()
    was = (CommonStatus.ERROR,) if isinstance(before, FailedJobs) else before.statuses
    return statuses("list_jobs", heard.read) or ((CommonStatus.ERROR,) if heard.read.has("failures") else was)


def _scope(before: Listed, heard: Heard) -> tuple[JobName | None, str]:
    found = heard.found
    job = found.job or found.all_of_stream
    return job or before.job, found.workstation or ("" if job and not before.job else before.workstation)


def hours(before: Request, folded: str) -> int:
    """`and in the last 12?` after a window of hours; 0 for none."""
    said = _HOURS.search(folded)
    windowed = isinstance(before, Listed | AuditReport) and before.window
    return int(said[1]) if said and windowed else 0
