"""Whether the words of an order hang together: `rerun history of PAY01` orders nothing, `rerun my lovely PAY01` may."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.lexicon import Hit, lexicon
from bot.language.text import Word

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
_BETWEEN = {
    *(
        "polite",
        "greet",
        "thanks",
        "job",
        "jobs",
        "stream",
        "streams",
        "ws",
        "wss",
        "wish",
        "pron",
        "every_one",
        "again",
    ),
    *("failed", "running", "waiting", "ready", "held", "blocked", "late", "slow", "critical", "plan", "system", "put"),
    *("successful", "cancelled", "dep", "master", "prompt", "schedule", "down", "control", "past"),
}
"""Concepts of words that may stand between an order's verb and its object."""
_TELLING = frozenset(
    {"duration", "history", "failed", "successful", "changed", "past", "good", "bad", "status", "impact"}
)
_WAS = frozenset(["was", "were", "foi", "foram", "fue", "fueron"])
_PURPOSE = frozenset(["pra", "para", "que", "q", "so", "porque", "pq", "because", "as", "pois", "to", "pues", "since"])
_ORDERS = ("rerun", "cancel", "hold", "release", "kill", "submit")


def is_topic(found: Entities, read: Features, verb: Hit) -> bool:
    """Whether the verb only says which thing is spoken of: `cancel policy`, `PAY01 start time`."""
    span = _linking(found, verb)
    if verb.last - verb.first == 1 and _is_past(found.words[verb.first]) and not _asks_for(found, verb):
        return True
    if any(h.concepts & {"not", *_ORDERS} and h.first in span and h.first > verb.first for h in read.hits):
        return True
    if any(found.words[at].fold in _THINGS for at in span) or (span and found.words[span[0]].fold == "of"):
        return True
    return any(h.concepts & _TOPICS and not h.concepts & {"show"} and h.first in span for h in read.hits)


def _is_past(word: Word) -> bool:
    """`cancelado`, `maté`; but not `destrava`, whose list has it as it stands, nor `corré`, which orders."""
    listed = lexicon().root.words
    orders = f"{word.fold}r" in listed
    if word.raw[-1] in "éóÉÓ" and not orders and f"{word.fold[:-1]}a" in listed:
        return True
    return bool(_PAST.fullmatch(word.fold)) and not (word.fold.endswith("ava") and word.fold in listed)


def _asks_for(found: Entities, verb: Hit) -> bool:
    """`would you mind restarting PAY01` orders in such a form."""
    return verb.first > 0 and found.words[verb.first - 1].fold in _BEFORE_FORM


def is_loose(found: Entities, read: Features, concept: str) -> bool:
    """Whether words that nobody knows part the verb from its object, or the verb may tell of the past."""
    if not any(mark in _NAMES for mark in found.marks):
        return False
    if _is_guessed(found, read):
        return True
    for verb in (h for h in read.hits if concept in h.concepts):
        before = found.words[verb.first - 1].fold if verb.first else ""
        span = _linking(found, verb)
        told = before in _TOLD or any(_is_strange(found, read, at) for at in span)
        return told or _turns(found, read, verb) or _is_taken_back(found, read, verb) or _is_subject(found, read, verb)
    return False


def _is_guessed(found: Entities, read: Features) -> bool:
    """Whether the only name is a plain word that the plan has not: `kill dwload`."""
    names = [word for word, mark in zip(found.words, found.marks, strict=True) if mark in _NAMES]
    plain = len(names) == 1 and names[0].raw.islower() and names[0].raw.isalpha() and not names[0].quoted
    return plain and not read.has("PLANNED", "job", "stream", "ws")


def _is_taken_back(found: Entities, read: Features, verb: Hit) -> bool:
    """`matar o PAY01 nunca foi opção`: a denial follows in the same clause."""
    at = next((at for at, mark in enumerate(found.marks) if mark in _NAMES and at >= verb.first), None)
    if at is None:
        return False
    return any(
        at < h.first <= at + 3 and _takes_back(found, h) and not _is_parted(found, at + 1, h.first + 1)
        for h in read.hits
    )


def _is_subject(found: Entities, read: Features, verb: Hit) -> bool:
    """`relanzar PAY01 tardó dos horas`: an infinitive of which something is told."""
    at = next((at for at, mark in enumerate(found.marks) if mark in _NAMES and at >= verb.first), -1)
    ends = found.words[verb.last - 1].fold.endswith("r") and verb.last - verb.first == 1
    if at < 0 or not ends or at + 1 >= len(found.words) or _is_parted(found, at + 1, at + 2):
        return False
    told = any(h.first == at + 1 and h.concepts & _TELLING for h in read.hits)
    after = found.words[at + 1]
    return told or bool(_PAST.fullmatch(after.fold)) or after.raw[-1] in "óíé"


def _takes_back(found: Entities, hit: Hit) -> bool:
    return "not" in hit.concepts or found.words[hit.first].fold in _WAS


def _is_parted(found: Entities, first: int, last: int) -> bool:
    """Whether a stop or a word of purpose stands between."""
    return any(
        set(found.words[at].gap) & set(",.;!?:\n-—") or found.words[at].fold in _PURPOSE for at in range(first, last)
    )


def _turns(found: Entities, read: Features, verb: Hit) -> bool:
    """`stop, what happened to PAY01`, `stop asking about PAY01`: something else stands between."""
    name = next((at for at, mark in enumerate(found.marks) if mark in _NAMES and at >= verb.last), None)
    if name is None:
        return False
    between = [h for h in read.hits if verb.last <= h.first < name]
    if any(not h.concepts & _BETWEEN for h in between):
        return True
    return not any("pron" in h.concepts for h in between) and _is_parted(found, verb.last, name + 1)


def _is_strange(found: Entities, read: Features, at: int) -> bool:
    word = found.words[at].fold
    said = word in lexicon().functions or any(h.first <= at < h.last for h in read.hits)
    return not found.marks[at] and word.isalpha() and len(word) > 2 and not said


def _linking(found: Entities, verb: Hit) -> Sequence[int]:
    """The words from the verb to the name after it; where the name stands before, those that follow."""
    names = [at for at, mark in enumerate(found.marks) if mark in _NAMES]
    after = next((at for at in names if at >= verb.last), None)
    if after is not None:
        return range(verb.last, after)
    if any(at < verb.first for at in names) or (verb.first and not names):
        return range(verb.last, min(verb.last + 2, len(found.words)))
    return ()
