"""The truth: documents and their passages in SQL, with the words and names they are found by."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from knowledge.drafts import GROUP, Book, Draft, Entry, drafted, entry_of, grouped
from knowledge.passages import Passage
from knowledge.tables import documents, dropped, identifiers, passages, postings

ROWS = 400
"""Rows a statement: tens of thousands at once would keep the event loop, and then the garbage collector, busy."""


class Shelf:
    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._clock = clock

    async def put(self, books: Iterable[Book]) -> int:
        """Writes or replaces documents; gives their number of passages. Safe to cut off and to repeat."""
        total = 0
        for group in grouped({book.id: book for book in books}.values()):
            draft = await asyncio.to_thread(drafted, group)
            try:
                await self._put(draft)
            except IntegrityError:
                await self._put(draft)  # another process added the same in this moment: now it is there
            total += len(draft.places)
        return total

    async def _put(self, draft: Draft) -> None:
        """One transaction, or several for a large document: what it said before goes with the last of them."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(_places_of(draft.books))
            there = {row[0]: (row[1], row[2]) for row in rows}
        fresh = [id_ for id_ in draft.places if id_ not in there]
        parts = [fresh[at : at + GROUP] for at in range(0, len(fresh), GROUP)] or [[]]
        for number, part in enumerate(parts, start=1):
            entries = await asyncio.to_thread(_entries, draft, part)
            async with self._writing.begin() as connection:
                if number == 1:
                    await _note(connection, draft.books, self._clock())
                await _insert(connection, entries)
                if number == len(parts):
                    await _finish(connection, draft, there)

    async def remove(self, document_id: str) -> int:
        """Gives the number of passages that went."""
        async with self._writing.begin() as connection:
            mine = select(passages.c.id).where(passages.c.document == document_id)
            ids = (await connection.execute(mine)).scalars().all()
            await _drop(connection, ids)
            await connection.execute(delete(documents).where(documents.c.id == document_id))
        return len(ids)

    async def origin_of(self, document_id: str) -> str | None:
        return await self._one(select(documents.c.origin).where(documents.c.id == document_id))

    async def document_from(self, origin: str) -> str | None:
        return await self._one(select(documents.c.id).where(documents.c.origin == origin).limit(1))

    async def _one(self, query: object) -> str | None:
        async with self._engine.connect() as connection:
            found: str | None = (await connection.execute(query)).scalar_one_or_none()  # type: ignore[call-overload]
        return found

    async def counts(self) -> dict[str, int]:
        """Documents by kind, and passages."""
        by_kind = select(documents.c.kind, func.count()).group_by(documents.c.kind)
        async with self._engine.connect() as connection:
            found = {row[0]: row[1] for row in await connection.execute(by_kind)}
            total = (await connection.execute(select(func.count()).select_from(passages))).scalar_one()
        return {**found, "passages": total}

    async def all(self) -> list[Passage]:
        async with self._engine.connect() as connection:
            rows = await connection.execute(_SHOWN.order_by(passages.c.document, passages.c.position))
            return [
                Passage(r.document, r.title, r.source, r.locator, _text(r.heading, r.text), 0.0, r.kind) for r in rows
            ]


_SHOWN = select(
    passages.c.number,
    passages.c.id,
    passages.c.document,
    documents.c.title,
    documents.c.source,
    documents.c.kind,
    passages.c.heading,
    passages.c.locator,
    passages.c.text,
).join(documents, documents.c.id == passages.c.document)


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    id: str
    passage: Passage


async def fetch(connection: AsyncConnection, numbers: Set[int], ids: Sequence[str], kind: str) -> list[Row]:
    """By number or by id, of one kind where one is given; passages that are gone are left out."""
    query = _SHOWN.where(or_(passages.c.number.in_(numbers), passages.c.id.in_(ids)))
    rows = await connection.execute(query.where(documents.c.kind == kind) if kind else query)
    return [
        Row(r.number, r.id, Passage(r.document, r.title, r.source, r.locator, _text(r.heading, r.text), 0.0, r.kind))
        for r in rows
    ]


