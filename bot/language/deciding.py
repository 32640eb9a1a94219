"""Who decides, the rules or the classifier, and whether an order is carried out, offered, or none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from bot.language.changes import CHANGES
from bot.language.heard import Heard
from bot.language.rules import best
from bot.language.voting import NO_ORDER, ORDERS, Ballot, knows

_AGAINST = 0.05
"""Probability below which an order is not carried out, whatever the rules say, but offered."""
_OTHER, _LESS = 0.5, 0.3
"""So too where something else is at least, and the order at most, as probable."""
_OFFERED = 0.35
"""Probability from which an order that the rules do not see is offered."""
_QUESTION = 0.65
"""Probability of a question from which a doubtful order is not even offered."""
_CLEARER = 0.1
"""Probability from which a rule's intent is taken rather than to ask what is meant."""
_REFUSED = 0.5
"""Probability of harm from which a question is refused."""
_NONE = 0.3
"""Score of what no rule speaks for."""
_ALONE = 0.35
"""Probability that a reading needs where no rule speaks for any."""
_TORN = 0.3
"""Probability below which the two likeliest readings are offered."""
_NEAR = 0.5
"""Of the first reading's probability, what the second must have to be offered beside it."""
_NOT_OFFERED = frozenset({NO_ORDER, "ambiguous", "unsafe", "off_topic", "greeting", "feedback"})


@dataclass(frozen=True, slots=True)
class Decision:
    intent: str
    """`maybe` before an order: to be offered by a button."""
    sure: float
    """From 0 to 1: of a rule its score, of the classifier the probability."""
    by: str
    other: str = ""
    """The second likeliest, to be offered beside it."""
    denied: bool = False
    """Whether it is an order not to do something."""


def of_order(verb: str, votes: Ballot, *, doubted: bool) -> str:
    """How an order of the rules is taken: itself, `maybe` it; empty where it is more likely a question."""
    asks = votes.first not in (*ORDERS, NO_ORDER, "ambiguous", "unwatch")
    if doubted and asks and votes.sure >= _QUESTION:
        return ""
    return f"maybe {verb}" if doubted or _is_against(verb, votes) else verb


def _is_against(verb: str, votes: Ballot) -> bool:
    share = votes.of(verb) + votes.of("ambiguous")
    return share < _AGAINST or (votes.first not in (verb, "ambiguous") and votes.sure >= _OTHER and share < _LESS)


def of_question(rule: Decision, votes: Ballot) -> Decision:
    """The likeliest reading of what the rules take for no order."""
    if not knows(rule.intent) or (rule.intent in ORDERS and votes.of(rule.intent) >= _AGAINST):
        return rule
    if votes.first == NO_ORDER:
        return Decision("ambiguous", votes.sure, "classifier: no order") if rule.intent in ORDERS else rule
    if votes.first in ORDERS and votes.sure >= _OFFERED:
        return Decision(f"maybe {votes.first}", votes.sure, f"classifier {votes.first}")
    if votes.first == "ambiguous" and votes.of(rule.intent) >= _CLEARER:
        return rule
    (intent, sure), (other, less) = islice((each for each in votes.ranking if _may_be(*each)), 2)
    if rule.sure <= _NONE and sure < _ALONE:
        return rule
    by = rule.by if intent == rule.intent else f"classifier {intent}"
    torn = sure < _TORN and less >= sure * _NEAR and _NOT_OFFERED.isdisjoint((intent, other))
    return Decision(intent, sure, by, other if torn else "")


def _may_be(intent: str, sure: float) -> bool:
    """What a question may be taken for; to be refused it has to be clear."""
    return intent not in ORDERS and intent != NO_ORDER and (intent != "unsafe" or sure >= _REFUSED)


def by_rules(heard: Heard) -> Decision:
    """The intent that the strongest rule gives to what orders nothing."""
    if rule := best(heard.read.marks):
        if _is_denied(rule.intent, heard):
            return Decision("ambiguous", 0.4, f"rule {rule.text}, denied", denied=True)
        return Decision(rule.intent, rule.score / 100, f"rule {rule.text}")
    if len(heard.found.words) > 3 and heard.read.has("EMPTY"):
        return Decision("off_topic", 0.3, "no word of the work")
    return Decision("ambiguous", 0.2, "no rule")


def _is_denied(intent: str, heard: Heard) -> bool:
    """`do not rerun it` asks for nothing."""
    read = heard.read
    asks = read.has("Q", "show", "status", "failed", "log", "howto", "why", "dep")
    changes = read.has(*CHANGES, "confirm", "mark")
    return intent in ("job_status", "job_history") and read.has("not") and changes and not asks
