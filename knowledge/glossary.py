"""Portuguese brought to rough English, on both sides of a search: the embedding model knows English only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from knowledge.words import fold, portuguese_stems

_TOKEN = re.compile(r"[a-z0-9]+(?:[_\-./#][a-z0-9]+)*")
_PORTUGUESE_LETTERS = re.compile(r"[ãõçáéíóúâêô]", re.I)
LONGEST_PHRASE = 4
"""Words."""

Phrases = Mapping[tuple[str, ...], str]


@lru_cache(maxsize=1)
def _list() -> tuple[Phrases, frozenset[str], frozenset[str], frozenset[str]]:
    """The phrases and the marking words of Portuguese, of English, and those that need no translation."""
    raw = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], str] = {}
    for section in raw["words"].values():
        phrases |= {_key(written): english for written, english in section.items()}
    portuguese, english, silent = (
        frozenset(fold(raw["marks"][name]).split()) for name in ("portuguese", "english", "silent")
    )
    return phrases, portuguese, english, silent


def _key(written: str) -> tuple[str, ...]:
    return tuple(portuguese_stems(_TOKEN.findall(fold(written))))


def is_portuguese(text: str) -> bool:
    """By the small words each language cannot do without."""
    _, portuguese, english, _ = _list()
    words = re.findall(r"\w+", fold(text))
    ours, theirs = sum(w in portuguese for w in words), sum(w in english for w in words)
    return ours > theirs or (ours == theirs and bool(_PORTUGUESE_LETTERS.search(text)))


def pivot(text: str) -> str:
    """English for the words the glossary knows; names, codes and unknown words stay; an English text stays whole."""
    return _translate(text) if is_portuguese(text) else text


def _translate(text: str) -> str:
    phrases, _, _, silent = _list()
    words = _TOKEN.findall(fold(text))
    keys = portuguese_stems(words)
    out: list[str] = []
    at = 0
    while at < len(words):
        length, english = _longest(phrases, keys, at)
        if english:
            out.append(english)
        elif words[at] not in silent:
            out.append(words[at])
        at += length
    return " ".join(out)


def _longest(phrases: Phrases, keys: list[str], at: int) -> tuple[int, str]:
    for length in range(min(LONGEST_PHRASE, len(keys) - at), 0, -1):
        if english := phrases.get(tuple(keys[at : at + length])):
            return length, english
    return 1, ""