async def _numbers_of(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, int]:
    rows = await connection.execute(select(passages.c.id, passages.c.number).where(passages.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _text(heading: str, text: str) -> str:
    return f"{heading}\n{text}" if heading else text


def _entries(draft: Draft, ids: Sequence[str]) -> list[Entry]:
    return [entry_of(*draft.places[id_], id_) for id_ in ids]


def _places_of(books: Sequence[Book]) -> Select[Any]:
    known = select(passages.c.id, passages.c.position, passages.c.locator)
    return known.where(passages.c.document.in_([book.id for book in books]))


async def _note(connection: AsyncConnection, books: Sequence[Book], now: datetime) -> None:
    """The documents as being written."""
    known = select(documents.c.id).where(documents.c.id.in_([book.id for book in books]))
    there = set(await connection.scalars(known))
    rows = [
        {
            "the_id": book.id,
            "title": book.title[:300],
            "source": book.source[:1000],
            "origin": book.origin,
            "kind": book.kind,
            "hash": "",
            "changed_at": now,
        }
        for book in books
    ]
    fresh = [row for row in rows if row["the_id"] not in there]
    if fresh:
        await connection.execute(insert(documents), [{**row, "id": row["the_id"]} for row in fresh])
    old = [row for row in rows if row["the_id"] in there]
    if old:
        await connection.execute(_CHANGE_DOCUMENT, old)


_CHANGE_DOCUMENT = (
    update(documents)
    .where(documents.c.id == bindparam("the_id"))
    .values({name: bindparam(name) for name in ("title", "source", "origin", "kind", "hash", "changed_at")})
)
_MOVE = (
    update(passages)
    .where(passages.c.id == bindparam("the_id"))
    .values(position=bindparam("position"), locator=bindparam("locator"))
)
_MARK = update(documents).where(documents.c.id == bindparam("the_id")).values(hash=bindparam("hash"))


async def _finish(connection: AsyncConnection, draft: Draft, there: Mapping[str, tuple[int, str]]) -> None:
    """Passages that stay take their new places, those the documents no longer hold go."""
    moved = [
        {"the_id": id_, "position": at, "locator": book.pieces[at].locator[:200]}
        for id_, (book, at) in draft.places.items()
        if id_ in there and there[id_] != (at, book.pieces[at].locator[:200])
    ]
    for at in range(0, len(moved), GROUP):
        await connection.execute(_MOVE, moved[at : at + GROUP])
    now = (await connection.scalars(_places_of(draft.books))).all()
    await _drop(connection, [id_ for id_ in now if id_ not in draft.places])
    await connection.execute(_MARK, [{"the_id": id_, "hash": mark} for id_, mark in draft.marks.items()])


async def _insert(connection: AsyncConnection, entries: Sequence[Entry]) -> None:
    there = await _numbers_of(connection, [str(entry.row["id"]) for entry in entries])
    entries = [entry for entry in entries if entry.row["id"] not in there]
    if not entries:
        return
    ids = [str(entry.row["id"]) for entry in entries]
    await connection.execute(delete(dropped).where(dropped.c.id.in_(ids)))
    await connection.execute(insert(passages), [entry.row for entry in entries])
    numbers = await _numbers_of(connection, ids)
    await _insert_all(connection, postings, _words_of(entries, numbers))
    await _insert_all(connection, identifiers, _names_of(entries, numbers))


def _words_of(entries: Sequence[Entry], numbers: Mapping[str, int]) -> Iterator[dict[str, object]]:
    for entry in entries:
        place = {"passage": numbers[str(entry.row["id"])], "length": entry.row["length"]}
        yield from ({"stem": stem, "count": count, **place} for stem, count in entry.stems.items())


def _names_of(entries: Sequence[Entry], numbers: Mapping[str, int]) -> Iterator[dict[str, object]]:
    for entry in entries:
        yield from ({"token": name, "passage": numbers[str(entry.row["id"])]} for name in entry.names)


async def _insert_all(connection: AsyncConnection, table: Table, rows: Iterator[dict[str, object]]) -> None:
    while part := list(islice(rows, ROWS)):
        await connection.execute(insert(table), part)


async def _drop(connection: AsyncConnection, ids: Sequence[str]) -> None:
    for at in range(0, len(ids), GROUP):
        part = ids[at : at + GROUP]
        numbers = select(passages.c.number).where(passages.c.id.in_(part))
        for table in (postings, identifiers):
            await connection.execute(delete(table).where(table.c.passage.in_(numbers)))
        await connection.execute(delete(passages).where(passages.c.id.in_(part)))
        await connection.execute(delete(dropped).where(dropped.c.id.in_(part)))
        await connection.execute(insert(dropped), [{"id": id_} for id_ in part])
