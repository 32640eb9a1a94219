"""Orders when things break between the steps: nothing is sent twice, and nobody is told what is not so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.approvals import approvals
from bot.approvals.order import Order, State
from bot.turn import Form, Person
from tests.bot.bench import OPS, Bench, open_bench, reopened
from tests.chat import ANA, BOB, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, job
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler
from tws.models import Prompt

ANN = replace(ANA, locale="en-GB")


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path, OPS) as opened:
        yield opened


async def drafted(bench: Bench, name: str = "CARDS_SETTLE", person: Person = ANN) -> Any:
    return await bench.chat.says(f"rerun {name} because space was freed", person)


async def sent(bench: Bench, form: Any, person: Person = ANN) -> str:
    return text(await bench.chat.fills(form, "Rerun now", person, reason="space was freed"))


async def orders(bench: Bench, *states: State) -> list[Order]:
    return await bench.app.services.approvals._store.within(states or tuple(State))


def full(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("audit.ledger.append", no)


async def test_what_cannot_be_recorded_is_not_sent_and_can_be_pressed_again(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await drafted(bench)
    with monkeypatch.context() as broken:
        full(broken)
        assert "The audit trail cannot be written, so nothing was changed." in await sent(bench, form)
    assert plan.actions == [] and [o.state for o in await orders(bench)] == [State.DRAFT]
    assert "Sent to the scheduler" in await sent(bench, form)
    assert len(plan.actions) == 1


async def test_a_ledger_that_fails_after_the_sending_hides_no_sending(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await drafted(bench)
    plan.on_action = lambda *_: full(monkeypatch)
    assert "Sent to the scheduler" in await sent(bench, form)
    monkeypatch.undo()
    assert len(plan.actions) == 1


async def test_a_database_that_fails_after_the_sending_hides_no_sending(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await drafted(bench)
    store = bench.app.services.approvals._store

    async def no(*_: Any, **__: Any) -> None:
        raise OperationalError("UPDATE orders", {}, OSError("disk is full"))

    plan.on_action = lambda *_: monkeypatch.setattr(store, "move", no)
    assert "Sent to the scheduler" in await sent(bench, form)
    monkeypatch.undo()
    assert [o.state for o in await orders(bench)] == [State.SENDING], "told as unknown by a later look"
    assert "Already decided: being sent" in await sent(bench, form)
    assert len(plan.actions) == 1


async def test_an_order_cut_off_while_being_sent_is_owned_up_to_after_the_restart(
    bench: Bench, plan: FakeScheduler
) -> None:
    form = await drafted(bench)

    def dies(*_: object) -> None:
        raise asyncio.CancelledError

    plan.on_action = dies
    turn = bench.chat.turn(Form(form.blocks[-2].buttons[0].payload, {"reason": "freed"}), ANN)
    with pytest.raises(asyncio.CancelledError):
        await bench.chat.sends(turn)
    plan.on_action = None
    async with reopened(bench, OPS):
        await bench.look()
        assert [o.state for o in await orders(bench)] == [State.SENDING]
        bench.now += timedelta(minutes=3)
        await bench.look(2)
    (told,) = bench.wall.in_channel("C1")
    assert "Rerun CARDS_SETTLE: outcome unknown" in told and "it was interrupted while being sent" in told
    assert len(plan.actions) == 1


async def test_an_approval_whose_card_was_lost_is_shown_after_the_restart(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await drafted(bench, "PAY_CALC")

    async def dies(*_: Any, **__: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as broken:
        broken.setattr("bot.approvals.store.OrderStore.tell", dies)
        await bench.chat.fills(form, "Ask for approval", ANN, reason="freed")
    async with reopened(bench, OPS):
        await bench.look(2)
        card = bench.wall.find("waits for approval")
        assert labels(card) == ["Approve", "Refuse"]
        assert len([m for _, m in bench.wall.messages if "waits for approval" in text(m)]) == 2
        assert "approved by Bob" in text(await bench.chat.presses(card, "Approve", BOB))
    assert len(plan.actions) == 1


async def test_two_orders_for_one_failed_run_send_it_once(bench: Bench, plan: FakeScheduler) -> None:
    """The plan still shows ABEND while the first is on its way."""
    first, second = await drafted(bench), await drafted(bench, person=BOB)
    told = await asyncio.gather(sent(bench, first), sent(bench, second, BOB))
    assert len(plan.actions) == 1 and "another order about the same job was first" in "".join(told)
    late = text(await drafted(bench))
    assert "the plan does not show it yet" in late and "Nothing more was sent" in late and "Rerun now" not in late


async def test_of_orders_claimed_at_the_same_moment_one_is_sent(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have looked at the plan before any is claimed: neither both nor none."""
    forms = [await drafted(bench), await drafted(bench, person=BOB)]
    together, looks = asyncio.Barrier(2), approvals.moved_on

    async def looked(*given: Any) -> str:
        changed = await looks(*given)
        await together.wait()
        return changed

    monkeypatch.setattr(approvals, "moved_on", looked)
    told = await asyncio.gather(*(sent(bench, form, who) for form, who in zip(forms, (ANN, BOB), strict=True)))
    assert len(plan.actions) == 1
    assert sorted("another order about the same job was first" in t for t in told) == [False, True]


async def test_a_second_order_after_the_first_is_followed_is_stale(bench: Bench, plan: FakeScheduler) -> None:
    first, second = await drafted(bench), await drafted(bench, person=BOB)
    assert "Sent to the scheduler" in await sent(bench, first)
    assert "another order about the same job was first" in await sent(bench, second, BOB)
    assert len(plan.actions) == 1


