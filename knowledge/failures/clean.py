"""Log text made readable: terminal colours, progress bars and broken bytes taken out; a bounded amount kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LONGEST_PIECE = 2_000
"""Characters; longer lines are read in overlapping pieces, so that no search runs over a megabyte at once."""
OVERLAP = 120
MOST_TEXT = 500_000
"""Characters that are searched; beyond it only suspicious lines and both ends of the log are."""
SAME_SHAPE = 3
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}\x07?|[()][0-9A-B])")
CONTROLS = re.compile(r"[\x01-\x08\x0a-\x1f\x7f\u2028\u2029\u0085]+")
DIGITS = re.compile(r"\d+")
SUSPICIOUS = (
    *("err", "fail", "fatal", "denied", "exception", "abort", "abend", "cannot", "unable", "kill", "refus", "expir"),
    *("timed out", "timeout", "no space", "full", "not found", "no such", "caused by", "exceed", "invalid", "unknown"),
    *("lock", "lost", "reset", "corrupt", "mismatch", "insuffic", "out of", "already", "violat", "unreach", "unavail"),
    *("falh", "negad", "recusad", "espa", "inv\xe1lid", "bloquead", "esgotad", "inexist", "encontrad", "tiempo"),
)
CODE = re.compile(r"(?<![A-Za-z])[A-Z]{2,4}-?\d{4,5}|HTTP")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """Counted from 1 in the log as it was given."""
    text: str


def clean(text: str) -> str:
    """One line as a terminal would leave it: of a progress bar, the last two states."""
    if text.isascii() and text.isprintable():
        return text
    plain = ESCAPES.sub("", text).replace("\x00", "").replace("İ", "I")
    if "\r" in plain:
        plain = " ".join([part for part in plain.split("\r") if part.strip()][-2:])
    return CONTROLS.sub(" ", plain.replace("\t", " ")).rstrip()


def bounded(lines: Sequence[Line]) -> list[Line]:
    """What is worth searching: repeated lines a few times, long lines in pieces, half a million characters at most."""
    pieces = list(_pieces(_without_repeats(lines)))
    if sum(len(piece.text) for piece in pieces) <= MOST_TEXT:
        return pieces
    return _ends_and_suspects(pieces)


def _without_repeats(lines: Sequence[Line]) -> Iterator[Line]:
    """The first three lines of each shape (the same but for numbers), and the last."""
    shapes = [DIGITS.sub("0", line.text[:200]) + str(len(line.text) // 500) for line in lines]
    last = {shape: i for i, shape in enumerate(shapes)}
    seen: dict[str, int] = {}
    for i, line in enumerate(lines):
        seen[shapes[i]] = seen.get(shapes[i], 0) + 1
        if seen[shapes[i]] <= SAME_SHAPE or last[shapes[i]] == i:
            yield line


def _pieces(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        if len(line.text) <= LONGEST_PIECE:
            yield line
            continue
        for start in range(0, len(line.text), LONGEST_PIECE - OVERLAP):
            yield Line(line.number, line.text[start : start + LONGEST_PIECE])


def _ends_and_suspects(pieces: Sequence[Line]) -> list[Line]:
    share = MOST_TEXT // 4
    chosen = _taken(range(len(pieces)), pieces, share) | _taken(range(len(pieces) - 1, -1, -1), pieces, share)
    suspects = (i for i, piece in enumerate(pieces) if i not in chosen and _is_suspicious(piece.text))
    chosen |= _taken(suspects, pieces, 2 * share)
    return [pieces[i] for i in sorted(chosen)]


def _is_suspicious(text: str) -> bool:
    small = text.lower()
    return any(word in small for word in SUSPICIOUS) or CODE.search(text) is not None


def _taken(order: Iterable[int], pieces: Sequence[Line], room: int) -> set[int]:
    taken: set[int] = set()
    for i in order:
        room -= len(pieces[i].text) + 1
        if room < 0:
            break
        taken.add(i)
    return taken
