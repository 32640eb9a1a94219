"""Rows that nobody needs any more: what is over and old. The ledger, memories and documents are kept for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Column, ColumnElement, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.approvals.order import ENDED
from bot.storage.tables import cards, incidents, marks, orders, watches
from bot.watch.incidents import OBSERVER, Stage

log = structlog.get_logger()

AT_ONCE = 1_000
"""Rows of one transaction: nobody else waits long for the writer."""


async def forget(engine: AsyncEngine, now: datetime, kept: timedelta) -> int:
    """How many rows were dropped. A failure that is forgotten is not taken for a new one: the observer's look back
    ends where the memory of it does."""
    before, writing = now - kept, engine.execution_options(writes=True)
    async with writing.begin() as connection:
        late = (marks.c.name == OBSERVER) & (marks.c.at < before)
        await connection.execute(update(marks).where(late).values(at=before))
    gone = sum([await _drop(writing, table, over) for table, over in _over(before).items()])
    if gone:
        log.info("forgotten", rows=gone)
    return gone


def _over(before: datetime) -> Mapping[Table, ColumnElement[bool]]:
    """A card that still has to be shown, and what is open, stay however old they are."""
    return {
        cards: (cards.c.due < before) & ((cards.c.shown >= cards.c.version) | (cards.c.failed != "")),
        orders: (orders.c.asked_at < before) & orders.c.state.in_(sorted(ENDED)),
        incidents: (incidents.c.began < before) & (incidents.c.state != Stage.OPEN),
        watches: watches.c.ended < before,
    }


async def _drop(writing: AsyncEngine, table: Table, over: ColumnElement[bool]) -> int:
    """Whatever is over, some rows at a time."""
    key: Column[str] = next(iter(table.primary_key.columns))
    some = select(key).where(over).limit(AT_ONCE)
    gone = 0
    while True:
        async with writing.begin() as connection:
            dropped = (await connection.execute(delete(table).where(key.in_(some)))).rowcount
        gone += dropped
        if dropped < AT_ONCE:
            return gone
