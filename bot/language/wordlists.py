"""Lists of words as patterns."""

from __future__ import annotations

import re

_BEGIN = re.compile(r"([a-z])(?![?*+{])(.*)", re.DOTALL)
"""A plain letter, and the rest."""


def any_of(words: str) -> str:
    """One pattern for any of the patterns of a list, which white space parts; to be asked whether, not which."""
    return _grouped(words.split())


def _grouped(patterns: list[str]) -> str:
    """Those of one first letter together, so that at most places of a text few have to be tried."""
    led: dict[str, list[str]] = {}
    others = []
    for pattern in dict.fromkeys(patterns):
        if begin := _BEGIN.fullmatch(pattern):
            led.setdefault(begin[1], []).append(begin[2])
        else:
            others.append(pattern)
    return f"(?:{'|'.join([*(letter + _rest(rests) for letter, rests in led.items()), *others])})"


def _rest(rests: list[str]) -> str:
    return rests[0] if len(rests) == 1 else _grouped(rests)
