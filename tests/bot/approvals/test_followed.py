"""What was sent is followed until it has ended; what the plan never shows is owned up to, and not sent again unsaid."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.engines import UnknownEngine
from bot.reply import Reply
from tests.bot.bench import OPS, Bench, open_bench, reopened
from tests.chat import ANA, BOB, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, job
from tws.errors import OutcomeUnknown, SchedulerAway
from tws.fake import FakeScheduler
from tws.models import CommonStatus, JobStream, Signed, Status
from tws.records import Submission

ANN = replace(ANA, locale="en-GB")
READY = Status(CommonStatus.READY, "READY")


@pytest.fixture
def plan(plan: FakeScheduler) -> FakeScheduler:
    plan.all_streams = (*plan.all_streams, replace(plan.all_streams[0], id="js-CARDS", name="CARDS", status=DONE))
    return plan


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path, OPS) as opened:
        yield opened


def tells(plan: FakeScheduler, made: str) -> None:
    """The id that the engine answers a submission with."""

    async def send(wanted: Submission, signed: Signed) -> str:
        plan._order("submit", wanted.name, signed)
        return made

    plan.submit_stream = plan.submit_job = send  # type: ignore[method-assign]


async def submitted(bench: Bench, what: str = "job stream CARDS") -> Reply:
    """Ana asks, Bob approves; the card that Bob has pressed."""
    form = await bench.chat.says(f"submit {what} because the file came late", ANN)
    await bench.chat.fills(form, "Ask for approval", ANN, reason="the file came late")
    await bench.look()
    return await bench.chat.presses(bench.wall.find("waits for approval"), "Approve", BOB)


def in_plan(plan: FakeScheduler, status: Status, id: str = "js-new", **more: object) -> None:
    """The job stream as the plan shows it now."""
    made = replace(_cards(plan), id=id, status=status, **more)  # type: ignore[arg-type]
    plan.all_streams = (*(s for s in plan.all_streams if s.id != id), made)


def _cards(plan: FakeScheduler) -> JobStream:
    return next(s for s in plan.all_streams if s.id == "js-CARDS")


async def test_a_job_stream_is_followed_by_its_id_on_one_card(bench: Bench, plan: FakeScheduler) -> None:
    tells(plan, "js-new")
    sent = await submitted(bench)
    assert "Submit CARDS: sent, running" in text(sent) and labels(sent) == ["Status of CARDS"]
    in_plan(plan, RUNNING)
    in_plan(plan, FAILED, id="js-of-another")
    await bench.look()
    assert "running (EXEC)" in text(bench.wall.find("Submit CARDS: sent, running"))
    in_plan(plan, DONE, ended=NOW + timedelta(minutes=20))
    await bench.look(2)
    (card,) = bench.wall.in_channel("C1")
    assert "Submit CARDS: ended well (SUCC)" in card and "22:50" in card
    (there,) = (message for message in bench.wall.in_channel() if "Submit CARDS" in message)
    assert "ended well (SUCC)" in there and "01:50" in there, "edited in place"
    assert len(plan.actions) == 1


async def test_a_job_stream_that_ends_badly_is_told_red(bench: Bench, plan: FakeScheduler) -> None:
    tells(plan, "js-new")
    await submitted(bench)
    in_plan(plan, FAILED)
    await bench.look()
    told = bench.wall.find("Submit CARDS: failed")
    assert "failed (ABEND)" in text(told) and labels(told) == ["Status of CARDS"]
    kinds = [row.kind for row in await bench.app.services.ledger.events(kind="action.failed")]
    assert kinds == ["action.failed"]


async def test_a_job_is_followed_as_the_one_that_is_new(bench: Bench, plan: FakeScheduler) -> None:
    """The engine answers with an id that no other call takes."""
    tells(plan, "AGT01;JOBS;CARDS_SETTLE")
    await submitted(bench, "CARDS_SETTLE")
    await bench.look()
    plan.all_jobs += (job("CARDS_SETTLE", RUNNING, stream="JOBS"),)
    await bench.look()
    plan.all_jobs += (job("CARDS_SETTLE", RUNNING, stream="OTHER"),)
    plan.replace_job(job("CARDS_SETTLE", DONE, stream="JOBS"))
    await bench.look()
    assert "Submit CARDS_SETTLE: ended well (SUCC)" in text(bench.wall.find("Submit CARDS_SETTLE"))


async def test_of_several_new_ones_none_is_taken_for_it(bench: Bench, plan: FakeScheduler) -> None:
    tells(plan, "AGT01;JOBS;CARDS_SETTLE")
    await submitted(bench, "CARDS_SETTLE")
    plan.all_jobs += (job("CARDS_SETTLE", DONE, stream="JOBS"), job("CARDS_SETTLE", FAILED, stream="OTHER"))
    await bench.look()
    told = text(bench.wall.find("outcome unknown"))
    assert "several of that name came into the plan at once" in told and "look at the plan" in told


async def test_without_an_id_the_bot_says_that_it_cannot_follow(bench: Bench, plan: FakeScheduler) -> None:
    tells(plan, "")
    told = await submitted(bench)
    assert "accepted" in text(told) and "without telling its number, so I cannot follow it" in text(told)
    assert labels(told) == ["Status of CARDS"]


async def test_what_leaves_the_plan_is_unknown(bench: Bench, plan: FakeScheduler) -> None:
    tells(plan, "js-new")
    await submitted(bench)
    in_plan(plan, RUNNING)
    await bench.look()
    plan.all_streams = plan.all_streams[:-1]
    await bench.look()
    assert "not in the plan any more" in text(bench.wall.find("outcome unknown"))


async def test_a_submission_is_followed_over_a_restart(bench: Bench, plan: FakeScheduler) -> None:
    tells(plan, "js-new")
    await submitted(bench)
    in_plan(plan, DONE)
    async with reopened(bench, OPS):
        await bench.look()
    assert "ended well (SUCC)" in text(bench.wall.find("Submit CARDS"))


async def test_a_submission_that_is_never_shown_is_told_with_the_next(bench: Bench, plan: FakeScheduler) -> None:
    tells(plan, "js-new")
    await submitted(bench)
    bench.now += timedelta(minutes=9)
    await bench.look()
    assert "sent, running" in text(bench.wall.find("Submit CARDS"))
    bench.now += timedelta(minutes=2)
    await bench.look()
    assert "the plan has not shown it within 10 minutes" in text(bench.wall.find("outcome unknown"))
    form = await bench.chat.says("submit job stream CARDS because it never came", ANN)
    assert "Submit was sent before, 22:30 by Ana: its outcome is unknown" in text(form)


async def rerun(bench: Bench) -> Reply:
    form = await bench.chat.says("rerun CARDS_SETTLE because space was freed", ANN)
    return await bench.chat.fills(form, "Rerun now", ANN, reason="space was freed")


async def test_a_rerun_that_is_never_shown_lets_another_be_ordered(bench: Bench, plan: FakeScheduler) -> None:
    await rerun(bench)
    await bench.look()
    assert "on its way already" in text(await bench.chat.says("rerun CARDS_SETTLE because freed", ANN))
    bench.now += timedelta(minutes=11)
    await bench.look()
    lost = bench.wall.find("Rerun CARDS_SETTLE: outcome unknown")
    assert "the plan has not shown it within 10 minutes" in text(lost) and "do not send it again by myself" in text(
        lost
    )
    form = await bench.chat.says("rerun CARDS_SETTLE because it never came", ANN)
    assert "Rerun was sent before, 22:30 by Ana: its outcome is unknown, and the plan does not show it." in text(form)
    assert len(plan.actions) == 1
    await bench.chat.fills(form, "Rerun now", ANN, reason="it never came")
    assert len(plan.actions) == 2


async def test_while_the_plan_cannot_be_read_nothing_is_given_up(bench: Bench, plan: FakeScheduler) -> None:
    await rerun(bench)
    await bench.look()
    plan.fault = SchedulerAway("Connection refused.")
    bench.now += timedelta(minutes=30)
    await bench.app.services.approvals.round()
    plan.fault = None
    ran = job("CARDS_SETTLE", DONE, ago=1, stream="CARDS")
    first = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE").runs[0]
    plan.replace_job(replace(ran, runs=(replace(first, last=False), replace(ran.runs[0], id="run-2"))))
    await bench.look()
    assert "ended well (SUCC)" in text(bench.wall.find("Rerun CARDS_SETTLE"))


async def test_a_rerun_that_waits_for_its_turn_is_seen(bench: Bench, plan: FakeScheduler) -> None:
    await rerun(bench)
    settle = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE")
    plan.replace_job(replace(settle, status=READY))
    bench.now += timedelta(minutes=11)
    await bench.look()
    assert "READY" in text(bench.wall.find("Rerun CARDS_SETTLE: sent, running"))
    bench.now += timedelta(hours=1)
    await bench.look()
    assert "READY" in text(bench.wall.find("Rerun CARDS_SETTLE: sent, running"))


async def test_an_order_without_an_answer_is_told_with_the_next(bench: Bench, plan: FakeScheduler) -> None:
    form = await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    plan.action_fault = OutcomeUnknown("no answer")
    await bench.chat.fills(form, "Rerun now", ANN, reason="freed")
    plan.action_fault = None
    bench.now += timedelta(minutes=5)
    again = await bench.chat.says("rerun CARDS_SETTLE because freed", BOB)
    assert "Rerun was sent before, 01:30 by Ana" in text(again)
    bench.now += timedelta(hours=13)
    assert "was sent before" not in text(await bench.chat.says("rerun CARDS_SETTLE because freed", BOB))


async def test_a_form_of_before_is_not_sent_after_an_order_without_an_answer(bench: Bench, plan: FakeScheduler) -> None:
    mine = await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    other = await bench.chat.says("rerun CARDS_SETTLE because freed", BOB)
    plan.action_fault = OutcomeUnknown("no answer")
    await bench.chat.fills(other, "Rerun now", BOB, reason="freed")
    plan.action_fault = None
    late = await bench.chat.fills(mine, "Rerun now", ANN, reason="freed")
    assert "another order about the same job was first" in text(late) and plan.actions == []
    bench.now += timedelta(seconds=5)
    form = await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    assert "Rerun was sent before, 22:30 by Bob" in text(form)
    assert "Sent to the scheduler" in text(await bench.chat.fills(form, "Rerun now", ANN, reason="freed"))


async def test_an_order_of_an_engine_that_is_gone_is_unknown(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rerun(bench)
    await bench.look()

    def gone(_: object) -> FakeScheduler:
        raise UnknownEngine("test")

    monkeypatch.setattr(bench.app.services.approvals, "_engines", SimpleNamespace(of=gone))
    await bench.app.services.approvals.round()
    await bench.look()
    assert "outcome unknown" in text(bench.wall.find("Rerun CARDS_SETTLE"))


async def test_once_the_plan_shows_the_run_the_earlier_order_is_no_warning(bench: Bench, plan: FakeScheduler) -> None:
    await rerun(bench)
    bench.now += timedelta(minutes=11)
    await bench.look()
    ran = job("CARDS_SETTLE", FAILED, ago=1, stream="CARDS")
    first = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE").runs[0]
    plan.replace_job(replace(ran, runs=(replace(first, last=False), replace(ran.runs[0], id="run-2"))))
    form = await bench.chat.says("rerun CARDS_SETTLE because freed again", ANN)
    assert "Rerun CARDS_SETTLE?" in text(form) and "was sent before" not in text(form)
