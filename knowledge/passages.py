"""What the knowledge base takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["document", "memory"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that answers a question. `locator` is a sheet and row, a page or a line."""

    document_id: str
    title: str
    source: str
    locator: str
    text: str
    score: float
    """Above 0, comparable within one search only."""
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class Added:
    path: str
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a line of it, that was not taken in; nothing of what was known before is lost."""

    path: str
    reason: str
    """A sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Stats:
    documents: int
    memories: int
    passages: int
    waiting: int
    """Passages whose vectors are still to be made; they are found by their words meanwhile."""
    state: str
    model: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk on its way in, at most `CHUNK` characters of text."""

    text: str
    heading: str = ""
    locator: str = ""
