"""`make train-language`: the classifier's weights from the examples, the same on every machine.

Errors are rounded to a fixed grain, so that how a machine sums and raises to powers does not show in the weights.
With `--left-out` nothing is written: each author is read by a classifier that never saw him.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.language.classifier import WEIGHTS, Classifier, written
from bot.language.examples import Example, files, fingerprint, read
from bot.language.scene import Scene
from bot.language.text import clean
from bot.language.traits import BUCKETS, traits
from bot.language.voting import before
from bot.recognition import Situation

_SITUATION = Situation(datetime(2026, 11, 20, 15, tzinfo=UTC), "America/Sao_Paulo")
_LEFT_OUT = "--left-out"
_SEED = 7
_PASSES = 12
_STEP = 0.4
_SCALE = 6.0
"""Length of a text's traits, all together."""
_DROPPED = 0.5
"""Share of a text's traits that are hidden in each pass, so that none is relied upon alone."""
_GRAIN = 65_536.0
_FEWEST = 5
"""Examples of an intent below which it is left to the rules."""
_SEEN = 2
"""Texts that must have a trait."""
_TEMPER = 0.8
"""What makes probabilities of scores that are as sure as they are right (measured on authors left out)."""
_WORDS = 4
_LEANS = frozenset({"ambiguous", "confirm_prompt"})
"""Intents that would be others in a thread."""
_STEPS = 127

Row = NDArray[np.int64]
Weights = NDArray[np.float64]


def main() -> None:
    paths = files(Path(name) for name in sys.argv[1:] if name != _LEFT_OUT)
    every = read(paths)
    if _LEFT_OUT in sys.argv:
        sys.stdout.writelines(f"{author:8} {right:6.1%}\n" for author, right in unseen(every))
        return
    made = trained(every, fingerprint(paths))
    WEIGHTS.write_bytes(written(made))
    size = WEIGHTS.stat().st_size
    sys.stdout.write(f"{WEIGHTS.name}: {len(every)} examples, {len(made.intents)} intents, {size} bytes\n")


def unseen(every: Sequence[Example]) -> Iterator[tuple[str, float]]:
    """How well each author is understood by a classifier that learnt from the others, without the rules."""
    for author, others, own in left_out(every):
        made = trained(others, "")
        yield author, sum(_read(made, one) == one.intent for one in own) / len(own)


def _read(made: Classifier, one: Example) -> str:
    scores = made.scores(_row(one).tolist())
    return made.intents[scores.index(max(scores))]


def trained(every: Sequence[Example], mark: str) -> Classifier:
    """Learnt from these examples; `mark` is kept with it."""
    count = Counter(one.intent for one in every)
    intents = tuple(sorted(intent for intent, number in count.items() if number >= _FEWEST))
    learnt = _in_threads([one for one in every if one.intent in intents])
    rows = _without_rare([_row(one) for one in learnt])
    return _in_bytes(_descended(rows, [intents.index(one.intent) for one in learnt], len(intents)), intents, mark)


def _in_threads(every: Sequence[Example]) -> list[Example]:
    """Beside each text that stands alone the same in a thread: to follow on another alone makes no follow-up."""
    chance = np.random.RandomState(_SEED)
    picked = chance.randint(len(every), size=len(every))
    alone = [one for one in every if not one.context and one.intent not in _LEANS and len(one.text.split()) >= _WORDS]
    pairs = zip(alone, picked, strict=False)
    return [*every, *(Example(one.text, one.intent, (every[at].text,)) for one, at in pairs)]


def _row(one: Example) -> Row:
    scene = Scene.of(_SITUATION).after(one.context)
    return np.array(traits(scene.hear(clean(one.text)), before(scene)), np.int64)


def _without_rare(rows: Sequence[Row]) -> list[Row]:
    count = np.bincount(np.concatenate(rows), minlength=BUCKETS)
    return [row[count[row] >= _SEEN] for row in rows]


def _descended(rows: Sequence[Row], classes: Sequence[int], size: int) -> Weights:
    """Stochastic descent, its step smaller where a trait is common; the mean of the later passes."""
    weights, spent, total = np.zeros((BUCKETS, size)), np.full(BUCKETS, 0.01), np.zeros((BUCKETS, size))
    chance = np.random.RandomState(_SEED)
    for turn in range(_PASSES):
        step = _STEP * (1.1 - turn / _PASSES)
        for at in chance.permutation(len(rows)):
            kept = rows[at][chance.random_sample(len(rows[at])) > _DROPPED]
            _learn(weights, spent, kept, classes[at], step)
        if turn >= _PASSES // 2:
            total += weights
    return total / (_PASSES - _PASSES // 2)


def _learn(weights: Weights, spent: NDArray[np.float64], row: Row, right: int, step: float) -> None:
    if not len(row):
        return
    width = _SCALE / np.sqrt(len(row))
    scores = weights[row].sum(axis=0) * width
    powers = np.exp(scores - scores.max())
    error = powers / powers.sum()
    error[right] -= 1
    error = np.round(error * _GRAIN) / _GRAIN
    spent[row] += width * width * (error @ error)
    weights[row] -= np.multiply.outer(step * width / np.sqrt(spent[row]), error)


def _in_bytes(weights: Weights, intents: tuple[str, ...], mark: str) -> Classifier:
    grain = float(np.abs(weights).max()) / _STEPS
    return Classifier(intents, np.round(weights / grain).astype(np.float32), grain * _SCALE * _TEMPER, mark)


def left_out(every: Iterable[Example]) -> Iterator[tuple[str, list[Example], list[Example]]]:
    """Each author with the examples of all others, and with the own."""
    kept = list(every)
    for author in sorted({one.author for one in kept if one.author}):
        others = [one for one in kept if one.author != author]
        yield author, others, [one for one in kept if one.author == author]


if __name__ == "__main__":
    main()
