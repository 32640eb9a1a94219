"""The ways in which programs go wrong, read from failures.toml and failures_more.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tws.simulator.bank import read_table


@dataclass(frozen=True, slots=True)
class FailureKind:
    name: str
    kinds: tuple[str, ...]
    """Kinds of job it befalls; empty means all."""
    exit_status: int
    lines: tuple[str, ...]
    """What the program prints; {job}, {file} and so on are filled in."""
    outcome: str = "ABEND"
    weight: int = 2


@cache
def all_failures() -> dict[str, FailureKind]:
    rows = [row for file in ("failures.toml", "failures_more.toml") for row in read_table(file)["failure"]]
    return {row["name"]: _kind(row) for row in rows}


def _kind(row: dict[str, Any]) -> FailureKind:
    text = str(row["text"]).strip("\n")
    return FailureKind(
        name=str(row["name"]),
        kinds=tuple(row.get("kinds", ())),
        exit_status=int(str(row["exit"])),
        lines=tuple(text.split("\n")),
        outcome=str(row.get("outcome", "ABEND")),
        weight=int(str(row.get("weight", 2))),
    )


def failure(name: str) -> FailureKind:
    return all_failures()[name]


@cache
def failures_of(kind: str) -> tuple[FailureKind, ...]:
    return tuple(f for f in all_failures().values() if not f.kinds or kind in f.kinds)
