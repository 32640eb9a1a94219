"""What the web needs of the house, as narrow faces; without one of them its routes say that it is not available."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from audit.entry import Row
from audit.memory import Memory, State, Step
from bot.access import Role
from bot.agents.face import AgentState
from bot.health import Finding
from bot.turn import Person
from tws.scheduler import Scheduler

ReportFormat = Literal["md", "csv", "json"]


class Rights(Protocol):
    def has(self, person: Person, role: Role) -> bool: ...


class ReadersOnly:
    """The default: whoever is known may read, nobody may more."""

    def has(self, person: Person, role: Role) -> bool:
        return role is Role.READER


class Health(Protocol):
    """`bot.health.Health` is one."""

    async def checks(self) -> Mapping[str, Finding]: ...

    async def check(self, name: str) -> Finding:
        """Raises KeyError for a part that is not there."""


class Events(Protocol):
    """`audit.ledger.Ledger` is one."""

    async def events(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        kind: str = "",
        who: str = "",
        subject: str = "",
        limit: int = 100,
        before: int | None = None,
    ) -> tuple[Row, ...]: ...


class Reports(Protocol):
    async def write(self, since: datetime, until: datetime, format: ReportFormat) -> str:
        """The compliance report of that time, whole."""


class Reviews(Protocol):
    """What waits for a reviewer. A decision also reaches the ledger, the index and the cards elsewhere."""

    async def queue(self, states: Collection[State] = ..., limit: int = ...) -> tuple[Memory, ...]: ...

    async def changed(self, since: datetime, until: datetime) -> tuple[tuple[Memory, Step], ...]: ...

    async def decide(
        self, memory: str, *, version: int, approve: bool, person: Person, reason: str = "", text: str = ""
    ) -> Memory:
        """Raises audit.errors.AuditError: NoSuchMemory, NeedsReason, TooLong, AlreadyDecided."""


class Agents(Protocol):
    """`bot.agents.face.Agents` is one."""

    def status(self, language: str = "en") -> Sequence[AgentState]: ...


class Vitals(Protocol):
    """`bot.vitals.Vitals` is one."""

    def exposition(self) -> bytes:
        """Figures of the bot in Prometheus' text format; names other than `resync_http_…`."""


@dataclass(frozen=True, slots=True)
class Services:
    scheduler: Scheduler | None = None
    health: Health | None = None
    events: Events | None = None
    reports: Reports | None = None
    reviews: Reviews | None = None
    agents: Agents | None = None
    vitals: Vitals | None = None
