"""Runs that people wait for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.turn import Place
from tests.bot.bench import OPS, Bench, open_bench, reopened
from tests.chat import ANA, BOB, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, WAITING, job, night
from tws.errors import SchedulerAway, SchedulerRefused
from tws.fake import FakeScheduler
from tws.models import Status


@pytest.fixture
def plan() -> FakeScheduler:
    return night()


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path) as opened:
        yield opened


def payroll(plan: FakeScheduler, status: Status) -> None:
    plan.replace_job(job("FINANCE_PAYROLL", status, ago=1))


async def test_a_card_follows_the_run_and_its_end_is_told_once(bench: Bench, plan: FakeScheduler) -> None:
    assert "I watch FINANCE_PAYROLL" in text(await bench.chat.says("watch FINANCE_PAYROLL", command=True))
    await bench.look(2)
    (card,) = bench.wall.in_channel("C1")
    assert "FINANCE_PAYROLL: running (EXEC)" in card
    payroll(plan, DONE)
    await bench.look(2)
    async with reopened(bench):
        await bench.look()
    card, end = bench.wall.in_channel("C1")
    assert "FINANCE_PAYROLL: successful (SUCC)" in card
    assert "FINANCE_PAYROLL has ended: successful (SUCC)" in end


async def test_a_failure_is_told_in_the_watchers_language_with_explain(bench: Bench, plan: FakeScheduler) -> None:
    await bench.chat.says("watch FINANCE_PAYROLL", ANA, command=True)
    await bench.chat.says("acompanha o FINANCE_PAYROLL", ANA)
    payroll(plan, FAILED)
    await bench.look()
    assert "terminou: com falha (ABEND)" in "".join(bench.wall.in_channel("C1"))
    assert labels(bench.wall.find("terminou")) == ["Log", "Explicar"]


async def test_the_same_watch_twice_is_one(bench: Bench) -> None:
    for _ in range(2):
        await bench.chat.says("watch FINANCE_PAYROLL", command=True)
    await bench.look()
    assert len(bench.wall.messages) == 1


async def test_two_people_watch_a_job_that_is_read_once(bench: Bench, plan: FakeScheduler) -> None:
    for person in (ANA, BOB):
        await bench.chat.says("watch FINANCE_PAYROLL", person, command=True)
    plan.calls.clear()
    await bench.look()
    assert len(bench.wall.messages) == 2 and plan.calls["job"] == 1


async def test_what_has_ended_is_not_watched(bench: Bench) -> None:
    assert "has ended already: successful" in text(await bench.chat.says("watch FINANCE_EXTRACT", command=True))
    await bench.look()
    assert bench.wall.messages == []


async def test_several_going_runs_of_one_name_ask_which(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs += (job("BACKUP", RUNNING, stream="NIGHT", scheduled=NOW),)
    asked = await bench.chat.says("watch BACKUP", command=True)
    assert "2 jobs are named BACKUP. Which one?" in text(asked)
    assert labels(asked) == ["NIGHT.BACKUP 01:30 · running (EXEC)", "EVENING.BACKUP · waiting (HOLD)"]
    await bench.chat.presses(asked, "NIGHT.BACKUP 01:30 · running (EXEC)")
    plan.replace_job(job("BACKUP", DONE, stream="EVENING"))
    await bench.look()
    assert "BACKUP: running" in bench.wall.in_channel("C1")[0] and len(bench.wall.messages) == 1


async def test_one_going_run_among_ended_ones_is_meant(bench: Bench) -> None:
    assert "I watch BACKUP" in text(await bench.chat.says("watch BACKUP", command=True))
    await bench.look()
    assert "BACKUP: waiting" in bench.wall.in_channel("C1")[0]


async def test_a_job_that_left_the_plan_ends_the_watch(bench: Bench, plan: FakeScheduler) -> None:
    await bench.chat.says("watch FINANCE_PAYROLL", command=True)
    await bench.look()
    plan.all_jobs = ()
    await bench.look(2)
    assert "it is not in the plan any more" in bench.wall.in_channel("C1")[0]
    assert "You watch nothing here" in text(await bench.chat.says("unwatch", command=True))


async def test_a_day_is_the_longest(bench: Bench) -> None:
    await bench.chat.says("watch FINANCE_PAYROLL", command=True)
    bench.now += timedelta(hours=25)
    await bench.look()
    assert "a day has passed" in bench.wall.in_channel("C1")[0]


async def test_unwatch_ends_those_of_this_channel_alone(bench: Bench) -> None:
    await bench.chat.says("watch FINANCE_PAYROLL", command=True)
    elsewhere = replace(bench.chat.turn("watch FINANCE_REPORT", command=True), place=Place("slack", "C2"))
    await bench.chat.sends(elsewhere)
    assert "I stopped watching FINANCE_PAYROLL." in text(await bench.chat.says("unwatch", command=True))
    await bench.look()
    assert bench.wall.in_channel("C1") == [] and len(bench.wall.in_channel("C2")) == 1


async def test_a_look_under_way_does_not_bring_back_what_was_ended(bench: Bench) -> None:
    await bench.chat.says("watch FINANCE_PAYROLL", command=True)
    watches = bench.app.services.watches
    (seen,) = await watches.open()
    await bench.chat.says("unwatch", command=True)
    await watches.saw(seen, "EXEC", ended=False)
    assert await watches.open() == []


async def test_twenty_are_enough(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs = tuple(job(f"J{n:02}", WAITING) for n in range(21))
    for n in range(20):
        await bench.chat.says(f"watch J{n:02}", command=True)
    assert "You watch 20 runs already" in text(await bench.chat.says("watch J20", command=True))


async def test_one_that_cannot_be_read_keeps_no_other_back(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FINANCE_PAYROLL", "FINANCE_REPORT"):
        await bench.chat.says(f"watch {name}", command=True)
    real = plan.job

    async def choosy(job_id: str) -> object:
        if "PAYROLL-FINANCE_PAYROLL" in job_id:
            raise SchedulerRefused("AWSJ")
        return await real(job_id)

    monkeypatch.setattr(plan, "job", choosy)
    await bench.look()
    assert len(bench.wall.messages) == 1 and "FINANCE_REPORT" in bench.wall.in_channel("C1")[0]


async def test_a_scheduler_that_is_away_is_asked_once_a_look(bench: Bench, plan: FakeScheduler) -> None:
    for name in ("FINANCE_PAYROLL", "FINANCE_REPORT"):
        await bench.chat.says(f"watch {name}", command=True)
    plan.fault, plan.calls["job"] = SchedulerAway("refused"), 0
    await bench.app.rounds.once()
    assert plan.calls["job"] == 1 and "watches" in bench.app.rounds.faults
    plan.fault = None
    await bench.look()
    assert len(bench.wall.messages) == 2


async def test_a_watch_is_no_alert_channel(plan: FakeScheduler, tmp_path: Path) -> None:
    async with open_bench(plan, tmp_path, OPS) as bench:
        await bench.chat.says("watch FINANCE_PAYROLL", command=True)
        payroll(plan, FAILED)
        await bench.look()
        assert any("has ended: failed" in told for told in bench.wall.in_channel("C1"))
        assert any("FINANCE_PAYROLL failed" in told for told in bench.wall.in_channel("COPS"))
