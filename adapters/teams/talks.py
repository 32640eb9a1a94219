"""Keeps the conversations the bot is in, as Teams last described them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.teams.incoming import Talk
from adapters.teams.tables import talks
from tws.clock import Clock

_MOST_KNOWN = 2_000


class Talks:
    def __init__(self, database: AsyncEngine, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._writes = database.execution_options(writes=True)
        self._known: OrderedDict[str, Talk] = OrderedDict()

    async def keep(self, talk: Talk) -> None:
        """Writes only what is new: the service URL of a conversation may change, the newest holds."""
        if self._known.get(talk.id) != talk:
            await self._write(talk)
            self._remember(talk)

    async def find(self, id: str) -> Talk | None:
        """Always from the database: another replica may have seen the bot leave."""
        async with self._database.connect() as connection:
            row = (await connection.execute(select(talks).where(talks.c.id == id))).mappings().first()
        return None if row is None else _talk(row)

    async def like(self, id: str, tenant: str) -> Talk | None:
        """For a channel that nobody mentioned the bot in yet: where the tenant's channels are served, as last seen."""
        last = select(talks).where(talks.c.tenant == tenant, talks.c.kind == "channel").order_by(talks.c.at.desc())
        async with self._database.connect() as connection:
            row = (await connection.execute(last.limit(1))).mappings().first()
        return None if row is None else replace(_talk(row), id=id)

    async def greet(self, talk: Talk) -> bool:
        """True once for a conversation that was joined, whoever of several asks.

        Always written: another replica may have dropped what this one still knows.
        """
        await self._write(talk)
        self._remember(talk)
        change = update(talks).where(talks.c.id == talk.id, talks.c.greeted.is_(False)).values(greeted=True)
        async with self._writes.begin() as connection:
            return (await connection.execute(change)).rowcount == 1

    async def drop(self, id: str) -> None:
        """The bot was removed: nothing more is to be posted there."""
        self._known.pop(id, None)
        async with self._writes.begin() as connection:
            await connection.execute(delete(talks).where(talks.c.id == id))

    async def _write(self, talk: Talk) -> None:
        try:
            await self._insert_or_change(talk)
        except IntegrityError:  # another replica was first
            await self._insert_or_change(talk)

    async def _insert_or_change(self, talk: Talk) -> None:
        values = {name: getattr(talk, name) for name in Talk.__slots__} | {"at": self._clock()}
        async with self._writes.begin() as connection:
            changed = await connection.execute(update(talks).where(talks.c.id == talk.id).values(values))
            if not changed.rowcount:
                await connection.execute(insert(talks).values(**values, greeted=False))

    def _remember(self, talk: Talk) -> None:
        self._known[talk.id] = talk
        self._known.move_to_end(talk.id)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)


def _talk(row: Any) -> Talk:
    return Talk(**{name: row[name] for name in Talk.__slots__})
