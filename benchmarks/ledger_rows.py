"""Rows a second into the ledger, each acknowledged after a durable commit, beside a bare commit for each row.

The bare side is sqlite3 alone with the same settings of the file (WAL, synchronous=FULL) and the same cells, but no
chain of hashes and no head. Wall time: a commit is mostly waiting for the disk.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from audit import Entry, Ledger
from benchmarks.measure import Round, Row, alternate, repeated
from bot.storage.database import create_tables, open_database
from tws.clock import system_clock

ROWS, ONE_BY_ONE, ROUNDS = 1_000, 100, 9
ENTRY = Entry("turn", "slack:U1", "slack:C1", "FINANCE_PAYROLL", {"intent": "job_status", "outcome": "answered"})
CELLS = ("2026-03-02T01:30:00+00:00", "turn", "slack:U1", "slack:C1", "FINANCE_PAYROLL", "{}", "0" * 64, "0" * 64)


def run() -> Sequence[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_compare(Path(folder)))


async def _compare(folder: Path) -> Sequence[Row]:
    database = open_database(f"sqlite:///{folder / 'ours.sqlite'}")
    await create_tables(database)
    ledger, bare = Ledger(database, system_clock), _bare(folder)
    await ledger.start()

    async def commit() -> None:
        with bare:
            bare.execute(
                "INSERT INTO ledger (at, kind, who, place, subject, body, prev, hash) VALUES (?,?,?,?,?,?,?,?)", CELLS
            )

    one_by_one = repeated(commit, ONE_BY_ONE, perf_counter)
    together = await alternate(one_by_one, _together(ledger), ROUNDS)
    alone = await alternate(one_by_one, repeated(lambda: ledger.record(ENTRY), ONE_BY_ONE, perf_counter), ROUNDS)
    await ledger.close()
    await database.dispose()
    bare.close()
    return (
        together.rates(f"ledger, {ROWS:,} events at once", "rows/s", "sqlite3, a commit a row", "more"),
        alone.rates("ledger, one event after another", "rows/s", "sqlite3, a commit a row"),
    )


def _together(ledger: Ledger) -> Round:
    async def once() -> float:
        began = perf_counter()
        await asyncio.gather(*(ledger.record(ENTRY) for _ in range(ROWS)))
        return (perf_counter() - began) / ROWS

    return once


def _bare(folder: Path) -> sqlite3.Connection:
    made = sqlite3.connect(folder / "bare.sqlite")
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("PRAGMA synchronous=FULL")
    made.execute(
        "CREATE TABLE ledger (seq INTEGER PRIMARY KEY, at TEXT, kind TEXT, who TEXT, place TEXT, subject TEXT, "
        "body TEXT, prev TEXT, hash TEXT)"
    )
    return made
