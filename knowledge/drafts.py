"""Documents on their way to the shelf: passages with their ids, words and names, worked out in a thread."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.glossary import pivot
from knowledge.passages import Piece
from knowledge.words import identifiers, stems, storable

GROUP = 100
"""Passages a transaction: a large spreadsheet does not keep other writers waiting."""


@dataclass(frozen=True, slots=True)
class Book:
    """A document on its way to the shelf."""

    id: str
    title: str
    pieces: tuple[Piece, ...]
    kind: str = "document"
    source: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage made ready in a thread: what goes into which table."""

    row: dict[str, object]
    stems: Counter[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """Documents that are written together: where each passage id stands, and the mark of each document."""

    books: tuple[Book, ...]
    places: Mapping[str, tuple[Book, int]]
    marks: Mapping[str, str]


def grouped(books: Iterable[Book]) -> Iterator[list[Book]]:
    """Small documents together, a large one alone."""
    group: list[Book] = []
    size = 0
    for book in books:
        if group and size + len(book.pieces) > GROUP:
            yield group
            group, size = [], 0
        group.append(book)
        size += len(book.pieces)
    if group:
        yield group


def drafted(books: Sequence[Book]) -> Draft:
    places: dict[str, tuple[Book, int]] = {}
    marks = {}
    books = [_storable(book) for book in books]
    for book in books:
        ids = _passage_ids(book)
        places |= {id_: (book, at) for at, id_ in enumerate(ids)}
        marks[book.id] = hashlib.sha256("".join(ids).encode()).hexdigest()
    return Draft(tuple(books), places, marks)


def _storable(book: Book) -> Book:
    pieces = [Piece(storable(p.text), storable(p.heading), storable(p.locator)) for p in book.pieces]
    names = [storable(name) for name in (book.id, book.title, book.source, book.origin)]
    return Book(names[0], names[1], tuple(pieces), book.kind, names[2], names[3])


def _passage_ids(book: Book) -> list[str]:
    """From the document, its kind and what is read, so that a row that only moved keeps its vector."""
    seen: Counter[str] = Counter()
    ids = []
    for piece in book.pieces:
        said = "\0".join((book.id, book.kind, book.title, piece.heading, piece.text))
        seen[said] += 1
        ids.append(hashlib.sha256(f"{said}\0{seen[said]}".encode(errors="replace")).hexdigest()[:40])
    return ids


def entry_of(book: Book, position: int, id_: str) -> Entry:
    piece = book.pieces[position]
    whole = f"{book.title}\n{piece.heading}\n{piece.text}"
    words = Counter(stems(whole))
    english = pivot(whole)
    if english != whole:
        words.update(stem for stem in stems(english) if stem not in words)
    row = {"id": id_, "document": book.id, "position": position, "heading": piece.heading[:600]}
    row |= {"locator": piece.locator[:200], "text": piece.text, "length": max(1, words.total())}
    return Entry(row, words, frozenset(identifiers(whole)))
