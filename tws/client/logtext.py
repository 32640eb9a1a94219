"""Cutting job logs into numbered lines."""

from __future__ import annotations

from collections.abc import Sequence

from tws.models import JobLogText

MAX_LOG = 2 * 1024 * 1024
"""No more of a log is read for one answer."""


def lines_of(body: bytes, *, cut: bool) -> list[str]:
    """Lines of a text; the last one is left out where the text was cut inside of it, unless it is all there is."""
    text = body.decode("utf-8", "replace")
    lines = split(text)
    return lines[:-1] if cut and len(lines) > 1 and not text.endswith("\n") else lines


def split(text: str) -> list[str]:
    """Lines end with a line feed only: what else may look like an end is part of the log."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def window(lines: Sequence[str], *, first_line: int, lines_wanted: int, ended: bool) -> JobLogText:
    """The first `lines_wanted` of `lines`, which begin with line `first_line` of the log."""
    kept = tuple(lines[:lines_wanted])
    return JobLogText(kept, first_line, complete=ended and len(kept) == len(lines))
