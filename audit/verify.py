"""Reads the chain and says whether it holds, and where it breaks first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from audit.entry import GENESIS, digest
from audit.tables import ledger, ledger_head


@dataclass(frozen=True, slots=True)
class Head:
    """A row's number and hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rows` is how many stand in an unbroken chain from the first; `broken_at` the number of the first fault."""

    ok: bool
    rows: int
    broken_at: int | None = None
    reason: str = ""


async def head_of(connection: AsyncConnection) -> Head | None:
    found = (await connection.execute(select(ledger_head.c.seq, ledger_head.c.hash))).first()
    return None if found is None else Head(found.seq, found.hash)


async def check(engine: AsyncEngine, anchor: Head | None, *, page: int) -> Verdict:
    """Writers may go on meanwhile: the heads before and after bound what must and what may be there."""
    async with engine.connect() as connection:
        before = await head_of(connection)
    reached, hashes = Head(0, GENESIS), {h.seq: h.hash for h in (before, anchor) if h is not None}
    while rows := await _page(engine, reached.seq, page):
        for row in rows:
            reason = _fault(reached, row) or _other(hashes.get(row.seq), row.hash)
            if reason:
                return Verdict(False, reached.seq, reached.seq + 1, reason)
            reached = Head(row.seq, row.hash)
    async with engine.connect() as connection:
        return _end(reached, await head_of(connection), [h for h in (before, anchor) if h is not None])


async def _page(engine: AsyncEngine, after: int, most: int) -> Sequence[Any]:
    async with engine.connect() as connection:
        found = select(ledger).where(ledger.c.seq > after).order_by(ledger.c.seq).limit(most)
        return (await connection.execute(found)).all()


def _fault(reached: Head, row: Any) -> str:
    if row.seq != reached.seq + 1:
        return f"row {reached.seq + 1} is missing; the next there is {row.seq}"
    if row.prev != reached.hash:
        return f"row {row.seq} does not follow the row before it: one of them was replaced"
    try:
        own = digest((row.seq, row.at, row.kind, row.who, row.place, row.subject, row.body, row.prev))
    except (TypeError, ValueError):
        own = ""
    return "" if own == row.hash else f"row {row.seq} was changed after it was written"


def _other(known: str | None, found: str) -> str:
    return "" if known in (None, found) else "the row is not the one that was noted before"


def _end(reached: Head, now: Head | None, known: Sequence[Head]) -> Verdict:
    last = max((h.seq for h in known), default=0)
    if reached.seq < last:
        return Verdict(False, reached.seq, reached.seq + 1, f"the end was cut off: rows up to {last} were written")
    if now is None and reached.seq:
        return Verdict(False, reached.seq, reached.seq, "the head row was removed: whether the end was cut is unknown")
    if now is not None and reached.seq > now.seq:
        return Verdict(False, now.seq, now.seq + 1, f"rows after {now.seq} were added past the writer")
    return Verdict(True, reached.seq)
