"""Plans of earlier days. Nothing in them moves: what they say is kept for minutes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from typing import Protocol, TypeVar

from tws.client.dialect import CURRENT, Dialect
from tws.client.plan_reads import PlanReads
from tws.errors import NotInPlan

T = TypeVar("T")


class Keep(Protocol):
    """A read through what is kept: the kind of question, what it asks, and who answers it."""

    async def __call__(self, kind: str, *asked: Hashable, by: Callable[[], Awaitable[T]]) -> T: ...


class ArchivedPlan(PlanReads):
    """Implements `tws.scheduler.PastPlan`."""

    def __init__(self, plan_id: str, keep: Keep, dialect: Callable[[str], Awaitable[Dialect]]) -> None:
        if plan_id == CURRENT or not plan_id.isalnum():
            raise NotInPlan(f"{plan_id[:40]!r} is not the id of an archived plan")
        self._id, self._keep, self._of = plan_id, keep, dialect

    async def _kept(self, kind: str, *asked: Hashable, by: Callable[[], Awaitable[T]]) -> T:
        return await self._keep("archive", self._id, kind, *asked, by=by)

    async def _dialect(self) -> Dialect:
        return await self._of(self._id)
