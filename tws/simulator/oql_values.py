"""Values of OQL: what a field gives and what a literal means for it.

Instants are seconds since 1970, durations seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
Literal = str | float | bool | None


class Instant(float):
    """Marks a field whose literals are ISO instants."""


class Duration(float):
    """Marks a field whose literals are ISO durations."""


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    kind: type
    """str, float, bool, Instant or Duration."""
    values: Callable[[T], Iterable[Literal]]
    """All values of the field: one, or one for each run or dependency."""


_DURATION = re.compile(r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,10}(?:\.\d{1,9})?)S)?)?")


def converted(value: Literal, kind: type) -> Literal:
    """The literal as the field's kind; ValueError where it cannot be one."""
    if value is None:
        return None
    if kind is Instant:
        return instant(str(value))
    if kind is Duration:
        return duration(str(value))
    if kind is bool:
        return truth(value)
    if kind is float:
        return float(value)
    if not isinstance(value, str):
        raise ValueError("a quoted text is expected")
    return value


def truth(value: Literal) -> bool:
    if str(value).lower() not in ("true", "false"):
        raise ValueError("true or false is expected")
    return str(value).lower() == "true"


def instant(text: str) -> float:
    """An ISO instant, taken as UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except OverflowError as error:
        raise ValueError("the instant is out of range") from error


def duration(text: str) -> float:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"no ISO duration: {text!r}")
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds()


@lru_cache(512)
def like_pattern(pattern: str, *, any_sign: str = "@") -> re.Pattern[str]:
    """`@` (and other signs given) stands for any text, `?` for one character."""
    parts = [".*" if c in any_sign else "." if c == "?" else re.escape(c) for c in pattern]
    return re.compile(re.sub(r"(?:\.\*){2,}", ".*", "".join(parts)), re.DOTALL)
