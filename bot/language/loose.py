"""Whether the words of an order hang together: `rerun history of PAY01` orders nothing, `rerun my lovely PAY01` may."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.lexicon import Hit, lexicon

_TOPICS = frozenset(["history", "log", "duration", "control", "audit", "doc", "summary", "howmany", "schedule", "code"])
_THINGS = frozenset(
    [
        "time",
        "times",
        "date",
        "dates",
        "policy",
        "count",
        "rate",
        "report",
        "switch",
        "notes",
        "option",
        "options",
        "key",
        "button",
        "number",
        "command",
        "request",
        "requests",
        "reason",
        "tempo",
        "hora",
        "horario",
        "data",
        "politica",
        "contagem",
        "relatorio",
        "pedido",
        "pedidos",
        "motivo",
        "tiempo",
        "fecha",
    ]
)
_TOLD = frozenset(["ja", "ya", "already", "i", "eu", "yo", "we", "nos", "just"])
"""Before a verb, these tell what was done."""
_PAST = re.compile(r"\w{3,}(?:aram|eram|iram|ou|ei|ava|avam|ando|endo|indo|ad[oa]s?|amos|aria|ariam|aron|ieron|ing|ed)")
"""Forms of verbs that tell and do not order, in the three languages."""
_BEFORE_FORM = frozenset(["mind", "try", "start", "consider", "you", "esta", "be", "favor", "tentando"])
_NAMES = ("job", "stream", "ws")


def is_topic(found: Entities, read: Features, verb: Hit) -> bool:
    """Whether the verb only says which thing is spoken of: `cancel policy`, `PAY01 start time`."""
    span = _linking(found, verb)
    if _PAST.fullmatch(found.words[verb.last - 1].fold) and verb.last - verb.first == 1 and not _asks_for(found, verb):
        return True
    if any(found.words[at].fold in _THINGS for at in span) or (span and found.words[span[0]].fold == "of"):
        return True
    return any(h.concepts & _TOPICS and not h.concepts & {"show"} and h.first in span for h in read.hits)


def _asks_for(found: Entities, verb: Hit) -> bool:
    """`would you mind restarting PAY01` orders in such a form."""
    return verb.first > 0 and found.words[verb.first - 1].fold in _BEFORE_FORM


def is_loose(found: Entities, read: Features, concept: str) -> bool:
    """Whether words that nobody knows part the verb from its object, or the verb may tell of the past."""
    if not any(mark in _NAMES for mark in found.marks):
        return False
    for verb in (h for h in read.hits if concept in h.concepts):
        before = found.words[verb.first - 1].fold if verb.first else ""
        span = _linking(found, verb)
        return before in _TOLD or any(_is_strange(found, at) for at in span) or _turns(read, span)
    return False


def _turns(read: Features, span: Sequence[int]) -> bool:
    """`stop, what happened to PAY01`: a question stands between."""
    return any(h.concepts & {"happen", "why"} and h.first in span for h in read.hits)


def _is_strange(found: Entities, at: int) -> bool:
    word = found.words[at].fold
    return not found.marks[at] and word.isalpha() and len(word) > 2 and not lexicon().knows(word)


def _linking(found: Entities, verb: Hit) -> Sequence[int]:
    """The words from the verb to the name after it; where the name stands before, those that follow."""
    names = [at for at, mark in enumerate(found.marks) if mark in _NAMES]
    after = next((at for at in names if at >= verb.last), None)
    if after is not None:
        return range(verb.last, after)
    if any(at < verb.first for at in names) or (verb.first and not names):
        return range(verb.last, min(verb.last + 2, len(found.words)))
    return ()
