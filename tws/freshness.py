"""How old the facts are that went into an answer, told around the calls instead of through each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Seen:
    """What the reads of one piece of work have shown."""

    oldest: datetime | None = None
    """When the oldest fact was read; None where nothing was."""
    stale: bool = False
    """The scheduler did not answer, and facts older than usual were given: say so, with `oldest`."""

    def note(self, as_of: datetime, *, stale: bool) -> None:
        self.oldest = as_of if self.oldest is None else min(self.oldest, as_of)
        self.stale = self.stale or stale


_seen: ContextVar[Seen | None] = ContextVar("facts_seen", default=None)
_anew: ContextVar[bool] = ContextVar("facts_anew", default=False)


@contextmanager
def watched() -> Iterator[Seen]:
    """Inside, and in tasks begun inside, a scheduler that does not answer may be replaced by what it said lately.

    Whoever opens this must show the age. Outside of it nobody is ever given stale facts.
    """
    seen, outer = Seen(), _seen.get()
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)
        if outer is not None and seen.oldest is not None:
            outer.note(seen.oldest, stale=seen.stale)


@contextmanager
def anew() -> Iterator[None]:
    """Inside, every read goes to the scheduler: for the check just before an action."""
    token = _anew.set(True)
    try:
        yield
    finally:
        _anew.reset(token)


def watcher() -> Seen | None:
    return _seen.get()


def wants_anew() -> bool:
    return _anew.get()
