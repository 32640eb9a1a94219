"""An embedder without a model: words hashed into a vector. Counts what it was asked."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from knowledge.minilm import Matrix


class HashingEmbedder:
    def __init__(self, name: str = "hashing", dim: int = 64) -> None:
        self.name, self.dim = name, dim
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.texts += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Matrix:
        vector = np.full(self.dim, 1e-3, dtype=np.float32)
        for word in text.lower().split():
            vector[zlib.crc32(word.encode()) % self.dim] += 1
        unit: Matrix = (vector / np.linalg.norm(vector)).astype(np.float32)
        return unit
