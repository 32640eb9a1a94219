"""Long lists by V1, page after page; `query_next` goes on behind the last object (contract, 1.5 and 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import structlog

from tws.client.count_v1 import count
from tws.client.dialect import MAX_OBJECTS, SCAN_PAGE
from tws.client.tables import Table
from tws.client.transport import Answer, Question, Transport
from tws.errors import NotInPlan, SchedulerForbidden, SchedulerRefused, UnreadableAnswer
from tws.scheduler import MAX_PAGE

W = TypeVar("W")
M = TypeVar("M")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Kind(Generic[W]):
    name: str
    """As paths below a plan have it."""
    filter_name: str
    table: Table[tuple[W, ...], W]
    counted: bool = False
    """The engine has a call that counts them."""


@dataclass(frozen=True)
class Wanted(Generic[W, M]):
    kind: Kind[W]
    filters: Mapping[str, object]
    read: Callable[[Sequence[W]], list[M]]
    headers: Mapping[str, str]

    @property
    def named(self) -> Mapping[str, object]:
        return {self.kind.filter_name: dict(self.filters)}


@dataclass
class Got(Generic[M]):
    items: list[M] = field(default_factory=list)
    count: int = 0
    pages: int = 0
    ended: bool = False
    """The engine has no more; it may also repeat a page, or have no next one."""


@dataclass(frozen=True)
class Pages:
    """Of one plan; `root` is its path."""

    transport: Transport
    root: str

    async def every(self, wanted: Wanted[W, M]) -> list[M]:
        """An engine that does not go on is asked for as many at once as it gives; a plan that has moved, once more."""
        got = await self._read(wanted, SCAN_PAGE)
        if not got.ended:
            got = await self._read(wanted, MAX_PAGE)
        elif await self._has_moved(wanted, got):
            got = await self._read(wanted, SCAN_PAGE)
        if not got.ended:
            _log.warning("engine_does_not_give_all", kind=wanted.kind.name, given=got.count)
        return got.items

    async def _has_moved(self, wanted: Wanted[W, M], got: Got[M]) -> bool:
        """Behind an object that a switch of plans has taken away there is nothing more: then too few were read."""
        if got.pages < 2 or not wanted.kind.counted:
            return False
        try:
            return await count(self.transport, self.root, wanted.filters) != got.count
        except (NotInPlan, SchedulerForbidden, SchedulerRefused, UnreadableAnswer):
            return False

    async def _read(self, wanted: Wanted[W, M], size: int) -> Got[M]:
        got, many = Got[M](), {**wanted.headers, "How-Many": str(size)}
        answer: Answer | None = await self._ask(f"{wanted.kind.name}/query", {"filters": wanted.named}, many)
        while answer is not None and not got.ended:
            page = await self.transport.table(wanted.kind.table, answer, wanted.read)
            got.items += page.items
            got.count, got.pages = got.count + page.count, got.pages + 1
            got.ended = page.count < size or got.count >= MAX_OBJECTS
            answer = None if got.ended else await self._next(wanted, many, answer)
        return got

    async def _next(self, wanted: Wanted[W, M], headers: Mapping[str, str], answer: Answer) -> Answer | None:
        last = answer.headers.get("Last-Object", "")
        if not last:
            return None
        try:
            path = f"{wanted.kind.name}/query_next"
            following = await self._ask(path, wanted.named, {**headers, "Last-Object": last})
        except (NotInPlan, SchedulerRefused):
            return None
        return following if following.body != answer.body else None

    async def _ask(self, path: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
        return await self.transport.read(Question(f"{self.root}/{path}", body=body, headers=headers))
