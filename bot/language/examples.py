"""Utterances with what they mean, by language: what the classifier is trained from, for people to add to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "examples"
_HELD_BACK = "test"
"""The half of a file of cases that nothing may be learnt from."""


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    intent: str
    """`any`: speaks of an order and gives none."""
    context: tuple[str, ...] = ()
    """What the person wrote before."""
    author: str = ""
    """Whose words; one can be left out to see how the others serve him."""

    @classmethod
    def of(cls, values: dict[str, Any]) -> Example:
        return cls(values["text"], values["intent"], tuple(values.get("context", ())), values.get("author", ""))


def files(more: Iterable[Path]) -> tuple[Path, ...]:
    """The examples, and files of cases beside them."""
    return (*sorted(FOLDER.glob("*.jsonl")), *more)


def read(paths: Iterable[Path]) -> tuple[Example, ...]:
    """All but what is held back, in whatever file it stands; a text in one thread counts once."""
    lines = [values for path in paths for values in _lines(path)]
    held = {_said(values) for values in lines if values.get("split") == _HELD_BACK}
    kept = {said: values for values in lines if (said := _said(values)) not in held}
    return tuple(map(Example.of, kept.values()))


def fingerprint(paths: Iterable[Path]) -> str:
    """Of all that the weights depend on: the examples, the word lists, and what is seen of a text."""
    lists = sorted((HERE / "vocabulary").glob("*.toml"))
    own = [HERE / name for name in ("traits.py", "training.py")]
    digest = sha256()
    for path in (*lists, *own):
        digest.update(path.read_bytes())
    for one in read(paths):
        digest.update(repr((one.text, one.intent, one.context)).encode("utf-8", "replace"))
    return digest.hexdigest()[:16]


def _said(values: dict[str, Any]) -> tuple[str, ...]:
    return (values["text"], *values.get("context", ()))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())
