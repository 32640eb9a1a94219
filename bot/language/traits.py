"""What the classifier sees of a text: its words and their neighbours, names masked, and what they mean together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations
from zlib import crc32

from bot.language.heard import Heard

BUCKETS = 1 << 15
"""Traits are known by a hash; two that share one are rare and do little harm."""
_PREFIX = 5
_PAIRED = 18
"""Meanings of one text whose pairs are seen; few texts have more."""
_LONGEST = 20
_BEGINNINGS = (1, 2, 3)
_THREE = 3
_LONG = 6


def traits(heard: Heard, before: str) -> tuple[int, ...]:
    """The buckets of a text's traits, each once; `before` is what the text before it asked, if there is one."""
    spoken = _spoken(heard)
    seen = [*_of_marks(heard.read.marks), *chain.from_iterable(map(_of_word, spoken))]
    seen += _of_pairs("b", spoken)
    seen += _of_pairs("q", _meanings(heard))
    seen += map(_bucket, _shape(heard, spoken, before))
    return tuple(dict.fromkeys(seen))


def _spoken(heard: Heard) -> list[str]:
    """The words, names masked; a time of several words is one."""
    found: list[str] = []
    for word, mark in zip(heard.found.words, heard.found.marks, strict=True):
        said = mark.upper() if mark else word.fold[:_LONGEST]
        if not mark or found[-1:] != [said]:
            found.append(said)
    return found


def _meanings(heard: Heard) -> list[str]:
    """What stands in the text in its order: concepts and masks."""
    at = {place: mark.upper() for place, mark in enumerate(heard.found.marks) if mark}
    for hit in heard.read.hits:
        at.setdefault(hit.first, "|".join(sorted(hit.concepts)))
    ordered = [at[place] for place in sorted(at)]
    return [meant for place, meant in enumerate(ordered) if ordered[place - 1 : place] != [meant]]


def _of_pairs(kind: str, said: Sequence[str]) -> list[int]:
    return [_bucket(f"{kind}={a} {b}") for a, b in zip(("^", *said), (*said, "$"), strict=True)]


@lru_cache(maxsize=16_384)
def _bucket(trait: str) -> int:
    return crc32(trait.encode("utf-8", "replace")) % BUCKETS


@lru_cache(maxsize=8_192)
def _of_word(word: str) -> tuple[int, ...]:
    begins = [f"p={word[:_PREFIX]}"] if len(word) > _PREFIX and not word.isupper() else []
    return tuple(map(_bucket, (f"w={word}", *begins)))


@lru_cache(maxsize=8_192)
def _of_marks(marks: frozenset[str]) -> tuple[int, ...]:
    ordered = sorted(marks)
    pairs = (f"M={a}+{b}" for a, b in combinations(ordered[:_PAIRED], 2))
    return tuple(map(_bucket, (*(f"m={mark}" for mark in ordered), *pairs)))


def _shape(heard: Heard, spoken: Sequence[str], before: str) -> Iterator[str]:
    """How it begins and ends, how long and how well known it is, its signs, and what it follows on."""
    yield from (f"{size}={' '.join(spoken[:size])}" for size in _BEGINNINGS)
    yield f"$={' '.join(spoken[-1:])}"
    yield f"n={min(len(spoken) // _THREE, _LONG)}"
    yield f"k={int(heard.read.known * _LONG)}"
    yield from (f"!={sign}" for sign in "?!\"'" if sign in heard.text)
    yield f"t={before}"
    if before:
        yield "t"
        yield f"t={before} {min(len(spoken) // _THREE, 2)}"
