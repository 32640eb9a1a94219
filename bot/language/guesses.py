"""Names of the plan that a text means without spelling them: `finance payroll`, `payrol01`, `the extract`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.language.entities import Entities
from bot.language.lexicon import lexicon

ALIKE = 82.0
"""Likeness from 0 to 100 from which a spelling is taken for a name."""
SHORTEST = 4
_TRIED = 6
_MOST = 5
_COMMON = 40
"""A part that so many names share tells none of them."""
_PARTS = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Plan:
    """The job names of a plan, ready to be searched."""

    names: frozenset[str]
    ordered: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, names: Sequence[str]) -> Plan:
        ordered = tuple(dict.fromkeys(n.upper() for n in names))
        parts: dict[str, list[str]] = {}
        for name in ordered:
            for part in set(_PARTS.split(name)):
                if len(part) >= SHORTEST:
                    parts.setdefault(part, []).append(name)
        return cls(frozenset(ordered), ordered, {p: tuple(ns) for p, ns in parts.items() if len(ns) <= _COMMON})


NO_PLAN = Plan(frozenset(), (), {})


def guessed(found: Entities, plan: Plan) -> tuple[str, ...]:
    """Names that the unknown words of the text may mean, the likeliest first; one where one fits exactly."""
    if not plan.names:
        return ()
    tried = _spellings(found)
    for spelling in tried:
        if spelling in plan.names:
            return (spelling,)
    for spelling in tried:
        if names := plan.parts.get(spelling):
            return names[:_MOST]
    return _alike(tried, plan)


def alike(name: str, plan: Plan) -> tuple[str, ...]:
    """Other names that are spelt like this one or hold it."""
    holding = [n for n in plan.ordered if name in n and n != name][:_MOST]
    return tuple(holding) or tuple(n for n in _alike([name], plan) if n != name)


def _alike(spellings: Sequence[str], plan: Plan) -> tuple[str, ...]:
    for spelling in spellings:
        hits = process.extract(spelling, plan.ordered, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=_MOST)
        if hits:
            return tuple(name for name, _, _ in hits)
    return ()


def _spellings(found: Entities) -> list[str]:
    """Pairs of neighbours first, as one name; then single words that no language has."""
    folds = [w.fold for w in found.words]
    plain = [not mark and word.isalnum() for word, mark in zip(folds, found.marks, strict=True)]
    pairs = [f"{a}_{b}" for a, b, p, q in zip(folds, folds[1:], plain, plain[1:], strict=False) if p and q]
    knows = lexicon().knows
    alone = [w for w, p in zip(folds, plain, strict=True) if p and len(w) >= SHORTEST and not knows(w)]
    near = [p for p in pairs if any(part in alone for part in p.split("_"))]
    return [s.upper() for s in (*near, *alone)][:_TRIED]
