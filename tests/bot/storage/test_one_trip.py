"""A statement makes one trip to SQLite's thread, and the driver below it does all that it did."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_database
from bot.storage.one_trip import OneTrip

METADATA = MetaData()
JOBS = Table("jobs", METADATA, Column("id", Integer, primary_key=True), Column("name", String(40), unique=True))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = open_database(f"sqlite:///{tmp_path / 'one.sqlite'}")
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    yield engine
    await engine.dispose()


@dataclass
class Trips:
    made: int = 0
    awaited: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def one(self) -> None:
        self.made += 1
        if self.made == self.awaited:
            self.reached.set()

    async def more(self, count: int) -> None:
        self.awaited = self.made + count
        await self.reached.wait()


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Trips:
    counted, really = Trips(), OneTrip._execute

    async def execute(self: OneTrip, *given: Any, **named: Any) -> object:
        counted.one()
        return await really(self, *given, **named)

    monkeypatch.setattr(OneTrip, "_execute", execute)
    return counted


async def test_a_transaction_is_a_trip_for_each_statement_and_one_to_commit(
    database: AsyncEngine, trips: Trips
) -> None:
    async with database.begin() as connection:
        made = await connection.execute(insert(JOBS).values(name="PAY01"))
        assert (await connection.execute(select(JOBS.c.name))).scalars().all() == ["PAY01"]
    assert made.inserted_primary_key == (1,) and trips.made == 4, "BEGIN, INSERT, SELECT, COMMIT"


async def test_counts_and_many_rows_are_as_before(database: AsyncEngine) -> None:
    async with database.begin() as connection:
        await connection.execute(insert(JOBS), [{"name": f"J{n}"} for n in range(1000)])
        changed = await connection.execute(update(JOBS).where(JOBS.c.id <= 10).values(name=JOBS.c.name + "_OLD"))
        given = await connection.execute(insert(JOBS).values(name="X").returning(JOBS.c.id))
        assert changed.rowcount == 10 and given.scalar() == 1001
        assert (await connection.execute(select(func.count()).select_from(JOBS))).scalar() == 1001
        assert (await connection.execute(select(JOBS).where(JOBS.c.id > 5000))).all() == []


async def test_a_statement_that_fails_leaves_the_connection_good(database: AsyncEngine) -> None:
    async with database.begin() as connection:
        await connection.execute(insert(JOBS).values(name="PAY01"))
    for wrong, fault in ((insert(JOBS).values(name="PAY01"), IntegrityError), (text("SELEC 1"), OperationalError)):
        with pytest.raises(fault):
            async with database.begin() as connection:
                await connection.execute(wrong)
    async with database.begin() as connection:
        assert (await connection.execute(select(JOBS.c.name))).scalars().all() == ["PAY01"]


async def test_what_was_not_committed_is_not_there(database: AsyncEngine) -> None:
    async with database.connect() as connection:
        await connection.execute(insert(JOBS).values(name="PAY01"))
    async with database.connect() as connection:
        assert (await connection.execute(select(JOBS))).all() == []


async def test_who_is_cancelled_while_waiting_for_the_writer_harms_nobody(database: AsyncEngine, trips: Trips) -> None:
    writing = database.execution_options(writes=True)
    await asyncio.gather(*(_reads(database) for _ in range(3)))  # opens three, so that only statements make trips now

    async def add(name: str) -> None:
        async with writing.begin() as connection:
            await connection.execute(insert(JOBS).values(name=name))

    async with writing.begin() as connection:
        await connection.execute(insert(JOBS).values(name="FIRST"))
        late, patient = asyncio.create_task(add("LATE")), asyncio.create_task(add("PATIENT"))
        await trips.more(2)
        late.cancel()
    await asyncio.gather(late, patient, return_exceptions=True)
    assert late.cancelled()
    async with database.connect() as connection:
        assert set((await connection.execute(select(JOBS.c.name))).scalars()) == {"FIRST", "PATIENT"}


async def _reads(database: AsyncEngine) -> None:
    async with database.connect() as connection:
        await connection.execute(select(JOBS))


async def test_many_at_once(database: AsyncEngine) -> None:
    writing = database.execution_options(writes=True)

    async def add(number: int) -> int:
        async with writing.begin() as connection:
            await connection.execute(insert(JOBS).values(name=f"J{number}"))
        async with database.connect() as connection:
            return len((await connection.execute(select(JOBS).where(JOBS.c.name == f"J{number}"))).all())

    assert await asyncio.gather(*map(add, range(30))) == [1] * 30
