"""Orders in the database. A state changes only from the state that was read: two clicks at once count once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.approvals.order import ENDED, Order, State, columns, from_row, in_row, overtakes
from bot.storage.tables import orders
from bot.turn import Place


class Told(Protocol):
    async def __call__(self, connection: AsyncConnection, order: Order) -> None:
        """Puts an order's cards into the outbox, in the transaction given."""

    def reaches(self, place: Place) -> bool:
        """Whether anybody but the asker would see an order that was asked for in this place."""


class Overtaken(Exception):
    """Another order about the same is on its way."""


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
        """The order in its new state, or None where another click was first. `told` happens with it or not at all.

        Raises Overtaken instead of moving to `sending` while another order is about the same.
        """
        same = (orders.c.id == order.id) & (orders.c.state == order.state)
        async with self._writing.begin() as connection:
            if state is State.SENDING and await _is_overtaken(connection, order):
                raise Overtaken
            moved = await connection.execute(update(orders).where(same).values(state=state, **in_row(values)))
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
            await connection.execute(update(orders).where(orders.c.id == order.id).values(**in_row(values)))

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

    async def lost(self, since: datetime) -> list[Order]:
        """Those sent since then of which nobody knows what became of them, the latest first."""
        unknown = (orders.c.state == State.UNKNOWN) & (orders.c.sent_at >= since)
        async with self._reading.connect() as connection:
            rows = await connection.execute(select(orders).where(unknown).order_by(orders.c.sent_at.desc()))
            return [from_row(dict(row)) for row in rows.mappings()]

    async def past(self, states: Collection[State], now: datetime) -> list[Order]:
        """Those whose time is over."""
        return [o for o in await self.within(states) if o.expires <= now]


async def _read(connection: AsyncConnection, number: str) -> Order | None:
    row = (await connection.execute(select(orders).where(orders.c.id == number))).mappings().first()
    return from_row(dict(row)) if row else None


async def _is_overtaken(connection: AsyncConnection, order: Order) -> bool:
    """Looks after every other claim has ended: on PostgreSQL by these locks, on SQLite one transaction writes."""
    open_ones = orders.c.state.not_in(ENDED)
    await connection.execute(select(orders.c.id).where(open_ones).order_by(orders.c.id).with_for_update())
    recent = select(orders).where(or_(open_ones, orders.c.sent_at >= order.asked_at))
    rows = (await connection.execute(recent)).mappings()
    return any(overtakes(from_row(dict(row)), order) for row in rows)
