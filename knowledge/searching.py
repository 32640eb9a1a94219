"""A question to ranked passages: meaning and words, half each, names and codes on top."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge import lexical, shelf
from knowledge.glossary import asking, pivot
from knowledge.lexical import WordHit
from knowledge.passages import Passage
from knowledge.semantic import Semantic
from knowledge.shelf import Row
from knowledge.words import identifiers, stems, storable

DEPTH = 30
"""Candidates of each side before they are merged."""
LONGEST_QUESTION = 2_000
PER_DOCUMENT = 3
"""Passages of one document in an answer, so that a long one does not crowd the others out."""
NEAR = 0.40
"""Cosine from which a passage speaks of the question by its meaning alone."""
NEAR_BRIEF, BRIEF = 0.32, 3
"""The same for a question of so few words: a word alone is never as near to a passage as a sentence."""
COVERED = 0.50
"""Share of the question's words from which it does by its words alone; half of each together will do too."""
COVERED_COLD = 0.30
"""The same while there are no vectors to compare with. All three were set on the dev half of the test questions."""
TELLING, COVERED_TELLING = 2, 0.15
"""Without vectors, so many words that few passages hold make up for many that were not found here."""
NAMED = 0.7
"""Worth of a name or code from which it does by that alone: a telling one, or a close misspelling."""
NOTHING = WordHit(0.0, 0.0, 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    passage: Passage
    score: float
    relevant: bool
    """An answer may hold nothing but weak candidates: then there is none."""


class Search:
    def __init__(self, engine: AsyncEngine, semantic: Semantic) -> None:
        self._engine, self._semantic = engine, semantic

    async def passages(self, text: str, limit: int, kind: str = "") -> tuple[Passage, ...]:
        """The relevant ones, best first; none when the knowledge base has nothing to say."""
        found = [one for one in await self._candidates(text, kind) if one.relevant]
        counts: Counter[str] = Counter()
        shown: list[Passage] = []
        for one in found:
            counts[one.passage.document_id] += 1
            if counts[one.passage.document_id] <= PER_DOCUMENT:
                shown.append(replace(one.passage, score=round(one.score, 4)))
        return tuple(shown[:limit])

    async def documents(self, text: str, limit: int) -> tuple[str, ...]:
        """Ids, each by its best passage; with one relevant passage the weaker ones are ranked behind it."""
        found = await self._candidates(text, "")
        if not any(one.relevant for one in found):
            return ()
        return tuple(dict.fromkeys(one.passage.document_id for one in found))[:limit]

    async def _candidates(self, text: str, kind: str) -> list[Candidate]:
        """Best first, weak ones too."""
        text = storable(text[:LONGEST_QUESTION])
        near, (words, names) = await asyncio.gather(
            self._semantic.nearest(text, DEPTH, kind), self._by_words(text, kind)
        )
        async with self._engine.connect() as connection:
            rows = await shelf.fetch(connection, {*words, *_best(names, words)}, list(near), kind)
        brief = len(set(_subject(text))) <= BRIEF
        found = _fused(rows, near, words, names, NEAR_BRIEF if brief else NEAR)
        return sorted(found, key=lambda one: (-round(one.score, 4), one.passage.document_id, one.passage.locator))

    async def _by_words(self, text: str, kind: str) -> tuple[dict[int, WordHit], dict[int, float]]:
        ways = [_subject(way) for way in dict.fromkeys((text, pivot(text)))]
        async with self._engine.connect() as connection:
            words = await lexical.search_words(connection, ways, DEPTH, kind)
            return words, await lexical.search_names(connection, identifiers(text), kind)


def _subject(text: str) -> list[str]:
    """Stems without those of the asking, unless there is nothing else."""
    asked = stems(text)
    return [stem for stem in asked if stem not in asking()] or asked


def _fused(
    rows: Sequence[Row],
    near: Mapping[str, float],
    words: Mapping[int, WordHit],
    names: Mapping[int, float],
    enough: float,
) -> Iterator[Candidate]:
    close = _spread({row.number: near[row.id] for row in rows if row.id in near})
    said = _spread({row.number: words[row.number].score for row in rows if row.number in words})
    for row in rows:
        cosine, name = near.get(row.id, 0.0), names.get(row.number, 0.0)
        score = 0.5 * close.get(row.number, 0.0) + 0.5 * said.get(row.number, 0.0) + name
        hit = words.get(row.number, NOTHING)
        by_content = cosine >= enough or _by_both(cosine, hit) if close else _by_words_alone(hit)
        yield Candidate(row.passage, score, relevant=by_content or name >= NAMED)


def _by_both(cosine: float, hit: WordHit) -> bool:
    return cosine / NEAR + hit.cover / COVERED >= 1.0


def _by_words_alone(hit: WordHit) -> bool:
    return hit.cover >= COVERED_COLD or (hit.telling >= TELLING and hit.cover >= COVERED_TELLING)


def _best(names: Mapping[int, float], words: Mapping[int, WordHit]) -> Sequence[int]:
    """Of a name that stands in hundreds of passages, those that say most."""
    said = {number: hit.score for number, hit in words.items()}
    return sorted(names, key=lambda number: (-names[number], -said.get(number, 0.0), number))[: 2 * DEPTH]


def _spread(scores: Mapping[int, float]) -> dict[int, float]:
    """From 0 for the worst candidate to 1 for the best."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    width = (high - low) or 1.0
    return {number: (score - low) / width if high > low else 1.0 for number, score in scores.items()}
