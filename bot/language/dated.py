"""Questions about one job at another time than now: its run of then, never today's run in its place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.language.clock import Clock
from bot.language.coming import is_coming, window_of
from bot.language.heard import Heard
from bot.language.text import fold
from bot.language.times import Times
from bot.requests import ExplainFailure, FailedJobs, JobHistory, JobStatus, Request, ShowJobLog, Window

_RECENT = timedelta(hours=24)
"""How far back failures are looked for in the current plan."""
_ONE_RUN = timedelta(hours=25)
"""A window up to this long is taken for one run: a day, that of a change of the clock too."""
_ENDED = ("failed", "successful", "why", "log", "happen", "past")
_GOES_ON = ("running", "waiting", "held", "ready", "blocked", "late")
_AGO = re.compile(r"\b(?:ago|atras|ha|faz|hace|back)\b")
_DAYS = re.compile(r"P\d+[DWMY]")
_BEFORE_LAST = re.compile(
    r"\b(?:(?:previous|prior|preceding|penultimate|second to last) (?:run|execution)"
    r"|(?:run|execution) before (?:the )?last|(?:last|latest) (?:run|execution) but one"
    r"|(?:run|execucao|rodada|ejecucion|corrida) (?:anterior|passada|previa)"
    r"|penultim[ao] (?:run|execucao|rodada|ejecucion|corrida))\b"
)
_STATE = re.compile(
    r"\b(?:status|state|estado|situacao|how (?:is|was|did)|como (?:foi|esta|estava|fue|quedo|ficou|anda))\b"
)


def dated(request: Request, heard: Heard) -> Request:
    """The same question of the time that the text names."""
    heard = _on_that_day(heard)
    times = heard.found.times
    if not times or not times.window:
        return request
    if isinstance(request, JobHistory):
        return _history(request, heard)
    if not isinstance(request, JobStatus | ExplainFailure | ShowJobLog):
        return request
    if is_coming("", heard):
        return _ahead(request, heard)
    return _back(request, times.window, heard) if _is_past(times.window, heard) else request


def _on_that_day(heard: Heard) -> Heard:
    """Of one job, `10 days ago` is the day, and not all the days since."""
    times = heard.found.times
    day = _day_ago(times, heard) if times else None
    if times is None or day is None:
        return heard
    times = replace(times, window=day, since=day.since.isoformat())
    return replace(heard, found=replace(heard.found, times=times))


def _day_ago(times: Times, heard: Heard) -> Window | None:
    said = _AGO.search(fold(heard.text)[slice(*times.span)])
    if not said or not times.window or times.window.until or not _DAYS.fullmatch(times.since):
        return None
    clock = Clock(heard.now)
    first = times.window.since.date()
    return Window(clock.at(first), clock.at(first, 24))


def is_before_last(heard: Heard) -> bool:
    """`the previous run`: the one before the last."""
    return bool(_BEFORE_LAST.search(fold(heard.text)))


def _history(request: JobHistory, heard: Heard) -> Request:
    """Of what is to come there is no history: when it starts is meant."""
    if is_coming("job_history", heard):
        return _ahead(JobStatus(request.job), heard)
    return replace(request, window=window_of("job_history", heard))


def _ahead(request: JobStatus | ExplainFailure | ShowJobLog, heard: Heard) -> Request:
    """Of another day than today when it starts; today's run is that of the plan."""
    window = window_of("", heard)
    if not isinstance(request, JobStatus) or not window or window.since.date() == heard.now.date():
        return request
    return replace(request, window=window)


def _back(request: JobStatus | ExplainFailure | ShowJobLog, window: Window, heard: Heard) -> Request:
    if not isinstance(request, JobStatus):
        return replace(request, window=window)
    if heard.read.has("failed") and _is_recent(window, heard):
        return FailedJobs(window, request.job)
    return (
        replace(request, window=window) if _is_state_of_one_run(window, heard) else JobHistory(request.job, "", window)
    )


def _is_state_of_one_run(window: Window, heard: Heard) -> bool:
    length = (window.until or heard.now) - window.since
    return length <= _ONE_RUN and bool(_STATE.search(fold(heard.text)))


def _is_past(window: Window, heard: Heard) -> bool:
    """Whether the run of now does not answer: the window ended before now, or began before the current day."""
    if window.until is not None:
        return True
    tells = heard.read.has(*_ENDED) and not heard.read.has(*_GOES_ON)
    return tells and not _is_recent(window, heard)


def _is_recent(window: Window, heard: Heard) -> bool:
    return window.since >= heard.now - _RECENT
