"""Yesterday is answered from yesterday's plan, with its date; what no plan has is said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.payload import encode
from bot.reply import Reply, Table
from bot.requests import ExplainFailure, FailedJobs, JobStatus, LateJobs, ListJobs, Request, ShowJobLog, Window
from bot.turn import Person, Press
from tests.chat import ANA, BOB, Chat, labels, open_chat, text
from tests.plans import DONE, FAILED, NOW, RUNNING, WAITING, job
from tws.errors import SchedulerForbidden
from tws.fake import FakeScheduler
from tws.models import PlanInfo
from tws.names import JobName

DAY = timedelta(days=1)
BEGIN = NOW - timedelta(hours=3)
"""Of the current plan: 19:30 of 1 March in São Paulo."""
NO_SPACE = ("start", "cp: write error: No space left on device", "exit status 1")


def minutes_ago(at: datetime) -> int:
    return int((NOW - at).total_seconds() // 60)


def day(number: int, *jobs: object, **more: object) -> tuple[str, tuple[PlanInfo, FakeScheduler]]:
    """The plan of so many days before the current one."""
    begin = BEGIN - number * DAY
    name = f"{begin:%Y%m%d%H%M}"
    plan = PlanInfo(360 - number, begin, begin + DAY, id=name)
    return name, (plan, FakeScheduler(jobs, **more))  # type: ignore[arg-type]


@pytest.fixture
def plan() -> FakeScheduler:
    carried = job("LOAD", FAILED, ago=minutes_ago(BEGIN - timedelta(hours=1)))
    now = (carried, job("CARDS", FAILED, ago=20), job("REPORT", WAITING), job("PAY", DONE, ago=30))
    yesterday = (
        carried,
        job("PAY", FAILED, ago=minutes_ago(BEGIN - timedelta(hours=9))),
        job("SLOW", DONE, ago=minutes_ago(BEGIN - timedelta(hours=4)), late=True, deadline=BEGIN - timedelta(hours=5)),
    )
    before = (job("OLD", FAILED, ago=minutes_ago(BEGIN - timedelta(hours=30))), job("NEVER", WAITING))
    past = dict([day(1, *yesterday, logs={"run-PAY": NO_SPACE}), day(2, *before)])
    return FakeScheduler(now, plan=PlanInfo(360, BEGIN, BEGIN + DAY), past=past, logs={"run-CARDS": ("today",)})


@pytest.fixture
async def chat(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_chat(plan, tmp_path) as opened:
        yield opened


def window(since: timedelta, until: timedelta | None = None) -> Window:
    """Before the current plan began."""
    return Window(BEGIN - since, None if until is None else BEGIN - until)


YESTERDAY = window(DAY, timedelta(0))


async def ask(chat: Chat, request: Request, person: Person = BOB) -> Reply:
    return await chat.sends(chat.turn(Press(encode(request)), person))


async def test_what_failed_yesterday_is_read_from_yesterdays_plan(chat: Chat) -> None:
    said = text(await ask(chat, FailedJobs(YESTERDAY)))
    assert "2 failed jobs between 28 Feb 22:30 and 1 Mar 22:30" in said and "PAY" in said and "LOAD" in said
    assert "From the archived plan of Sat 28 Feb." in said and "CARDS" not in said


async def test_over_the_change_of_plans_each_failure_is_listed_once(chat: Chat) -> None:
    said = text(await ask(chat, FailedJobs(window(DAY)), ANA))
    assert "3 jobs com falha desde" in said and said.count("LOAD ") == 1
    assert "Também dos planos arquivados: sáb 28 fev." in said


async def test_a_window_over_several_plans_says_where_the_archive_ends(chat: Chat) -> None:
    said = text(await ask(chat, FailedJobs(window(5 * DAY))))
    assert "4 failed jobs since" in said and "OLD" in said and "Fri 27 Feb, Sat 28 Feb" in said
    assert "no archived plan before 27 Feb 22:30" in said


async def test_many_plans_are_cut_and_it_is_said(chat: Chat, plan: FakeScheduler) -> None:
    plan.past = dict(day(n, job(f"J{n}", FAILED, ago=minutes_ago(BEGIN - n * DAY + DAY / 2))) for n in range(1, 20))
    said = text(await ask(chat, FailedJobs(window(15 * DAY))))
    assert "J7" in said and "J8" not in said and "Only the newest 7 archived plans were read, back to 22 Feb" in said


@pytest.mark.parametrize("refused", [False, True])
async def test_without_an_archive_the_current_plan_answers_and_says_so(
    chat: Chat, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    async def forbidden() -> tuple[PlanInfo, ...]:
        raise SchedulerForbidden("AWSJDB817E", message_ids=("AWSJDB817E",), status=403)

    plan.past = {}
    if refused:
        monkeypatch.setattr(plan, "archived_plans", forbidden)
    said = text(await ask(chat, FailedJobs(window(DAY))))
    assert "LOAD" in said and "only what was carried forward" in said and "archived" not in said


async def test_asked_in_words(chat: Chat) -> None:
    """Yesterday is 28 February in São Paulo, where it is 22:30, and 1 March in London, where it is 01:30."""
    said = text(await chat.says("o que falhou ontem?", ANA))
    assert "1 job com falha em sáb 28 fev" in said and "OLD" in said
    assert "Dos planos arquivados de sex 27 fev, sáb 28 fev." in said
    said = text(await chat.says("what failed yesterday?"))
    assert "2 failed jobs on Sun 1 Mar" in said and "PAY" in said and "LOAD" in said
    assert "Log of PAY, run 1001" in text(await chat.says("log of PAY yesterday"))
    assert "PAY: failed (ABEND)" in text(await chat.says("what was the status of PAY yesterday?"))


async def test_more_than_is_read_of_a_plan_is_said(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.skills.past.MAX_PAGE", 1)
    assert "Only the first 1 jobs of a plan were looked at" in text(await ask(chat, ListJobs(window=YESTERDAY)))


async def test_no_failure_in_half_a_window_is_no_good_news(chat: Chat, plan: FakeScheduler) -> None:
    plan.past, plan.all_jobs = dict([day(1, job("PAY", DONE))]), (job("PAY", DONE),)
    whole, half = await ask(chat, FailedJobs(YESTERDAY)), await ask(chat, FailedJobs(window(9 * DAY, timedelta(0))))
    assert [reply.blocks[0].tone for reply in (whole, half)] == ["good", "warn"]  # type: ignore[union-attr]


async def test_no_failure_of_a_job_that_only_the_archive_knows_is_good_news(chat: Chat) -> None:
    assert "No failed jobs named SLOW" in text(await ask(chat, FailedJobs(YESTERDAY, job=JobName("SLOW"))))
    assert "No job named NOPE" in text(await ask(chat, FailedJobs(YESTERDAY, job=JobName("NOPE"))))


async def test_jobs_of_a_past_day_with_their_own_buttons(chat: Chat) -> None:
    reply = await ask(chat, ListJobs(window=YESTERDAY))
    assert "3 jobs between" in text(reply) and "archived plan of Sat 28 Feb" in text(reply)
    status = await chat.presses(reply, next(label for label in labels(reply) if "PAY " in label + " "))
    assert "PAY: failed (ABEND)" in text(status) and "archived plan of Sat 28 Feb" in text(status)
    assert labels(status) == ["Log"]
    assert "No space left on device" in text(await chat.presses(status, "Log"))


async def test_a_past_day_comes_in_pages_too(chat: Chat) -> None:
    reply = await ask(chat, ListJobs(window=YESTERDAY, limit=2))
    assert "Jobs 1–2 of 3" in text(reply)
    assert "Jobs 3–3 of 3" in text(await chat.presses(reply, "Next 1"))


async def test_the_status_of_yesterday_is_not_that_of_today(chat: Chat) -> None:
    assert "PAY: successful" in text(await ask(chat, JobStatus(JobName("PAY"))))
    said = text(await ask(chat, JobStatus(JobName("PAY"), window=YESTERDAY)))
    assert "PAY: failed (ABEND)" in said and "From the archived plan of Sat 28 Feb." in said


async def test_a_job_that_was_to_run_and_did_not(chat: Chat, plan: FakeScheduler) -> None:
    plan.past = dict([day(1, job("NEVER", WAITING, scheduled=BEGIN - timedelta(hours=2)))])
    assert "NEVER: waiting" in text(await ask(chat, JobStatus(JobName("NEVER"), window=YESTERDAY)))


async def test_the_log_of_yesterdays_run_page_by_page(chat: Chat, plan: FakeScheduler) -> None:
    lines = tuple(f"line {n}" for n in range(1, 101))
    plan.past = dict([day(1, job("PAY", FAILED, ago=minutes_ago(BEGIN - timedelta(hours=9))), logs={"run-PAY": lines})])
    reply = await ask(chat, ShowJobLog(JobName("PAY"), window=YESTERDAY))
    assert "Log of PAY, run 1001, 1 Mar 13:25" in text(reply) and "line 100" in text(reply)
    assert "From the archived plan of Sat 28 Feb." in text(reply)
    assert "line 21" in text(await chat.presses(reply, "Earlier lines"))


async def test_yesterdays_failure_is_explained_without_todays_consequences(chat: Chat) -> None:
    reply = await ask(chat, ExplainFailure(JobName("PAY"), window=YESTERDAY), ANA)
    said = text(reply)
    assert "Por que o PAY falhou: Disco cheio" in said and "Do plano arquivado de sáb 28 fev." in said
    assert labels(reply) == ["Log"] and "está rodando" not in said


async def test_runs_of_several_days_are_told_apart(chat: Chat, plan: FakeScheduler) -> None:
    plan.past = dict(
        day(n, job("PAY", FAILED, ago=minutes_ago(BEGIN - n * DAY + DAY / 2), scheduled=BEGIN - n * DAY))
        for n in (1, 2)
    )
    asked = await ask(chat, ExplainFailure(JobName("PAY"), window=window(2 * DAY, timedelta(0))))
    assert "2 runs of PAY between" in text(asked) and "archived plans of Fri 27 Feb, Sat 28 Feb" in text(asked)
    told = await chat.presses(asked, "PAYROLL.PAY 27 Feb 22:30 · failed (ABEND)")
    assert "Why PAY failed" in text(told) and "Fri 27 Feb" in text(told)


async def test_a_run_that_only_reached_into_the_day_is_not_the_days_run(chat: Chat, plan: FakeScheduler) -> None:
    begin = YESTERDAY.since
    before = job("PAY", DONE, ago=minutes_ago(begin + timedelta(minutes=2)), scheduled=begin - timedelta(hours=1))
    then = job("PAY", FAILED, ago=minutes_ago(begin + timedelta(hours=9)), scheduled=begin + timedelta(hours=8))
    plan.past = dict([day(1, replace(before, id="before"), then)])
    assert "PAY: failed" in text(await ask(chat, JobStatus(JobName("PAY"), window=YESTERDAY)))
    plan.past = dict([day(1, before)])
    assert "PAY: successful" in text(await ask(chat, JobStatus(JobName("PAY"), window=YESTERDAY)))


async def test_where_no_plan_has_it_the_history_tells(chat: Chat, plan: FakeScheduler) -> None:
    plan.past = {}
    then = job("PAY", FAILED, ago=minutes_ago(BEGIN - timedelta(hours=9))).runs[0]
    plan.all_jobs = (
        replace(job("PAY", RUNNING, ago=1), runs=(replace(then, last=False), *job("PAY", RUNNING, ago=1).runs)),
    )
    said = text(await ask(chat, ShowJobLog(JobName("PAY"), window=window(2 * DAY, DAY / 2))))
    assert "PAY has no runs between" in said
    plan.all_jobs = (job("OTHER"),)
    assert "No job named PAY" in text(await ask(chat, JobStatus(JobName("PAY"), window=YESTERDAY)))


async def test_a_job_that_does_not_run_every_day_is_found_in_earlier_plans(chat: Chat) -> None:
    reply = await chat.says("log OLD", command=True)
    assert "No job named OLD is in the current plan." in text(reply)
    assert "no log for this run of OLD" in text(await chat.presses(reply, "Look in earlier plans"))
    reply = await chat.says("status OLD", ANA, command=True)
    told = await chat.presses(reply, "Ver planos anteriores", ANA)
    assert "OLD: com falha" in text(told) and "Do plano arquivado de sex 27 fev." in text(told)
    gone = await chat.presses(await chat.says("status NOWHERE", command=True), "Look in earlier plans")
    assert "No job named NOWHERE" in text(gone) and "Look in earlier plans" not in labels(gone)


async def test_what_was_late_yesterday(chat: Chat) -> None:
    said = text(await ask(chat, LateJobs(window=YESTERDAY)))
    assert "1 job was late between" in said and "SLOW" in said and "1 h 00 min" in said
    assert "archived plan of Sat 28 Feb" in said
    assert "Nada atrasou" in text(await ask(chat, LateJobs(window=window(timedelta(hours=1), timedelta(0))), ANA))


async def test_an_archived_plan_that_is_gone_is_owned_up_to(chat: Chat) -> None:
    said = text(await ask(chat, JobStatus(JobName("PAY"), "id-PAYROLL-PAY", plan="202501010000")))
    assert "That is no longer in the plan." in said


@pytest.mark.parametrize("request_", [FailedJobs(YESTERDAY), LateJobs(0, YESTERDAY), ListJobs(window=YESTERDAY)])
async def test_ids_of_an_archived_plan_are_not_taken_for_those_of_today(chat: Chat, request_: Request) -> None:
    """A later "log of the second" would ask the current plan for them."""
    (table,) = (block for block in (await ask(chat, request_)).blocks if isinstance(block, Table))
    assert table.rows and not any(table.ids)
