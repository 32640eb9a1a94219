"""A question to ranked passages: meaning and words, half each, names and codes on top."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge import lexical, shelf
from knowledge.glossary import pivot
from knowledge.lexical import WordHit
from knowledge.passages import Passage
from knowledge.semantic import Semantic
from knowledge.words import identifiers, stems, storable

DEPTH = 30
"""Candidates of each side before they are merged."""
LONGEST_QUESTION = 2_000
PER_DOCUMENT = 3
"""Passages of one document in an answer, so that a long one does not crowd the others out."""
NEAR = 0.40
"""Cosine from which a passage speaks of the question by its meaning alone."""
COVERED = 0.50
"""Share of the question's words from which it does by its words alone; half of each together will do too."""
COVERED_COLD = 0.30
"""The same while there are no vectors to compare with. All three were set on the dev half of the test questions."""


NAMED = 0.7
"""Worth of a name or code from which it does by that alone: a telling one, or a close misspelling."""


@dataclass(frozen=True, slots=True)
class Hit:
    number: int
    cosine: float
    cover: float
    named: float
    score: float
    relevant: bool
    """An answer may hold nothing but weak hits: then there is none."""


class Search:
    def __init__(self, engine: AsyncEngine, semantic: Semantic) -> None:
        self._engine, self._semantic = engine, semantic

    async def passages(self, text: str, limit: int, kind: str = "") -> tuple[Passage, ...]:
        """The relevant ones, best first; none when the knowledge base has nothing to say."""
        found = await self._found(text)
        kept = [passage for passage in found if kind in ("", passage.kind)]
        counts: dict[str, int] = {}
        shown: list[Passage] = []
        for passage in kept:
            counts[passage.document_id] = counts.get(passage.document_id, 0) + 1
            if counts[passage.document_id] <= PER_DOCUMENT:
                shown.append(passage)
        return tuple(shown[:limit])

    async def _found(self, text: str) -> list[Passage]:
        hits = {hit.number: hit for hit in await self.hits(text) if hit.relevant}
        async with self._engine.connect() as connection:
            rows = await shelf.fetch(connection, list(hits))
        found = [replace(row.passage, score=round(hits[row.number].score, 4)) for row in rows]
        return sorted(found, key=lambda passage: (-passage.score, passage.document_id, passage.locator))

    async def documents(self, text: str, limit: int) -> tuple[str, ...]:
        """Ids, each by its best passage; with one relevant passage the weaker ones are ranked behind it."""
        hits = await self.hits(text)
        if not any(hit.relevant for hit in hits):
            return ()
        async with self._engine.connect() as connection:
            rows = await shelf.fetch(connection, [hit.number for hit in hits])
        owner = {row.number: row.passage.document_id for row in rows}
        return tuple(dict.fromkeys(owner[hit.number] for hit in hits if hit.number in owner))[:limit]

    async def hits(self, text: str) -> list[Hit]:
        """Every candidate, best first, weak ones too."""
        text = storable(text[:LONGEST_QUESTION])
        near, (words, names) = await asyncio.gather(self._semantic.nearest(text, DEPTH), self._by_words(text))
        async with self._engine.connect() as connection:
            numbers = await shelf.numbers_of(connection, list(near)) if near else {}
        cosines = {numbers[id_]: cosine for id_, cosine in near.items() if id_ in numbers}
        return _fused(cosines, words, names)

    async def _by_words(self, text: str) -> tuple[dict[int, WordHit], dict[int, float]]:
        ways = [stems(way) for way in dict.fromkeys((text, pivot(text)))]
        async with self._engine.connect() as connection:
            words = await lexical.search_words(connection, ways, DEPTH)
            return words, await lexical.search_names(connection, identifiers(text))


def _fused(cosines: Mapping[int, float], words: Mapping[int, WordHit], names: Mapping[int, float]) -> list[Hit]:
    near, said = _spread(cosines), _spread({number: hit.score for number, hit in words.items()})
    named = _best(names, {**said, **near})
    hits = []
    for number in {*cosines, *words, *named}:
        cosine, name = cosines.get(number, 0.0), names.get(number, 0.0)
        cover = words[number].cover if number in words else 0.0
        score = 0.5 * near.get(number, 0.0) + 0.5 * said.get(number, 0.0) + name
        hits.append(Hit(number, cosine, cover, name, score, _relevant(cosine, cover, name, cold=not cosines)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.number))


def _relevant(cosine: float, cover: float, name: float, *, cold: bool) -> bool:
    by_content = cover >= COVERED_COLD if cold else cosine / NEAR + cover / COVERED >= 1.0
    return by_content or name >= NAMED


def _best(names: Mapping[int, float], known: Mapping[int, float]) -> Sequence[int]:
    """Of a name that stands in hundreds of passages, those that say most."""
    return sorted(names, key=lambda number: (-names[number], -known.get(number, 0.0), number))[: 2 * DEPTH]


def _spread(scores: Mapping[int, float]) -> dict[int, float]:
    """From 0 for the worst candidate to 1 for the best."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    width = (high - low) or 1.0
    return {number: (score - low) / width if high > low else 1.0 for number, score in scores.items()}
