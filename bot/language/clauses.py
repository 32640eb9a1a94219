"""Where a clause begins, and whether a verb opens it: what an order has to do."""

from __future__ import annotations

from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.lexicon import Hit

LEADING = frozenset({"polite", "greet", "thanks", "job", "stream", "wish"})
"""Concepts of words that may stand before an order's verb."""
_BREAKS = (".", ";", ",", "!", "?", "\n", " - ", " – ", "—")
"""No colon: what follows one may be somebody else's words."""
_ARTICLES = frozenset(["the", "a", "an", "o", "um", "uma", "el", "la", "un", "una"])
_PLANS = frozenset(
    ["plan", "plano", "steps", "passos", "pasos", "roteiro", "procedure", "procedimento", "procedimiento"]
)
_AFTER_NAME = frozenset(["please", "pls", "por", "favor", "now", "agora", "ahora", "job", "stream"])
_JOINS = {
    *("and", "then", "so", "hence", "therefore", "thus"),
    *("e", "entao", "portanto", "logo"),
    *("y", "entonces", "asi"),
}


def begin(found: Entities, read: Features, text: str, at: int) -> int:
    """The first word of the clause that holds word `at`; of the steps of a plan that of the plan."""
    if _is_step(found, at):
        return 0
    for word in range(at, 0, -1):
        before = found.words[word - 1]
        gap = text[before.end : found.words[word].start]
        parts = any(mark in gap for mark in _BREAKS) or not any(c.isalnum() for c in before.raw)
        if parts or before.fold in _JOINS or (":" in gap and _permits(read, word)):
            return word if not found.marks[word] else 0
    return 0


def end(found: Entities, at: int) -> int:
    """The word after the clause that holds word `at`."""
    return next(
        (n for n in range(at + 1, len(found.words)) if set(found.words[n].gap) & set(".;!?\n,")), len(found.words)
    )


def _is_step(found: Entities, at: int) -> bool:
    """`plan: hold X, deploy, release X`: told, and nobody's to do now."""
    for word in range(at, 0, -1):
        if set(found.words[word].gap) & set(".!?\n"):
            return False
        if ":" in found.words[word].gap and found.words[word - 1].fold in _PLANS:
            return True
    return False


def _permits(read: Features, colon: int) -> bool:
    """`approved by Marta: cancel X`: what stands before the colon hands the order over."""
    return any(h.concepts & {"allowed"} and h.first < colon for h in read.hits)


def opens(found: Entities, read: Features, start: int, verb: int) -> bool:
    """Whether nothing but courtesy and the name it concerns stands before the verb."""
    if verb and found.words[verb - 1].fold in _ARTICLES and any(h.first == verb - 1 for h in read.hits):
        return False
    covered = {at for h in read.hits if h.concepts & LEADING for at in range(h.first, h.last)}
    named = next((at for at in range(start, verb) if found.marks[at]), verb)
    return all(at in covered for at in range(start, named)) and all(
        found.marks[at] or found.words[at].fold in _AFTER_NAME for at in range(named, verb)
    )


def denied(found: Entities, read: Features, start: int, verb: Hit) -> bool:
    """Whether a word that denies stands before the verb, in its clause, or right after it."""
    last = verb.last - bool(found.marks[verb.last - 1])
    return any(h.concepts & {"not", "nope"} and h.first <= last and h.last > start - 1 for h in read.hits)


def asked_before(read: Features, verb: Hit) -> bool:
    """`what is the difference between cancel and kill`: what precedes asks what things are."""
    return any(h.concepts & {"whatis", "howto"} and h.first < verb.first for h in read.hits)


def asks(read: Features, first: int, last: int) -> bool:
    """Whether the words from the first up to the last ask why or who."""
    return any(h.concepts & {"why", "who"} and first <= h.first < last for h in read.hits)
