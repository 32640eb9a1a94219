"""Time as a value that is handed in, so that tests and the simulator can move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the current instant, aware, in UTC."""


def system_clock() -> datetime:
    return datetime.now(UTC)
