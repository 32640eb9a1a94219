"""A table of a reply as a Table element (Adaptive Cards 1.5)."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.teams import limits
from adapters.teams.elements import SIGNS, STYLES, Json, left_out, size, text_block, title
from adapters.teams.words import one_line
from bot.reply import Table, Tone


def table(of: Table, language: str) -> list[Json]:
    width = min(max([len(of.columns), *map(len, of.rows)]), limits.TABLE_COLUMNS)
    if not width:
        return title(of.caption)
    rows = _fitting(of, width)
    wide = max([len(of.columns), *map(len, of.rows)]) - width
    made: Json = {
        "type": "Table",
        "columns": [{"width": 1}] * width,
        "rows": [_row(of.columns, width, weight="Bolder"), *rows],
        "firstRowAsHeader": True,
        "showGridLines": True,
    }
    notes = left_out("rows", language, len(of.rows) - len(rows)) + left_out("columns", language, wide)
    return [*title(of.caption), made, *notes]


def _fitting(of: Table, width: int) -> list[Json]:
    room = limits.TABLE_BYTES
    tones = [*of.tones, *[Tone.PLAIN] * len(of.rows)]
    rows: list[Json] = []
    for cells, tone in zip(of.rows[: limits.TABLE_ROWS], tones, strict=False):
        row = _toned(cells, width, tone)
        room -= size(row)
        if room < 0:
            break
        rows.append(row)
    return rows


def _toned(cells: Sequence[str], width: int, tone: Tone) -> Json:
    first, *rest = [*cells, *[""] * width][:width]
    row = _row((SIGNS[tone] + first, *rest), width)
    return {**row, "style": STYLES[tone]} if tone in STYLES else row


def _row(cells: Sequence[str], width: int, **look: object) -> Json:
    """Rows of equal length; an empty cell shows a dash."""
    values = [*map(one_line, cells), *[""] * width][:width]
    made = [{"type": "TableCell", "items": [text_block(value, limits.CELL, **look)]} for value in values]
    return {"type": "TableRow", "cells": made}
