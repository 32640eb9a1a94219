"""Each delivery once: over replicas that share a store, and while that store is away."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.slack import SlackAdapter, SlackSettings
from bot.coordination.claims import Claims
from bot.coordination.face import Coordination, CoordinationLost
from bot.coordination.memory import InMemory
from tests.adapters.slack.conftest import Desk, Scripted, opened
from tests.fakes.slack import BOT_TOKEN, SECRET, FakeClock
from tests.fakes.slack.payloads import event, message


class Away(InMemory):
    """A store that answers until it is gone."""

    gone = True

    async def claim(self, keys: Sequence[str], seconds: float) -> bool:
        if self.gone:
            raise CoordinationLost("Redis does not answer. Nothing was claimed.")
        return await super().claim(keys, seconds)

    async def forget(self, keys: Sequence[str]) -> None:
        if self.gone:
            raise CoordinationLost("Redis does not answer. Nothing was claimed.")
        await super().forget(keys)


class Forgetful(InMemory):
    """Negative control: remembers nothing."""

    async def claim(self, keys: Sequence[str], seconds: float) -> bool:
        return True


async def deliver(desk: Desk, times: int, name: str = "Ev1") -> None:
    said = message("U1", "D1", "status", "1.1")
    for retry in range(times):
        assert await desk.slack.event(said, name, retry) == 200
    await desk.slack.settle()


async def test_without_the_shared_store_still_answered_once() -> None:
    async with opened(coordination=Away(FakeClock())) as desk:
        await deliver(desk, 3)
        assert len(desk.slack.posts) == 1


async def test_a_store_lost_between_two_deliveries() -> None:
    store = Away(FakeClock())
    store.gone = False
    async with opened(coordination=store) as desk:
        await deliver(desk, 1)
        store.gone = True
        await deliver(desk, 1)
        assert len(desk.slack.posts) == 1


async def test_two_replicas_answer_once() -> None:
    clock = FakeClock()
    shared = InMemory(clock)
    one, two = Claims(shared, clock, "slack"), Claims(shared, clock, "slack")
    assert await one.claim(("event:1", "message:1"))
    assert not await two.claim(("event:2", "message:1"))
    assert await two.claim(("event:3",))


async def test_what_could_not_be_queued_may_come_again() -> None:
    clock = FakeClock()
    shared = InMemory(clock)
    one, two = Claims(shared, clock, "slack"), Claims(shared, clock, "slack")
    assert await one.claim(("event:1",))
    await one.forget(("event:1",))
    assert await two.claim(("event:1",))


async def test_giving_back_to_a_lost_store_does_no_harm() -> None:
    clock = FakeClock()
    claims = Claims(Away(clock), clock, "slack")
    assert await claims.claim(("event:1",))
    await claims.forget(("event:1",))
    assert await claims.claim(("event:1",))


async def test_an_hour_later_it_is_forgotten() -> None:
    clock = FakeClock()
    claims = Claims(InMemory(clock), clock, "slack")
    assert await claims.claim(("event:1",))
    clock.move(minutes=59)
    assert not await claims.claim(("event:1",))
    clock.move(minutes=2)
    assert await claims.claim(("event:1",))


async def test_keys_are_slacks_own() -> None:
    clock = FakeClock()
    shared = InMemory(clock)
    assert await Claims(shared, clock, "slack").claim(("event:1",))
    assert not await shared.claim(("slack:event:1",), 1)
    assert await shared.claim(("event:1",), 1)


async def test_overloaded_it_is_not_acked_and_taken_when_it_comes_again() -> None:
    clock = FakeClock()
    settings = SlackSettings(BOT_TOKEN, SECRET)
    adapter = SlackAdapter(Scripted(), settings, InMemory(clock), clock=clock)
    queued = iter([False, True])
    adapter._queue = lambda asked: next(queued)  # type: ignore[method-assign]
    delivered = event("Ev1", message("U1", "D1", "status", "1.1"))
    assert [(await adapter._take(delivered)).status for _ in range(3)] == [503, 200, 200]
    assert next(queued, None) is None


async def test_control_without_dedupe_answers_twice() -> None:
    clock = FakeClock()
    async with opened(coordination=Forgetful(clock)) as desk:
        desk.adapter._claims._own = Forgetful(clock)
        await desk.slack.says("U1", "C1", "<@BOT> status")
        assert len(desk.slack.posts) == 2


def test_memory_is_what_the_adapter_asks_for() -> None:
    store: Coordination = InMemory(FakeClock())
    assert Claims(store, FakeClock(), "slack")
