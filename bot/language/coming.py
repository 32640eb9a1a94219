"""Times that are still to come, which no window of the past may stand for."""

from __future__ import annotations

import re

from bot.language.heard import Heard
from bot.language.text import fold
from bot.requests import Ambiguous, ListJobs, Request, Window
from tws.models import CommonStatus

_STATES = (CommonStatus.WAITING, CommonStatus.READY, CommonStatus.HELD, CommonStatus.BLOCKED)
_WILL_RUN = re.compile(
    r"\b(?:runs?|starts?|begins?|roda[mr]?|executa[mr]?|corre[mn]?|inicia[mr]?|comeca[mr]?|entra[mr]?|vai|vao"
    r"|will|going to|due|van a|va a|salen?|arrancan?|empiezan?)\b"
)
_OF_THE_PAST = ("audit_report", "failed_jobs")
_TOLD = ("failed", "successful", "running", "cancelled", "held", "blocked", "late", "past", "happen", "slow", "history")


def coming(intent: str, heard: Heard) -> Request | None:
    """What is asked of a time to come: what is still to run, or else which time is meant; None for the past."""
    if not is_coming(intent, heard):
        return None
    times = heard.found.times
    if intent == "list_jobs" and times and (times.is_ahead or _runs(heard)):
        said = tuple(s for s in _STATES if heard.read.has(s.value.lower()))
        return ListJobs(heard.job, heard.found.workstation, said, window_of(intent, heard))
    return Ambiguous((), intent, "time")


def window_of(intent: str, heard: Heard) -> Window | None:
    """The window that is meant: of the two that the same words may mean, the one in the question's direction."""
    times = heard.found.times
    if times is None:
        return None
    return times.ahead if times.ahead and is_coming(intent, heard) else times.window


def since_until(heard: Heard, asked: Request) -> tuple[str, str]:
    """The slots of the window that is asked for: since a duration or an instant, until an instant or nothing."""
    times = heard.found.times
    if times is None:
        return "", ""
    window = times.ahead
    if window is None or getattr(asked, "window", None) != window:
        return times.since, times.until
    return window.since.isoformat(), window.until.isoformat() if window.until else ""


def is_coming(intent: str, heard: Heard) -> bool:
    """Whether the time that is named is still to come; a clock's hour alone is yesterday's where the past is told."""
    times = heard.found.times
    if times is None:
        return False
    if times.is_ahead or not times.may_be_ahead:
        return times.is_ahead
    if intent == "late_jobs":
        return times.window is None or times.window.until is not None
    if intent in _OF_THE_PAST or heard.read.has(*_TOLD):
        return False
    goes_on = times.tonight and times.window is not None and times.window.until is None
    return not goes_on or _runs(heard)


def _runs(heard: Heard) -> bool:
    return heard.read.has("schedule", "waiting", "ready") or bool(_WILL_RUN.search(fold(heard.text)))
