"""What people teach, and what reviewers make of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from audit import Memory, MemoryState
from bot.reply import Ask, Reply
from bot.turn import Person, Press
from tests.bot.bench import OPS, REVIEWERS, Bench, open_bench, reopened
from tests.chat import ANA, BOB, labels, text
from tests.plans import DONE, FAILED, job, night
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler

ANN = replace(ANA, locale="en-GB")
RITA = Person("U3", "Rita", "UTC", "en-GB")
EVE = Person("U9", "Eve", "UTC", "en-GB")
NO_SPACE = ("start", "cp: error writing '/data/cards/tmp/a': No space left on device", "exit status 1")
CONTRARY = "remember: CARDS_SETTLE failed because the database password had expired, ask the DBA for a new one"


@pytest.fixture
def plan() -> FakeScheduler:
    plan = night()
    plan.logs["run-CARDS_SETTLE"] = NO_SPACE
    return plan


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path, OPS, REVIEWERS) as opened:
        await opened.look()
        yield opened


async def memories(bench: Bench) -> list[Memory]:
    return list(await bench.app.services.memories.queue(tuple(MemoryState)))


async def flagged(bench: Bench) -> Reply:
    await bench.chat.says(CONTRARY, EVE)
    await bench.look()
    return bench.wall.find("needs a reviewer")


async def test_what_is_taught_is_judged_before_it_is_told(bench: Bench) -> None:
    taught = "remember: CARDS_SETTLE failed with disk full, purge /data/cards/tmp and rerun it"
    assert "checked before it is told" in text(await bench.chat.says(taught, ANN))
    assert "The team's fix" not in text(await bench.chat.says("explain CARDS_SETTLE", command=True))
    await bench.look()
    told = text(await bench.chat.says("explain CARDS_SETTLE", command=True))
    assert (
        "The team's fix: CARDS_SETTLE failed with disk full, purge /data/cards/tmp" in told and "Taught by Ana" in told
    )


async def test_the_same_lesson_of_another_is_a_repeat(bench: Bench) -> None:
    for person in (ANN, BOB, BOB):
        await bench.chat.says("remember: CARDS_SETTLE failed with disk full, purge /data/cards/tmp and rerun", person)
    (memory,) = await memories(bench)
    assert memory.repeats == 1 and memory.pattern
    await bench.look()
    assert "It fixed this 2 times" in text(await bench.chat.says("explain CARDS_SETTLE", command=True))


async def test_teaching_works_while_the_scheduler_is_away(bench: Bench, plan: FakeScheduler) -> None:
    plan.fault = SchedulerAway("Connection refused.")
    told = text(await bench.chat.says("remember: when CARDS_SETTLE fails with disk full, purge /data/tmp", ANN))
    assert "Thank you" in told and len(await memories(bench)) == 1


async def test_nothing_to_remember_is_asked_for(bench: Bench) -> None:
    assert "remember" in text(await bench.chat.says("teach", ANN, command=True))
    assert await memories(bench) == []


async def test_what_fixed_it_may_be_told_again_in_other_words(bench: Bench, plan: FakeScheduler) -> None:
    plan.replace_job(replace(job("CARDS_SETTLE", DONE, stream="CARDS")))
    await bench.look()
    form = await bench.chat.presses(bench.wall.find("CARDS_SETTLE has recovered"), "What fixed it?", ANN)
    assert any(isinstance(block, Ask) for block in form.blocks)
    for words in ("purged /data/cards/tmp", "purged /data/cards/tmp", "purged the spool, too"):
        assert "Thank you" in text(await bench.chat.fills(form, "Tell the team", ANN, text=words))
    assert sorted(m.answer for m in await memories(bench)) == ["purged /data/cards/tmp", "purged the spool, too"]
    assert {m.subject for m in await memories(bench)} == {"CARDS_SETTLE"}


async def test_feedback_is_kept_in_the_trail(bench: Bench) -> None:
    assert "Noted" in text(await bench.chat.says("that was wrong"))
    assert "Anotado" in text(await bench.chat.says("essa resposta está errada", ANA))
    rows = await bench.app.services.ledger.events(kind="feedback")
    assert [(row.who, row.body["good"]) for row in rows] == [("Ana", "no"), ("Bob", "no")]


async def test_a_flag_is_shown_to_reviewers_and_harm_is_not(bench: Bench) -> None:
    await bench.chat.says("remember: when CARDS_SETTLE fails, delete all of /var on the server, it always helps", EVE)
    card = await flagged(bench)
    assert labels(card) == ["Approve", "Edit…", "Reject…"] and "password had expired" in text(card)
    assert len(bench.wall.in_channel("CREV")) == 1 and "/var" not in bench.wall.in_channel("CREV")[0]


async def test_only_a_reviewer_decides(bench: Bench) -> None:
    card = await flagged(bench)
    for person in (EVE, ANN):
        assert "it needs the role reviewer" in text(await bench.chat.presses(card, "Approve", person))
    assert [m.state for m in await memories(bench)] == [MemoryState.FLAGGED]


async def test_a_rejection_needs_a_reason(bench: Bench) -> None:
    card = await flagged(bench)
    form = await bench.chat.presses(card, "Reject…", RITA)
    assert "Why is it wrong?" in text(form) and form.private
    assert "Why is it wrong?" in text(await bench.chat.fills(form, "Reject", RITA, reason="  "))
    done = await bench.chat.fills(form, "Reject", RITA, reason="the disk was full")
    assert "rejected by Rita" in text(done) and done.replaces
    await bench.look()
    assert "rejected by Rita" in bench.wall.in_channel("CREV")[0] and labels(bench.wall.find("rejected")) == []


async def test_two_reviewers_at_once_decide_once(bench: Bench) -> None:
    card = await flagged(bench)
    told = await asyncio.gather(*(bench.chat.presses(card, "Approve", who) for who in (RITA, BOB)))
    assert sorted("Already decided" in text(t) or "changed meanwhile" in text(t) for t in told) == [False, True]
    (memory,) = await memories(bench)
    assert memory.state is MemoryState.APPROVED and memory.decided_by in ("Rita", "Bob")


@pytest.mark.parametrize("label", ["Approve", "Reject…"])
async def test_an_old_card_says_who_decided(bench: Bench, label: str) -> None:
    card = await flagged(bench)
    await bench.chat.presses(card, "Approve", RITA)
    late = await bench.chat.presses(card, label, BOB)
    assert "Already decided by Rita" in text(late) and "Your click changed nothing" in text(late) and late.private


async def test_edited_then_approved_is_what_is_told(bench: Bench) -> None:
    card = await flagged(bench)
    form = await bench.chat.presses(card, "Edit…", RITA)
    done = await bench.chat.fills(form, "Approve this text", RITA, text="Disk full: purge /data/cards/tmp.")
    assert "approved by Rita" in text(done)
    told = text(await bench.chat.says("explain CARDS_SETTLE", command=True))
    assert "The team's fix: Disk full: purge /data/cards/tmp." in told and "Approved by Rita." in told
    assert "password" not in told.partition("The team's fix")[2]


async def test_the_queue_in_the_chat(bench: Bench) -> None:
    assert "Nothing waits for a reviewer." in text(await bench.chat.says("review", RITA, command=True))
    await flagged(bench)
    assert "1 memory waits" in text(await bench.chat.says("review", RITA, command=True))


async def test_a_memory_that_is_not_there(bench: Bench) -> None:
    card = await flagged(bench)
    forged = next(b for b in card.blocks if hasattr(b, "buttons")).buttons[0].payload
    number = (await memories(bench))[0].id
    told = await bench.chat.sends(bench.chat.turn(Press(forged.replace(number, "0" * 32)), RITA))
    assert "Nothing was changed" in text(told)


async def test_a_ledger_that_fails_hides_no_decision(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    card = await flagged(bench)
    with monkeypatch.context() as broken:
        broken.setattr("audit.ledger.append", full)
        assert "approved by Rita" in text(await bench.chat.presses(card, "Approve", RITA))


async def test_a_flag_that_nobody_was_shown_is_shown_after_the_restart(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_: Any, **__: Any) -> None:
        raise OSError("killed")

    await bench.chat.says(CONTRARY, EVE)
    with monkeypatch.context() as broken:
        broken.setattr("bot.review.Review.show", dies)
        await bench.app.rounds.once()
    assert bench.wall.in_channel("CREV") == []
    async with reopened(bench, OPS, REVIEWERS):
        await bench.look()
        await bench.look()
    assert len(bench.wall.in_channel("CREV")) == 1


async def test_an_explanation_survives_a_database_that_cannot_count(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise OperationalError("UPDATE memories", {}, OSError("disk is full"))

    await bench.chat.says("remember: CARDS_SETTLE failed with disk full, purge /data/cards/tmp and rerun it", ANN)
    await bench.look()
    monkeypatch.setattr(bench.app.services.memories, "used", full)
    assert "The team's fix" in text(await bench.chat.says("explain CARDS_SETTLE", command=True))


def test_the_plan_has_what_the_lessons_are_about(plan: FakeScheduler) -> None:
    assert next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE").status == FAILED
