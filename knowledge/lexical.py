"""The exact side: BM25 over the postings and identifiers, in SQL that SQLite and PostgreSQL both speak."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Float, Select, case, cast, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.tables import documents, identifiers, passages, postings

K1, B = 1.2, 0.75
"""The usual BM25 constants (Robertson and Zaragoza, 2009)."""
SMALL = 50
"""Passages; in a smaller base a word is taken for as rare as in one of this size, for its counts tell nothing yet."""
FEW, SHARE = 2, 0.02
"""A word tells much that stands in no more passages, or in no more than this share of them."""
MOST_STEMS = 40
MOST_HOLDING = 2_000
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
    telling: int
    """How many words that few passages hold were found here."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a stem tells, whether a passage holds it, and whether few do."""

    rarity: float
    known: bool
    telling: bool


async def search_words(
    connection: AsyncConnection, ways: Sequence[Sequence[str]], limit: int, kind: str = ""
) -> dict[int, WordHit]:
    """The best passages by number. `ways` are the stems of the question, once for each language it was put in."""
    asked = list(dict.fromkeys(stem for way in ways for stem in way))[:MOST_STEMS]
    weights, average = await _weights(connection, asked, kind)
    found = [stem for stem in asked if weights[stem].known]
    if not found:
        return {}
    score = func.sum(_bm25(weights, found, average)).label("score")
    parts = [set(way) & set(asked) for way in ways]
    covers = [_cover(weights, part, found) for part in parts]
    telling = [_telling(weights, part & set(found)) for part in parts]
    query = select(postings.c.passage, score, *covers, *telling).where(postings.c.stem.in_(found))
    query = (
        _of_kind(query, postings.c.passage, kind)
        .group_by(postings.c.passage)
        .order_by(score.desc(), postings.c.passage)
        .limit(limit)
    )
    middle = 2 + len(ways)
    rows = await connection.execute(query)
    return {row[0]: WordHit(row[1], max(row[2:middle]), max(row[middle:])) for row in rows}


def _of_kind(query: Select[Any], passage: ColumnElement[int], kind: str) -> Select[Any]:
    if not kind:
        return query
    query = query.join(passages, passages.c.number == passage)
    return query.join(documents, documents.c.id == passages.c.document).where(documents.c.kind == kind)


def _bm25(weights: Mapping[str, Weight], found: Sequence[str], average: float) -> ColumnElement[Any]:
    tf = cast(postings.c.count, Float)
    rarity = case({stem: weights[stem].rarity for stem in found}, value=postings.c.stem)
    return rarity * tf * (K1 + 1) / (tf + K1 * (1 - B + B * postings.c.length / average))


def _cover(weights: Mapping[str, Weight], way: set[str], found: Sequence[str]) -> ColumnElement[float]:
    whole = sum(weights[stem].rarity for stem in way)
    shares = {stem: weights[stem].rarity / whole for stem in found if stem in way}
    return func.sum(case(shares, value=postings.c.stem, else_=0.0)) if shares else literal(0.0)


def _telling(weights: Mapping[str, Weight], way: set[str]) -> ColumnElement[int]:
    stems = [stem for stem in way if weights[stem].telling]
    return func.sum(case((postings.c.stem.in_(stems), 1), else_=0)) if stems else literal(0)


async def _weights(connection: AsyncConnection, stems: Sequence[str], kind: str) -> tuple[dict[str, Weight], float]:
    """Counted among the passages that are searched; and the average length of these."""
    sizes = select(func.count(), func.avg(passages.c.length))
    if kind:
        sizes = sizes.join(documents, documents.c.id == passages.c.document).where(documents.c.kind == kind)
    whole = sizes.subquery()
    query = select(postings.c.stem, func.count(), func.max(whole.c[0]), func.max(whole.c[1]))
    query = query.select_from(postings.join(whole, true())).where(postings.c.stem.in_(stems))
    query = _of_kind(query, postings.c.passage, kind).group_by(postings.c.stem)
    rows = (await connection.execute(query)).all()
    total, average = (rows[0][2], float(rows[0][3])) if rows else (1, 1.0)
    seen = {row[0]: row[1] for row in rows}
    return {stem: _weight(stem, seen.get(stem, 0), total) for stem in stems}, average


def _weight(stem: str, count: int, total: int) -> Weight:
    rarity = math.log(1 + (max(total, SMALL) - count + 0.5) / (count + 0.5))
    return Weight(rarity, count > 0, telling=0 < count <= max(FEW, total * SHARE) and "_" not in stem)


async def search_names(connection: AsyncConnection, names: set[str], kind: str = "") -> dict[int, float]:
    """Passages that hold an identifier of the question, misspelt ones too; 1 for a telling one found exactly."""
    holding = await _holding(connection, names, kind)
    known = {token for _, token in holding}
    worth = {name: 1.0 if len(name) >= SHORT else 0.4 for name in known}
    guesses: dict[str, float] = {}
    for name in sorted(names - known, key=len, reverse=True)[:MOST_GUESSES]:
        for token, likeness in await _close(connection, name):
            guesses[token] = max(guesses.get(token, 0.0), likeness)
    holding += await _holding(connection, guesses.keys() - known, kind)
    boosts: dict[int, float] = {}
    for passage, token in holding:
        boosts[passage] = boosts.get(passage, 0.0) + worth.get(token, guesses.get(token, 0.0))
    return boosts


async def _holding(connection: AsyncConnection, tokens: Set[str], kind: str) -> list[tuple[int, str]]:
    """Passages and what they hold; of very common names not every passage."""
    if not tokens:
        return []
    query = select(identifiers.c.passage, identifiers.c.token).where(identifiers.c.token.in_(tokens))
    query = _of_kind(query, identifiers.c.passage, kind)
    rows = await connection.execute(query.order_by(identifiers.c.passage).limit(MOST_HOLDING))
    return [(row[0], row[1]) for row in rows]


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
