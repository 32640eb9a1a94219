"""The chain holds under load, two writers, kill -9 and failing disks; every kind of forgery is found."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from audit import ledger as room
from audit.entry import Entry
from audit.errors import LedgerUnavailable
from audit.ledger import Ledger
from audit.tables import metadata
from audit.verify import Head
from bot.storage.database import open_database
from tests.audit.conftest import NOW, Clock


@pytest.fixture
async def ledger(engine: AsyncEngine, clock: Clock) -> AsyncIterator[Ledger]:
    made = Ledger(engine, clock)
    await made.start()
    yield made
    await made.close()


def turn(who: str = "ana", **more: str) -> Entry:
    return Entry("turn", who, "slack:C1", "FINANCE_PAYROLL", more or {"intent": "job_status"})


async def forge(engine: AsyncEngine, sql: str) -> None:
    async with engine.execution_options(writes=True).begin() as connection:
        await connection.execute(text(sql))


async def test_what_is_recorded_is_read_back_and_the_chain_holds(ledger: Ledger) -> None:
    assert [await ledger.record(turn(intent=i)) for i in ("a", "ç\x00\ud800")] == [1, 2]
    newest, oldest = await ledger.events()
    assert (newest.seq, newest.who, newest.where, newest.subject) == (2, "ana", "slack:C1", "FINANCE_PAYROLL")
    assert newest.body == {"intent": "ç\ufffd?"} and oldest.at == NOW
    assert (await ledger.verify()).ok and ledger.healthy


async def test_a_rush_is_committed_in_groups_and_numbered_without_gaps(ledger: Ledger) -> None:
    numbers = await asyncio.gather(*(ledger.record(turn(f"u{n}")) for n in range(300)))
    assert sorted(numbers) == list(range(1, 301))
    verdict = await ledger.verify()
    assert verdict.ok and verdict.rows == 300


async def test_two_writers_at_once_keep_one_chain(url: str, engine: AsyncEngine, clock: Clock) -> None:
    other = open_database(url)
    two = [Ledger(engine, clock), Ledger(other, clock)]
    for each in two:
        await each.start()
    await asyncio.gather(*(two[n % 2].record(turn(f"u{n}")) for n in range(120)))
    for each in two:
        await each.close()
    verdict = await two[0].verify()
    await other.dispose()
    assert verdict.ok and verdict.rows == 120


async def test_pages_and_filters(ledger: Ledger, clock: Clock) -> None:
    for n in range(5):
        clock.go(hours=1)
        await ledger.record(Entry("turn" if n % 2 else "action", f"u{n}", subject=f"J{n}"))
    first = await ledger.events(limit=2)
    assert [r.seq for r in first] == [5, 4]
    assert [r.seq for r in await ledger.events(limit=2, before=4)] == [3, 2]
    assert [r.seq for r in await ledger.events(kind="turn")] == [4, 2]
    assert [r.seq for r in await ledger.events(who="u0", subject="J0")] == [1]
    later = NOW + timedelta(hours=2)
    assert [r.seq for r in await ledger.events(since=later, until=later + timedelta(hours=1))] == [2]


FORGERIES = {
    "changed body": ("UPDATE ledger SET body='{}' WHERE seq=3", 3),
    "changed who": ("UPDATE ledger SET who='eve' WHERE seq=3", 3),
    "changed time": ("UPDATE ledger SET at='2020-01-01T00:00:00.000000+00:00' WHERE seq=3", 3),
    "removed in the middle": ("DELETE FROM ledger WHERE seq=3", 3),
    "removed at the start": ("DELETE FROM ledger WHERE seq=1", 1),
    "cut tail": ("DELETE FROM ledger WHERE seq>4", 5),
    "emptied": ("DELETE FROM ledger", 1),
    "added": ("INSERT INTO ledger SELECT 7,at,kind,who,place,subject,body,hash,'x' FROM ledger WHERE seq=6", 7),
    "head taken away": ("DELETE FROM ledger_head", 6),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forgery_is_found_where_it_is(forgery: str, ledger: Ledger, engine: AsyncEngine) -> None:
    for n in range(6):
        await ledger.record(turn(n=str(n)))
    sql, row = FORGERIES[forgery]
    await forge(engine, sql)
    verdict = await ledger.verify()
    assert not verdict.ok and verdict.broken_at == row and verdict.reason
    assert isinstance(await ledger.events(), tuple)


async def test_writing_on_does_not_heal_a_cut(ledger: Ledger, engine: AsyncEngine) -> None:
    for n in range(4):
        await ledger.record(turn(n=str(n)))
    await forge(engine, "DELETE FROM ledger WHERE seq>2")
    await ledger.record(turn())
    assert (await ledger.verify()).broken_at == 3
    await forge(engine, "DELETE FROM ledger WHERE seq>2")
    await forge(engine, "DELETE FROM ledger_head")
    await ledger.record(turn())
    assert (await ledger.verify()).broken_at == 3


async def test_a_ledger_made_anew_does_not_hold_against_an_anchor(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.record(turn())
    noted = await ledger.head()
    assert noted is not None and (await ledger.verify(noted)).ok
    await forge(engine, "DELETE FROM ledger")
    await forge(engine, "DELETE FROM ledger_head")
    await ledger.record(turn("eve"))
    assert (await ledger.verify()).ok
    assert (await ledger.verify(noted)).broken_at == 1
    assert (await ledger.verify(Head(9, "0" * 64))).broken_at == 2


async def test_small_pages_find_the_same(engine: AsyncEngine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAGE", 2)
    ledger = Ledger(engine, clock)
    await ledger.start()
    for _ in range(5):
        await ledger.record(turn())
    await ledger.close()
    assert (await ledger.verify()).rows == 5
    await forge(engine, "UPDATE ledger SET who='eve' WHERE seq=4")
    assert (await ledger.verify()).broken_at == 4


async def test_closing_writes_what_waits(engine: AsyncEngine, clock: Clock) -> None:
    ledger = Ledger(engine, clock)
    await ledger.start()
    for _ in range(130):
        ledger.note(turn())
    await ledger.close()
    assert (await ledger.verify()).rows == 130 and ledger.lost == 0
    with pytest.raises(LedgerUnavailable):
        await ledger.record(turn())
    ledger.note(turn())
    assert ledger.lost == 1 and not ledger.healthy


class FullDisk:
    """An engine whose disk is full until it is freed."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine, self.full = engine, True

    def execution_options(self, **options: bool) -> object:
        if self.full:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        return self.engine.execution_options(**options)