async def test_the_scheduler_away_at_the_click_changes_nothing(bench: Bench, plan: FakeScheduler) -> None:
    form = await drafted(bench)
    plan.fault = SchedulerAway("Connection refused.")
    assert "Nothing was changed" in await sent(bench, form)
    plan.fault = None
    assert "Sent to the scheduler" in await sent(bench, form)


async def test_a_job_that_left_the_plan_while_followed_is_unknown(bench: Bench, plan: FakeScheduler) -> None:
    await sent(bench, await drafted(bench))
    await bench.look()
    plan.all_jobs = ()
    await bench.look()
    assert "the job is not in the plan any more" in text(bench.wall.find("outcome unknown"))


async def test_a_rerun_that_fails_again_is_told_red(bench: Bench, plan: FakeScheduler) -> None:
    await sent(bench, await drafted(bench))
    first = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE").runs[0]
    running = job("CARDS_SETTLE", RUNNING, ago=1, stream="CARDS")
    plan.replace_job(replace(running, runs=(replace(first, last=False), replace(running.runs[0], id="run-2"))))
    await bench.look()
    assert "EXEC" in text(bench.wall.find("Rerun CARDS_SETTLE: sent, running"))
    failed = job("CARDS_SETTLE", FAILED, ago=0, stream="CARDS")
    plan.replace_job(replace(failed, runs=(replace(first, last=False), replace(failed.runs[0], id="run-2"))))
    await bench.look()
    card = text(bench.wall.find("Rerun CARDS_SETTLE: failed"))
    assert "ABEND" in card and "What fixed it" not in card


async def test_an_end_that_is_never_seen_is_unknown_after_twelve_hours(bench: Bench, plan: FakeScheduler) -> None:
    await sent(bench, await drafted(bench))
    first = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE").runs[0]
    running = job("CARDS_SETTLE", RUNNING, ago=0, stream="CARDS")
    plan.replace_job(replace(running, runs=(replace(first, last=False), replace(running.runs[0], id="run-2"))))
    await bench.look()
    bench.now += timedelta(hours=12, minutes=1)
    await bench.look()
    assert "its end was not seen within 12 hours" in text(bench.wall.find("outcome unknown"))


async def test_two_approvers_at_once_send_once(bench: Bench, plan: FakeScheduler) -> None:
    form = await drafted(bench, "PAY_CALC")
    await bench.chat.fills(form, "Ask for approval", ANN, reason="freed")
    await bench.look()
    card = bench.wall.find("waits for approval")
    told = await asyncio.gather(*(bench.chat.presses(card, label, BOB) for label in ("Approve", "Refuse", "Approve")))
    assert len(plan.actions) <= 1 and len([t for t in told if t.replaces]) == 1
    assert len([t for t in told if "Already decided" in text(t)]) == 2


async def test_an_expired_approval_says_so_on_its_cards(bench: Bench, plan: FakeScheduler) -> None:
    form = await drafted(bench, "PAY_CALC")
    await bench.chat.fills(form, "Ask for approval", ANN, reason="freed")
    await bench.look()
    card = bench.wall.find("waits for approval")
    bench.now += timedelta(minutes=31)
    await bench.look()
    assert labels(bench.wall.find("expired, nothing was sent")) == []
    assert "Already decided: expired" in text(await bench.chat.presses(card, "Approve", BOB))
    assert plan.actions == []


async def test_a_prompt_answered_at_the_console_is_not_answered_again(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_prompts = (Prompt("p1", 12, "GO", "Shall payroll start?", "ASKED"),)
    form = await bench.chat.says("reply yes to prompt 12 because HR agreed", BOB)
    assert "Shall payroll start?" in text(form)
    plan.all_prompts = ()
    told = text(await bench.chat.fills(form, "Answer yes to the prompt now", BOB, reason="HR agreed"))
    assert "the plan moved on, nothing was sent" in told and "the prompt is not asked any more" in told
    assert plan.actions == []


async def test_several_jobs_of_one_name_ask_which_and_go_on(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs += (job("CARDS_SETTLE", FAILED, stream="MORNING", scheduled=NOW),)
    asked = await drafted(bench)
    assert "2 jobs are named CARDS_SETTLE. Which one?" in text(asked)
    form = await bench.chat.presses(asked, "MORNING.CARDS_SETTLE 22:30 · failed (ABEND)", ANN)
    assert "Rerun CARDS_SETTLE?" in text(form) and "space was freed" in text(form)
    await sent(bench, form)
    assert plan.actions[0][1] == "id-MORNING-CARDS_SETTLE"


async def test_cured_asks_what_fixed_it_in_the_askers_language(bench: Bench, plan: FakeScheduler) -> None:
    await bench.look()
    asked = await bench.chat.says("reexecuta o CARDS_SETTLE porque liberei espaço", ANA)
    await bench.chat.fills(asked, "Reexecutar agora", ANA, reason="liberei espaço")
    first = next(j for j in plan.all_jobs if j.name == "CARDS_SETTLE").runs[0]
    done = job("CARDS_SETTLE", DONE, ago=1, stream="CARDS")
    plan.replace_job(replace(done, runs=(replace(first, last=False), replace(done.runs[0], id="run-2"))))
    await bench.look()
    assert "O que resolveu?" in text(bench.wall.find("Reexecutar CARDS_SETTLE: terminou bem (SUCC)"))
