"""Failures as the channels hear of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.coordination.memory import InMemory
from bot.health import State
from tests.bot.bench import OPERACOES, OPS, Bench, Lost, open_bench, reopened
from tests.chat import labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, WAITING, clock, job
from tws.errors import SchedulerAway, SchedulerRefused
from tws.fake import FakeScheduler
from tws.models import CommonStatus, CriticalJob, Job, RiskLevel, Status

NO_SPACE = ("Loading hours", "cp: write error: No space left on device", "exit status 12")
CANCELLED = Status(CommonStatus.CANCELED, "CANCL")


def fallen(name: str, *, ago: int = 20, **more: object) -> Job:
    return job(name, FAILED, ago=ago, stream=f"S_{name}", **more)


def again(was: Job, run: str, status: Status = FAILED, *, ago: int = 5) -> Job:
    """The same job after a rerun."""
    now = job(was.name, status, ago=ago, stream=was.job_stream)
    runs = (*(replace(r, last=False) for r in was.runs), replace(now.runs[0], id=run))
    return replace(was, status=status, runs=runs)


@pytest.fixture
def plan() -> FakeScheduler:
    waiting = (job("REPORT", WAITING), job("PAYROLL", WAITING, critical=True))
    deadline = NOW + timedelta(hours=2)
    return FakeScheduler(
        (fallen("LOAD"), *waiting),
        logs={"run-LOAD": NO_SPACE, "run-LOAD2": NO_SPACE, "second": NO_SPACE},
        waits={"id-PAYROLL-REPORT": ("id-S_LOAD-LOAD",), "id-PAYROLL-PAYROLL": ("id-PAYROLL-REPORT",)},
        critical=(CriticalJob("id-PAYROLL-PAYROLL", "PAYROLL", "PAYROLL", "/AGT01", deadline, RiskLevel.HIGH),),
    )


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path, OPS, OPERACOES, most=3) as opened:
        yield opened


async def test_one_card_in_each_channel_in_its_language(bench: Bench) -> None:
    await bench.look()
    (card,), (cartao,) = bench.wall.in_channel("COPS"), bench.wall.in_channel("COPER")
    assert "LOAD failed: Disk full" in card
    assert "2 jobs wait for it, among them PAYROLL (deadline 03:30)." in card and "No space left on device" in card
    assert "LOAD falhou: Disco cheio" in cartao and "entre eles PAYROLL (prazo 2 mar. 00:30)." in cartao
    assert labels(bench.wall.messages[0][1]) == ["Log", "Explain", "Rerun…", "Watch"]


async def test_it_is_told_once(bench: Bench) -> None:
    await bench.look(3)
    async with reopened(bench, OPS, OPERACOES):
        await bench.look(2)
    assert len(bench.wall.messages) == 2 and bench.wall.edits == 0


async def test_a_failure_while_the_bot_was_down_is_told(plan: FakeScheduler, tmp_path: Path) -> None:
    plan.all_jobs = ()
    async with open_bench(plan, tmp_path, OPS) as bench:
        pass
    plan.all_jobs = (fallen("LOAD", ago=90),)
    async with reopened(bench, OPS):
        await bench.look()
    assert "LOAD failed: Disk full" in bench.wall.in_channel()[0]


async def test_two_replicas_at_once_tell_it_once(bench: Bench) -> None:
    a, shared = bench.app, InMemory(clock)
    async with reopened(bench, OPS, OPERACOES, coordination=shared) as b:
        await asyncio.gather(a.rounds.once(), b.rounds.once())
        await asyncio.gather(a.rounds.once(), b.rounds.once())
    assert a.rounds.faults == {} and len(bench.wall.messages) == 2


async def test_failures_of_one_cause_are_one_card(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs += (fallen("LOAD2", ago=10),)
    await bench.look()
    (card,) = bench.wall.in_channel()
    assert "LOAD failed: Disk full" in card and "LOAD2" in card


async def test_unknown_causes_are_not_taken_for_one(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs, plan.logs = (fallen("A"), fallen("B")), {}
    await bench.look()
    assert len(bench.wall.in_channel()) == 2
    assert "cause not known yet" in bench.wall.in_channel()[0]


async def test_it_turns_green_when_the_last_of_its_jobs_has_recovered(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs += (fallen("LOAD2", ago=10),)
    await bench.look()
    plan.replace_job(again(fallen("LOAD"), "good", DONE))
    await bench.look()
    assert "LOAD failed" in bench.wall.in_channel()[0], "the other still lies"
    plan.replace_job(again(fallen("LOAD2"), "good2", DONE))
    await bench.look()
    (card,) = bench.wall.in_channel()
    assert "LOAD has recovered" in card and re.search(r"Failed \S+ · Recovered \S+ \(\d", card)
    assert "ABEND" not in card and "No space left" not in card
    assert labels(bench.wall.messages[0][1]) == ["What fixed it?", "Log", "Explain"]


async def test_a_rerun_on_its_way_is_no_recovery(bench: Bench, plan: FakeScheduler) -> None:
    await bench.look()
    plan.replace_job(again(fallen("LOAD"), "second", RUNNING))
    await bench.look()
    assert "LOAD failed" in bench.wall.in_channel()[0]


async def test_a_rerun_that_fails_again_changes_its_card(bench: Bench, plan: FakeScheduler) -> None:
    await bench.look()
    plan.replace_job(again(fallen("LOAD"), "second"))
    await bench.look()
    (card,) = bench.wall.in_channel()
    assert "LOAD failed: Disk full" in card and "Failed runs" in card and "Also failed" not in card
    plan.replace_job(again(fallen("LOAD"), "third", DONE))
    await bench.look()
    assert "LOAD has recovered" in bench.wall.in_channel()[0]


@pytest.mark.parametrize(
    ("after", "told"),
    [(CANCELLED, "LOAD failed and was cancelled"), (None, "LOAD failed and is not in the plan any more")],
)
async def test_what_did_not_recover_is_not_called_so(
    bench: Bench, plan: FakeScheduler, after: Status | None, told: str
) -> None:
    await bench.look()
    gone = tuple(j for j in plan.all_jobs if j.name != "LOAD")
    plan.all_jobs = (*gone, replace(fallen("LOAD"), status=after)) if after else gone
    await bench.look()
    assert told in bench.wall.in_channel()[0] and "recovered" not in bench.wall.in_channel()[0].lower()


async def test_a_storm_of_five_hundred_is_three_cards_and_one_message(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs = (*tuple(fallen(f"J{n:03}", ago=5) for n in range(499)), fallen("PAYROLL", ago=5, critical=True))
    await bench.look(2)
    told = bench.wall.in_channel()
    assert len(told) == 4 and "497 more jobs have failed within this hour" in "".join(told)
    assert any("PAYROLL failed" in card for card in told), "critical jobs first"
    plan.all_jobs += tuple(fallen(f"K{n}", ago=1) for n in range(3))
    await bench.look(2)
    assert len(bench.wall.in_channel()) == 4 and "500 more jobs" in "".join(bench.wall.in_channel())
    bench.now += timedelta(hours=2)
    await bench.look()
    assert len(bench.wall.in_channel()) == 4


async def test_a_log_that_cannot_be_read_costs_no_alert(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: Any, **__: Any) -> None:
        raise SchedulerRefused("AWSITA123E the agent is not reachable")

    monkeypatch.setattr(plan, "job_log", refused)
    monkeypatch.setattr(plan, "critical_jobs", refused)
    await bench.look()
    assert "LOAD failed: cause not known yet" in bench.wall.in_channel()[0]


async def test_one_job_that_cannot_be_asked_about_keeps_no_other_back(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.all_jobs += (fallen("OTHER", ago=5),)
    real = plan.successors

    async def slow(of: Job, **more: Any) -> Any:
        if of.name == "LOAD":
            raise SchedulerAway("timed out")
        return await real(of, **more)

    monkeypatch.setattr(plan, "successors", slow)
    await bench.app.rounds.once()
    assert "OTHER failed" in bench.wall.in_channel()[0] and "observer" in bench.app.rounds.faults
    monkeypatch.setattr(plan, "successors", real)
    await bench.look()
    assert "LOAD failed" in bench.wall.in_channel()[1]


async def test_a_crash_before_the_card_is_kept_loses_no_alert(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dies(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("bot.delivery.outbox._insert", dies)
        await bench.app.rounds.once()
    assert bench.wall.messages == [] and "observer" in bench.app.rounds.faults
    await bench.look()
    assert len(bench.wall.in_channel()) == 1


async def test_alerts_go_on_while_the_ledger_fails(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("audit.ledger.append", full)
    await bench.look()
    assert len(bench.wall.in_channel()) == 1
    monkeypatch.undo()


async def test_alerts_go_on_while_redis_is_away_and_health_says_so(plan: FakeScheduler, tmp_path: Path) -> None:
    async with open_bench(plan, tmp_path, OPS, coordination=Lost()) as bench:
        await bench.look()
        assert "LOAD failed: Disk full" in bench.wall.in_channel()[0]
        assert "LOAD: failed (ABEND)" in text(await bench.chat.says("status LOAD", command=True))


async def test_the_scheduler_away_is_told_by_health_and_the_look_repeated(bench: Bench, plan: FakeScheduler) -> None:
    plan.fault = SchedulerAway("Connection refused.")
    await bench.app.rounds.once()
    found = await bench.app.services.health.checks()
    assert found["app"].state is State.DEGRADED and "observer" in found["app"].detail
    assert found["tws"].state is State.DOWN
    plan.fault = None
    await bench.look()
    assert len(bench.wall.in_channel()) == 1
    assert (await bench.app.services.health.checks())["app"].state is State.OK


async def test_the_buttons_of_a_card_do_what_they_say(bench: Bench) -> None:
    await bench.look()
    card = bench.wall.find("LOAD falhou")
    told = text(await bench.chat.presses(card, "Explicar"))
    assert "Por que o LOAD falhou: Disco cheio" in told, "in the language of the card"
    assert "No space left on device" in text(await bench.chat.presses(card, "Log"))
