"""How a job's runs went: all of them, those of a window, the latest against the usual."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.payload import encode
from bot.reply import Reply
from bot.requests import JobHistory, Request, Window
from bot.turn import Person, Press
from tests.chat import ANA, BOB, Chat, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, job
from tws.fake import FakeScheduler
from tws.models import Job, Status
from tws.names import JobName

DAY = timedelta(days=1)
X = JobName("X")


async def ask(chat: Chat, request: Request, person: Person = BOB) -> Reply:
    return await chat.sends(chat.turn(Press(encode(request)), person))


def ran(*minutes: int, last: Status = DONE, failed: int = -1) -> Job:
    """A run a day, of so many minutes each; the last one began that long ago, if it still runs."""
    runs = []
    for n, took in enumerate(minutes):
        newest = n == len(minutes) - 1
        status = FAILED if n == failed else last if newest else DONE
        at = NOW - DAY * (len(minutes) - 1 - n) - timedelta(minutes=took)
        ended = None if status is RUNNING else at + timedelta(minutes=took)
        runs.append(replace(job("X", status).runs[0], id=f"r{n}", started=at, ended=ended, last=newest))
    return replace(job("X", runs[-1].status), runs=tuple(runs))


async def test_figures_are_the_schedulers_own_statistics(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(10, 10, 12, 8, 10, failed=2),)
    said = text(await ask(chat, JobHistory(X)))
    assert "Usual duration" in said and "10 min 00 s" in said and "1 of 5" in said
    assert "Last failure" in said and "28 Feb 01:30" in said
    assert "The latest run took 10 min 00 s: 100 % of the usual." in said
    assert plan.calls["job_statistics"] == 1


@pytest.mark.parametrize(
    ("minutes", "last", "told"),
    [
        ((10, 10, 10, 5), DONE, "A última execução levou 5 min 00 s: 50 % do usual."),
        ((10, 10, 10, 4), RUNNING, "Está rodando há 4 min 00 s, dentro do tempo usual."),
        ((10, 10, 10, 30), RUNNING, "Está rodando há 30 min 00 s: 300 % do usual, mais do que 95"),
    ],
)
async def test_this_run_against_the_usual(
    chat: Chat, plan: FakeScheduler, minutes: tuple[int, ...], last: Status, told: str
) -> None:
    plan.all_jobs = (ran(*minutes, last=last),)
    assert told in text(await ask(chat, JobHistory(X), ANA))


async def test_a_failed_run_is_not_compared(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(10, 10, 1, failed=2),)
    assert "The latest run" not in text(await ask(chat, JobHistory(X)))


async def test_runs_of_a_window_only(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(*[10] * 9),)
    reply = await ask(chat, JobHistory(X, window=Window(NOW - 3 * DAY - DAY / 2, NOW - DAY / 2)))
    said = text(reply)
    assert "Runs of X between 26 Feb 13:30 and 1 Mar 13:30" in said and "3 runs, the latest first" in said
    assert "Runs of X between" in text(await chat.presses(reply, "Refresh"))


async def test_a_window_without_a_run_still_tells_what_is_usual(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(10, 10),)
    reply = await ask(chat, JobHistory(X, window=Window(NOW - 30 * DAY, NOW - 20 * DAY)), ANA)
    assert "Não vejo execuções do X entre 30 jan. 22:30 e 9 fev. 22:30" in text(reply)
    assert "Duração usual" in text(reply) and labels(reply) == ["Log", "Atualizar"]


async def test_many_runs_of_a_window_are_counted(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(*[10] * 40),)
    said = text(await ask(chat, JobHistory(X, window=Window(NOW - 60 * DAY))))
    assert "40 runs, the latest first" in said and "… and 25 more." in said


async def test_another_year_is_told(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (ran(10),)
    said = text(await ask(chat, JobHistory(X, window=Window(NOW - 400 * DAY, NOW - 300 * DAY))))
    assert "between 26 Jan 2025 01:30 and 6 May 2025 02:30" in said
