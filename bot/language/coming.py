"""Times that are still to come, which no window of the past may stand for."""

from __future__ import annotations

import re

from bot.language.heard import Heard
from bot.language.text import fold
from bot.language.times import STILL
from bot.requests import Ambiguous, ListJobs, Request
from tws.models import CommonStatus

_TO_RUN = (CommonStatus.WAITING, CommonStatus.READY)
_WILL_RUN = re.compile(
    r"\b(?:runs?|starts?|begins?|roda[mr]?|executa[mr]?|corre[mn]?|inicia[mr]?|comeca[mr]?|entra[mr]?|vai|vao"
    r"|will|going to|due|van a)\b"
)
_OF_THE_PAST = ("audit_report", "failed_jobs")
_TOLD = ("failed", "successful", "running", "cancelled", "held", "blocked", "late", "past", "happen", "slow", "history")


def coming(intent: str, heard: Heard) -> Request | None:
    """What is asked of a time to come: what is still to run, or else which time is meant; None for the past."""
    if not is_coming(intent, heard):
        return None
    if intent == "list_jobs" and _runs(heard):
        said = tuple(s for s in _TO_RUN if heard.read.has(s.value.lower()))
        return ListJobs(heard.job, heard.found.workstation, said or _TO_RUN)
    return Ambiguous((), intent, "time")


def is_coming(intent: str, heard: Heard) -> bool:
    """Whether the time that is named is still to come; a clock's hour alone is yesterday's where the past is told."""
    times = heard.found.times
    if times is None:
        return False
    if times.is_ahead or not times.may_be_ahead:
        return times.is_ahead
    if intent in _OF_THE_PAST or heard.read.has(*_TOLD):
        return False
    goes_on = times.window.until is None and STILL.search(fold(heard.text))
    return not goes_on or _runs(heard)


def _runs(heard: Heard) -> bool:
    return heard.read.has("schedule", "waiting", "ready") or bool(_WILL_RUN.search(fold(heard.text)))
