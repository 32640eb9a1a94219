"""Where the patterns of the families are found in a log."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from knowledge.failures.catalogue import families
from knowledge.failures.clean import Line
from knowledge.failures.pattern import Pattern

MOST_TRIES = 60
"""Lines looked at for one pattern."""


@dataclass(frozen=True, slots=True)
class Hit:
    family: str
    pattern: int
    """Which of the family's patterns."""
    weight: float
    at: int
    """Index of the line."""


def find_hits(lines: Sequence[Line]) -> list[Hit]:
    """All hits, in the order of the log."""
    folded = [line.text.lower() for line in lines]
    starts = [0, *accumulate(len(text) + 1 for text in folded)]
    whole = "\n".join(folded)
    hits = [
        Hit(family.id, k, pattern.weight, at)
        for family in families()
        for k, pattern in enumerate(family.patterns)
        for at in _places(pattern, whole, folded, starts)
    ]
    return sorted(hits, key=lambda hit: hit.at)


def _places(pattern: Pattern, whole: str, folded: Sequence[str], starts: Sequence[int]) -> Iterator[int]:
    place = whole.find(pattern.anchor)
    for _ in range(MOST_TRIES):
        if place < 0:
            return
        at = bisect_right(starts, place) - 1
        if pattern.regex.search(folded[at]):
            yield at
        place = whole.find(pattern.anchor, starts[at + 1])
