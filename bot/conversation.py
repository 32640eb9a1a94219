"""What was said and shown lately in a thread, so that "and its log?" and "the second one" have something to mean."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from audit import holds_secret
from bot.shown import Shown
from bot.storage.database import insert_into
from bot.storage.tables import said, shown
from bot.turn import Turn

KEPT = timedelta(hours=12)
"""A shift; later "its" means nothing any more."""
LATEST = 5
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Before:
    """What came before in a thread, for one person."""

    texts: tuple[str, ...] = ()
    """The person's own, oldest first."""
    shown: Shown | None = None
    number: int = 0
    """Of the latest text, the one that was just heard where one was."""


class Conversation:
    """The last few texts of each person in each thread, and what they were shown last, in the database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._writing = engine, engine.execution_options(writes=True)

    async def before(self, turn: Turn) -> Before:
        async with self._engine.connect() as connection:
            return await _before(connection, turn)

    async def hear(self, turn: Turn, text: str) -> Before:
        """Remembers a text and gives what came before, in one transaction. One with a secret in it is not kept."""
        if holds_secret(text):
            return await self.before(turn)
        row = {"thread": thread_of(turn), "person": turn.person.id, "text": text[:LONGEST], "at": turn.at}
        async with self._writing.begin() as connection:
            before = await _before(connection, turn)
            made = await connection.execute(insert(said).values(row))
        return replace(before, number=(made.inserted_primary_key or (0,))[0])

    async def keep(self, turn: Turn, seen: Shown, before: Before | None = None) -> None:
        """Remembers what the answer to this turn showed, after what came `before` where that is known."""
        async with self._writing.begin() as connection:
            before = before or await _before(connection, turn)
            await _put(connection, turn, before.number, seen.after(before.shown))

    async def forget(self, now: datetime) -> None:
        """Drops what is too old to be meant."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(said).where(said.c.at <= now - KEPT))
            await connection.execute(delete(shown).where(shown.c.at <= now - KEPT))


async def _before(connection: AsyncConnection, turn: Turn) -> Before:
    mine = (said.c.thread == thread_of(turn)) & (said.c.person == turn.person.id) & (said.c.at > turn.at - KEPT)
    query = select(said.c.text, said.c.number).where(mine).order_by(said.c.number.desc()).limit(LATEST)
    rows = (await connection.execute(query)).all()
    kept = await _row(connection, turn)
    since = sum(1 for _, number in rows if kept and number > kept.number)
    texts, latest = tuple(text for text, _ in reversed(rows)), rows[0].number if rows else 0
    seen = _shown(kept) if kept else None
    return Before(texts, replace(seen, since=since) if seen else None, latest)


async def _row(connection: AsyncConnection, turn: Turn) -> Row[int, str] | None:
    query = select(shown.c.number, shown.c.holds).where(_mine(turn), shown.c.at > turn.at - KEPT)
    return (await connection.execute(query)).first()


def _mine(turn: Turn) -> ColumnElement[bool]:
    return (shown.c.thread == thread_of(turn)) & (shown.c.person == turn.person.id)


async def _put(connection: AsyncConnection, turn: Turn, number: int, seen: Shown) -> None:
    holds = json.dumps(asdict(seen), ensure_ascii=False, separators=(",", ":"))
    values = {"number": number, "holds": holds, "at": turn.at}
    row = {"thread": thread_of(turn), "person": turn.person.id, **values}
    statement = insert_into(connection, shown).values(row)
    await connection.execute(statement.on_conflict_do_update(index_elements=["thread", "person"], set_=values))


@cache
def _adapter() -> TypeAdapter[Shown]:
    return TypeAdapter(Shown)


def _shown(row: Row[int, str]) -> Shown | None:
    """None for what another version of the bot kept in a form of its own."""
    try:
        return _adapter().validate_json(row.holds)
    except ValidationError:
        return None


def thread_of(turn: Turn) -> str:
    place = turn.place
    return "/".join((place.platform, place.team, place.channel, place.thread))[:400]
