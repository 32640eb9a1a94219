"""Questions about one job at another time than now: its past runs, never today's run in their place."""

from __future__ import annotations

from datetime import timedelta

from bot.language.coming import is_coming
from bot.language.heard import Heard
from bot.requests import ExplainFailure, FailedJobs, JobHistory, JobStatus, Request, ShowJobLog, Window

_RECENT = timedelta(hours=24)
"""How far back failures are looked for in the current plan; before that only the history tells."""
_ENDED = ("failed", "successful", "why", "log", "happen", "past")
_GOES_ON = ("running", "waiting", "held", "ready", "blocked", "late")


def dated(request: Request, heard: Heard) -> Request:
    """The same question of the time that the text names."""
    times = heard.found.times
    if not times or is_coming("", heard) or not isinstance(request, JobStatus | ExplainFailure | ShowJobLog):
        return request
    if not _is_past(times.window, heard):
        return request
    fails = heard.read.has("failed") or (isinstance(request, ExplainFailure) and heard.read.has("why"))
    if fails and not isinstance(request, ShowJobLog) and _is_recent(times.window, heard):
        return FailedJobs(times.window, request.job)
    return JobHistory(request.job)


def _is_past(window: Window, heard: Heard) -> bool:
    """Whether the run of now does not answer: the window ended before now, or began before the current day."""
    if window.until is not None:
        return True
    tells = heard.read.has(*_ENDED) and not heard.read.has(*_GOES_ON)
    return tells and not _is_recent(window, heard)


def _is_recent(window: Window, heard: Heard) -> bool:
    return window.since >= heard.now - _RECENT
