"""Time as a value that is handed in, so that tests and the simulator can move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the current instant, aware, in UTC."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC; a naive one is refused, for nobody knows what it means."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return instant.astimezone(UTC)
