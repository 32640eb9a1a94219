"""The time of the one run that an order means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.language.times import Times
from bot.requests import Window

_DAY = timedelta(days=1)
_NIGHT = timedelta(hours=12)


def one_run(times: Times, now: datetime, *, to_come: bool) -> Window | None:
    """`from monday` is open for a question; an order means a run of that day, or of that night, and none after it.

    `to_come`: of an hour that may be yesterday's or tonight's the coming one is meant. `until tomorrow` is no run's,
    nor is the length of `hold it for 2 hours`.
    """
    window, is_length = times.window, times.since.startswith("P")
    if to_come and times.ahead:
        window = times.ahead
    if window is None or window.since == now or (to_come and is_length):
        return None
    if window.until is not None or is_length or window.since.date() >= now.date():
        return window
    length = _DAY if window.since.time() == time.min else _NIGHT
    return replace(window, until=window.since + length)
