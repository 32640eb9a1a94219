"""Names in small letters with hyphens, `jb-spc-negativa`, told from words like `month-end` and `pré-requisito`."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.lexicon import clitic, lexicon, nearest
from bot.language.nouns import nouns

_HYPHENED = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)+\Z")
_VOWEL = re.compile(r"[aeiouy0-9_]")
_ENCLITIC = re.compile(r"(?:me|te|se|nos|lhes?|vos|[oa]s?|l[oa]s?|n[oa]s?|ia|ei|emos)\Z")
_COMPOUND = re.compile(
    r"\w{3,}(?:ing|ed|able|ible|wide|less|ful|friendly|aware|driven|based|like|proof|ready|free|safe)\Z"
)
_MANY = 3


@lru_cache(maxsize=8192)
def is_name(fold: str) -> bool:
    """Whether nothing but a name is written so: a part that cannot be spoken, or three that no phrase is made of."""
    parts = _parts(fold)
    if not parts or _is_ordinary(fold, parts):
        return False
    if any(_is_unspeakable(part) for part in parts):
        return True
    return len(parts) >= _MANY and any(_is_strange(part) for part in parts)


@lru_cache(maxsize=8192)
def may_be_name(fold: str) -> bool:
    """Whether it may be one where a name stands: `rating-batch`, `ora-stats-weekly`."""
    parts = _parts(fold)
    if not parts or _is_ordinary(fold, parts):
        return False
    return len(parts) >= _MANY or any(_is_strange(part) for part in parts)


def _parts(fold: str) -> list[str]:
    return fold.split("-") if "-" in fold and len(fold) > 4 and _HYPHENED.match(fold) else []


def _is_ordinary(fold: str, parts: list[str]) -> bool:
    """Words with a common beginning or end, verbs with their pronoun, repetitions, and phrases written as one word."""
    said = nouns()
    if fold in said.hyphened or lexicon().speaks(fold) or clitic(fold) or all(part.isdigit() for part in parts):
        return True
    if parts[0] in said.prefixes or parts[-1] in said.suffixes or parts[0] == parts[-1]:
        return True
    if len(parts) == 2 and (_ENCLITIC.match(parts[1]) or _COMPOUND.match(parts[1])):
        return True
    return any(part in said.inner for part in parts[1:-1][:1]) or all(len(part) == 1 for part in parts)


def _is_unspeakable(part: str) -> bool:
    return 2 <= len(part) <= 5 and not _VOWEL.search(part) and part not in nouns().spelt


def _is_strange(part: str) -> bool:
    words = lexicon()
    return (
        len(part) > 2 and part.isalpha() and part not in nouns().spelt and not words.speaks(part) and not nearest(part)
    )
