"""How many bytes the answers had that went into one value, whoever asked for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    read: int = 0


_meter: ContextVar[Meter | None] = ContextVar("bytes_of_answers", default=None)


@contextmanager
def metered() -> Iterator[Meter]:
    """Counts in this task and in those that it starts."""
    meter = Meter()
    token = _meter.set(meter)
    try:
        yield meter
    finally:
        _meter.reset(token)


def count_bytes(number: int) -> None:
    meter = _meter.get()
    if meter is not None:
        meter.read += number
