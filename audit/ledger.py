"""The ledger: append-only, hash-chained, one durable commit for a group of events.

Each row's hash covers the row before it, and the head row names the last one, so a changed, removed, added or
cut-off row is found. Somebody who may write to the database could recompute all of it: note `head()` somewhere
else from time to time and hand it to `verify` as an anchor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from audit.append import append
from audit.entry import Entry, Row, as_row
from audit.errors import LedgerUnavailable
from audit.instant import stamp
from audit.tables import ledger
from audit.verify import Head, Verdict, check, head_of

GROUP = 50
WAITING = 10_000
PAGE = 500

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Waiting:
    entry: Entry
    at: datetime
    done: asyncio.Future[int] | None = None


@dataclass(slots=True)
class _Group:
    """What the writer has in hand; notes stay in it while the disk fails."""

    waiting: list[_Waiting] = field(default_factory=list)
    last: bool = False


class Ledger:
    """One writer task for each process; several processes may write to one database."""

    def __init__(
        self, engine: AsyncEngine, clock: Callable[[], datetime], *, waiting: int = WAITING, again: float = 1.0
    ) -> None:
        """`again`: seconds between tries for notes that could not be written."""
        self._engine, self._clock, self._again = engine, clock, again
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue(waiting)
        self._task: asyncio.Task[None] | None = None
        self._failing = False
        self.lost = 0

    @property
    def healthy(self) -> bool:
        """The writer runs and its last commit went well."""
        return self._task is not None and not self._task.done() and not self._failing

    async def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._write(), name="ledger")

    async def close(self) -> None:
        """Writes what waits, then stops."""
        task, self._task = self._task, None
        if task is not None:
            await self._queue.put(None)
            await task

    async def record(self, entry: Entry) -> int:
        """The row's number, after the commit. Raises LedgerUnavailable: then it is not in the ledger."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        if not self._put(_Waiting(entry, entry.at or self._clock(), done)):
            raise LedgerUnavailable("The audit ledger takes no events now; nothing was recorded.")
        return await done

    def note(self, entry: Entry) -> None:
        """For what may not wait: written soon; where that fails it is counted in `lost` and logged."""
        if not self._put(_Waiting(entry, entry.at or self._clock())):
            self._lose(1, "queue full or closed")

    async def verify(self, anchor: Head | None = None) -> Verdict:
        """Reads the whole chain in pages. `anchor`: a head noted elsewhere, which must still be in it."""
        return await check(self._engine, anchor, page=PAGE)

    async def head(self) -> Head | None:
        async with self._engine.connect() as connection:
            return await head_of(connection)

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
    ) -> tuple[Row, ...]:
        """Newest first; `since` is included, `until` is not; `before` is the last number of the page before."""
        found = select(ledger).order_by(ledger.c.seq.desc()).limit(max(1, min(limit, PAGE)))
        for column, value in ((ledger.c.kind, kind), (ledger.c.who, who), (ledger.c.subject, subject)):
            found = found.where(column == value) if value else found
        found = found.where(ledger.c.at >= stamp(since)) if since else found
        found = found.where(ledger.c.at < stamp(until)) if until else found
        found = found.where(ledger.c.seq < before) if before is not None else found
        async with self._engine.connect() as connection:
            return tuple(as_row(*row) for row in await connection.execute(found))

    def _put(self, waiting: _Waiting) -> bool:
        if self._task is None or self._task.done():
            return False
        try:
            self._queue.put_nowait(waiting)
        except asyncio.QueueFull:
            self._failing = True
            return False
        return True

    def _lose(self, many: int, why: str) -> None:
        self.lost += many
        log.error("ledger_events_lost", many=many, lost=self.lost, why=why)

    async def _write(self) -> None:
        group = _Group()
        while not group.last:
            await self._collect(group)
            if group.waiting:
                await self._commit(group)
        if group.waiting:
            self._lose(len(group.waiting), "closed while the database fails")

    async def _collect(self, group: _Group) -> None:
        """Waits for the first event; those that came during the last commit make the group."""
        try:
            self._add(group, await asyncio.wait_for(self._queue.get(), self._again if group.waiting else None))
        except TimeoutError:
            return
        while len(group.waiting) < GROUP and not group.last and not self._queue.empty():
            self._add(group, self._queue.get_nowait())

    def _add(self, group: _Group, waiting: _Waiting | None) -> None:
        if waiting is None:
            group.last = True
        else:
            group.waiting.append(waiting)

    async def _commit(self, group: _Group) -> None:
        try:
            first = await append(self._engine, [(w.entry, w.at) for w in group.waiting])
        except (SQLAlchemyError, OSError) as fault:
            self._fail(group, fault)
            return
        self._failing = False
        for seq, waiting in enumerate(group.waiting, first):
            if waiting.done is not None and not waiting.done.done():
                waiting.done.set_result(seq)
        group.waiting = []

    def _fail(self, group: _Group, fault: Exception) -> None:
        """Who waits for the commit is told; notes are kept for the next try, as many as fit."""
        self._failing = True
        log.error("ledger_write_failed", fault=type(fault).__name__, waiting=len(group.waiting))
        for waiting in group.waiting:
            if waiting.done is not None and not waiting.done.done():
                waiting.done.set_exception(
                    LedgerUnavailable("The audit ledger cannot be written; nothing was recorded.")
                )
        notes = [w for w in group.waiting if w.done is None]
        group.waiting = _kept(notes)
        if len(notes) > len(group.waiting):
            self._lose(len(notes) - len(group.waiting), "the database fails")


def _kept(notes: Sequence[_Waiting]) -> list[_Waiting]:
    return list(notes[:WAITING])
