"""Lists of thousands of objects, read in pieces: one call of the JSON kit lets no other thread run until it is over.

A piece ends where one object is followed by another, and is taken only if it is JSON by itself: then what was before
it in the document is complete as well, wherever that place was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

W = TypeVar("W")
D = TypeVar("D")
M = TypeVar("M")
PIECE = 192 * 1024
"""Bytes that are read in some 2 ms."""
TRIES = 8
"""Places that look like the end of an object and are none; then the rest is read at once."""
_HEAD = re.compile(rb'\s*(?:\{(?:\s*"\w+"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*,)*\s*"results"\s*:\s*)?\[\s*')
"""Up to the first object of a bare list, or of the member `results`."""
_LEAD = re.compile(rb'\{\s*"\w+"\s*:')


@dataclass(frozen=True, slots=True)
class Told(Generic[D, M]):
    rest: D
    """The document without the objects that were taken out of it before."""
    count: int
    """Objects in all."""
    items: list[M]


@dataclass(frozen=True)
class Table(Generic[D, W]):
    """The shape of a document with a list in it."""

    whole: TypeAdapter[D]
    rows: TypeAdapter[tuple[W, ...]]
    rows_of: Callable[[D], Sequence[W]]

    def read(self, body: bytes, make: Callable[[Sequence[W]], list[M]]) -> Told[D, M]:
        """What `make` makes of the objects, piece by piece; no piece outlives that. Raises ValidationError."""
        items: list[M] = []
        begin, count = _begin(body), 0
        at = begin
        for piece, following in self._pieces(body, begin):
            items += make(piece)
            count, at = count + len(piece), following
            del piece
        whole = self.whole.validate_json(body[:begin] + body[at:] if at > begin else body)
        last = self.rows_of(whole)
        return Told(whole, count + len(last), items + make(last))

    def _pieces(self, body: bytes, at: int) -> Iterator[tuple[tuple[W, ...], int]]:
        """Each with where the next one begins; the last objects are left over."""
        lead = _LEAD.match(body, at)
        if lead is None:
            return
        between = re.compile(rb"\}\s*(,\s*)" + re.escape(lead[0]))
        while len(body) - at > 2 * PIECE and (found := self._piece(body, at, between)) is not None:
            yield found
            at = found[1]

    def _piece(self, body: bytes, at: int, between: re.Pattern[bytes]) -> tuple[tuple[W, ...], int] | None:
        for gap in islice(between.finditer(body, at + PIECE, at + 4 * PIECE), TRIES):
            try:
                return self.rows.validate_json(b"[" + body[at : gap.start(1)] + b"]"), gap.end(1)
            except ValidationError as error:
                if error.errors(include_url=False, include_input=False)[0]["type"] != "json_invalid":
                    raise
        return None


def _begin(body: bytes) -> int:
    """Of the first object; the end of the document where it is no list."""
    head = _HEAD.match(body)
    return head.end() if head else len(body)


def bare(rows: TypeAdapter[tuple[W, ...]]) -> Table[tuple[W, ...], W]:
    """A document that is the list and nothing else."""
    return Table(rows, rows, lambda whole: whole)
