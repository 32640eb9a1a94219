"""How much memory a value of the models takes, about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass

SOME = 10
"""Of a long list so many are looked at."""
_OBJECT = 50


def weight(value: object) -> int:
    """Bytes. What several values share counts for each."""
    if isinstance(value, str):
        return _OBJECT + len(value)
    if isinstance(value, Mapping):
        return _OBJECT + 2 * _all(value.keys()) + _all(value.values())
    if isinstance(value, Sequence):
        some = value[:: max(1, len(value) // SOME)]
        return _OBJECT + (_all(some) * len(value) // len(some) if some else 0)
    if is_dataclass(value):
        return _OBJECT + _all(getattr(value, member.name) for member in fields(value))
    return _OBJECT


def _all(values: Iterable[object]) -> int:
    return sum(map(weight, values))
