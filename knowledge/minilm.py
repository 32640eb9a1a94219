"""all-MiniLM-L6-v2 worked out with numpy alone: 6 BERT layers of 12 heads, mean of the tokens, length 1.

Vectors agree with sentence-transformers to 1e-5. Parameter names follow the file model.safetensors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Matrix = NDArray[float32]

LAYERS, HEADS, WIDTH = 6, 12, 384
LONGEST = 256
"""Tokens; the model was trained with so many and the rest is cut (sentence_bert_config.json)."""
EPSILON = 1e-12


class MiniLM:
    """Weights and tokenizer of one folder; about 90 MB and a third of a second."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._weights = _tables((folder / "model.safetensors").read_bytes())
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row of length 1 for each text."""
        import numpy as np

        if not texts:
            return np.zeros((0, WIDTH), dtype=np.float32)
        return np.stack([self._vector(e.ids) for e in self._tokenizer.encode_batch(list(texts))])

    def _vector(self, ids: list[int]) -> Matrix:
        """One text at a time: no padding, and the matrices stay small."""
        import numpy as np

        state = self._embedded(ids)
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}.")
        mean = state.mean(axis=0)
        unit: Matrix = (mean / np.linalg.norm(mean)).astype(np.float32)
        return unit

    def _embedded(self, ids: list[int]) -> Matrix:
        table = self._weights
        tokens = table["embeddings.word_embeddings.weight"][ids]
        places = table["embeddings.position_embeddings.weight"][: len(ids)]
        return self._norm(tokens + places + table["embeddings.token_type_embeddings.weight"][0], "embeddings.")

    def _layer(self, state: Matrix, name: str) -> Matrix:
        heard = self._linear(self._attention(state, name), f"{name}attention.output.dense")
        state = self._norm(state + heard, f"{name}attention.output.")
        thought = _gelu(self._linear(state, f"{name}intermediate.dense"))
        return self._norm(state + self._linear(thought, f"{name}output.dense"), f"{name}output.")

    def _attention(self, state: Matrix, name: str) -> Matrix:
        import numpy as np

        query, key, value = (self._heads(state, f"{name}attention.self.{part}") for part in ("query", "key", "value"))
        weight = query @ key.transpose(0, 2, 1) / np.float32((WIDTH / HEADS) ** 0.5)
        weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
        weight /= weight.sum(axis=-1, keepdims=True)
        mixed: Matrix = (weight @ value).transpose(1, 0, 2).reshape(-1, WIDTH).astype(np.float32, copy=False)
        return mixed

    def _heads(self, state: Matrix, name: str) -> Matrix:
        return self._linear(state, name).reshape(-1, HEADS, WIDTH // HEADS).transpose(1, 0, 2)

    def _linear(self, state: Matrix, name: str) -> Matrix:
        out: Matrix = state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return out

    def _norm(self, state: Matrix, name: str) -> Matrix:
        import numpy as np

        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        out: Matrix = (centred / spread * self._weights[f"{name}LayerNorm.weight"]).astype(np.float32, copy=False)
        return out + self._weights[f"{name}LayerNorm.bias"]


def _tables(data: bytes) -> Mapping[str, Matrix]:
    """Of a safetensors file: the length of a JSON header, the header, the numbers; views, nothing is copied.

    The kit copies each table and lets no other thread run meanwhile, 60 ms for the largest.
    """
    import numpy as np

    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    tables: dict[str, Matrix] = {}
    for name, about in header.items():
        if about.get("dtype") == "F32":
            first, end = about["data_offsets"]
            flat = np.frombuffer(data, dtype="<f4", count=(end - first) // 4, offset=start + first)
            tables[name] = flat.reshape(about["shape"])
    return tables


def _gelu(x: Matrix) -> Matrix:
    import numpy as np

    half: Matrix = np.float32(0.5) * x * (1 + _erf(x * np.float32(0.5**0.5)))
    return half


def _erf(x: Matrix) -> Matrix:
    """Error below 1.5e-7 (Abramowitz and Stegun, 7.1.26)."""
    import numpy as np

    size = np.abs(x)
    t: Matrix = np.reciprocal(1 + np.float32(0.3275911) * size)
    series: Matrix = np.float32(1.061405429) * t
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(factor)) * t
    out: Matrix = np.copysign(1 - series * np.exp(-size * size), x)
    return out
