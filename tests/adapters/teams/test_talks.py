"""What is remembered of a conversation, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.teams import metadata
from adapters.teams.incoming import Talk
from adapters.teams.tables import talks
from adapters.teams.talks import Talks
from tests.fakes.teams import FakeClock

OPS = Talk("19:ops@thread.tacv2", "channel", "t", "https://smba.trafficmanager.net/emea/", "28:bot")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'talks.sqlite'}")
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield engine
    await engine.dispose()


async def test_the_newest_service_url_holds(database: AsyncEngine) -> None:
    kept = Talks(database, FakeClock())
    moved = replace(OPS, service_url="https://smba.trafficmanager.net/amer/")
    for talk in (OPS, moved):
        await kept.keep(talk)
        assert await kept.find(OPS.id) == talk


async def test_what_is_known_is_not_written_again(database: AsyncEngine) -> None:
    clock = FakeClock()
    kept = Talks(database, clock)
    await kept.keep(OPS)
    first = clock()
    clock.passes(60)
    await kept.keep(OPS)
    async with database.connect() as connection:
        assert (await connection.execute(select(talks.c.at))).scalar_one() == first


async def test_of_several_replicas_one_greets(database: AsyncEngine) -> None:
    replicas = [Talks(database, FakeClock()) for _ in range(4)]
    said = await asyncio.gather(*(each.greet(OPS) for each in replicas))
    assert sorted(said) == [False, False, False, True]


async def test_added_again_it_greets_again(database: AsyncEngine) -> None:
    kept = Talks(database, FakeClock())
    assert await kept.greet(OPS)
    await kept.drop(OPS.id)
    assert await kept.find(OPS.id) is None
    assert await kept.greet(OPS)


async def test_what_another_replica_dropped_is_written_again_when_the_bot_is_back(database: AsyncEngine) -> None:
    one, other = Talks(database, FakeClock()), Talks(database, FakeClock())
    assert await one.greet(OPS)
    await other.drop(OPS.id)
    assert await one.greet(OPS)
    assert await other.find(OPS.id) == OPS


async def test_another_channel_of_the_tenant_is_reached_alike(database: AsyncEngine) -> None:
    kept = Talks(database, FakeClock())
    await kept.keep(replace(OPS, id="a:chat", kind="personal"))
    assert await kept.like("19:new@thread.tacv2", "t") is None
    await kept.keep(OPS)
    assert await kept.like("19:new@thread.tacv2", "t") == replace(OPS, id="19:new@thread.tacv2")
    assert await kept.like("19:new@thread.tacv2", "another") is None
