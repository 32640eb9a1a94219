"""What a log line of a family looks like: plain words with two signs, so that no pattern can run away.

`*` is up to 80 characters of the same line (once in a pattern, or at its start, where it lets the words begin inside
another word); `#` is a number; a letter with an accent is any one or two characters, for logs whose encoding broke.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GAP = "[^\n]{0,80}?"
SIGNS = re.compile(r"[*#]|[^\x00-\x7f]")
LEAST_ANCHOR = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    anchor: str
    """Words that any matching line holds, in small letters: a quick search before the slow one."""
    regex: re.Pattern[str]
    weight: float


def compile_pattern(text: str, weight: float) -> Pattern:
    """Raises ValueError for a pattern with no plain run of three characters or more than one inner `*`."""
    folded = text.lower()
    inner = folded.removeprefix("*")
    anchor = max(SIGNS.split(inner), key=len)
    if len(anchor) < LEAST_ANCHOR or inner.count("*") > 1:
        raise ValueError(f"pattern {text!r} is too loose")
    start = r"(?<![a-z0-9_])" if inner == folded and inner[0].isalnum() else ""
    end = r"(?![0-9])" if inner[-1].isdigit() else ""
    return Pattern(anchor, re.compile(start + "".join(map(_sign, inner)) + end), weight + _detail(anchor))


def _detail(anchor: str) -> float:
    """Up to one point more for longer words, so that of two patterns on a line the one that says more wins."""
    return min(len(anchor), 30) / 30


def _sign(letter: str) -> str:
    if letter == "*":
        return GAP
    if letter == "#":
        return r"\d{1,9}"
    return re.escape(letter) if letter.isascii() else "[^\n]{1,2}"
