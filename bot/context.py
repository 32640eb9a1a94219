"""What a skill is given: the services it may use and for whom it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reply import Note
from bot.turn import Person, Place
from bot.words import Words
from tws import freshness
from tws.clock import Clock
from tws.scheduler import Scheduler

if TYPE_CHECKING:
    from audit import Ledger, Memories
    from bot.access import Access, Member
    from bot.agents.face import Agents
    from bot.approvals.approvals import Approvals
    from bot.engines import Engines
    from bot.health import Health
    from bot.registry import Registry
    from bot.review import Review
    from bot.vitals import Vitals
    from bot.watch.incidents import Incidents
    from bot.watch.summaries import Summaries
    from bot.watch.watches import Watches
    from knowledge import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Services:
    """Lives as long as the bot."""

    engines: Engines
    clock: Clock
    registry: Callable[[], Registry]
    access: Access
    ledger: Ledger
    memories: Memories
    review: Review
    knowledge: KnowledgeBase
    approvals: Approvals
    incidents: Incidents
    watches: Watches
    summaries: Summaries
    agents: Agents
    health: Health
    vitals: Vitals

    @property
    def scheduler(self) -> Scheduler:
        """Of the main engine: the one that is observed and summed up."""
        return self.engines.main


@dataclass(frozen=True, slots=True)
class Context:
    """Lives as long as a turn."""

    services: Services
    person: Person
    place: Place
    words: Words
    here: bool = False
    """True where the answer takes the place of the message whose button was pressed."""
    engine: str = ""
    """The engine that the turn is about; empty for the main one."""

    @property
    def scheduler(self) -> Scheduler:
        return self.services.engines.of(self.engine)

    @property
    def told_engine(self) -> str:
        """The engine's name where people have to be told it: where there are several."""
        return self.services.engines.told(self.engine)

    @property
    def member(self) -> Member:
        return self.services.access.member(self.person, self.place)

    def source(self) -> Note:
        """Where the facts of this answer are from and as of when; says so where the scheduler did not answer now."""
        seen = freshness.watcher()
        as_of = seen.oldest if seen and seen.oldest else self.services.clock()
        key = "note.stale" if seen and seen.stale else "note.source"
        source, engine = self.scheduler.source, self.told_engine
        told = f"{engine} ({source})" if engine else source
        return Note(self.words(key, source=told, stamp=self.words.stamp(as_of)))
