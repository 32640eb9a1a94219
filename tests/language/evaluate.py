"""`make eval-language`: how well operators are understood, as tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tests.language.public import tally
from tests.language.scoring import Case, by, cases, fault, score, unseen


def main() -> None:
    for split in ("dev", "test"):
        print("\n".join(_half(split, cases(split))), end="\n\n")
    print("\n".join(_table("unseen", unseen())), end="\n\n")
    if path := os.environ.get("RESYNC_UTTERANCES", ""):
        print("\n".join(_public(Path(path))))


def _half(split: str, some: list[Case]) -> Iterator[str]:
    yield from _table(split, some)
    yield from (f"  ! {wrong}" for wrong in map(fault, some) if wrong)


def _table(split: str, some: list[Case]) -> Iterator[str]:
    slots = f"{'slot F1':>8} {'no others':>10}"
    yield f"{split:24} {'cases':>6} {'strict':>7} {'accepted':>9} {slots} {'false commands':>15}"
    yield _row("all", some)
    for key in ("lang", "intent"):
        yield from (_row(name, group) for name, group in by(key, some))


def _row(name: str, some: list[Case]) -> str:
    found = score(some)
    shares = f"{found.strict:7.1%} {found.accepted:9.1%} {found.slots:8.3f} {found.only_slots:10.3f}"
    return f"  {name:22} {found.count:6} {shares} {len(found.false_commands):15}"


def _public(path: Path) -> Iterator[str]:
    right, seen, false = tally(path)
    share = right.total() / seen.total()
    yield f"{path.name}: {right.total()} of {seen.total()}, {share:.1%}, false commands {len(false)}"
    yield from (f"  {label:22} {right[label]:4} of {seen[label]}" for label in sorted(seen))


if __name__ == "__main__":
    main()
