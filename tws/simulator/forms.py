"""How the two APIs write instants and durations (section 2 of the contract); both take seconds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def v1_instant(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%S")


def v2_instant(seconds: float | None) -> str | None:
    text = v1_instant(seconds)
    return None if text is None else text + "Z"


def milliseconds(seconds: float) -> int:
    return int(seconds) * 1000


def iso_duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if n]
    return "PT" + ("".join(parts) or "0S")


def without_nulls(pairs: Iterable[tuple[str, Any]]) -> Json:
    return {name: value for name, value in pairs if value is not None}
