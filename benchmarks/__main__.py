"""`make bench`, or `python -m benchmarks slack_ack …` for some of it: one table, each part in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from benchmarks.apart import measured
from benchmarks.measure import LeftOut, Row

HEAD = Row("what", "ours", "bare", 0.0, "aim")
ALL = (
    "slack_ack",
    "teams_turn",
    "client_read",
    "client_kept",
    "client_growth",
    "search",
    "ledger_rows",
    "engine_turns",
    "language",
)


def main(chosen: Sequence[str]) -> int:
    """1 where something failed that should not have, 2 for a wrong name."""
    if unknown := [name for name in chosen if name not in ALL]:
        print(f"There is no {', '.join(unknown)}; there are: {', '.join(ALL)}")
        return 2
    rows: list[Row] = []
    missing: list[str] = []
    for name in chosen or ALL:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            rows += measured(name)
        except LeftOut as reason:
            missing.append(f"left out: {name}: {reason}")
        except Exception as fault:
            missing.append(f"FAILED: {name}: {type(fault).__name__}: {fault}")
    print(*_table(rows), *missing, sep="\n")
    return any(line.startswith("FAILED") for line in missing)


def _table(rows: Sequence[Row]) -> Iterator[str]:
    lines = [(r.what, r.ours, r.bare, f"{r.ratio:.2f}" if r is not HEAD else "ratio", r.aim) for r in (HEAD, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
