"""Why a text was understood as it was, for those who mend the words and the rules."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language import recognise
from bot.language.deciding import by_rules
from bot.language.heard import Heard
from bot.language.rules import held
from bot.language.scene import Scene
from bot.language.voting import ballot
from bot.recognition import Recognition, Situation

_VOTES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """One word or phrase, and what it was taken for: an entity in capitals, else concepts."""

    said: str
    meant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    recognition: Recognition
    seen: tuple[Seen, ...]
    marks: tuple[str, ...]
    alternatives: tuple[tuple[str, float, str], ...]
    """Other intents that a rule would give: intent, score from 0 to 1, rule."""
    votes: tuple[tuple[str, float], ...]
    """The likeliest intents by the classifier, the rule's word added: intent, probability."""


def explain(text: str, situation: Situation, *, command: bool = False) -> Explanation:
    """Recognises, and tells by what."""
    found = recognise(text, situation, command=command)
    scene = Scene.of(situation)
    heard = scene.hear(text)
    others = tuple((r.intent, r.score / 100, r.text) for r in held(heard.read.marks) if r.intent != found.intent)
    rule = by_rules(heard)
    votes = ballot(heard, scene, rule.intent, rule.sure).ranking[:_VOTES]
    return Explanation(found, _seen(heard), tuple(sorted(heard.read.marks)), others, votes)


def _seen(heard: Heard) -> tuple[Seen, ...]:
    words = heard.found.words
    entities = [
        (at, word.raw, (mark.upper(),))
        for at, (word, mark) in enumerate(zip(words, heard.found.marks, strict=True))
        if mark
    ]
    phrases = [
        (hit.first, " ".join(w.fold for w in words[hit.first : hit.last]), tuple(sorted(hit.concepts)))
        for hit in heard.read.hits
    ]
    return tuple(Seen(said, meant) for _, said, meant in sorted([*entities, *phrases]))
