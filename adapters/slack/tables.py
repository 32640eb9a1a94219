"""A table as Slack's table block, which scrolls sideways on a phone; a second one in fixed width."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.slack import limits
from adapters.slack.elements import SIGNS, Json, cell, characters, context, preformatted, title
from adapters.slack.phrases import say
from adapters.slack.words import cut
from bot.reply import Table, Tone

Rows = list[list[str]]
_CELL = 300
_WHOLE = 14
"""Characters of a cell that is never broken: a time, a status."""


def table(of: Table, language: str, *, first: bool) -> list[Json]:
    """`first`: a message may hold one table block (blocks.validate)."""
    head, rows = _cells(of)
    if not head and not rows:
        return title(of.caption)
    if first:
        shown, block = _block(head, rows)
    else:
        shown, block = _typed(head, rows)
    left, wide = len(rows) - shown, len(of.columns) - len(head)
    notes = [say("rows", language, left)] * (left > 0) + [say("columns", language, wide)] * (wide > 0)
    return [*title(of.caption), block, *map(context, notes)]


def _cells(of: Table) -> tuple[list[str], Rows]:
    """Rows of equal length, each with its tone's sign before the first cell."""
    width = min(max([len(of.columns), *map(len, of.rows)]), limits.TABLE_COLUMNS)
    head = [cut(name, _CELL) for name in of.columns[:width]]
    tones = [*of.tones, *[Tone.PLAIN] * len(of.rows)]
    rows = [_row(row, width, tone) for row, tone in zip(of.rows, tones, strict=False)]
    return head + [""] * (width - len(head)), rows


def _row(row: Sequence[str], width: int, tone: Tone) -> list[str]:
    cells = [cut(_unbroken(" ".join(value.split())), _CELL) for value in row[:width]] + [""] * (width - len(row))
    return [SIGNS[tone] + cells[0], *cells[1:]] if cells else cells


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0") if len(text) <= _WHOLE else text


def _block(head: list[str], rows: Rows) -> tuple[int, Json]:
    made = [[cell(value) for value in row] for row in (head, *rows)][: limits.TABLE_ROWS]
    used = 0
    for at, row in enumerate(made):
        used += characters(row)
        if at > 1 and used > limits.TABLE_CHARACTERS:
            made = made[:at]
            break
    settings = [{"is_wrapped": True} for _ in head]
    return len(made) - 1, {"type": "table", "rows": made, "column_settings": settings}


def _typed(head: list[str], rows: Rows) -> tuple[int, Json]:
    """Columns padded to their widest cell; the sign of a row stands before it."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = ["  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    kept: list[str] = []
    for line in (line.rstrip() for line in lines):
        if sum(map(len, kept)) + len(line) > limits.TABLE_CHARACTERS // 2:
            break
        kept.append(line)
    return max(0, len(kept) - 1), preformatted("\n".join(kept))
