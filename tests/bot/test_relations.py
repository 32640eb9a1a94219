"""What waits for what, how it went before, what is critical and what is late."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

from tests.chat import ANA, Chat, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, WAITING, job
from tws.fake import FakeScheduler
from tws.models import CriticalJob, Job, RiskLevel


def chain(plan: FakeScheduler, length: int = 3) -> None:
    """PAY_A -> PAY_B0 -> PAY_B1 … : each waits for the one before."""
    plan.all_jobs = (job("PAY_A", RUNNING, ago=3), *(job(f"PAY_B{n}", WAITING) for n in range(length)))
    names = ["PAY_A", *(f"PAY_B{n}" for n in range(length))]
    plan.waits = {f"id-PAYROLL-{b}": (f"id-PAYROLL-{a}",) for a, b in itertools.pairwise(names)}


async def test_both_sides_of_a_job(chat: Chat, plan: FakeScheduler) -> None:
    chain(plan)
    reply = await chat.says("deps PAY_B0", command=True)
    said = text(reply)
    assert "PAY_B0: waiting" in said and "It waits for (1)" in said and "Behind it (2)" in said
    assert labels(reply)[:2] == ["PAY_A", "PAY_B1"], "only neighbours get a button"


async def test_one_side_in_portuguese(chat: Chat, plan: FakeScheduler) -> None:
    chain(plan)
    said = text(await chat.says("quem espera pelo PAY_B0?", ANA))
    assert "Atrás dele (2)" in said and "Ele espera por" not in said


async def test_nothing_before_and_nothing_behind(chat: Chat) -> None:
    said = text(await chat.says("deps CARDS_SETTLE", command=True))
    assert "It waits for nothing." in said and "Nothing waits behind it." in said
    dito = text(await chat.says("de quem o CARDS_SETTLE depende?", ANA))
    assert "Ele não espera por nada." in dito


async def test_a_long_queue_is_cut_and_says_so(chat: Chat, plan: FakeScheduler) -> None:
    chain(plan, 1)
    plan.all_jobs += tuple(job(f"C{n:02}", WAITING) for n in range(40))
    plan.waits |= {f"id-PAYROLL-C{n:02}": ("id-PAYROLL-PAY_A",) for n in range(40)}
    assert "… and 26 more." in text(await chat.says("who waits for PAY_A?"))


async def test_relations_of_a_name_that_is_not_there_or_there_twice(chat: Chat) -> None:
    assert "No job named NOPE" in text(await chat.says("deps NOPE", command=True))
    assert "2 jobs are named BACKUP. Which one?" in text(await chat.says("deps BACKUP", command=True))


def ran(times: int, *, failed: int = 0) -> Job:
    """A job with so many runs, of 5, 10, 15 … minutes; the last `failed` of them in vain."""
    runs = []
    for n in range(times):
        at, status = NOW - timedelta(days=times - n), FAILED if n >= times - failed else DONE
        runs.append(replace(job("X", status).runs[0], id=f"r{n}", started=at, ended=at + timedelta(minutes=5 * n + 5)))
    last = runs[-1].status if runs else WAITING
    return replace(job("X", last), runs=tuple(replace(r, last=r is runs[-1]) for r in runs))


async def test_history_in_figures(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(4, failed=1),)
    said = text(await chat.says("history X", command=True))
    assert "Runs of X" in said and "Last 4 runs" in said
    assert "10 min 00 s" in said and "15 min 00 s" in said and "1 of 4" in said


async def test_history_in_portuguese_without_a_good_run(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(2, failed=2),)
    said = text(await chat.says("histórico do X", ANA))
    assert "2 de 2" in said and "Duração usual" in said and "–" in said


async def test_history_of_what_never_ran(chat: Chat) -> None:
    assert "has no runs that I can see" in text(await chat.says("history FINANCE_REPORT", command=True))


def critical(name: str, risk: RiskLevel, hours: int = 2) -> CriticalJob:
    return CriticalJob(f"id-{name}", name, "PAYROLL", "/AGT01", NOW + timedelta(hours=hours), risk)


async def test_critical_jobs_the_worst_first(chat: Chat, plan: FakeScheduler) -> None:
    plan.critical = (
        critical("FINE", RiskLevel.ON_TRACK),
        critical("GONE", RiskLevel.LATE, -1),
        critical("MAYBE", RiskLevel.POTENTIAL),
    )
    said = text(await chat.says("critical jobs"))
    assert "3 critical jobs, 1 at risk" in said
    assert said.index("GONE") < said.index("MAYBE") < said.index("FINE")
    dito = text(await chat.says("os jobs críticos estão em dia?", ANA))
    assert "3 jobs críticos, 1 em risco" in dito and "atrasado" in dito


async def test_many_critical_jobs_say_how_many_are_left(chat: Chat, plan: FakeScheduler) -> None:
    plan.critical = tuple(critical(f"C{n}", RiskLevel.ON_TRACK) for n in range(20))
    assert "… and 5 more." in text(await chat.says("critical", command=True))


async def test_no_critical_and_nothing_late(chat: Chat) -> None:
    assert "This plan has no critical jobs." in text(await chat.says("critical", command=True))
    assert "Este plano não tem jobs críticos." in text(await chat.says("jobs críticos", ANA))
    assert "Nothing is late." in text(await chat.says("late", command=True))
    assert "Nada está atrasado." in text(await chat.says("o que está atrasado?", ANA))


async def test_late_jobs_the_earliest_deadline_first(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (
        job("B", RUNNING, late=True, deadline=NOW - timedelta(minutes=5)),
        job("A", WAITING, late=True, deadline=NOW - timedelta(hours=2)),
        job("OVER", DONE, late=True, deadline=NOW - timedelta(hours=3)),
    )
    said = text(await chat.says("what is late?"))
    assert "2 jobs are late" in said and "2 h 00 min" in said and "OVER" not in said
    assert said.index("A ") < said.index("B ")


async def test_what_a_finished_job_had_before_it_is_not_waited_for(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("PAY_A", DONE, ago=30), job("PAY_B", DONE, ago=3))
    plan.waits = {"id-PAYROLL-PAY_B": ("id-PAYROLL-PAY_A",)}
    assert "Before it (1)" in text(await chat.says("deps PAY_B", command=True))
    dito = text(await chat.says("de quem o PAY_B depende?", ANA))
    assert "Antes dele (1)" in dito and "Ele espera por" not in dito
