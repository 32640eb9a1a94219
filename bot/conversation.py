"""What was said and shown lately in a thread, so that "and its log?" and "the second one" have something to mean."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Executable, Row, Table, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from audit import holds_secret
from bot.shown import Shown
from bot.storage.database import insert_for
from bot.storage.tables import said, shown
from bot.turn import Turn

KEPT = timedelta(hours=12)
"""A shift; later "its" means nothing any more."""
LATEST = 5
LONGEST = 500


def _of(table: Table) -> ColumnElement[bool]:
    """A person's lately in a thread."""
    kept = table.c
    mine = (kept.thread == bindparam("thread")) & (kept.person == bindparam("person"))
    return mine & (kept.at > bindparam("since"))


_SAID = select(said.c.text, said.c.number).where(_of(said)).order_by(said.c.number.desc()).limit(LATEST)
_SHOWN = select(shown.c.number, shown.c.holds).where(_of(shown))
_SAY = insert(said)


@dataclass(frozen=True, slots=True)
class Before:
    """What came before in a thread, for one person."""

    texts: tuple[str, ...] = ()
    """The person's own, oldest first."""
    shown: Shown | None = None
    number: int = 0
    """Of the latest text that is kept."""


class Conversation:
    """The last few texts of each person in each thread, and what they were shown last, in the database.

    A turn writes once, at its end; until then its text is known to this process alone.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._reading, self._writing = engine, engine.execution_options(writes=True)
        self._under_way: dict[tuple[str, str], dict[str, str]] = {}
        """Texts of turns that have not ended, by thread and person, then by turn."""

    async def before(self, turn: Turn) -> Before:
        async with self._reading.connect() as connection:
            kept = await _before(connection, turn)
        waiting = tuple(self._under_way.get(_who(turn), {}).values())
        if not waiting:
            return kept
        since = replace(kept.shown, since=kept.shown.since + len(waiting)) if kept.shown else None
        return replace(kept, texts=(*kept.texts, *waiting)[-LATEST:], shown=since)

    async def hear(self, turn: Turn, text: str) -> Before:
        """What came before a text. Turns that begin while this one is under way have the text before them.

        One with a secret in it is not remembered.
        """
        before = await self.before(turn)
        if not holds_secret(text):
            self._under_way.setdefault(_who(turn), {})[turn.id] = text[:LONGEST]
        return before

    def let_go(self, turn: Turn) -> None:
        """The turn has ended, whether it was kept or not."""
        waiting = self._under_way.get(_who(turn), {})
        waiting.pop(turn.id, None)
        if not waiting:
            self._under_way.pop(_who(turn), None)

    async def keep(self, turn: Turn, seen: Shown | None, before: Before | None = None) -> None:
        """Remembers the text that was heard, and what its answer showed after what came `before`."""
        text = self._under_way.get(_who(turn), {}).get(turn.id, "")
        if not (text or seen):
            return
        async with self._writing.begin() as connection:
            before = before or (await _before(connection, turn) if seen else Before())
            number = await _say(connection, turn, text) if text else before.number
            if seen:
                await _put(connection, turn, number, seen.after(before.shown))

    async def forget(self, now: datetime) -> None:
        """Drops what is too old to be meant."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(said).where(said.c.at <= now - KEPT))
            await connection.execute(delete(shown).where(shown.c.at <= now - KEPT))


def _who(turn: Turn) -> tuple[str, str]:
    return thread_of(turn), turn.person.id


async def _before(connection: AsyncConnection, turn: Turn) -> Before:
    mine = {"thread": thread_of(turn), "person": turn.person.id, "since": turn.at - KEPT}
    rows = (await connection.execute(_SAID, mine)).all()
    kept = (await connection.execute(_SHOWN, mine)).first()
    since = sum(1 for _, number in rows if kept and number > kept.number)
    texts, latest = tuple(text for text, _ in reversed(rows)), rows[0].number if rows else 0
    seen = _shown(kept) if kept else None
    return Before(texts, replace(seen, since=since) if seen else None, latest)


async def _say(connection: AsyncConnection, turn: Turn, text: str) -> int:
    """The number that the text has got."""
    row = {"thread": thread_of(turn), "person": turn.person.id, "text": text, "at": turn.at}
    made = await connection.execute(_SAY, row)
    return (made.inserted_primary_key or (0,))[0]


async def _put(connection: AsyncConnection, turn: Turn, number: int, seen: Shown) -> None:
    holds = json.dumps(asdict(seen), ensure_ascii=False, separators=(",", ":"))
    row = {"thread": thread_of(turn), "person": turn.person.id, "number": number, "holds": holds, "at": turn.at}
    await connection.execute(_upsert(connection.dialect.name), row)


@cache
def _upsert(dialect: str) -> Executable:
    """The row of a person in a thread, made or replaced."""
    statement = insert_for(dialect, shown)
    values = {name: statement.excluded[name] for name in ("number", "holds", "at")}
    return statement.on_conflict_do_update(index_elements=["thread", "person"], set_=values)


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
