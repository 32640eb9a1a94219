"""The house's own services behind the web's narrow faces."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.web.services import ReportFormat
from audit.memory import UNDECIDED, Memory, State, Step
from bot.access import Access, Role
from bot.turn import Person, Place

if TYPE_CHECKING:
    from audit.ledger import Ledger
    from audit.memories import Memories
    from bot.review import Review

_HERE = Place("web", "", direct=True)


class AccessRights:
    def __init__(self, access: Access) -> None:
        self._access = access

    def has(self, person: Person, role: Role) -> bool:
        return self._access.member(person, _HERE).has(role)


class HouseReviews:
    """Reads from the memories; decides as the chats do, so that ledger, index and cards follow."""

    def __init__(self, review: Review, memories: Memories, access: Access) -> None:
        self._review, self._memories, self._access = review, memories, access

    async def queue(self, states: Collection[State] = UNDECIDED, limit: int = 50) -> tuple[Memory, ...]:
        return await self._memories.queue(states, limit)

    async def changed(self, since: datetime, until: datetime) -> tuple[tuple[Memory, Step], ...]:
        return await self._memories.changed(since, until)

    async def decide(
        self, memory: str, *, version: int, approve: bool, person: Person, reason: str = "", text: str = ""
    ) -> Memory:
        member = self._access.member(person, _HERE)
        decided: Memory = await self._review.decide(
            memory, version=version, approve=approve, member=member, reason=reason, text=text
        )
        return decided


class LedgerReports:
    def __init__(self, ledger: Ledger, memories: Memories) -> None:
        self._ledger, self._memories = ledger, memories

    async def write(self, since: datetime, until: datetime, format: ReportFormat) -> str:
        from audit.report import report
        from audit.report_text import as_csv, as_json, as_markdown

        made = await report(self._ledger, self._memories, since, until)
        return {"md": as_markdown, "csv": as_csv, "json": as_json}[format](made)
