"""When words order a change, and when they are for no one to do.

A change is read only from a clear order: its verb opens the sentence, or follows words of courtesy or the name it
concerns. A denial, a question about the past and a question of how are never orders.
"""

from __future__ import annotations

import re

from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.lexicon import Hit
from bot.language.loose import is_topic
from bot.language.outcomes import left_open, stated

CHANGES = ("unwatch", "release", "rerun", "cancel", "hold", "kill", "submit")
_HARMFUL = frozenset({"cancel", "kill", "hold", "submit", "rerun", "release", "confirm_prompt"})
_LEADING = frozenset({"polite", "greet", "thanks", "job", "stream"})
_BREAKS = (".", ";", ",", "!", "\n", " - ", " – ")
"""No colon: what follows one may be somebody else's words."""
_REQUESTED = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|u)\b|you mind|please|pls|plz|by any chance|pode(?:m|ria|riam)?"
    r"|consegue|por favor"
    r"|faz favor|favor|puedes?|podrias?|da para|da pra|teria como|tem como|vc pode)\b"
)
_ARTICLES = frozenset(["the", "a", "an", "o", "um", "uma", "el", "la", "un", "una"])
_AFTER_NAME = frozenset(["please", "pls", "por", "favor", "now", "agora", "job", "job", "stream"])
_JOINS = frozenset(["and", "then", "e", "entao", "y", "entonces", "so"])


def order(found: Entities, read: Features, text: str) -> str:
    """The change that the text orders, or nothing."""
    if read.has("howto", "unwatch", "watch", "teach", "who", "why"):
        return ""
    for hit in read.hits:
        verb = next((c for c in CHANGES if c in hit.concepts), "") or _outcome_verb(found, read, hit)
        if not verb or found.words[hit.first].quoted:
            continue
        start = _clause(found, text, hit.first)
        if (
            found.words[-1].fold in ("no", "nao", "not")
            or _denied(read, start, hit)
            or is_topic(found, read, hit)
            or not _opens(found, read, start, hit.first)
        ):
            continue
        if not _has_object(found, read, hit, text):
            return ""
        return "rerun" if verb == "submit" and read.has("again") else verb
    return _placed(read)


def is_misspelt(read: Features, verb: str) -> bool:
    """Whether the verb of the order was only guessed from a misspelling."""
    said = [h for h in read.hits if verb in h.concepts]
    return bool(said) and all(h.misspelt for h in said)


def _outcome_verb(found: Entities, read: Features, hit: Hit) -> str:
    """`confirm PAY01 as successful`, `mark it as abended`; to mark says what only with its outcome."""
    if read.has("prompt") or not hit.concepts & {"mark", "confirm"}:
        return ""
    asks = found.words[hit.first].fold.startswith("confirm") and left_open(found, hit.last) and read.has("JOB")
    return "confirm_prompt" if asks or stated(found, hit.last) is not None else ""


def _placed(read: Features) -> str:
    """`put X on hold`, `take X off hold`."""
    first = next((h for h in read.hits if not h.concepts & _LEADING), None)
    if first is None or "put" not in first.concepts or read.has("not", "past"):
        return ""
    if read.has("release"):
        return "release"
    return "hold" if read.has("held", "hold") else ""


def _clause(found: Entities, text: str, at: int) -> int:
    """The first word of the clause that holds word `at`."""
    for word in range(at, 0, -1):
        before = found.words[word - 1]
        gap = text[before.end : found.words[word].start]
        if any(mark in gap for mark in _BREAKS) or before.fold in _JOINS:
            return word if not found.marks[word] else 0
    return 0


def _denied(read: Features, start: int, verb: Hit) -> bool:
    return any(h.concepts & {"not", "nope"} and h.first <= verb.last and h.last > start - 1 for h in read.hits)


def _opens(found: Entities, read: Features, start: int, verb: int) -> bool:
    if verb and found.words[verb - 1].fold in _ARTICLES and any(h.first == verb - 1 for h in read.hits):
        return False
    covered = {at for h in read.hits if h.concepts & _LEADING for at in range(h.first, h.last)}
    named = next((at for at in range(start, verb) if found.marks[at]), verb)
    return all(at in covered for at in range(start, named)) and all(
        found.marks[at] or found.words[at].fold in _AFTER_NAME for at in range(named, verb)
    )


def _has_object(found: Entities, read: Features, verb: Hit, text: str) -> bool:
    """An order names what it concerns, or points at it; `run` and `start` in plain talk do not."""
    ends = text.rstrip().endswith("?") and read.has("past", "failed", "successful")
    if ends and verb.first > 0 and not read.has("polite"):
        return False
    return read.has("JOB", "STREAM", "pron", "job", "jobs", "stream", "every_one", "failed", "WS") or _alone(
        found, verb
    )


def _alone(found: Entities, verb: Hit) -> bool:
    """`rerun` and no more; `stop`, `hold` and `run` alone are too vague to be orders."""
    return verb.last - verb.first == len(found.words) and not verb.concepts & {"kill", "hold", "submit"}


def is_doubted(folded: str, found: Entities, read: Features, verb: str) -> bool:
    """`kill it?` asks whether to, and orders nothing; `can you kill it?` does."""
    begin = next((found.words[h.first].start for h in read.hits if verb in h.concepts), 0)
    return "?" in folded[begin:] and not _REQUESTED.search(folded)


def is_mass(found: Entities, read: Features, verb: str) -> bool:
    """A harmful change of everything, with no bound to it."""
    bare = found.job is not None and not found.job.name.strip("@*?.#")
    if bare and verb in _HARMFUL:
        return True
    if verb not in ("cancel", "kill", "hold") or found.job or found.stream or found.workstation:
        return False
    return read.has("every_one") and read.has("jobs", "job", "system", "every_one", "stream", "running", "ws")


def is_unsafe(read: Features) -> bool:
    """Secrets, harm, and ways round a control."""
    if read.has("injection"):
        return True
    if read.has("secret") and not read.has("howto", "teach", "failed", "JOB"):
        return read.has("show", "whatis", "polite", "Q", "SHORT") or len(read.marks) <= 4
    if read.has("bypass") and read.has("control", "approvals"):
        return read.has(*CHANGES, "delete", "put") or not read.has("failed", "running", "waiting", "late")
    target = read.has("every_one", "system", "plan", "log", "jobs", "audit", "wss", "history", "assets")
    return read.has("delete") and target and not read.has("howto", "why", "failed", "show", "down", "past")
