"""What is to come: jobs that are to start, when one starts and what it waits for, deadlines in danger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.payload import encode
from bot.reply import Reply
from bot.requests import JobStatus, LateJobs, ListJobs, Request, Window
from bot.turn import Person, Press
from tests.chat import ANA, BOB, Chat, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, WAITING, job
from tws.fake import FakeScheduler
from tws.models import CommonStatus, CriticalJob, Prompt, RiskLevel, Status
from tws.names import JobName

HOUR = timedelta(hours=1)
NEXT_2H = Window(NOW, NOW + 2 * HOUR)
HELD = Status(CommonStatus.HELD, "HOLD", "HOLD_PRIORITY_ZERO")


async def ask(chat: Chat, request: Request, person: Person = BOB) -> Reply:
    return await chat.sends(chat.turn(Press(encode(request)), person))


def evening(plan: FakeScheduler) -> None:
    plan.all_jobs = (
        job("LATER", WAITING, scheduled=NOW - HOUR, starts_at=NOW + HOUR),
        job("SOON", WAITING, scheduled=NOW + HOUR / 2),
        job("TOMORROW", WAITING, scheduled=NOW + 20 * HOUR),
        job("STUCK", WAITING, scheduled=NOW - HOUR),
        job("OVER", DONE, scheduled=NOW + HOUR / 4),
    )


async def test_jobs_that_are_to_start_the_next_first(chat: Chat, plan: FakeScheduler) -> None:
    evening(plan)
    reply = await ask(chat, ListJobs(window=NEXT_2H))
    said = text(reply)
    assert "2 jobs are to start between 01:30 and 03:30" in said
    assert said.index("SOON") < said.index("LATER") and "TOMORROW" not in said and "OVER" not in said
    assert "1 more was to start earlier and still waits" in said
    assert "STUCK" in text(await chat.presses(reply, "What still waits"))


async def test_the_same_in_portuguese_with_nothing_to_start(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("TOMORROW", WAITING, scheduled=NOW + 20 * HOUR),)
    reply = await ask(chat, ListJobs(window=NEXT_2H), ANA)
    assert "Nenhum job deve iniciar entre 1 mar. 22:30 e 2 mar. 00:30." in text(reply) and labels(reply) == []


async def test_many_jobs_to_start_come_in_pages(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = tuple(job(f"J{n:02}", WAITING, scheduled=NOW + n * HOUR / 60) for n in range(1, 26))
    reply = await ask(chat, ListJobs(window=NEXT_2H))
    assert "25 jobs are to start" in text(reply) and "Jobs 1–10 of 25" in text(reply)
    assert "J20" in text(await chat.presses(reply, "Next 10"))


async def test_when_a_job_starts_follows_from_what_runs_before_it(chat: Chat, plan: FakeScheduler) -> None:
    before = job("EXTRACT", RUNNING, ago=10, estimated=timedelta(minutes=30))
    plan.all_jobs = (before, job("LOAD", WAITING, waits_for=1, scheduled=NOW - HOUR))
    plan.waits = {"id-PAYROLL-LOAD": ("id-PAYROLL-EXTRACT",)}
    said = text(await ask(chat, JobStatus(JobName("LOAD"))))
    assert "Expected start" in said and "01:50" in said and "EXTRACT (running, expected end 01:50)" in said


async def test_a_start_that_nobody_can_know_is_not_guessed(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("EXTRACT", FAILED), job("LOAD", WAITING, waits_for=1), job("HELD", HELD, priority=0))
    plan.waits = {"id-PAYROLL-LOAD": ("id-PAYROLL-EXTRACT",)}
    said = text(await ask(chat, JobStatus(JobName("LOAD")), ANA))
    assert "Início previsto" not in said and "EXTRACT (com falha)" in said
    assert "Expected start" not in text(await ask(chat, JobStatus(JobName("HELD"))))


async def test_a_job_with_a_time_of_its_own_starts_then(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("LATER", WAITING, scheduled=NOW - HOUR, starts_at=NOW + HOUR),)
    said = text(await ask(chat, JobStatus(JobName("LATER"), window=NEXT_2H)))
    assert said.count("02:30") == 2 and "Expected start" in said and "Not before" in said


async def test_of_two_runs_the_one_that_has_not_begun_is_to_start(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("X", DONE, scheduled=NOW - HOUR), job("X", WAITING, stream="NEXT", scheduled=NOW + HOUR))
    assert "X: waiting" in text(await ask(chat, JobStatus(JobName("X"), window=NEXT_2H)))


def critical(name: str, risk: RiskLevel, *, deadline: timedelta, late_by: timedelta) -> CriticalJob:
    due = NOW + deadline
    return CriticalJob(f"id-PAYROLL-{name}", name, "PAYROLL", "/AGT01", due, risk, due + late_by)


async def test_deadlines_in_danger_within_the_window(chat: Chat, plan: FakeScheduler) -> None:
    plan.critical = (
        critical("RISKY", RiskLevel.HIGH, deadline=HOUR, late_by=HOUR / 4),
        critical("FINE", RiskLevel.ON_TRACK, deadline=HOUR, late_by=-HOUR / 4),
        critical("FAR", RiskLevel.HIGH, deadline=9 * HOUR, late_by=HOUR),
    )
    slow = replace(job("SLOW", RUNNING, ago=50, deadline=NOW + HOUR), estimated=3 * HOUR)
    plan.all_jobs = (slow, job("QUICK", RUNNING, ago=5, deadline=NOW + HOUR, estimated=HOUR / 4), job("RISKY", RUNNING))
    said = text(await ask(chat, LateJobs(window=NEXT_2H)))
    assert "2 jobs may miss their deadline between 01:30 and 03:30" in said
    assert "RISKY" in said and "SLOW" in said and "03:40" in said
    assert "FINE" not in said and "FAR" not in said and "QUICK" not in said
    assert "By the engine's estimates" in said


async def test_only_those_that_were_asked_about_may_miss_their_deadline(chat: Chat, plan: FakeScheduler) -> None:
    plan.critical = (critical("RISKY", RiskLevel.HIGH, deadline=HOUR, late_by=HOUR / 6),)
    slow = replace(job("SLOW", RUNNING, ago=50, stream="FIN", deadline=NOW + HOUR), estimated=3 * HOUR)
    plan.all_jobs = (slow, job("RISKY", RUNNING))
    said = text(await ask(chat, LateJobs(window=NEXT_2H, job=JobName("@", "FIN"))))
    assert "1 deadline in danger of job stream FIN between" in said
    assert "SLOW" in said and "RISKY" not in said


async def test_what_is_late_of_one_stream_or_workstation(chat: Chat, plan: FakeScheduler) -> None:
    late = replace(job("A", WAITING, stream="FIN"), late=True)
    plan.all_jobs = (late, replace(job("B", WAITING, stream="EOD"), late=True, workstation="/AGT07"))
    said = text(await ask(chat, LateJobs(job=JobName("@", "FIN"))))
    assert "1 late job of job stream FIN" in said and "EOD" not in said
    assert "1 late job on AGT07" in text(await ask(chat, LateJobs(workstation="AGT07")))
    assert "No late jobs on AGT09." in text(await ask(chat, LateJobs(workstation="AGT09")))
    assert "Nenhum job atrasado em AGT09." in text(await ask(chat, LateJobs(workstation="AGT09"), ANA))


async def test_no_deadline_in_danger(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = ()
    said = text(await ask(chat, LateJobs(window=NEXT_2H), ANA))
    assert "nada vai perder o prazo entre 1 mar. 22:30 e 2 mar. 00:30" in said


async def test_a_prompt_is_among_what_a_job_waits_for(chat: Chat, plan: FakeScheduler) -> None:
    from tws.models import Dependency

    async def waits(*_: object, **__: object) -> tuple[Dependency, ...]:
        return (Dependency(None, "PAYROLL", "prompt", False, name="GO"),)

    plan.all_jobs = (job("LOAD", WAITING, waits_for=1),)
    plan.all_prompts = (Prompt("p1", 12, "GO", "go on?", "ASKED"),)
    plan.predecessors = waits  # type: ignore[method-assign, assignment]
    said = text(await ask(chat, JobStatus(JobName("LOAD"))))
    assert "prompt GO" in said and "Expected start" not in said
