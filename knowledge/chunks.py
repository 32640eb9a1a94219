"""Long text in pieces that fit the embedding model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

CHUNK = 900
"""Characters; the model reads 256 tokens."""
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n")


def packed(paragraphs: Iterable[str], limit: int = CHUNK) -> Iterator[str]:
    """Paragraphs joined while they fit together, each too long one cut at sentences, then words."""
    held = ""
    for part in (piece for paragraph in paragraphs for piece in _cut(paragraph.strip(), limit)):
        if held and len(held) + 2 + len(part) > limit:
            yield held
            held = ""
        held = f"{held}\n\n{part}" if held else part
    if held:
        yield held


def _cut(paragraph: str, limit: int) -> Iterator[str]:
    if len(paragraph) <= limit:
        if paragraph:
            yield paragraph
        return
    held = ""
    for part in (word for sentence in _SENTENCE.split(paragraph) for word in _words(sentence, limit)):
        if held and len(held) + 1 + len(part) > limit:
            yield held
            held = ""
        held = f"{held} {part}" if held else part
    if held:
        yield held


def _words(sentence: str, limit: int) -> Iterator[str]:
    """A sentence whole if it fits, else its words, else slices of a word."""
    if len(sentence) <= limit:
        yield sentence
        return
    for word in sentence.split():
        yield from (word[at : at + limit] for at in range(0, len(word), limit))
