"""What is kept of the plan for seconds: shared, bounded, forgotten after an action, and never older than it says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tws.client.conftest import Engine, Time
from tests.tws.client.engines import MARIA
from tests.tws.client.test_once import JOB, RERUN
from tws.client import HwaClient, Keeping
from tws.client.cache import OVERHEAD, Cache
from tws.client.meter import count_bytes
from tws.errors import SchedulerAway
from tws.freshness import anew, watched

AGE = timedelta(seconds=2)
JOB_PATH = "/api/v2/plan/job/j1"


@dataclass
class Source:
    """Gives 1, 2, 3 … when it is let go."""

    asked: int = 0
    size: int = 100
    fault: Exception | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: int = 0

    async def __call__(self) -> int:
        self.asked += 1
        number = self.asked
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        count_bytes(self.size)
        if self.fault:
            raise self.fault
        return number


@pytest.fixture
def source() -> Source:
    return Source()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_thousand_askers_make_one_call(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    asking = [asyncio.ensure_future(cache.get(("job", 1), AGE, source)) for _ in range(1000)]
    await settle()
    source.gate.set()
    assert {h.value for h in await asyncio.gather(*asking)} == {1} and source.asked == 1
    assert (cache.figures.misses, cache.figures.shared) == (1, 999)


async def test_one_who_gives_up_does_not_take_the_others_along(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    asking = [asyncio.ensure_future(cache.get(("job", 1), AGE, source)) for _ in range(3)]
    await settle()
    asking[0].cancel()
    await settle()
    source.gate.set()
    assert [h.value for h in await asyncio.gather(*asking[1:])] == [1, 1]


async def test_where_all_give_up_the_question_is_dropped(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    asking = [asyncio.ensure_future(cache.get(("job", 1), AGE, source)) for _ in range(3)]
    await settle()
    for one in asking:
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    await settle()
    assert source.cancelled == 1
    source.gate.set()
    assert (await cache.get(("job", 1), AGE, source)).value == 2


async def test_a_fault_is_shared_and_not_kept(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    source.gate.set()
    source.fault = SchedulerAway("silent")
    told = await asyncio.gather(*(cache.get(("job", 1), AGE, source) for _ in range(5)), return_exceptions=True)
    assert all(isinstance(t, SchedulerAway) for t in told) and source.asked == 1
    source.fault = None
    assert (await cache.get(("job", 1), AGE, source)).value == 2


async def test_old_answers_are_asked_for_again(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    source.gate.set()
    assert [(await cache.get(("job", 1), AGE, source)).value for _ in range(2)] == [1, 1]
    time.pass_by(2)
    held = await cache.get(("job", 1), AGE, source)
    assert (held.value, held.as_of) == (2, time())
    assert (await cache.get(("job", 1), AGE, source, anew=True)).value == 3


async def test_what_was_asked_before_an_action_is_not_kept(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    asking = asyncio.ensure_future(cache.get(("job", 1), AGE, source))
    await settle()
    cache.forget(["job"])
    source.gate.set()
    assert (await asking).value == 1
    assert (await cache.get(("job", 1), AGE, source)).value == 2, "the first answer may be from before"
    cache.forget(["jobs"])
    assert (await cache.get(("job", 1), AGE, source)).value == 2


async def test_stale_only_for_who_asks_for_it_and_not_for_ever(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping(stale=timedelta(minutes=15)))
    source.gate.set()
    first = time()
    await cache.get(("job", 1), AGE, source)
    source.fault = SchedulerAway("silent")
    time.pass_by(60)
    with pytest.raises(SchedulerAway):
        await cache.get(("job", 1), AGE, source)
    held = await cache.get(("job", 1), AGE, source, stale=True)
    assert (held.value, held.as_of, held.stale) == (1, first, True)
    time.pass_by(15 * 60)
    with pytest.raises(SchedulerAway):
        await cache.get(("job", 1), AGE, source, stale=True)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3000)), max_size=60))
def test_it_never_grows_over_its_bounds(asked: list[tuple[int, int]]) -> None:
    keeping = Keeping(items=5, size=6000)

    async def go() -> None:
        cache = Cache(Time(), keeping)
        for key, size in asked:
            source = Source(size=size)
            source.gate.set()
            await cache.get(("job", key), AGE, source)
            now = cache.figures
            assert now.items <= 5 and now.size <= 6000 and (not now.items or now.size >= now.items * OVERHEAD)

    asyncio.run(go())


async def test_the_least_used_goes_first(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping(items=2))
    source.gate.set()
    for key in (1, 2, 1, 3, 1, 2):
        await cache.get(("job", key), AGE, source)
    assert source.asked == 4 and cache.figures.evicted == 2


async def test_a_read_tells_how_old_it_is(engine: Engine, client: HwaClient, time: Time) -> None:
    engine.says(JOB_PATH, {"id": "j1", "name": "PAY01"})
    first = time()
    await client.job("j1")
    time.pass_by(1)
    with watched() as seen:
        await client.job("j1")
    assert (seen.oldest, seen.stale) == (first, False)
    engine.says(JOB_PATH, "", 503)
    time.pass_by(60)
    with watched() as outer:
        with watched() as seen:
            assert (await client.job("j1")).name == "PAY01"
        assert (seen.oldest, seen.stale) == (first, True)
    assert (outer.oldest, outer.stale) == (first, True)
    with pytest.raises(SchedulerAway):
        await client.job("j1")


async def test_an_action_makes_the_plan_old(engine: Engine, client: HwaClient) -> None:
    engine.says(JOB_PATH, {"id": "j1", "name": "PAY01", "priority": 10})
    engine.says(RERUN, {"id": "j1"})
    await client.job("j1")
    engine.says(JOB_PATH, {"id": "j1", "name": "PAY01", "priority": 11})
    assert (await client.job("j1")).priority == 10
    await client.rerun(JOB, MARIA)
    assert (await client.job("j1")).priority == 11


async def test_the_check_before_an_action_asks_anew(engine: Engine, client: HwaClient) -> None:
    engine.says(JOB_PATH, {"id": "j1", "priority": 10})
    await client.job("j1")
    engine.says(JOB_PATH, {"id": "j1", "priority": 11})
    with anew():
        assert (await client.job("j1")).priority == 11
    assert (await client.job("j1")).priority == 11


async def test_everything_can_be_forgotten(engine: Engine, client: HwaClient) -> None:
    engine.says(JOB_PATH, {"id": "j1", "priority": 10})
    await client.job("j1")
    assert client.keeping == Keeping() and client.forget_all() == 1
    assert (client.figures.items, client.figures.size, client.forget_all()) == (0, 0, 0)
    engine.says(JOB_PATH, {"id": "j1", "priority": 11})
    assert (await client.job("j1")).priority == 11


async def test_what_is_under_way_when_all_is_forgotten_is_not_kept(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    asking = asyncio.ensure_future(cache.get(("job", 1), AGE, source))
    await settle()
    cache.forget_all()
    source.gate.set()
    assert (await asking).value == 1 and cache.figures.items == 0


async def test_figures(engine: Engine, client: HwaClient) -> None:
    engine.says(JOB_PATH, {"id": "j1"})
    for _ in range(3):
        await client.job("j1")
    now = client.figures
    assert (now.hits, now.misses, now.items) == (2, 1, 1) and now.size > OVERHEAD
