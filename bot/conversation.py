"""What was said lately in a thread, so that "and its log?" has a job to mean."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from audit import holds_secret
from bot.storage.tables import said
from bot.turn import Turn

KEPT = timedelta(hours=12)
"""A shift; later "its" means nothing any more."""
LATEST = 5
LONGEST = 500


class Conversation:
    """The last few texts of each person in each thread, in the database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._writing = engine, engine.execution_options(writes=True)

    async def earlier(self, turn: Turn) -> tuple[str, ...]:
        """The person's earlier texts here, oldest first."""
        async with self._engine.connect() as connection:
            return await _earlier(connection, turn)

    async def hear(self, turn: Turn, text: str) -> tuple[str, ...]:
        """Remembers a text and gives the earlier ones, in one transaction. One with a secret in it is not kept."""
        if holds_secret(text):
            return await self.earlier(turn)
        row = {"thread": thread_of(turn), "person": turn.person.id, "text": text[:LONGEST], "at": turn.at}
        async with self._writing.begin() as connection:
            before = await _earlier(connection, turn)
            await connection.execute(insert(said).values(row))
        return before

    async def forget(self, now: datetime) -> None:
        """Drops what is too old to be meant."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(said).where(said.c.at <= now - KEPT))


async def _earlier(connection: AsyncConnection, turn: Turn) -> tuple[str, ...]:
    mine = (said.c.thread == thread_of(turn)) & (said.c.person == turn.person.id) & (said.c.at > turn.at - KEPT)
    query = select(said.c.text).where(mine).order_by(said.c.number.desc()).limit(LATEST)
    rows = (await connection.execute(query)).scalars().all()
    return tuple(reversed(rows))


def thread_of(turn: Turn) -> str:
    place = turn.place
    return "/".join((place.platform, place.team, place.channel, place.thread))[:400]
