"""Tables to pieces: one row, one passage, each value after the name of its column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from knowledge.chunks import CHUNK, packed
from knowledge.errors import Unreadable
from knowledge.passages import Piece

LONGEST_HEADER = 60
HEADER_WITHIN = 10
"""A title and notes may stand above the header; it is looked for in so many rows."""
SAMPLE = 8_192
DELIMITERS = ",;\t|"

Row = Sequence[str]


def csv_pieces(text: str) -> list[Piece]:
    """Raises Unreadable for what is no table."""
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text)))
    except csv.Error as fault:
        raise Unreadable("is not a readable csv file; save it again as csv") from fault
    return table_pieces(rows, "", "row ")


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into most columns, all alike; csv.Sniffer would hold up the event loop."""
    return max(DELIMITERS, key=lambda sign: _columns(text[:SAMPLE].splitlines()[:20], sign))


def _columns(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    usual = max(counts, key=counts.count, default=1)
    return (counts.count(usual), usual) if usual > 1 else (0, 0)


def table_pieces(rows: Sequence[Row], sheet: str, before_number: str) -> list[Piece]:
    """`before_number` begins each locator, such as `Sheet1!`; rows are counted from 1."""
    clean = [[cell.strip() for cell in row] for row in rows]
    head = _header_at(clean)
    names = clean[head] if head is not None else []
    pieces: list[Piece] = []
    for number, row in enumerate(clean, start=1):
        if head is not None and number == head + 1:
            continue
        under = names if head is not None and number > head + 1 else []
        pieces += [Piece(text, sheet, f"{before_number}{number}") for text in _row_texts(under, row)]
    return pieces


def _header_at(rows: Sequence[Row]) -> int | None:
    """The first row of two or more different short words, if any row follows it."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        cells = [cell for cell in row if cell]
        if len(cells) >= 2 and at + 1 < len(rows):
            return at if len(set(cells)) == len(cells) and all(map(_is_a_name, cells)) else None
    return None


def _is_a_name(cell: str) -> bool:
    return len(cell) <= LONGEST_HEADER and not cell.replace(".", "").replace(",", "").replace("-", "").isdigit()


def _row_texts(names: Row, row: Row) -> Iterator[str]:
    """A long row in several texts, each beginning with the row's first value so that it is known what it tells of."""
    lines = [_line(names, at, cell) for at, cell in enumerate(row) if cell]
    text = "\n".join(lines) if names else " | ".join(lines)
    if len(text) <= CHUNK:
        yield from [text] * bool(text)
        return
    first = lines[0][:200]
    yield from (part if part.startswith(first) else f"{first}\n{part}" for part in packed(lines, CHUNK - 201))


def _line(names: Row, at: int, cell: str) -> str:
    name = names[at] if at < len(names) else ""
    return f"{name}: {cell}" if name else cell
