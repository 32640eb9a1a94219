"""Shared state answers alike in memory and in a real Valkey."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.coordination.face import Coordination, CoordinationLost
from bot.coordination.memory import InMemory
from bot.coordination.redis import open_redis
from tests.servers.valkey import free_port, valkey


class Moving:
    """A clock that tests move; Valkey has its own, so there time is really waited for, in milliseconds."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 22, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> object:
    with valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture(params=["memory", "valkey"])
async def shared(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Coordination, Moving]]:
    clock = Moving()
    made: Coordination = InMemory(clock) if request.param == "memory" else open_redis(request.getfixturevalue("server"))
    yield made, clock
    await made.close()


async def _pass(clock: Moving, seconds: float) -> None:
    clock.now += timedelta(seconds=seconds)
    await asyncio.sleep(seconds)


async def test_a_claim_is_given_once_until_it_ends(
    shared: tuple[Coordination, Moving], request: pytest.FixtureRequest
) -> None:
    store, clock = shared
    key = request.node.name
    assert await store.claim([key], 0.05)
    assert not await store.claim([key], 0.05)
    await _pass(clock, 0.08)
    assert await store.claim([key], 0.05)


async def test_claims_are_all_or_nothing(shared: tuple[Coordination, Moving], request: pytest.FixtureRequest) -> None:
    store, _ = shared
    a, b = request.node.name + "a", request.node.name + "b"
    assert await store.claim([a], 60)
    assert not await store.claim([b, a], 60)
    assert await store.claim([b], 60)
    await store.forget([a, b])
    assert await store.claim([b, a], 60)


async def test_of_many_at_once_one_wins(shared: tuple[Coordination, Moving], request: pytest.FixtureRequest) -> None:
    store, _ = shared
    won = await asyncio.gather(*(store.claim([request.node.name], 60) for _ in range(50)))
    assert sum(won) == 1


async def test_a_lease_is_renewed_by_its_holder_only_and_ends_by_itself(
    shared: tuple[Coordination, Moving], request: pytest.FixtureRequest
) -> None:
    store, clock = shared
    name = request.node.name
    assert await store.lease(name, "a", 0.1)
    assert await store.lease(name, "a", 0.1)
    assert not await store.lease(name, "b", 0.1)
    await _pass(clock, 0.15)
    assert await store.lease(name, "b", 60)
    await store.yield_lease(name, "a")
    assert not await store.lease(name, "a", 60)
    await store.yield_lease(name, "b")
    assert await store.lease(name, "a", 60)


async def test_a_rate_lets_a_burst_through_and_then_asks_to_wait(
    shared: tuple[Coordination, Moving], request: pytest.FixtureRequest
) -> None:
    store, clock = shared
    waits = [await store.allow(request.node.name, 5, 0.5) for _ in range(6)]
    assert waits[:5] == [0.0] * 5
    assert 0 < waits[5] <= 0.1
    await _pass(clock, 0.12)
    assert await store.allow(request.node.name, 5, 0.5) == 0.0


async def test_a_redis_that_is_gone_is_said_at_once(tmp_path: Path) -> None:
    gone = open_redis(f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(CoordinationLost, match="Nothing was claimed"):
        await gone.claim(["x"], 60)
    with pytest.raises(CoordinationLost):
        await gone.ping()
    await gone.close()


async def test_memory_stays_bounded() -> None:
    store = InMemory(Moving(), most=100)
    for at in range(1000):
        await store.claim([str(at)], 60)
    assert len(store._claims) == 100
