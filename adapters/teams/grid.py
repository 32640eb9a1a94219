"""A table of a reply as a Table element (Adaptive Cards 1.5)."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.teams import limits
from adapters.teams.elements import SIGNS, STYLES, Json, left_out, size, text_block, title
from adapters.teams.words import one_line
from bot.reply import Table, Tone

_NARROWEST, _WIDEST = 6, 28
"""Weights of columns, in characters."""
_EDGES = 2
_WHOLE = 14
"""Characters of a cell that is never broken: a time, a status."""
_SIGN_WIDTH = "32px"
_NO_SIGN = "\u00a0"


def table(of: Table, language: str) -> list[Json]:
    width = min(max([len(of.columns), *map(len, of.rows)]), limits.TABLE_COLUMNS)
    if not width:
        return title(of.caption)
    signed = any(SIGNS[tone] for tone in of.tones[: len(of.rows)])
    rows = _fitting(of, width, signed)
    wide = max([len(of.columns), *map(len, of.rows)]) - width
    made: Json = {
        "type": "Table",
        "columns": [{"width": _SIGN_WIDTH}] * signed + _columns(of, width, len(rows)),
        "rows": [_row(of.columns, width, _NO_SIGN * signed, weight="Bolder"), *rows],
        "firstRowAsHeader": True,
        "showGridLines": True,
    }
    notes = left_out("rows", language, len(of.rows) - len(rows)) + left_out("columns", language, wide)
    return [*title(of.caption), made, *notes]


def _columns(of: Table, width: int, shown: int) -> list[Json]:
    """Weighed by the longest cell, so that names are not broken where there is room."""
    rows = [[*row, *[""] * width][:width] for row in (of.columns, *of.rows[:shown])]
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [{"width": min(_WIDEST, max(_NARROWEST, length + _EDGES))} for length in longest]


def _fitting(of: Table, width: int, signed: bool) -> list[Json]:
    room = limits.TABLE_BYTES
    tones = [*of.tones, *[Tone.PLAIN] * len(of.rows)]
    rows: list[Json] = []
    for cells, tone in zip(of.rows[: limits.TABLE_ROWS], tones, strict=False):
        row = _toned(cells, width, tone, signed)
        room -= size(row)
        if room < 0:
            break
        rows.append(row)
    return rows


def _toned(cells: Sequence[str], width: int, tone: Tone, signed: bool) -> Json:
    row = _row(cells, width, (SIGNS[tone].strip() or _NO_SIGN) * signed)
    return {**row, "style": STYLES[tone]} if tone in STYLES else row


def _row(cells: Sequence[str], width: int, sign: str, **look: object) -> Json:
    """Rows of equal length after their sign, if the table has signs; an empty cell shows a dash."""
    values = [*map(_unbroken, map(one_line, cells)), *[""] * width][:width]
    made = [_cell(value, **look) for value in ([sign, *values] if sign else values)]
    return {"type": "TableRow", "cells": made}


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0") if len(text) <= _WHOLE else text


def _cell(value: str, **look: object) -> Json:
    return {"type": "TableCell", "items": [text_block(value, limits.CELL, **look)]}
