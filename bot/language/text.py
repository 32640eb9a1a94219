"""Text as the rules read it: one character in is one character out, so that spans hold in both."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

READ = 2_000
"""Characters that are read; the rest is ignored."""
WORDS = 160
_KEPT = 64
"""Texts whose cleaning and folding are kept: one message asks for its own several times."""
_WORD = re.compile(r"[^\s,;:!()\[\]{}<>\"“”«»¿¡=|]+")
_EDGES = ".?'`’‘~&…-–—"
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'", "´": "'"})


class Word(NamedTuple):
    """A tuple, as every message makes many and a frozen dataclass is three times as slow to make."""

    raw: str
    """As written, without punctuation at its edges."""
    fold: str
    start: int
    end: int
    quoted: bool = False
    gap: str = ""
    """What stands between the word before and this one."""


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return " "
    base = unicodedata.normalize("NFKD", char)[:1].lower()
    return base if len(base) == 1 else char


def clean(text: str) -> str:
    """The part that is read, composed, with control characters as spaces."""
    return _cleaned(text[:READ])


@lru_cache(maxsize=_KEPT)
def _cleaned(text: str) -> str:
    head = unicodedata.normalize("NFC", text)[:READ].translate(_QUOTES)
    if head.isprintable():
        return head
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in head)


def lined(text: str) -> str:
    """As `clean`, with its length, but the ends of lines and every kind of quotation mark stay."""
    head = unicodedata.normalize("NFC", text[:READ])[:READ]
    if head.isprintable():
        return head
    return "".join(c if c == "\n" else " " if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in head)


def fold(text: str) -> str:
    """Lower case and without accents; the length stays."""
    return text.lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=_KEPT)
def _folded(text: str) -> str:
    return "".join(map(_fold_char, text))


def words(raw: str, folded: str) -> list[Word]:
    """The words with their places; `raw` and `folded` have one length."""
    found: list[Word] = []
    marked = "'" in raw or '"' in raw
    for match in _WORD.finditer(raw):
        start = match.start()
        body = match.group()
        left = len(body) - len(body.lstrip(_EDGES))
        stripped = body.strip(_EDGES)
        if marked and stripped[-2:].lower() == "'s" and stripped[:-2].isupper():
            stripped = stripped[:-2]
        if stripped:
            begin = start + left
            stop = begin + len(stripped)
            gap = raw[found[-1].end if found else 0 : begin]
            quoted = marked and _is_quoted(raw, begin, stop)
            found.append(Word(stripped, folded[begin:stop], begin, stop, quoted, gap))
        if len(found) == WORDS:
            break
    return found


def _is_quoted(raw: str, start: int, end: int) -> bool:
    before, after = raw[start - 1 : start], raw[end : end + 1]
    return before == after and before in ("'", '"')
