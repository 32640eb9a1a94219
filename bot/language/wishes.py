"""Changes that are wished for and not told by their verb: `need PAY01 restarted`, `solicito a retenção do job PAY01`.

A wish opens its clause; after it come the noun of a change and what it concerns (`a restart of X`), or what it concerns
and a participle (`X restarted`); or the noun stands first and the wish ends it (`cancellation of X is requested`).
"""

from __future__ import annotations

from bot.language.clauses import LEADING, asks, begin, denied, end, opens
from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.lexicon import Hit, lexicon

CHANGES = ("release", "rerun", "cancel", "hold", "kill", "submit")
_REACH = 12
"""Words from the wish to the end of what is wished."""
_BETWEEN = LEADING | {"again", "plan", "system", "every_one", "running"}
_TOLD = frozenset(
    ["was", "were", "is", "are", "has", "foi", "foram", "esta", "fue", "fueron", "failed", "falhou", "fallo"]
)
_STOPS = frozenset(".;!?:\n")


def wished(found: Entities, read: Features, text: str) -> str:
    """The change that is wished for, or nothing."""
    for hit in read.hits:
        if not hit.concepts & {"wish"} or found.words[hit.first].quoted:
            continue
        start = begin(found, read, text, hit.first)
        questions = asks(read, start, end(found, hit.first))
        if not questions and not denied(found, read, start, hit) and opens(found, read, start, hit.first):
            return _told(found, read, hit.last) or ""
    return _requested(found, read, text)


def _noun(hit: Hit) -> str:
    return next((verb for verb in CHANGES if f"{verb}_of" in hit.concepts), "")


def _told(found: Entities, read: Features, at: int) -> str:
    """A noun and then its object, or an object and then a participle."""
    hits = {h.first: h for h in reversed(read.hits)}
    verb, named, first = "", False, at
    while at < min(len(found.words), first + _REACH):
        if set(found.words[at].gap) & _STOPS and at > first:
            return ""
        hit = hits.get(at)
        if found.marks[at] in ("job", "stream") or (hit and "pron" in hit.concepts):
            named = True
        elif hit and (wanted := _done(hit) or _made(found, hit) if named else verb or _noun(hit) or _verb(hit)):
            verb = wanted
        elif not _is_small(found, at, hit) and not (verb and not hit and found.words[at].fold.isalpha()):
            return ""
        if named and verb:
            return "" if found.marks[at] and _is_told(found, at + 1) else _ended(found, hits, at + 1) or verb
        at = hit.last if hit else at + 1
    return ""


def _made(found: Entities, hit: Hit) -> str:
    """`faz o PAY01 rodar de novo`: an infinitive, or a phrase of its own."""
    ends = hit.last - hit.first > 1 or found.words[hit.last - 1].fold.endswith(("ar", "er", "ir"))
    return _verb(hit) if ends else ""


def _is_told(found: Entities, at: int) -> bool:
    """`the restart of X was …`: something is told of it."""
    return any(word.fold in _TOLD and "," not in word.gap for word in found.words[at : at + 2])


def _ended(found: Entities, hits: dict[int, Hit], at: int) -> str:
    """`tonight's run of X cancelled`: the participle after the name says what is wished."""
    for ahead in range(at, min(at + 4, len(found.words))):
        hit = hits.get(ahead)
        if set(found.words[ahead].gap) & (_STOPS | {","}):
            return ""
        if hit and (verb := _done(hit)):
            return verb
    return ""


def _verb(hit: Hit) -> str:
    """`a kill of X`: what is a verb elsewhere is a noun after a wish."""
    return next((verb for verb in CHANGES if verb in hit.concepts), "")


def _done(hit: Hit) -> str:
    return next((verb for verb in CHANGES if f"{verb}_done" in hit.concepts), "")


def _is_small(found: Entities, at: int, hit: Hit | None) -> bool:
    if hit:
        return bool(hit.concepts & _BETWEEN)
    return bool(found.marks[at]) or found.words[at].fold in lexicon().functions


def _requested(found: Entities, read: Features, text: str) -> str:
    """`termination of X requested`: the noun opens, the wish follows its object."""
    wanted = [h for h in read.hits if "requested" in h.concepts]
    if not wanted or read.has("past", "not"):
        return ""
    for hit in read.hits:
        verb = _noun(hit) or _verb(hit)
        if verb and opens(found, read, begin(found, read, text, hit.first), hit.first):
            return verb if _told_of(found, read, hit, wanted[0]) else ""
    return ""


def _told_of(found: Entities, read: Features, noun: Hit, wanted: Hit) -> bool:
    """Whether only small words, names and states stand from the noun to the wish."""
    last = max(wanted.first, next((at for at, m in enumerate(found.marks) if m in ("job", "stream")), -1))
    span = range(noun.last, last)
    named = any(found.marks[at] in ("job", "stream") for at in range(noun.last, last + 1))
    return named and len(span) <= _REACH and not any(set(found.words[at].gap) & _STOPS for at in span)
