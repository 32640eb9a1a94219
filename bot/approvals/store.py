"""Orders in the database. A state changes only from the state that was read: two clicks at once count once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.approvals.order import Order, State, columns, from_row
from bot.storage.tables import orders
from bot.turn import Place


class Told(Protocol):
    async def __call__(self, connection: AsyncConnection, order: Order) -> None:
        """Puts an order's cards into the outbox, in the transaction given."""

    def reaches(self, place: Place) -> bool:
        """Whether anybody but the asker would see an order that was asked for in this place."""


class OrderStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._reading, self._writing = engine, engine.execution_options(writes=True)

    async def add(self, order: Order) -> None:
        async with self._writing.begin() as connection:
            await connection.execute(insert(orders).values(columns(order)))

    async def get(self, number: str) -> Order | None:
        async with self._reading.connect() as connection:
            return await _read(connection, number)

    async def move(self, order: Order, state: State, told: Told | None = None, **values: object) -> Order | None:
        """The order in its new state, or None where another was first. `told` happens with it or not at all."""
        same = (orders.c.id == order.id) & (orders.c.state == order.state)
        async with self._writing.begin() as connection:
            moved = await connection.execute(update(orders).where(same).values(state=state, **values))
            now = await _read(connection, order.id) if moved.rowcount == 1 else None
            if now is not None and told is not None:
                await told(connection, now)
        return now

    async def tell(self, order: Order, told: Told) -> None:
        async with self._writing.begin() as connection:
            await told(connection, order)

    async def note(self, order: Order, **values: object) -> None:
        """Facts that change no state."""
        async with self._writing.begin() as connection:
            await connection.execute(update(orders).where(orders.c.id == order.id).values(**values))

    async def within(self, states: Collection[State], *, asked_by: str = "", limit: int = 1000) -> list[Order]:
        """Oldest first."""
        query = select(orders).where(orders.c.state.in_(states)).order_by(orders.c.asked_at).limit(limit)
        if asked_by:
            query = query.where(orders.c.asked_by == asked_by)
        async with self._reading.connect() as connection:
            return [from_row(dict(row)) for row in (await connection.execute(query)).mappings()]

    async def newest(self, asked_by: str, since: datetime) -> list[Order]:
        """One person's orders in any state since then, oldest first."""
        mine = (orders.c.asked_by == asked_by) & (orders.c.asked_at >= since)
        async with self._reading.connect() as connection:
            rows = (await connection.execute(select(orders).where(mine).order_by(orders.c.asked_at))).mappings()
            return [from_row(dict(row)) for row in rows]

    async def sent_since(self, since: datetime) -> list[Order]:
        """Orders in any state that left for the scheduler since then."""
        query = select(orders).where(orders.c.sent_at >= since)
        async with self._reading.connect() as connection:
            return [from_row(dict(row)) for row in (await connection.execute(query)).mappings()]

    async def past(self, states: Collection[State], now: datetime) -> list[Order]:
        """Those whose time is over."""
        return [o for o in await self.within(states) if o.expires <= now]


async def _read(connection: AsyncConnection, number: str) -> Order | None:
    row = (await connection.execute(select(orders).where(orders.c.id == number))).mappings().first()
    return from_row(dict(row)) if row else None
