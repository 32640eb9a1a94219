"""The trained classifier: which intent a text's traits speak for. `make train-language` makes its weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.language.traits import BUCKETS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights.bin")


@dataclass(frozen=True, slots=True)
class Classifier:
    """Multinomial logistic regression over hashed traits, its weights in one byte each."""

    intents: tuple[str, ...]
    weights: NDArray[np.float32]
    """Of each bucket for each intent: whole numbers from -127 to 127, so that their sums are exact."""
    scale: float
    fingerprint: str
    """Of the files it was trained from."""

    def scores(self, traits: Sequence[int]) -> list[float]:
        """The logarithm of each intent's odds, but for a common summand."""
        width = self.scale / max(len(traits), 1) ** 0.5
        summed: list[float] = self.weights.take(traits, axis=0).sum(axis=0).tolist()
        return [score * width for score in summed]


def written(made: Classifier) -> bytes:
    """As a file: one line of JSON, the buckets that are used, their weights. The same for the same weights."""
    import numpy as np

    used = np.flatnonzero(made.weights.any(axis=1)).astype("<u2")
    head = {
        "fingerprint": made.fingerprint,
        "scale": made.scale,
        "rows": len(used),
        "intents": made.intents,
    }
    return json.dumps(head).encode() + b"\n" + bytes(used.data) + bytes(made.weights[used].astype("i1").data)


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    """Read once, when the first text comes."""
    import numpy as np

    head, _, body = WEIGHTS.read_bytes().partition(b"\n")
    made = json.loads(head)
    rows, intents = made["rows"], tuple(made["intents"])
    weights = np.zeros((BUCKETS, len(intents)), np.float32)
    used = np.frombuffer(body, "<u2", rows)
    weights[used] = np.frombuffer(body, np.int8, offset=used.nbytes).reshape(rows, len(intents))
    return Classifier(intents, weights, made["scale"], made["fingerprint"])
