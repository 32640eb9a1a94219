"""The nouns that names stand beside, and the words that only look like names: `vocabulary/nouns.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Nouns:
    kinds: dict[str, str]
    """A noun and the kind of what it names: job, stream, ws, prompt."""
    fillers: frozenset[str]
    articles: frozenset[str]
    on: frozenset[str]
    within: frozenset[str]
    there: frozenset[str]
    jobs: frozenset[str]
    asked: frozenset[str]
    fault: frozenset[str]
    """In the singular that of a job, unless what follows looks like a workstation."""
    never: frozenset[str]
    after_noun: frozenset[str]
    """Words that no name is, though a noun stands before them."""

    places: frozenset[str]
    led: frozenset[str]
    """Words that lead to a name: of place, and those that belong."""
    small: frozenset[str]
    """Words that may stand between a job and what is said of it."""

    hyphened: frozenset[str]
    """Ordinary words with hyphens, and below what such words begin with, end with and have within."""
    prefixes: frozenset[str]
    suffixes: frozenset[str]
    inner: frozenset[str]
    spelt: frozenset[str]
    """Abbreviations that are spelt out in ordinary talk."""


@lru_cache(maxsize=1)
def nouns() -> Nouns:
    """Read once; the file does not change while the program runs."""
    data = tomllib.loads((Path(__file__).parent / "vocabulary" / "nouns.toml").read_text("utf-8"))
    kinds = {noun: kind for kind, row in data["kinds"].items() for noun in row.split()}
    lists = {f"{part}.{name}": frozenset(row.split()) for part in data for name, row in data[part].items()}
    places = lists["places.on"] | lists["places.in"]
    return Nouns(
        kinds,
        lists["before.fillers"],
        lists["before.articles"],
        lists["places.on"],
        lists["places.in"],
        lists["places.there"],
        lists["lists.jobs"],
        lists["lists.asked"],
        lists["lists.fault"],
        lists["never.words"],
        lists["never.after_noun"],
        places,
        (places | lists["places.of"]) - lists["before.articles"],
        places | lists["before.fillers"] | kinds.keys(),
        *(lists[f"hyphens.{name}"] for name in ("whole", "prefixes", "suffixes", "inner", "spelt")),
    )
