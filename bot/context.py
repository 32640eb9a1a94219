"""What a skill is given: the services it may use and for whom it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reply import Note
from bot.turn import Person, Place
from bot.words import Words
from tws.clock import Clock
from tws.scheduler import Scheduler

if TYPE_CHECKING:
    from bot.registry import Registry


@dataclass(frozen=True, slots=True)
class Services:
    """Lives as long as the bot."""

    scheduler: Scheduler
    clock: Clock
    registry: Callable[[], Registry]


@dataclass(frozen=True, slots=True)
class Context:
    """Lives as long as a turn."""

    services: Services
    person: Person
    place: Place
    words: Words
    pressed: bool = False
    """True where a button asked: a refreshed answer replaces its message."""

    @property
    def scheduler(self) -> Scheduler:
        return self.services.scheduler

    def source(self) -> Note:
        """Where the facts of this answer are from and as of when."""
        stamp = self.words.stamp(self.services.clock())
        return Note(self.words("note.source", source=self.scheduler.source, stamp=stamp))
