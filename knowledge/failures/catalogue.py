"""The failure families, read from `families/*.toml` on first use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypedDict

from knowledge.failures.pattern import Pattern, compile_pattern

WEIGHTS = {"strong": 10.0, "likely": 6.0, "weak": 3.0}
"""How far a pattern decides: names the cause; usually is the cause; only hints at it."""
LANGUAGES = ("en", "pt")
LONGEST_TEXT = 20_000
"""Characters of a text that `causes_named` reads."""


class WordingRow(TypedDict):
    title: str
    means: str
    fix: list[str]


class FamilyRow(TypedDict, total=False):
    category: str
    retry_helps: str
    facts: list[str]
    yields_to: list[str]
    codes: list[int]
    codes_alone: list[int]
    strong: list[str]
    likely: list[str]
    weak: list[str]
    words: list[str]
    en: WordingRow
    pt: WordingRow


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    means: str
    """What went wrong, one clause without a full stop."""
    fix: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    id: str
    category: str
    """A broad, stable word: storage, files, access, security, network, database, data, memory, program, transfer,
    service, platform, sap or scheduler."""
    retry_helps: str
    """yes | no | after_fix"""
    facts: tuple[str, ...]
    """Kinds of concrete things worth naming, most telling first (see `subject`)."""
    patterns: tuple[Pattern, ...]
    codes: frozenset[int]
    """Return codes that support this family."""
    codes_alone: frozenset[int]
    """Return codes that name this family even when the log says nothing."""
    words: tuple[str, ...]
    yields_to: tuple[str, ...]
    """Families of which this one is only the visible end (killed, for want of memory)."""
    _wordings: Mapping[str, Wording]

    def wording(self, language: str) -> Wording:
        """In English where the language is not known."""
        return self._wordings.get(language.lower()[:2], self._wordings["en"])


def families() -> tuple[Family, ...]:
    return tuple(_by_id().values())


def family(name: str) -> Family | None:
    return _by_id().get(name)


def causes_named(text: str) -> frozenset[str]:
    """Ids of the families that the words of a person's text (English or Portuguese) name."""
    return frozenset(_by_word()[m.group()] for m in _any_word().finditer(text[:LONGEST_TEXT].lower()))


@cache
def _by_id() -> dict[str, Family]:
    found: dict[str, Family] = {}
    rooms = (entry for entry in files(__package__).joinpath("families").iterdir() if entry.name.endswith(".toml"))
    for room in sorted(rooms, key=lambda entry: entry.name):
        rows: dict[str, FamilyRow] = tomllib.loads(room.read_text(encoding="utf-8"))
        found |= {name: _family(name, row) for name, row in rows.items()}
    return found


def _family(name: str, row: FamilyRow) -> Family:
    texts = {"strong": row.get("strong", []), "likely": row.get("likely", []), "weak": row.get("weak", [])}
    return Family(
        id=name,
        category=row["category"],
        retry_helps=row["retry_helps"],
        facts=tuple(row.get("facts", [])),
        patterns=tuple(compile_pattern(text, WEIGHTS[kind]) for kind, lines in texts.items() for text in lines),
        codes=frozenset(row.get("codes", [])),
        codes_alone=frozenset(row.get("codes_alone", [])),
        words=tuple(word.lower() for word in row["words"]),
        yields_to=tuple(row.get("yields_to", [])),
        _wordings={"en": _wording(row["en"]), "pt": _wording(row["pt"])},
    )


def _wording(row: WordingRow) -> Wording:
    return Wording(row["title"], row["means"], tuple(row["fix"]))


@cache
def _by_word() -> dict[str, str]:
    return {word: one.id for one in families() for word in one.words}


@cache
def _any_word() -> re.Pattern[str]:
    longest_first = sorted(_by_word(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
