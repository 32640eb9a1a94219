"""Whom an order reaches, what a bare yes means, and which run is offered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.order import State
from bot.reply import Reply
from bot.turn import Person, Place
from tests.bot.bench import OPS, Bench, open_bench
from tests.chat import ANA, BOB, labels, text
from tests.plans import DONE, NOW, RUNNING, WAITING, job
from tws.fake import FakeScheduler

ANN = replace(ANA, locale="en-GB")
PAYROLL = "rerun PAY_CALC because space was freed"


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    """No channel is named for approvals."""
    async with open_bench(plan, tmp_path) as opened:
        yield opened


async def at(bench: Bench, words: str, place: Place, person: Person = ANN) -> Reply:
    return await bench.chat.sends(replace(bench.chat.turn(words, person, command=False), place=place))


async def states(bench: Bench) -> list[State]:
    return [order.state for order in await bench.app.services.approvals._store.within(tuple(State))]


async def test_a_direct_chat_without_a_channel_for_approvals_reaches_nobody(bench: Bench) -> None:
    told = text(await at(bench, PAYROLL, Place("slack", "D1", direct=True)))
    assert "Nobody who may approve can be reached from here" in told and "approvals = true" in told
    assert await states(bench) == [] and bench.wall.messages == []


async def test_a_channel_for_approvals_reaches_them(plan: FakeScheduler, tmp_path: Path) -> None:
    async with open_bench(plan, tmp_path, OPS) as bench:
        assert "Rerun PAY_CALC?" in text(await at(bench, PAYROLL, Place("slack", "D1", direct=True)))


async def test_a_channel_of_a_platform_that_is_not_served_reaches_nobody(plan: FakeScheduler, tmp_path: Path) -> None:
    async with open_bench(plan, tmp_path, replace_place("teams:19:ops")) as bench:
        told = await at(bench, PAYROLL, Place("slack", "D1", direct=True))
        assert "Nobody who may approve" in text(told)


def replace_place(place: str):  # type: ignore[no-untyped-def]
    return OPS.model_copy(update={"place": place})


async def test_in_a_shared_channel_others_see_it(bench: Bench) -> None:
    assert "Rerun PAY_CALC?" in text(await bench.chat.says(PAYROLL, ANN))


async def test_the_only_approver_has_nobody_to_ask(bench: Bench) -> None:
    assert "nobody else has the approver's role" in text(await bench.chat.says(PAYROLL, BOB))
    assert await states(bench) == []


async def test_what_needs_no_second_person_is_sent_from_anywhere(bench: Bench, plan: FakeScheduler) -> None:
    form = await at(bench, "rerun CARDS_SETTLE because freed", Place("slack", "D1", direct=True))
    assert "Rerun CARDS_SETTLE?" in text(form)


async def test_yes_right_after_the_form_confirms(bench: Bench, plan: FakeScheduler) -> None:
    await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    bench.now += timedelta(seconds=90)
    assert "Sent to the scheduler" in text(await bench.chat.says("yes", ANN))
    assert len(plan.actions) == 1


async def test_yes_after_something_else_was_said_confirms_nothing(bench: Bench, plan: FakeScheduler) -> None:
    form = await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    bench.now += timedelta(seconds=20)
    await bench.chat.says("status FINANCE_PAYROLL", ANN)
    await bench.app.services.ledger.close()
    await bench.app.services.ledger.start()
    bench.now += timedelta(seconds=5)
    assert "There is no open question here" in text(await bench.chat.says("yes", ANN))
    assert plan.actions == []
    assert "Sent to the scheduler" in text(await bench.chat.fills(form, "Rerun now", ANN)), "the button still counts"


async def test_yes_after_two_minutes_confirms_nothing(bench: Bench, plan: FakeScheduler) -> None:
    await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    bench.now += timedelta(minutes=2, seconds=1)
    assert "There is no open question here" in text(await bench.chat.says("yes", ANN))
    assert plan.actions == []


async def test_yes_after_no_does_not_mean_the_order_before(bench: Bench, plan: FakeScheduler) -> None:
    await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    bench.now += timedelta(seconds=5)
    await bench.chat.says("rerun DWH_LOAD because freed", ANN)
    assert "withdrawn" in text(await bench.chat.says("no", ANN))
    assert "There is no open question here" in text(await bench.chat.says("yes", ANN))
    assert plan.actions == []


async def test_a_refused_wish_withdraws_the_form_before_it(bench: Bench, plan: FakeScheduler) -> None:
    await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    bench.now += timedelta(seconds=5)
    assert "cannot be changed that way" in text(await bench.chat.says("rerun FINANCE_PAYROLL because so", ANN))
    assert "There is no open question here" in text(await bench.chat.says("yes", ANN))
    assert await states(bench) == [State.WITHDRAWN] and plan.actions == []


async def test_the_same_wish_again_takes_the_place_of_the_first(bench: Bench, plan: FakeScheduler) -> None:
    first = await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    bench.now += timedelta(seconds=5)
    await bench.chat.says("rerun CARDS_SETTLE because freed", ANN)
    assert await states(bench) == [State.WITHDRAWN, State.DRAFT]
    assert "Already decided: withdrawn" in text(await bench.chat.fills(first, "Rerun now", ANN, reason="freed"))


async def test_a_form_without_its_reason_comes_again_in_its_place(bench: Bench, plan: FakeScheduler) -> None:
    form = await bench.chat.says("rerun CARDS_SETTLE", ANN)
    again = await bench.chat.fills(form, "Rerun now", ANN, reason=" ")
    assert again.replaces and not again.private
    assert text(again).index("A reason is needed") < text(again).index("Rerun CARDS_SETTLE?")
    done = await bench.chat.fills(again, "Rerun now", ANN, reason="freed")
    assert done.replaces and "A reason is needed" not in text(done) and len(plan.actions) == 1


async def test_only_runs_that_can_be_held_are_offered_the_nearest_first(bench: Bench, plan: FakeScheduler) -> None:
    hours = (-9, -5, 2, 1, 8)
    plan.all_jobs += tuple(
        job("PIX_REPORT", DONE if h < 0 else WAITING, stream=f"PIX{n}", scheduled=NOW + timedelta(hours=h))
        for n, h in enumerate(hours)
    )
    asked = await bench.chat.says("hold PIX_REPORT", BOB)
    assert "3 jobs are named PIX_REPORT" in text(asked)
    assert [label.partition(".")[0] for label in labels(asked)] == ["PIX3", "PIX2", "PIX4"]
    assert labels(asked)[0].endswith("· waiting (HOLD)")


async def test_the_one_run_that_fits_is_meant_and_none_is_told(bench: Bench, plan: FakeScheduler) -> None:
    assert "Hold BACKUP?" in text(await bench.chat.says("hold BACKUP", BOB))
    told = text(await bench.chat.says("kill BACKUP", BOB))
    assert "There are 2 jobs named BACKUP, and none of them can be changed that way now" in told
    plan.all_jobs += (job("BACKUP", RUNNING, stream="NIGHT"),)
    assert "Kill BACKUP?" not in text(await bench.chat.says("rerun BACKUP", BOB))


async def test_the_terminal_has_no_cards_and_says_so(bench: Bench, plan: FakeScheduler, tmp_path: Path) -> None:
    access = bench.app.services.access
    access._members["terminal:U1"] = access._members["slack:U1"]
    here = Place("terminal", "local", direct=True)
    assert "only where I can post" in text(await at(bench, "watch FINANCE_PAYROLL", here))
    await at(bench, "rerun CARDS_SETTLE because freed", here)
    told = text(await at(bench, "yes", here))
    assert "Ask “status CARDS_SETTLE”" in told and "card below" not in told and len(plan.actions) == 1
    assert "only where I can post" in text(await at(bench, "send a health summary here every day at 6", here))
    await bench.look()
    assert await bench.app.outbox.waiting() == 0
