"""When words order a change, and when they are for no one to do.

A change is read only from a clear order: its verb opens the sentence, or follows words of courtesy or the name it
concerns. A denial, a question about the past and a question of how are never orders.
"""

from __future__ import annotations

import re

from bot.language import wishes
from bot.language.clauses import LEADING, asked_before, asks, begin, denied, end, opens
from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.lexicon import Hit
from bot.language.loose import is_topic
from bot.language.outcomes import left_open, stated
from bot.language.text import fold
from bot.language.withheld import is_held_back, reports, withheld

CHANGES = ("unwatch", *wishes.CHANGES)
_REQUESTED = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|u|someone|somebody|we (?:get|have))\b"
    r"|you mind|please|pls|plz|by any chance|pode(?:m|ria|riam)?"
    r"|consegue|por favor|puedes?"
    r"|faz favor|favor|podrias?|podes|da para|da pra|teria como|tem como|vc pode)\b"
    r"|\b(?:blz|beleza|ok|okay|ta|ta bom|certo|vale|sim|right|yeah|porfa|si|plis|valeu|combinado|fechado)\s*\?+\s*\Z"
)


_WITH_THOSE_BEHIND = re.compile(
    r"\b(?:with|and|including|com|e|incluindo|con|y|incluyendo)\s+(?:(?:all|its?|the|os|as|los|las|seus|suas|sus|todos)\s+)*"
    r"(?:success?ors?|sucessor[ea]s|sucesor[ea]s|dependents|dependentes|dependientes)\b"
)


_IRONY = re.compile("[🤦🙄😒🤡😑]")


def order(found: Entities, read: Features, text: str) -> str:
    """The change that the text orders, or nothing."""
    if read.has("howto", "unwatch", "watch", "teach", "asis") or ("?" in text and read.has("why", "who")):
        return ""
    for hit in read.hits:
        verb = _verb(hit) or _outcome_verb(found, read, hit)
        if not verb or found.words[hit.first].quoted or asked_before(read, hit):
            continue
        start = begin(found, read, text, hit.first)
        if (
            found.words[-1].fold in ("no", "nao", "not")
            or asks(read, start, end(found, hit.first))
            or denied(found, read, start, hit)
            or is_topic(found, read, hit)
            or not opens(found, read, start, hit.first)
            or withheld(found, hit)
        ):
            continue
        if not _has_object(found, read, hit, text):
            return ""
        return _again(verb, read)
    if placed := _placed(read):
        return placed
    wished = _again(wishes.wished(found, read, text), read)
    return "" if wished and reports(found) else wished


def _verb(hit: Hit) -> str:
    return "" if hit.concepts.isdisjoint(CHANGES) else next(c for c in CHANGES if c in hit.concepts)


def _again(verb: str, read: Features) -> str:
    return "rerun" if verb == "submit" and read.has("again", "rerun") else verb


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
    first = next((h for h in read.hits if not h.concepts & LEADING), None)
    if first is None or "put" not in first.concepts or read.has("not", "past"):
        return ""
    if read.has("release"):
        return "release"
    if read.has("submit") and not read.has("held", "hold"):
        return "submit"
    return "hold" if read.has("held", "hold", "waiting") else ""


def _has_object(found: Entities, read: Features, verb: Hit, text: str) -> bool:
    """An order names what it concerns, or points at it; `run` and `start` in plain talk do not."""
    ends = text.rstrip().endswith("?") and read.has("past", "failed", "successful")
    if ends and verb.first > 0 and not read.has("polite"):
        return False
    named = read.has("JOB", "STREAM", "pron", "job", "jobs", "stream", "every_one", "failed", "WS")
    return (
        named or _alone(found, read, verb) or ("rerun" in verb.concepts and bool(_WITH_THOSE_BEHIND.search(fold(text))))
    )


def _alone(found: Entities, read: Features, verb: Hit) -> bool:
    """`rerun` and no more than courtesy; `stop`, `hold` and `run` alone are too vague to be orders."""
    if verb.concepts & {"kill", "hold", "submit"}:
        return False
    said = {at for h in read.hits if h is verb or h.concepts & LEADING for at in range(h.first, h.last)}
    return len(said) == len(found.words)


def is_doubted(folded: str, found: Entities, read: Features, verb: str) -> bool:
    """`kill it?` asks whether to, and `yeah right, kill it` means nothing of the kind; `can you kill it?` orders."""
    if read.has("sarcasm", "botagent") or _IRONY.search(folded):
        return True
    hit = next((h for h in read.hits if verb in h.concepts), None)
    if hit and is_held_back(folded, found, hit):
        return True
    begin = found.words[hit.first].start if hit else 0
    return "?" in folded[begin:] and not _REQUESTED.search(folded)
