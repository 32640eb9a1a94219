"""The exact side: BM25 over the postings and identifiers, in SQL that SQLite and PostgreSQL both speak."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Float, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.tables import identifiers, passages, postings

K1, B = 1.2, 0.75
"""The usual BM25 constants (Robertson and Zaragoza, 2009)."""
MOST_STEMS = 40
MOST_GUESSES = 5
"""Unknown names of one question that are compared with every known one."""
CLOSE = 88
"""rapidfuzz ratio above which a misspelt name is taken for a known one."""
SHORT = 6
"""Identifiers below this length, such as `rc 12`, tell less and are never guessed at."""


@dataclass(frozen=True, slots=True)
class WordHit:
    score: float
    cover: float
    """Share of the question's words found here, the rare ones weighing more: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a stem tells, and how many passages hold it."""

    rarity: float
    passages: int


async def search_words(connection: AsyncConnection, ways: Sequence[Sequence[str]], limit: int) -> dict[int, WordHit]:
    """The best passages by number. `ways` are the stems of the question, once for each language it was put in."""
    total, average = (await connection.execute(select(func.count(), func.avg(passages.c.length)))).one()
    asked = list(dict.fromkeys(stem for way in ways for stem in way))[:MOST_STEMS]
    if not total or not asked:
        return {}
    weights = await _weights(connection, asked, total)
    found = [stem for stem in asked if weights[stem].passages]
    if not found:
        return {}
    score = func.sum(_bm25(weights, found, float(average or 1))).label("score")
    covers = [_cover(weights, set(way) & set(asked), found) for way in ways]
    query = (
        select(postings.c.passage, score, *covers)
        .where(postings.c.stem.in_(found))
        .group_by(postings.c.passage)
        .order_by(score.desc(), postings.c.passage)
        .limit(limit)
    )
    return {row[0]: WordHit(row[1], max(row[2:])) for row in await connection.execute(query)}


def _bm25(weights: Mapping[str, Weight], found: Sequence[str], average: float) -> ColumnElement[Any]:
    tf = cast(postings.c.count, Float)
    rarity = case({stem: weights[stem].rarity for stem in found}, value=postings.c.stem)
    return rarity * tf * (K1 + 1) / (tf + K1 * (1 - B + B * postings.c.length / average))


def _cover(weights: Mapping[str, Weight], way: set[str], found: Sequence[str]) -> ColumnElement[float]:
    whole = sum(weights[stem].rarity for stem in way)
    shares = {stem: weights[stem].rarity / whole for stem in found if stem in way}
    return func.sum(case(shares, value=postings.c.stem, else_=0.0)) if shares else literal(0.0)


async def _weights(connection: AsyncConnection, stems: Sequence[str], total: int) -> dict[str, Weight]:
    query = select(postings.c.stem, func.count()).where(postings.c.stem.in_(stems)).group_by(postings.c.stem)
    seen = {row[0]: row[1] for row in await connection.execute(query)}
    counts = {stem: seen.get(stem, 0) for stem in stems}
    return {stem: Weight(math.log(1 + (total - n + 0.5) / (n + 0.5)), n) for stem, n in counts.items()}


async def search_names(connection: AsyncConnection, names: set[str]) -> dict[int, float]:
    """Passages that hold an identifier of the question, misspelt ones too; 1 for a telling one found exactly."""
    worth: dict[str, float] = {}
    exact = select(identifiers.c.token).where(identifiers.c.token.in_(names)).distinct()
    known = set((await connection.execute(exact)).scalars()) if names else set()
    for name in known:
        worth[name] = 1.0 if len(name) >= SHORT else 0.4
    for name in sorted(names - known, key=len, reverse=True)[:MOST_GUESSES]:
        for token, likeness in await _close(connection, name):
            worth[token] = max(worth.get(token, 0.0), likeness)
    return await _holding(connection, worth)


async def _close(connection: AsyncConnection, name: str) -> list[tuple[str, float]]:
    if len(name) <= SHORT:
        return []
    near = func.length(identifiers.c.token).between(len(name) - 2, len(name) + 2)
    tokens = (await connection.execute(select(identifiers.c.token).where(near).distinct())).scalars().all()
    found = process.extract(name, tokens, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=3)
    return [(token, 0.8 * likeness / 100) for token, likeness, _ in found if not _other_number(name, token)]


def _other_number(name: str, token: str) -> bool:
    """AWSBHT001E is not a slip of the pen for AWSBHT007E."""
    return "".join(filter(str.isdigit, name)) != "".join(filter(str.isdigit, token))


async def _holding(connection: AsyncConnection, worth: dict[str, float]) -> dict[int, float]:
    if not worth:
        return {}
    query = select(identifiers.c.passage, identifiers.c.token).where(identifiers.c.token.in_(worth))
    boosts: dict[int, float] = {}
    for passage, token in await connection.execute(query.order_by(identifiers.c.passage).limit(2_000)):
        boosts[passage] = boosts.get(passage, 0.0) + worth[token]
    return boosts
