"""What a critical job waits for on its longest way."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.payload import encode
from bot.reply import Reply
from bot.requests import CriticalJobs, Request
from bot.turn import Person, Press
from tests.chat import ANA, BOB, Chat, labels, text
from tests.plans import FAILED, NOW, RUNNING, WAITING, job
from tws.fake import FakeScheduler
from tws.models import CriticalJob, Job, PathStep, RiskLevel
from tws.names import JobName

HOUR = timedelta(hours=1)
PAY = CriticalJob("id-PAYROLL-PAY", "PAY", "PAYROLL", "/AGT01", NOW + 3 * HOUR, RiskLevel.HIGH, NOW + 4 * HOUR, 12.0)


async def ask(chat: Chat, request: Request, person: Person = BOB) -> Reply:
    return await chat.sends(chat.turn(Press(encode(request)), person))


def step(of: Job, latest: datetime, start: datetime | None, end: datetime | None) -> PathStep:
    return PathStep(of, latest, start, end)


def delayed(plan: FakeScheduler) -> None:
    plan.critical = (PAY,)
    plan.all_jobs = (job("EXTRACT", RUNNING, ago=90), job("LOAD", WAITING), job("PAY", WAITING, critical=True))
    extract, load, pay = plan.all_jobs
    plan.paths[PAY.job_id] = (
        step(extract, NOW - HOUR, None, NOW + HOUR),
        step(load, NOW + HOUR / 2, NOW + HOUR, NOW + 2 * HOUR),
        step(pay, NOW + 3 * HOUR, NOW + 2 * HOUR, NOW + 4 * HOUR),
    )


async def test_the_path_in_its_order_with_what_is_late_on_it(chat: Chat, plan: FakeScheduler) -> None:
    delayed(plan)
    reply = await ask(chat, CriticalJobs(JobName("PAY")))
    said = text(reply)
    assert "Critical path of PAY: high risk" in said and "1 on the path late or failed: LOAD." in said
    assert said.index("EXTRACT ") < said.index("LOAD ") < said.rindex("PAY ")
    assert "waiting, late" in said and "12 %" in said and "05:30" in said
    assert labels(reply)[:2] == ["LOAD", "EXTRACT"]


async def test_the_list_of_critical_jobs_leads_to_the_path(chat: Chat, plan: FakeScheduler) -> None:
    delayed(plan)
    listed = await chat.says("critical", ANA, command=True)
    said = text(await chat.presses(listed, "Caminho do PAY", ANA))
    assert "Caminho crítico do PAY: risco alto" in said and "1 no caminho atrasados ou com falha: LOAD." in said


async def test_a_failed_job_on_the_path_is_late_whatever_its_time(chat: Chat, plan: FakeScheduler) -> None:
    delayed(plan)
    fallen = job("EXTRACT", FAILED, ago=90)
    plan.paths[PAY.job_id] = (step(fallen, NOW + HOUR, None, None),)
    assert "late or failed: EXTRACT." in text(await ask(chat, CriticalJobs(JobName("PAY"))))


async def test_a_path_in_time_and_one_that_is_not_told(chat: Chat, plan: FakeScheduler) -> None:
    delayed(plan)
    plan.paths[PAY.job_id] = plan.paths[PAY.job_id][2:]
    assert "The one job on the path is not late." in text(await ask(chat, CriticalJobs(JobName("PAY"))))
    plan.paths.clear()
    assert "The engine tells no path" in text(await ask(chat, CriticalJobs(job_id=PAY.job_id)))


async def test_a_long_path_shows_its_end(chat: Chat, plan: FakeScheduler) -> None:
    delayed(plan)
    last = plan.paths[PAY.job_id][-1]
    plan.paths[PAY.job_id] = (*(step(job(f"J{n:02}", WAITING), NOW + HOUR, NOW, NOW) for n in range(30)), last)
    said = text(await ask(chat, CriticalJobs(JobName("PAY"))))
    assert "… and 11 before these." in said and "J29" in said and "J10 " not in said


async def test_what_is_not_critical_or_not_there(chat: Chat, plan: FakeScheduler) -> None:
    assert "CARDS_SETTLE is no critical job" in text(await ask(chat, CriticalJobs(JobName("CARDS_SETTLE"))))
    assert "No job named NOPE" in text(await ask(chat, CriticalJobs(JobName("NOPE"))))


async def test_one_name_critical_twice_asks_which(chat: Chat, plan: FakeScheduler) -> None:
    delayed(plan)
    other = CriticalJob("other", "PAY", "MONTH", "/AGT01", NOW + 9 * HOUR, RiskLevel.ON_TRACK)
    plan.critical = (PAY, other)
    asked = await ask(chat, CriticalJobs(JobName("PAY")))
    assert "2 jobs are named PAY. Which one?" in text(asked)
    assert "Critical path of PAY: on track" in text(await chat.presses(asked, "MONTH.PAY 10:30"))
