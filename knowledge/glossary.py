"""Portuguese brought to rough English, on both sides of a search: the embedding model knows English only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.words import fold, portuguese_stems, stems

_TOKEN = re.compile(r"[a-z0-9]+(?:[_\-./#][a-z0-9]+)*")
_PORTUGUESE_LETTERS = re.compile(r"[ãõçáéíóúâêô]", re.I)
_INFLECTED = re.compile(r"(?:[ao]s?|[eio]u|[aei]r|[aei]ram)$")
"""How words of Portuguese are inflected and those of English hardly ever end."""
LONGEST_PHRASE = 4
"""Words."""
LONGEST_TITLE = 30
"""Words of a text that are looked up to tell its language."""

Phrases = Mapping[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class _Glossary:
    phrases: Phrases
    portuguese: frozenset[str]
    english: frozenset[str]
    """The small words each language cannot do without."""
    silent: frozenset[str]
    """Words that need no translation."""
    written: frozenset[str]
    """The Portuguese words as they stand there, folded."""
    glosses: frozenset[str]
    """Every English word the glossary translates to."""
    asking: frozenset[str]
    """Stems."""


@lru_cache(maxsize=1)
def _glossary() -> _Glossary:
    raw = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], str] = {}
    for section in raw["words"].values():
        phrases |= {_key(word): english for word, english in section.items()}
    written = frozenset(fold(word) for section in raw["words"].values() for word in section)
    marks = {name: frozenset(fold(words).split()) for name, words in raw["marks"].items()}
    glosses = frozenset(word for english in phrases.values() for word in _TOKEN.findall(fold(english)))
    asking = frozenset(stems(raw["marks"]["asking"]))
    return _Glossary(phrases, marks["portuguese"], marks["english"], marks["silent"], written, glosses, asking)


def _key(written: str) -> tuple[str, ...]:
    return tuple(portuguese_stems(_TOKEN.findall(fold(written))))


def asking() -> frozenset[str]:
    """Stems that are about the asking (runbook, say, about), in both languages: they tell little of the subject."""
    return _glossary().asking


def is_portuguese(text: str) -> bool:
    """By the small words each language cannot do without; a text without any, such as two nouns, by its words."""
    known = _glossary()
    words = re.findall(r"\w+", fold(text))
    ours, theirs = sum(w in known.portuguese for w in words), sum(w in known.english for w in words)
    if ours != theirs:
        return ours > theirs
    return bool(_PORTUGUESE_LETTERS.search(text)) or _speaks_portuguese(known, words[:LONGEST_TITLE])


def _speaks_portuguese(known: _Glossary, words: list[str]) -> bool:
    """Whether a word is in the glossary and cannot be English."""
    words = [word for word in words if word not in known.glosses]
    inflected = [word for word in words if _INFLECTED.search(word)]
    return not known.written.isdisjoint(words) or any((s,) in known.phrases for s in portuguese_stems(inflected))


def pivot(text: str) -> str:
    """English for the words the glossary knows; names, codes and unknown words stay; an English text stays whole."""
    return _translate(text) if is_portuguese(text) else text


def _translate(text: str) -> str:
    known = _glossary()
    words = _TOKEN.findall(fold(text))
    keys = portuguese_stems(words)
    out: list[str] = []
    at = 0
    while at < len(words):
        length, english = _longest(known.phrases, keys, at)
        if english:
            out.append(english)
        elif words[at] not in known.silent:
            out.append(words[at])
        at += length
    return " ".join(out)


def _longest(phrases: Phrases, keys: list[str], at: int) -> tuple[int, str]:
    for length in range(min(LONGEST_PHRASE, len(keys) - at), 0, -1):
        if english := phrases.get(tuple(keys[at : at + length])):
            return length, english
    return 1, ""
