"""Answers that must not mislead: what stands, what really holds, what is stuck, and a word for beginners."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from audit.report import Asked, Done, Report
from audit.verify import Verdict
from bot.context import Context
from bot.language import recognise
from bot.recognition import Situation
from bot.reply import Heading, Tone
from bot.requests import Ambiguous, AuditReport, Choice, ShowJobLog
from bot.skills import talk
from bot.skills.terms import TERMS, named
from bot.skills.trail import narrowed
from bot.turn import Person, Place
from bot.words import Words
from tests.chat import ANA, BOB, Chat, labels, text
from tests.plans import DONE, FAILED, NOW, RUNNING, WAITING, job
from tws.fake import FakeScheduler
from tws.models import (
    CommonStatus,
    CriticalJob,
    Job,
    JobStream,
    JobStreamCounts,
    Prompt,
    RiskLevel,
    Status,
)
from tws.names import JobName

STUCK = Status(CommonStatus.BLOCKED, "STUCK")
CANCELLED = Status(CommonStatus.CANCELED, "CANCL")


def chain(plan: FakeScheduler, *jobs: Job) -> None:
    """Each waits for the one before."""
    plan.all_jobs = jobs
    ids = [one.id for one in plan.all_jobs]
    plan.waits = {after: (before,) for before, after in itertools.pairwise(ids)}


@pytest.mark.parametrize(
    ("asked", "person", "told", "button"),
    [
        ("what failed in the last 10 minutes?", BOB, "Outside that time 2 jobs are still failed", "All failed jobs"),
        ("o que falhou nos últimos 10 minutos?", ANA, "Fora desse período 2 jobs ainda", "Todos os jobs com falha"),
    ],
)
async def test_older_failures_that_stand_are_no_good_news(
    chat: Chat, asked: str, person: Person, told: str, button: str
) -> None:
    reply = await chat.says(asked, person)
    assert isinstance(reply.blocks[0], Heading) and reply.blocks[0].tone is Tone.WARN
    assert told in text(reply) and "CARDS_SETTLE (" in text(reply) and button in labels(reply)
    assert "2 " in text(await chat.presses(reply, button, person))


async def test_where_nothing_is_failed_it_is_good_news(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (job("OK_JOB", DONE),)
    reply = await chat.says("what failed in the last 10 minutes?")
    assert isinstance(reply.blocks[0], Heading) and reply.blocks[0].tone is Tone.GOOD


@pytest.mark.parametrize(
    ("asked", "person", "told"),
    [
        ("why is PAY_C late?", BOB, "PAY_A failed at"),
        ("why has PAY_C not started?", BOB, "PAY_A failed at"),
        ("por que o PAY_C está atrasado?", ANA, "PAY_A falhou:"),
        ("por que o PAY_C não começou?", ANA, "PAY_A falhou:"),
    ],
)
async def test_what_holds_a_job_is_looked_for_to_the_root(
    chat: Chat, plan: FakeScheduler, asked: str, person: Person, told: str
) -> None:
    chain(plan, job("PAY_A", FAILED), job("PAY_B", WAITING, waits_for=1), job("PAY_C", WAITING, waits_for=1))
    reply = await chat.says(asked, person)
    assert told in text(reply) and "(ABEND)" in text(reply) and "PAY_B" in text(reply)
    assert {"Log of PAY_A", "Rerun PAY_A…"} <= {*labels(reply)} or {"Log de PAY_A", "Reexecutar PAY_A…"} <= {
        *labels(reply)
    }


async def test_a_running_root_tells_its_end_and_a_held_one_is_released(chat: Chat, plan: FakeScheduler) -> None:
    chain(
        plan,
        job("PAY_A", RUNNING, ago=5, estimated=timedelta(minutes=20)),
        job("PAY_B", WAITING),
        job("PAY_C", WAITING),
    )
    assert "PAY_A still runs, expected end 01:45" in text(await chat.says("why is PAY_C late?"))
    chain(plan, job("PAY_A", replace(WAITING, reason="HOLD_PRIORITY_ZERO"), priority=0), job("PAY_C", WAITING))
    reply = await chat.says("why is PAY_C late?")
    assert "PAY_A is held back (priority 0)" in text(reply) and "Release PAY_A…" in labels(reply)


async def test_a_job_that_only_waits_for_its_time_or_its_workstation(chat: Chat, plan: FakeScheduler) -> None:
    chain(plan, job("PAY_A", WAITING, starts_at=NOW + timedelta(hours=1)), job("PAY_B", WAITING))
    assert "PAY_A does not start before 02:30" in text(await chat.says("why is PAY_B late?"))
    plan.all_jobs = (replace(job("PAY_Z", WAITING), workstation="/AGT07"),)
    assert "PAY_Z is to run on AGT07: not linked" in text(await chat.says("why is PAY_Z late?"))


async def test_a_circle_of_waits_ends(chat: Chat, plan: FakeScheduler) -> None:
    chain(plan, job("PAY_A", WAITING), job("PAY_B", WAITING))
    plan.waits["id-PAYROLL-PAY_A"] = ("id-PAYROLL-PAY_B",)
    assert "PAY_B" in text(await chat.says("why is PAY_B late?"))


async def test_the_expected_end_of_a_critical_job(chat: Chat, plan: FakeScheduler) -> None:
    end, due = NOW + timedelta(minutes=30), NOW + timedelta(hours=2)
    plan.critical = (
        CriticalJob("id-PAYROLL-FINANCE_PAYROLL", "FINANCE_PAYROLL", "PAYROLL", "/MDM", due, RiskLevel.ON_TRACK, end),
    )
    said = text(await chat.says("will FINANCE_PAYROLL make its deadline?"))
    assert "Expected end" in said and "02:00" in said and "on track" in said


def stuck_plan(plan: FakeScheduler) -> None:
    plan.all_jobs = (job("CARD_A", FAILED, stream="CARDS"), job("CARD_B", WAITING, stream="CARDS"))
    plan.all_streams = (
        JobStream("js-CARDS", "CARDS", "/MDM", "/FIN/", STUCK, JobStreamCounts(2, 0, 0, 1)),
        JobStream("js-PAY", "PAY", "/MDM", "/FIN/", DONE, JobStreamCounts(1, 1)),
    )


@pytest.mark.parametrize(
    ("asked", "person"), [("what is stuck?", BOB), ("stuck job streams", BOB), ("tem algum job travado?", ANA)]
)
async def test_what_is_stuck_and_on_which_job(chat: Chat, plan: FakeScheduler, asked: str, person: Person) -> None:
    stuck_plan(plan)
    reply = await chat.says(asked, person)
    assert "FIN/CARDS" in text(reply) and "CARD_A: " in text(reply) and "FIN/PAY " not in text(reply)
    assert any("CARD_A" in label for label in labels(reply))


async def test_nothing_stuck_is_said_as_it_is(chat: Chat) -> None:
    assert "Nothing is stuck" in text(await chat.says("what is stuck?"))


async def test_jobs_that_wait_on_a_workstation_only(chat: Chat) -> None:
    said = text(await chat.says("jobs waiting on AGT01"))
    assert "with status waiting on AGT01" in said and "FINANCE_EXTRACT" not in said


async def test_cancelled_jobs_have_no_time_and_are_not_lost(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs += (replace(job("GONE", WAITING), status=CANCELLED),)
    said = text(await chat.says("cancelled today"))
    assert "GONE" in said and "does not tell since when" in said


@pytest.mark.parametrize(
    ("asked", "person", "yes"),
    [
        ("open prompts", BOB, "Yes to prompt 12"),
        ("which prompts are waiting?", BOB, "Yes to prompt 12"),
        ("quais prompts estão abertos?", ANA, "Sim ao prompt 12"),
    ],
)
async def test_open_prompts(chat: Chat, plan: FakeScheduler, asked: str, person: Person, yes: str) -> None:
    plan.all_prompts = (Prompt("p12", 12, "GO", "Files checked?", "ASKED", "FINANCE_REPORT", "PAYROLL"),)
    reply = await chat.says(asked, person)
    assert "Files checked?" in text(reply) and "PAYROLL.FINANCE_REPORT" in text(reply) and yes in labels(reply)


async def test_no_prompt_is_open(chat: Chat) -> None:
    assert "No prompt waits for an answer." in text(await chat.says("prompts", command=True))


@pytest.mark.parametrize(
    ("asked", "person", "told"),
    [
        ("explain this error: ORA-01653 unable to extend", BOB, "What this error means: No space in the database"),
        ("explica esse erro: ORA-01653 unable to extend", ANA, "O que este erro quer dizer: Sem espaço no banco"),
    ],
)
async def test_an_error_in_the_question_is_explained(chat: Chat, asked: str, person: Person, told: str) -> None:
    assert told in text(await chat.says(asked, person))


async def test_explain_and_a_name_ask_why(chat: Chat) -> None:
    assert "Why CARDS_SETTLE failed" in text(await chat.says("explain CARDS_SETTLE"))


async def test_a_critical_job_that_is_over_is_done(chat: Chat, plan: FakeScheduler) -> None:
    over = job("PAID", DONE, ago=60, critical=True)
    plan.all_jobs = (over,)
    later = NOW + timedelta(hours=5)
    plan.critical = (CriticalJob(over.id, "PAID", "PAYROLL", "/MDM", NOW, RiskLevel.ON_TRACK, later),)
    said = text(await chat.says("critical jobs"))
    assert "done" in said and "on track" not in said and "00:30" in said and "06:30" not in said
    path = text(await chat.says("critical path of PAID"))
    assert "PAID: done" in path and "Expected end" not in path


async def test_the_longest_first(chat: Chat, plan: FakeScheduler) -> None:
    short, long = job("A_SHORT", RUNNING, ago=3), job("Z_LONG", RUNNING, ago=300)
    plan.all_jobs = (short, long)
    said = text(await chat.says("longest running jobs"))
    assert said.index("Z_LONG") < said.index("A_SHORT") and "5 h 00 min" in said


@pytest.mark.parametrize(
    ("asked", "person", "told"),
    [
        ("how do I rerun a job?", BOB, "Say “rerun JOB”"),
        ("what is an ABEND?", BOB, "ran and ended badly"),
        ("what does HOLD mean?", BOB, "has not started"),
        ("difference between cancel and kill", BOB, "stop a job that is running"),
        ("como faço para reexecutar um job?", ANA, "Diga “reexecuta JOB”"),
        ("o que significa ABEND?", ANA, "terminou mal"),
    ],
)
async def test_a_beginner_is_told_in_short(chat: Chat, asked: str, person: Person, told: str) -> None:
    said = text(await chat.says(asked, person))
    assert told in said and "resync knowledge add" not in said


def test_every_term_is_found_by_its_own_name() -> None:
    assert [term for term in TERMS if term not in named(term.replace("_prompt", "").replace("_", " "))] == ["fail"]


async def test_what_still_waits_is_what_was_to_start_earlier(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = (
        job("EARLY", WAITING, scheduled=NOW - timedelta(hours=1)),
        job("SOON", WAITING, scheduled=NOW + timedelta(hours=1)),
    )
    reply = await chat.says("which jobs start in the next 2 hours?")
    assert "SOON" in text(reply)
    said = text(await chat.presses(reply, "What still waits"))
    assert "EARLY" in said and "SOON" not in said and "1 job was to start before 01:30 and still waits" in said


async def test_all_streams_come_in_pages(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_streams = tuple(
        JobStream(f"js{n:02}", f"S{n:02}", "/MDM", "/", DONE, JobStreamCounts(1, 1)) for n in range(25)
    )
    reply = await chat.says("ss @#@")
    assert "25 job streams in the current plan" in text(reply) and "S24" not in text(reply)
    assert "S24" in text(await chat.presses(reply, "Next 5"))


async def test_a_job_that_no_plan_has_is_not_looked_for_in_the_current_one_again(chat: Chat) -> None:
    reply = await chat.says("log of NOPE_JOB")
    said = text(await chat.presses(reply, "Look in earlier plans"))
    assert "neither in the current plan nor in the archived ones" in said


async def test_a_job_that_runs_is_held_by_nothing(chat: Chat) -> None:
    assert "What holds" not in text(await chat.says("why is FINANCE_PAYROLL late?"))


async def test_the_jobs_of_a_stream_are_named_in_the_readers_words(chat: Chat) -> None:
    card = await chat.says("como está o job stream PAYROLL?", ANA)
    assert "jobs do job stream /FIN/PAYROLL" in text(await chat.presses(card, "Jobs", ANA))


async def test_the_trail_of_one_job_or_one_person(chat: Chat) -> None:
    made = Report(
        NOW, NOW, 3, (Asked("Ana", "job_status", 2), Asked("Mariana", "help", 1)), (act("Ana", "X"), act("Bob", "Y")),
        (), (), (), Verdict(True, 3),
    )  # fmt: skip
    ana, on_y = narrowed(made, AuditReport(person="ana")), narrowed(made, AuditReport(job="Y"))
    assert [a.subject for a in ana.actions] == ["/MDM#/FIN/S.X"] and [a.who for a in ana.asked] == ["Ana"]
    assert [a.who for a in on_y.actions] == ["Bob"] and on_y.asked == ()


def context_of(chat: Chat) -> Context:
    return Context(chat.app.services, BOB, Place("slack", "C1"), Words("en", "UTC", NOW))


def act(who: str, job: str) -> Done:
    return Done(1, NOW, who, "slack:C1", "rerun", f"/MDM#/FIN/S.{job}", "", "", "")


@pytest.mark.parametrize(
    ("asked", "person", "told"),
    [
        ("who reran FINANCE_PAYROLL?", BOB, "about FINANCE_PAYROLL"),
        ("o que a Ana fez hoje?", ANA, "sobre Ana"),
    ],
)
async def test_the_trail_says_of_whom_it_is(chat: Chat, asked: str, person: Person, told: str) -> None:
    found = recognise(asked, Situation(NOW)).request
    assert isinstance(found, AuditReport) and (found.job or found.person)
    assert told.split()[-1] in (found.job, found.person)


async def test_buttons_that_would_say_the_same_tell_the_time(chat: Chat, plan: FakeScheduler) -> None:
    plan.all_jobs = tuple(replace(job("TWIN", DONE), id=f"id{n}", scheduled=NOW - timedelta(hours=n)) for n in (1, 2))
    both = Ambiguous(tuple(Choice("Log", ShowJobLog(JobName("TWIN"), f"id{n}")) for n in (1, 2)))
    reply = await talk.ask_back(both, context_of(chat))
    assert labels(reply) == ["Log of TWIN · 00:30", "Log of TWIN · 1 Mar 23:30"]
