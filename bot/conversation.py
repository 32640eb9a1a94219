"""What was said lately in a thread, so that "and its log?" has a job to mean."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.tables import said
from bot.turn import Turn

KEPT = timedelta(hours=12)
"""A shift; later "its" means nothing any more."""
LATEST = 5
LONGEST = 500


class Conversation:
    """The last few texts of each person in each thread, in the database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def earlier(self, turn: Turn) -> tuple[str, ...]:
        """The person's earlier texts here, oldest first."""
        mine = (said.c.thread == thread_of(turn)) & (said.c.person == turn.person.id) & (said.c.at > turn.at - KEPT)
        query = select(said.c.text).where(mine).order_by(said.c.number.desc()).limit(LATEST)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).scalars().all()
        return tuple(reversed(rows))

    async def remember(self, turn: Turn, text: str) -> None:
        row = {"thread": thread_of(turn), "person": turn.person.id, "text": text[:LONGEST], "at": turn.at}
        async with self._engine.begin() as connection:
            await connection.execute(insert(said).values(row))

    async def forget(self, now: datetime) -> None:
        """Drops what is too old to be meant."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(said).where(said.c.at <= now - KEPT))


def thread_of(turn: Turn) -> str:
    place = turn.place
    return "/".join((place.platform, place.team, place.channel, place.thread))[:400]
