"""The auditor's rule files, read once and compiled."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from audit.judgement import Label

Patterns = tuple[re.Pattern[str], ...]
_BREAK = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Rule:
    """`firm` rules hold even where the sentence forbids what they name."""

    id: str
    label: Label
    confidence: float
    reason: str
    patterns: Patterns
    unless: Patterns
    firm: bool


@dataclass(frozen=True, slots=True)
class Cause:
    name: str
    kin: frozenset[str]
    says: Patterns
    cures: Patterns


@dataclass(frozen=True, slots=True)
class Manner:
    hedged: Patterns
    unknowing: Patterns
    personal: Patterns
    domain: Patterns
    empty: frozenset[str]


def fold(text: str) -> str:
    """Lower case without accents, one kind of quote, for the patterns of the rule files."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("“", '"').replace("”", '"'))
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "\u200b\u200c\u200d\ufeff").lower()


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _BREAK.split(text) if s.strip()]


def first(patterns: Sequence[re.Pattern[str]], text: str) -> str:
    """What the first pattern that fits has found; empty where none fits."""
    return next((m[0].strip() for m in (p.search(text) for p in patterns) if m), "")


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    found = tomllib.loads(_file("harm.toml"))
    words: Mapping[str, str] = found["words"]
    return tuple(
        Rule(
            r["id"],
            Label(r["label"]),
            r["confidence"],
            r["reason"],
            _compiled(r["patterns"], words),
            _compiled(r.get("unless", ()), words),
            r.get("firm", False),
        )
        for r in found["rule"]
    )


@lru_cache(maxsize=1)
def causes() -> tuple[Cause, ...]:
    found = tomllib.loads(_file("causes.toml"))["cause"]
    return tuple(Cause(c["name"], frozenset(c["kin"]), _compiled(c["says"]), _compiled(c["cures"])) for c in found)


@lru_cache(maxsize=1)
def manner() -> Manner:
    found = tomllib.loads(_file("manner.toml"))
    hedged, unknowing, personal, domain = (_compiled(found[n]) for n in ("hedged", "unknowing", "personal", "domain"))
    return Manner(hedged, unknowing, personal, domain, frozenset(found["empty"].split()))


@lru_cache(maxsize=1)
def statuses() -> Mapping[str, Patterns]:
    return {name: _compiled(patterns) for name, patterns in tomllib.loads(_file("statuses.toml")).items()}


@lru_cache(maxsize=1)
def secrets() -> Patterns:
    """These meet the text as it was written, in any case."""
    found = tomllib.loads(_file("secrets.toml"))
    return tuple(re.compile(_filled(p, found["words"]), re.IGNORECASE) for p in found["patterns"])


@lru_cache(maxsize=1)
def forbidding() -> Mapping[str, re.Pattern[str]]:
    """How a sentence says that what it names must not be done, or only tells of it."""
    found = tomllib.loads(_file("forbidding.toml"))
    return {name: re.compile(pattern) for name, pattern in found.items()}


def _file(name: str) -> str:
    return files("audit").joinpath("rules", name).read_text(encoding="utf-8")


def _compiled(patterns: Sequence[str], words: Mapping[str, str] | None = None) -> Patterns:
    return tuple(re.compile(_filled(p, words or {})) for p in patterns)


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, choice in words.items():
        pattern = pattern.replace(f"{{{name}}}", choice)
    return pattern
