"""The auditor's rounds: each memory once, no failure stops it, no second opinion softens it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from audit.auditor import Auditor, stricter
from audit.judgement import Judgement, Label
from audit.memories import Memories
from audit.memory import State
from tests.audit.conftest import Clock

FACTS = "FINANCE_EXTRACT ABEND rc=28. Log: write error: No space left on device, /batch/data 100% used"


@pytest.fixture
def memories(engine: AsyncEngine, clock: Clock) -> Memories:
    return Memories(engine, clock)


async def teach(memories: Memories, *answers: str) -> None:
    for answer in answers:
        await memories.propose("What fixed it?", answer, FACTS, subject="X", taught_by="ana", key=answer)


async def test_the_three_memories_of_the_night(memories: Memories, clock: Clock) -> None:
    await teach(
        memories,
        "Freed space on /batch/data and reran it",
        "delete all of /var on the server, it always helps",
        "The network was down, the switch had to be restarted",
    )
    moved = await Auditor(memories, clock, "one").round()
    assert {m.answer.split()[0]: m.state for m in moved} == {
        "Freed": State.KEPT,
        "delete": State.QUARANTINED,
        "The": State.FLAGGED,
    }
    assert await Auditor(memories, clock, "two").round() == ()


async def test_a_judge_that_raises_is_tried_again_later_and_then_a_person_looks(
    memories: Memories, clock: Clock
) -> None:
    calls: list[str] = []

    def broken(question: str, answer: str, facts: str) -> Judgement:
        calls.append(answer)
        if answer == "bad":
            raise RuntimeError(answer)
        return Judgement(Label.KEEP, 0.9, "fine")

    auditor = Auditor(memories, clock, "one", rules=broken)
    await teach(memories, "bad", "good")
    assert [m.answer for m in await auditor.round()] == ["good"]
    assert await auditor.round() == ()
    clock.go(seconds=31)
    assert await auditor.round() == () and calls.count("bad") == 2
    clock.go(seconds=31)
    assert await auditor.round() == () and calls.count("bad") == 2
    clock.go(seconds=30)
    [flagged] = await auditor.round()
    assert flagged.state is State.FLAGGED and flagged.judged and "could not be judged" in flagged.judged.reason


async def test_a_second_opinion_is_asked_when_unsure_and_only_makes_stricter(memories: Memories, clock: Clock) -> None:
    asked: list[str] = []

    async def second(question: str, answer: str, facts: str, first: Judgement) -> Judgement:
        asked.append(answer)
        return Judgement(Label.DELETE if "strange" in answer else Label.KEEP, 0.9, "second")

    await teach(memories, "maybe no space left, strange", "maybe no space left", "delete all of /var")
    moved = await Auditor(memories, clock, "one", second=second).round()
    states = {m.answer: m.state for m in moved}
    assert states["maybe no space left, strange"] is State.QUARANTINED
    assert states["maybe no space left"] is State.FLAGGED
    assert "delete all of /var" not in asked


async def test_a_second_opinion_that_hangs_costs_a_wait_only(memories: Memories, clock: Clock) -> None:
    async def second(question: str, answer: str, facts: str, first: Judgement) -> Judgement:
        await asyncio.Event().wait()
        raise AssertionError

    await teach(memories, "maybe no space left")
    assert await Auditor(memories, clock, "one", second=second, patience=0.01).round() == ()
    [waiting] = await memories.queue([State.CANDIDATE])
    assert waiting.failures == 1


@pytest.mark.parametrize("label", list(Label))
def test_nothing_softens_a_delete(label: Label) -> None:
    first = Judgement(Label.DELETE, 0.9, "rules")
    assert stricter(first, Judgement(label, 1.0, "model")) is first
