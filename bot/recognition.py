"""The seam between words and requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.requests import Request
from bot.shown import Shown


@dataclass(frozen=True, slots=True)
class Situation:
    """What recognising may depend on: nothing else, so that it is a pure function."""

    now: datetime
    timezone: str = "UTC"
    locale: str = ""
    earlier: Sequence[str] = ()
    """The person's earlier texts in this thread, oldest first."""
    job_names: Sequence[str] = ()
    shown: Shown | None = None
    """What the bot showed the person in this thread; None where that is not known."""
    engines: Sequence[str] = ()
    """Names of the engines that may be asked, the main one first."""


@dataclass(frozen=True, slots=True)
class Recognition:
    intent: str
    """DESIGN section 6: job_status, failed_jobs, …"""
    request: Request
    language: str
    """en, pt or es: of the person's words."""
    confidence: float
    slots: Mapping[str, str | int] = field(default_factory=dict)
    more: tuple[Request, ...] = ()
    """What else the same message asks, in its order: questions only, never an order."""
    by: str = ""
    """What was decisive, for a person who mends the rules: `rule 83 failed_jobs …`, `order rerun`."""
    engine: str = ""
    """The engine that the words name; empty where they name none."""
    leans: bool = False
    """Whether it means something that was said or shown before."""


class Recognise(Protocol):
    def __call__(self, text: str, situation: Situation, *, command: bool = False) -> Recognition: ...
