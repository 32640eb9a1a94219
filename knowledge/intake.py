"""Files and folders onto the shelf: each file is read with care, a broken one is refused with a word of advice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from knowledge.chunks import packed
from knowledge.drafts import Book
from knowledge.errors import Unreadable
from knowledge.ingest import SUFFIXES, read
from knowledge.ingest.bounds import check_size, decoded
from knowledge.passages import Added, Piece, Refused
from knowledge.shelf import Shelf

log = structlog.get_logger()

LONGEST_ID = 300
MOST_FILES = 5_000
"""In one folder; more is taken for a folder that was not meant."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to take in: `name` below the folder that was given, `origin` its absolute path."""

    path: Path
    name: str
    origin: str


class Intake:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def take(self, paths: Iterable[Path]) -> AsyncIterator[Added | Refused]:
        for given in paths:
            files = await asyncio.to_thread(_files, given)
            if not files:
                yield Refused(str(given), f"holds no file of a kind that is read: {', '.join(sorted(SUFFIXES))}")
            for file in files[:MOST_FILES]:
                async for result in self._file(file):
                    yield result
            if len(files) > MOST_FILES:
                yield Refused(
                    str(given), f"holds more than {MOST_FILES:,} files; the rest was left out, add it by folder"
                )

    async def _file(self, file: Source) -> AsyncIterator[Added | Refused]:
        try:
            if file.path.suffix.lower() == ".jsonl":
                async for result in self._lines(file.path):
                    yield result
            else:
                yield await self._one(file)
        except Unreadable as fault:
            yield Refused(str(file.path), str(fault))
        except OSError as fault:
            yield Refused(
                str(file.path), f"cannot be opened ({fault.strerror}); check that it is there and may be read"
            )

    async def _one(self, file: Source) -> Added:
        title, pieces = await read(file.path)
        if not pieces:
            raise Unreadable("holds no text; if it is a scan, add a version with text")
        id_ = await self._id(file)
        count = await self._shelf.put([Book(id_, title, pieces, source=id_, origin=file.origin)])
        log.info("knowledge_added", passages=count, suffix=file.path.suffix.lower())
        return Added(str(file.path), 1, count)

    async def _id(self, file: Source) -> str:
        """The name of the file; two files of one name in different folders are two documents."""
        known = await self._shelf.document_from(file.origin)
        if known:
            return known
        name = file.name[-LONGEST_ID:]
        other = await self._shelf.origin_of(name)
        taken = bool(other) and await asyncio.to_thread(lambda: Path(str(other)).exists())
        return f"{Path(file.origin).parent.name}/{name}"[-LONGEST_ID:] if taken else name

    async def _lines(self, file: Path) -> AsyncIterator[Added | Refused]:
        text = await asyncio.to_thread(_text_of, file)
        books: dict[str, list[Book]] = {}
        for number, line in enumerate(text.split("\n"), start=1):
            try:
                if line.strip():
                    book = _book(line, file.name)
                    books.setdefault(book.id, []).append(book)
            except Unreadable as fault:
                yield Refused(f"{file}:{number}", str(fault))
        if books:
            yield Added(str(file), len(books), await self._shelf.put([_joined(same) for same in books.values()]))
        else:
            yield Refused(str(file), 'holds no line of {"id","title","text"}; write one object a line')


def _joined(same: Sequence[Book]) -> Book:
    """Lines of one id are one document, in their order: so `export` writes them."""
    title = next((book.title for book in same if book.title), "")
    return replace(same[0], title=title, pieces=tuple(piece for book in same for piece in book.pieces))


def _files(given: Path) -> list[Source]:
    """What can be read in a folder, hidden files left out; a file as it is, even when it is not there."""
    if not given.is_dir():
        return [Source(given, given.name, str(given.resolve()))]
    found = sorted(file for file in _below(given) if file.suffix.lower() in SUFFIXES)
    return [Source(file, file.relative_to(given).as_posix(), str(file.resolve())) for file in found]


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts):
            yield path


def _text_of(file: Path) -> str:
    check_size(file)
    return decoded(file.read_bytes())


def _book(line: str, source: str) -> Book:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("is not JSON; write one object a line") from fault
    values = [found.get(name) for name in ("id", "title", "text")] if isinstance(found, dict) else []
    id_, title, text = values or (None, None, None)
    if isinstance(id_, int):
        id_ = str(id_)
    if not isinstance(id_, str) or not isinstance(text, str) or not id_.strip() or not text.strip():
        raise Unreadable('needs "id" and "text" that are not empty')
    if len(id_) > LONGEST_ID:
        raise Unreadable(f'has an "id" longer than {LONGEST_ID} characters; shorten it')
    pieces = tuple(Piece(part) for part in packed(text.split("\n\n")))
    return Book(id_, title if isinstance(title, str) else "", pieces, source=source)
