"""Words of everyday talk that decide much: casual answers, other days, times to come, and what is not there yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language import recognise
from bot.recognition import Situation
from bot.requests import (
    Ambiguous,
    AskKnowledge,
    AuditReport,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    Help,
    JobHistory,
    JobStatus,
    LateJobs,
    ListJobs,
    ListPrompts,
    NotYet,
    Request,
    ReviewQueue,
    ShowJobLog,
    Side,
    Unsafe,
    Unwatch,
    Watch,
    YesNo,
)
from tests.language.scoring import SITUATION
from tws.models import CommonStatus
from tws.names import JobName

PAY = JobName("PAY01")
IN_THREAD = replace(SITUATION, earlier=("status of PAY01",))


def said(text: str, situation: Situation = SITUATION) -> Request:
    return recognise(text, situation).request


@pytest.mark.parametrize(
    "text",
    ["yes?", "sim?", "no?", "pode ser", "talvez", "maybe", "acho que sim", "não sei", "not yet", "yess", "yes help me"],
)
def test_what_is_half_said_is_no_answer(text: str) -> None:
    assert not isinstance(said(text, IN_THREAD), YesNo)


@pytest.mark.parametrize("text", ["não entendi", "I don't get it", "no entiendo", "I didn't understand"])
def test_who_is_puzzled_gets_help_and_withdraws_nothing(text: str) -> None:
    assert said(text) == Help()


@pytest.mark.parametrize("text", ["claro que não", "of course not", "de jeito nenhum", "no way", "não, obrigado", "no"])
def test_a_no(text: str) -> None:
    assert said(text) == YesNo(False)


@pytest.mark.parametrize("text", ["yes", "sim", "pode sim", "yes please", "sim, pode fazer", "sim!"])
def test_a_yes(text: str) -> None:
    assert said(text) == YesNo(True)


@pytest.mark.parametrize("text", ["approve", "aprova", "aprovar", "approved"])
def test_to_approve_alone_says_not_what(text: str) -> None:
    assert said(text, IN_THREAD) == Ambiguous()


@pytest.mark.parametrize(
    "text",
    [
        "who waits behind PAY01?",
        "quem espera atrás do PAY01?",
        "what is stuck behind PAY01?",
        "quem está na fila atrás do PAY01?",
        "who waits behind it?",
        "quem está atrás dele?",
    ],
)
def test_who_waits_behind(text: str) -> None:
    assert said(text, IN_THREAD) == Dependencies(PAY, side=Side.AFTER)


def test_behind_another_job_is_what_the_first_waits_for() -> None:
    read = said("is PAY01 stuck behind PAY02?")
    assert isinstance(read, Dependencies) and read.job == PAY and read.side is not Side.AFTER


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("why did PAY01 fail on November 18?", ExplainFailure),
        ("why did PAY01 fail on the 18th?", ExplainFailure),
        ("why did PAY01 fail last night?", ExplainFailure),
        ("o PAY01 falhou dia 18?", JobHistory),
        ("o PAY01 falhou em 18 de novembro?", JobHistory),
        ("did PAY01 fail in the last 3 days?", JobHistory),
        ("log do PAY01 de ontem", ShowJobLog),
        ("status of PAY01 yesterday", JobStatus),
        ("falhou ontem?", JobHistory),
        ("did it fail yesterday?", JobHistory),
        ("ele rodou ontem?", JobHistory),
        ("and yesterday?", JobHistory),
        ("e ontem?", JobHistory),
        ("por que falhou ontem?", ExplainFailure),
    ],
)
def test_another_day_is_not_answered_with_the_run_of_today(text: str, kind: type[Request]) -> None:
    read = said(text, IN_THREAD)
    assert isinstance(read, kind) and isinstance(read, JobStatus | JobHistory | ShowJobLog | ExplainFailure)
    assert read.job == PAY and read.window is not None and read.window.since < SITUATION.now


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("o PAY01 falhou hoje às 3h?", "2026-11-20T03:00:00-03:00"),
        ("falhas do PAY01 nesta semana", "2026-11-16T00:00:00-03:00"),
    ],
)
def test_failures_of_a_job_are_those_of_the_window(text: str, since: str) -> None:
    read = recognise(text, SITUATION)
    assert isinstance(read.request, FailedJobs | JobHistory) and read.request.job == PAY
    assert read.request.window and read.request.window.since.isoformat() == since == read.slots["since"]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("did PAY01 fail today?", JobStatus(PAY)),
        ("why did PAY01 fail in the last 2 hours?", ExplainFailure(PAY)),
        ("is PAY01 running since monday?", JobStatus(PAY)),
        ("does PAY01 run tonight?", JobStatus(PAY)),
    ],
)
def test_a_window_that_reaches_now_is_of_now(text: str, request_: Request) -> None:
    assert said(text) == request_


@pytest.mark.parametrize("text", ["o que falhou ontem?", "any failures yesterday?", "failed jobs yesterday"])
def test_all_that_failed_is_not_only_the_job_of_the_thread(text: str) -> None:
    read = said(text, IN_THREAD)
    assert isinstance(read, FailedJobs) and read.job is None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("quais jobs rodam hoje à noite?", "20T18:00", "21T06:00"),
        ("o que roda entre 20:00 e 22:00 hoje?", "20T20:00", "20T22:00"),
        ("which jobs run tonight?", "20T18:00", "21T06:00"),
        ("which jobs run on nov 25?", "25T00:00", "26T00:00"),
        ("o que roda dia 25?", "25T00:00", "26T00:00"),
        ("which jobs will run today?", "20T12:00", "21T00:00"),
        ("próximas 4 horas: jobs FIN*", "20T12:00", "20T16:00"),
    ],
)
def test_what_is_to_run_has_a_window_ahead(text: str, since: str, until: str) -> None:
    read = recognise(text, SITUATION)
    assert isinstance(read.request, ListJobs) and read.request.window and read.request.window.until
    assert read.slots["since"] == f"2026-11-{since}:00-03:00" == read.request.window.since.isoformat()
    assert read.slots["until"] == f"2026-11-{until}:00-03:00" == read.request.window.until.isoformat()


def test_what_waits_for_tonight() -> None:
    read = said("waiting jobs after 20h")
    assert isinstance(read, ListJobs) and read.statuses == (CommonStatus.WAITING,)
    assert read.window and read.window.since.day == 20 and read.window.since.hour == 20


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("jobs depois das 20h", "list_jobs"),
        ("jobs between 20:00 and 22:00", "list_jobs"),
        ("failed jobs at 20:00 today", "failed_jobs"),
        ("falhas em 30 de fevereiro", "failed_jobs"),
        ("history of PAY01 since 25:00", "job_history"),
        ("late jobs since 25:00", "late_jobs"),
    ],
)
def test_a_time_that_may_be_another_is_asked(text: str, intent: str) -> None:
    assert said(text) == Ambiguous((), intent, "time")


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("late since 7am", "20T07:00", ""),
        ("late runners tonight", "20T18:00", "21T06:00"),
        ("which jobs will be late in the next two hours", "20T12:00", "20T14:00"),
    ],
)
def test_late_jobs_have_a_window(text: str, since: str, until: str) -> None:
    read = said(text)
    assert isinstance(read, LateJobs) and read.window
    assert read.window.since.isoformat() == f"2026-11-{since}:00-03:00"
    assert (read.window.until.isoformat() if read.window.until else "") == (until and f"2026-11-{until}:00-03:00")


def test_a_job_of_tomorrow_is_not_that_of_today() -> None:
    read = said("when does PAY01 start tomorrow morning?")
    assert isinstance(read, JobStatus) and read.window and read.window.since.isoformat() == "2026-11-21T06:00:00-03:00"


@pytest.mark.parametrize("text", ["desde el último plan cuáles han quedado en abend", "failures since the plan switch"])
def test_since_the_plan_is_all_of_the_current_plan(text: str) -> None:
    assert said(text) == FailedJobs()


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("o que falhou depois das 20h?", "2026-11-19T20:00:00-03:00"),
        ("what ran between 20:00 and 22:00?", "2026-11-19T20:00:00-03:00"),
        ("audit report since 20:00", "2026-11-19T20:00:00-03:00"),
        ("which jobs ran on nov 25", "2025-11-25T00:00:00-03:00"),
        ("list jobs since 08:00", "2026-11-20T08:00:00-03:00"),
        ("jobs since 22:00", "2026-11-19T22:00:00-03:00"),
    ],
)
def test_the_past_that_is_told_stays_the_past(text: str, since: str) -> None:
    assert recognise(text, SITUATION).slots["since"] == since
    assert getattr(said(text), "window", None) is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pending approvals", "list_approvals"),
        ("o que espera aprovação?", "list_approvals"),
        ("lista recursos", "list_resources"),
    ],
)
def test_lists_that_are_not_there_are_named(text: str, name: str) -> None:
    assert said(text, replace(SITUATION, earlier=("watch PAY01", "stop watching"))) == NotYet(name)


@pytest.mark.parametrize("text", ["which job took the longest?", "qual job demorou mais?"])
def test_the_longest_is_a_list_in_that_order(text: str) -> None:
    found = recognise(text, SITUATION)
    assert found.request == ListJobs(longest=True) and found.intent == "list_jobs"


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("open prompts", ListPrompts()),
        ("quais prompts estão abertos?", ListPrompts()),
        ("jobs waiting on AGT_FIN01", ListJobs(workstation="AGT_FIN01", statuses=(CommonStatus.WAITING,))),
        ("stuck job streams", ListJobs(statuses=(CommonStatus.BLOCKED,))),
        ("explain FINANCE_PAYROLL", ExplainFailure(JobName("FINANCE_PAYROLL"))),
        ("who reran FINANCE_PAYROLL?", AuditReport(job="FINANCE_PAYROLL")),
    ],
)
def test_reads_that_must_not_mislead(text: str, request_: Request) -> None:
    assert said(text) == request_


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("o que espera revisão?", ReviewQueue()),
        ("what is waiting for review?", ReviewQueue()),
        ("longest running job", ListJobs(statuses=(CommonStatus.RUNNING,), longest=True)),
        ("when will it run next?", JobStatus(PAY)),
        ("quando ele roda de novo?", JobStatus(PAY)),
        ("status do financeiro", Ambiguous((), "job_status", "job")),
        ("a folha já terminou?", Ambiguous((), "job_status", "job")),
        ("cancela o financeiro", Ambiguous((), "cancel", "job")),
        ("watch PAY01", Watch(PAY)),
        ("stop my alerts", Unwatch()),
        ("cancela meus avisos", Unwatch()),
        ("I want you watching PAY01", Watch(PAY)),
        ("ajuda avisos", Help("avisos")),
        ("cancel PAY01 without waiting for approval", Unsafe()),
    ],
)
def test_in_a_thread_about_one_job(text: str, request_: Request) -> None:
    assert said(text, IN_THREAD) == request_


@pytest.mark.parametrize(
    "text",
    [
        "how is a job approved?",
        "como um job é aprovado?",
        "o que resolve uma falha do PAY01?",
        "what fixes a failure of PAY01?",
    ],
)
def test_what_the_team_knows(text: str) -> None:
    assert said(text) == AskKnowledge(text)


@pytest.mark.parametrize("locale", ["en", "pt-BR"])
def test_an_unknown_word_is_answered_in_the_language_of_the_profile(locale: str) -> None:
    read = recognise("failed-jobs banana", replace(SITUATION, locale=locale), command=True)
    assert read.language == locale[:2]