async def test_a_full_disk_is_told_and_notes_wait_for_room(engine: AsyncEngine, clock: Clock) -> None:
    disk = FullDisk(engine)
    ledger = Ledger(disk, clock, again=0.01)  # type: ignore[arg-type]
    await ledger.start()
    ledger.note(turn("kept"))
    with pytest.raises(LedgerUnavailable, match="nothing was recorded"):
        await ledger.record(turn("refused"))
    assert not ledger.healthy
    disk.full = False
    await ledger.record(turn("later"))
    assert ledger.healthy and ledger.lost == 0
    await ledger.close()
    assert [r.who for r in await Ledger(engine, clock).events()] == ["later", "kept"]


async def test_a_full_queue_is_counted_and_refused(engine: AsyncEngine, clock: Clock) -> None:
    ledger = Ledger(engine, clock, waiting=2)
    await ledger.start()
    for _ in range(3):
        ledger.note(turn())
    assert ledger.lost == 1 and not ledger.healthy
    with pytest.raises(LedgerUnavailable):
        await ledger.record(turn())
    await ledger.close()


def test_entries_are_bounded_and_need_a_zone() -> None:
    big = Entry("k" * 99, "w" * 999, body={str(n): "v" * 9_999 for n in range(99)})
    assert len(big.kind) == 60 and len(big.who) == 200 and len(big.body) == 40
    assert max(map(len, big.body.values())) == 2_000
    with pytest.raises(ValueError, match="zone"):
        Entry("turn", "ana", at=datetime(2026, 1, 1))


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from audit.entry import Entry
from audit.ledger import Ledger
from bot.storage.database import open_database

async def main():
    ledger = Ledger(open_database(sys.argv[1]), lambda: datetime.now(UTC))
    await ledger.start()
    while True:
        for seq in await asyncio.gather(*(ledger.record(Entry("turn", sys.argv[2])) for _ in range(7))):
            print(seq, flush=True)

asyncio.run(main())
"""


async def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path, clock: Clock) -> None:
    url = f"sqlite:///{tmp_path / 'killed.sqlite'}"
    engine = open_database(url)
    async with engine.execution_options(writes=True).begin() as connection:
        await connection.run_sync(metadata.create_all)
    said = await asyncio.to_thread(write_and_die, url)
    verdict = await Ledger(engine, clock).verify()
    await engine.dispose()
    assert verdict.ok and verdict.rows >= max(said) and len(set(said)) == len(said)


def write_and_die(url: str) -> list[int]:
    """What two writing processes had acknowledged when they were killed."""
    start = [sys.executable, "-c", WRITER, url]
    writers = [subprocess.Popen([*start, who], stdout=subprocess.PIPE, text=True) for who in ("one", "two")]
    said: list[int] = []
    for writer in writers:
        assert writer.stdout is not None
        said += [int(writer.stdout.readline()) for _ in range(20)]
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        said += [int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    return said
