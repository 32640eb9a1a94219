"""Advice that a rule knows to be harmful, and secrets that stand in the open."""

from __future__ import annotations

import unicodedata

from audit.judgement import Judgement, Label
from audit.words import Rule, first, fold, forbidding, rules, secrets, sentences

_AROUND = 50
"""Characters on both sides of a find in which an excuse of its rule counts."""
SHOWN = 80
"""Characters of a text that may stand where nothing can be taken back."""
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
WITHHELD = "(withheld)"
_NEAR = 90
"""Characters before a find within which a negation still belongs to it."""


def holds_secret(text: str) -> bool:
    """A password, key or personal number in the open, wide or with invisible characters in it too."""
    readings = {text, unicodedata.normalize("NFKC", text.translate(_UNSEEN))}
    return any(p.search(reading) for reading in readings for p in secrets())


def glimpse(text: str) -> str:
    """The beginning of a text for the ledger; nothing of one with a secret anywhere in it."""
    return WITHHELD if holds_secret(text) else text[:SHOWN]


def secret(text: str) -> Judgement | None:
    """The find itself is not repeated in the judgement."""
    if not holds_secret(text):
        return None
    return Judgement(
        Label.DELETE,
        0.96,
        "It holds a password, key or personal number in the open; it must not be recalled.",
        (WITHHELD,),
    )


def harm(text: str) -> Judgement | None:
    """The gravest rule that the text breaks, `delete` before `flag`."""
    said = [s for s in sentences(fold(text)) if s]
    found = [(rule, words) for rule in rules() for s in said if (words := _broken(rule, s))]
    if not found:
        return None
    rule, words = max(found, key=lambda f: (f[0].label is Label.DELETE, f[0].confidence))
    return Judgement(rule.label, rule.confidence, f"{rule.reason}: “{_short(words)}”.", (_short(words),))


def _broken(rule: Rule, sentence: str) -> str:
    for found in (f for pattern in rule.patterns for f in pattern.finditer(sentence)):
        if not _excused(rule, sentence, found.start(), found.end()):
            return found[0].strip()
    return ""


def _excused(rule: Rule, sentence: str, start: int, end: int) -> bool:
    around = sentence[max(0, start - _AROUND) : end + _AROUND]
    return bool(first(rule.unless, around)) or (not rule.firm and _forbidden(sentence, start, end))


def _forbidden(sentence: str, start: int, end: int) -> bool:
    """The sentence says not to, or tells what somebody once did."""
    how = forbidding()
    return negated(sentence, start) or bool(how["after"].match(sentence[end:]) or how["told"].search(sentence[:start]))


def negated(sentence: str, start: int) -> bool:
    how, before = forbidding(), sentence[max(0, start - _NEAR) : start]
    last = next(reversed([*how["negation"].finditer(before)]), None)
    if last is None:
        return False
    between = before[last.end() :]
    list_ends = bool(set(between) & set(",:—")) and not how["joined"].search(between)
    return not list_ends and not how["ended"].search(between)


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
