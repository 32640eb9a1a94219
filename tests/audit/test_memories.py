"""One state machine: taught, judged, decided once, recalled only when trusted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from audit.errors import AlreadyDecided, LostClaim, NeedsReason, NoSuchMemory, TooLong
from audit.judgement import Judgement, Label
from audit.memories import Memories
from audit.memory import Memory, State
from tests.audit.conftest import NOW, Clock

KEEP = Judgement(Label.KEEP, 0.9, "fits", ("disk full",))
FLAG = Judgement(Label.FLAG, 0.7, "odd")
DELETE = Judgement(Label.DELETE, 0.95, "harm")


@pytest.fixture
def memories(engine: AsyncEngine, clock: Clock) -> Memories:
    return Memories(engine, clock)


async def teach(memories: Memories, answer: str = "Freed /batch/data", key: str = "k1", who: str = "ana") -> Memory:
    about = {"subject": "FINANCE_EXTRACT", "family": "disk_full"}
    return await memories.propose("What fixed it?", answer, "No space left", **about, taught_by=who, key=key)


async def judge(memories: Memories, judgement: Judgement) -> Memory:
    claimed = await memories.claim("judge", 60)
    assert claimed is not None
    return await memories.judged(claimed, judgement)


async def test_a_key_counts_once_and_the_same_lesson_is_a_pattern(memories: Memories) -> None:
    first = await teach(memories)
    assert (first.state, first.version, first.taught_at, first.repeats) == (State.CANDIDATE, 1, NOW, 0)
    assert (await teach(memories)).repeats == 0
    again = await teach(memories, "freed  /batch/DATA.", key="k2", who="rui")
    assert (again.id, again.repeats, again.pattern) == (first.id, 1, True)
    assert (await teach(memories, "freed  /batch/DATA.", key="k2")).repeats == 1
    assert (await teach(memories, "Another thing", key="k3")).id != first.id


async def test_taught_twice_at_once_is_one_memory(memories: Memories) -> None:
    taught = await asyncio.gather(*(teach(memories, key=f"k{n % 3}") for n in range(6)))
    assert len({m.id for m in taught}) == 1
    assert (await memories.get(taught[0].id)).repeats == 2


@pytest.mark.parametrize(
    ("judgement", "state", "trusted"),
    [(KEEP, State.KEPT, True), (FLAG, State.FLAGGED, False), (DELETE, State.QUARANTINED, False)],
)
async def test_only_what_is_trusted_is_recalled(
    memories: Memories, judgement: Judgement, state: State, trusted: bool
) -> None:
    taught = await teach(memories)
    assert await memories.recallable([taught.id]) == {}
    done = await judge(memories, judgement)
    assert (done.state, done.judged) == (state, judgement)
    assert bool(await memories.recallable([taught.id])) is trusted
    assert bool(await memories.about(family="disk_full")) is trusted
    assert bool(await memories.about("FINANCE_EXTRACT", "disk_full")) is trusted
    assert await memories.about("OTHER", "disk_full") == () == await memories.about()


async def test_each_candidate_goes_to_one_judge(memories: Memories) -> None:
    ids = {(await teach(memories, f"fix {n}", key=f"k{n}")).id for n in range(4)}
    got = await asyncio.gather(*(memories.claim(f"j{n}", 60) for n in range(4)))
    left = await memories.claim("late", 60)
    claimed = [m.id for m in got if m]
    assert len(claimed) == len(set(claimed)) and set(claimed) <= ids
    assert (left is None) == (len(claimed) == 4)


async def test_a_dead_judge_loses_its_claim(memories: Memories, clock: Clock) -> None:
    await teach(memories)
    dead = await memories.claim("dead", 60)
    assert dead is not None and await memories.claim("other", 60) is None
    clock.go(seconds=61)
    alive = await memories.claim("other", 60)
    assert alive is not None and alive.id == dead.id
    with pytest.raises(LostClaim):
        await memories.judged(dead, KEEP)
    assert (await memories.judged(alive, FLAG)).state is State.FLAGGED


async def test_two_reviewers_at_once_decide_once(memories: Memories) -> None:
    taught = await teach(memories)
    seen = await judge(memories, FLAG)
    yes = memories.decide(taught.id, version=seen.version, approve=True, by="eva")
    no = memories.decide(taught.id, version=seen.version, approve=False, by="ivo", reason="wrong")
    told = await asyncio.gather(yes, no, return_exceptions=True)
    [won] = [t for t in told if isinstance(t, Memory)]
    [lost] = [t for t in told if isinstance(t, AlreadyDecided)]
    assert (lost.by, lost.at, lost.state) == (won.decided_by, NOW, won.state)


async def test_an_edit_before_approval_is_what_is_recalled(memories: Memories) -> None:
    seen = (await teach(memories), await judge(memories, FLAG))[1]
    done = await memories.decide(seen.id, version=seen.version, approve=True, by="eva", text="Free 2 GB in /batch/data")
    assert (done.state, done.version) == (State.APPROVED, seen.version + 1)
    assert (await memories.recallable([seen.id]))[seen.id].answer == "Free 2 GB in /batch/data"
    steps = await memories.history(seen.id)
    assert [s.state for s in steps] == ["candidate", "judging", "flagged", "approved"]
    assert steps[-1].who == "eva" and steps[-2].answer == "Freed /batch/data"
    assert (await teach(memories, key="k9")).id == seen.id


async def test_a_rejection_needs_a_reason_and_is_not_undone_by_teaching_again(memories: Memories) -> None:
    seen = (await teach(memories), await judge(memories, DELETE))[1]
    with pytest.raises(NeedsReason):
        await memories.decide(seen.id, version=seen.version, approve=False, by="eva", reason=" ")
    await memories.decide(seen.id, version=seen.version, approve=False, by="eva", reason="harmful")
    assert (await teach(memories, key="k2")).state is State.REJECTED
    assert await memories.claim("judge", 60) is None


async def test_a_stale_card_decides_nothing(memories: Memories) -> None:
    seen = (await teach(memories), await judge(memories, FLAG))[1]
    with pytest.raises(AlreadyDecided):
        await memories.decide(seen.id, version=seen.version - 1, approve=True, by="eva")
    assert [m.id for m in await memories.queue()] == [seen.id]


async def test_what_was_kept_is_no_reviewers_to_decide(memories: Memories) -> None:
    seen = (await teach(memories), await judge(memories, KEEP))[1]
    with pytest.raises(AlreadyDecided, match="kept"):
        await memories.decide(seen.id, version=seen.version, approve=True, by="eva")


async def test_uses_are_counted(memories: Memories) -> None:
    taught = await teach(memories)
    await memories.used([taught.id, "none"])
    assert (await memories.get(taught.id)).uses == 1


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (lambda m: m.get("none"), NoSuchMemory),
        (lambda m: m.decide("none", version=1, approve=True, by="eva"), NoSuchMemory),
        (lambda m: teach(m, "x" * 4_001), TooLong),
    ],
)
async def test_bad_input_is_told(memories: Memories, call: Callable[..., object], fault: type[Exception]) -> None:
    with pytest.raises(fault):
        await call(memories)  # type: ignore[misc]


async def test_odd_characters_are_taken_on_every_database(memories: Memories) -> None:
    assert (await teach(memories, "disco\x00 cheio \ud800 ✓")).answer == "disco\ufffd cheio ? ✓"
