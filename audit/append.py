"""Adds a group of events to the chain in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from audit.entry import GENESIS, Entry, canonical, digest
from audit.instant import stamp
from audit.tables import ledger, ledger_head
from audit.verify import Head, head_of

LOCK = 5_231_774_102
"""Of pg_advisory_xact_lock: any number, the same in every process."""


async def append(engine: AsyncEngine, events: Sequence[tuple[Entry, datetime]]) -> int:
    """The number of the first of them. Writers of other processes wait meanwhile."""
    async with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        head = await _head(connection)
        rows = _chained(head, events)
        await connection.execute(insert(ledger), rows)
        await connection.execute(delete(ledger_head))
        await connection.execute(insert(ledger_head), {"one": 1, "seq": rows[-1]["seq"], "hash": rows[-1]["hash"]})
    return head.seq + 1


async def _head(connection: AsyncConnection) -> Head:
    """Where somebody took the head row away, a number is left out, so that `verify` goes on telling it."""
    found = await head_of(connection)
    if found is not None:
        return found
    last = (await connection.execute(select(func.max(ledger.c.seq)))).scalar()
    return Head(0, GENESIS) if last is None else Head(last + 1, GENESIS)


def _chained(head: Head, events: Sequence[tuple[Entry, datetime]]) -> list[dict[str, str | int]]:
    rows: list[dict[str, str | int]] = []
    prev = head.hash
    for seq, (entry, at) in enumerate(events, head.seq + 1):
        body = canonical(dict(entry.body))
        cells = (seq, stamp(at), entry.kind, entry.who, entry.where, entry.subject, body, prev)
        names = ("seq", "at", "kind", "who", "place", "subject", "body", "prev")
        own = digest(cells)
        rows.append({**dict(zip(names, cells, strict=True)), "hash": own})
        prev = own
    return rows
