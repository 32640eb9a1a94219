"""The classifier's vote beside the rules. It may take an order back and offer one by a button; it never gives one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from operator import itemgetter

from bot.language.changes import CHANGES, order
from bot.language.classifier import classifier
from bot.language.commands import command_of
from bot.language.heard import Heard
from bot.language.rules import best
from bot.language.scene import Scene
from bot.language.text import READ, clean
from bot.language.traits import traits

NO_ORDER = "any"
"""The class of texts that speak of an order and give none."""
ORDERS = frozenset({*CHANGES, "confirm_prompt"}) - {"unwatch"}
_TRUST = ((0.95, 3.0), (0.8, 0.8), (0.5, 0.4), (0.0, 0.0))
"""What a rule of at least that score adds to its intent's odds, as a logarithm (chosen on authors left out)."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """Every intent with its probability, the likeliest first."""

    ranking: tuple[tuple[str, float], ...]

    @property
    def first(self) -> str:
        return self.ranking[0][0]

    @property
    def sure(self) -> float:
        """The probability of the first."""
        return self.ranking[0][1]

    def of(self, intent: str) -> float:
        """The probability that it is this one."""
        return next((share for one, share in self.ranking if one == intent), 0.0)


def ballot(heard: Heard, scene: Scene, rule: str, score: float) -> Ballot:
    """The classifier's view of a text, joined by that of the rules, whose score is from 0 to 1."""
    made = classifier()
    scores = made.scores(traits(heard, before(scene)))
    if rule in made.intents:
        scores[made.intents.index(rule)] += next(weight for least, weight in _TRUST if score >= least)
    return Ballot(tuple(sorted(zip(made.intents, _shares(scores), strict=True), key=_share, reverse=True)))


def _shares(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


_share = itemgetter(1)


def knows(intent: str) -> bool:
    """Whether the classifier has learnt this intent at all."""
    return intent in classifier().intents


def before(scene: Scene) -> str:
    """What the text before this one asked, as the rules see it at a glance; empty where there is none."""
    if not scene.earlier:
        return ""
    text = clean(scene.earlier[-1])
    if short := command_of(text[:READ], spoken=True):
        return short.intent
    heard = scene.hear(text)
    rule = best(heard.read.marks)
    return order(heard.found, heard.read, heard.text) or (rule.intent if rule else "ambiguous")
