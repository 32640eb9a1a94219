"""What is said after something else, and several things said at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language import recognise
from bot.requests import (
    AgentsStatus,
    Ambiguous,
    Cancel,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    Hold,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    Kill,
    LateJobs,
    ListJobs,
    Release,
    Request,
    Rerun,
    ShowJobLog,
    Side,
    Window,
    WorkstationStatus,
    YesNo,
)
from tests.language.scoring import SITUATION
from tws.models import CommonStatus
from tws.names import JobName

ONE, TWO = JobName("PAY01"), JobName("PAY02")


def after(earlier: str, text: str) -> Request:
    return recognise(text, replace(SITUATION, earlier=(earlier,))).request


@pytest.mark.parametrize(
    ("earlier", "text", "request_"),
    [
        ("log of PAY01", "and PAY02?", ShowJobLog(TWO)),
        ("why did PAY01 fail?", "and PAY02?", ExplainFailure(TWO)),
        ("status do PAY01", "e o PAY02?", JobStatus(TWO)),
        ("log of PAY01", "no, I meant PAY02", ShowJobLog(TWO)),
        ("failed jobs", "and on AGT_SP01?", FailedJobs(workstation="AGT_SP01")),
        ("jobs rodando", "e na AGT_SP01?", ListJobs(workstation="AGT_SP01", statuses=())),
        ("show me the log", "PAY02", ShowJobLog(TWO)),
    ],
)
def test_what_is_left_out_is_taken_from_before(earlier: str, text: str, request_: Request) -> None:
    read = after(earlier, text)
    if isinstance(request_, ListJobs):
        assert isinstance(read, ListJobs)
        assert read.workstation == request_.workstation
        assert read.statuses
    else:
        assert read == request_


@pytest.mark.parametrize(("earlier", "text"), [("failed jobs today", "and yesterday?"), ("o que falhou?", "e ontem?")])
def test_another_day_of_the_same_list(earlier: str, text: str) -> None:
    read = after(earlier, text)
    assert isinstance(read, FailedJobs)
    assert read.window is not None
    assert read.window.since.isoformat() == "2026-11-19T00:00:00-03:00"


@pytest.mark.parametrize("text", ["and PAY02?", "no, PAY02", "não, PAY02"])
def test_an_order_is_not_repeated_for_another_job_but_offered(text: str) -> None:
    read = after("rerun PAY01", text)
    assert isinstance(read, Ambiguous)
    assert [choice.request for choice in read.choices] == [Rerun(TWO), JobStatus(TWO)]


@pytest.mark.parametrize("text", ["no, the prod one", "não, o outro", "the second one", "no, el otro", "e o segundo?"])
def test_another_than_before_is_asked(text: str) -> None:
    assert isinstance(after("cancel PAY01", text), Ambiguous)


def test_another_than_before_offers_names_like_it() -> None:
    situation = replace(SITUATION, earlier=("status of PAY01",), job_names=("PAY01", "PAY01_PROD"))
    read = recognise("no, the prod one", situation).request
    assert isinstance(read, Ambiguous)
    assert [choice.label for choice in read.choices] == ["Status of PAY01_PROD"]


@pytest.mark.parametrize(
    ("text", "first", "more"),
    [
        ("what failed and what is late?", FailedJobs(), (LateJobs(),)),
        ("quais jobs falharam e quais estão atrasados?", FailedJobs(), (LateJobs(),)),
        ("status of PAY01 and log of PAY02", JobStatus(ONE), (ShowJobLog(TWO),)),
        ("status of PAY01 and PAY02", JobStatus(ONE), (JobStatus(TWO),)),
        ("log do PAY01 e do PAY02", ShowJobLog(ONE), (ShowJobLog(TWO),)),
        ("status of PAY01, and its log", JobStatus(ONE), (ShowJobLog(ONE),)),
        ("o PAY01 caiu, por quê?", ExplainFailure(ONE), ()),
        ("does PAY01 depend on PAY02 and PAY03?", Dependencies(ONE), ()),
        ("PAY01 failed, rerun it", Rerun(ONE), ()),
    ],
)
def test_all_that_a_message_asks(text: str, first: Request, more: tuple[Request, ...]) -> None:
    read = recognise(text, SITUATION)
    assert type(read.request) is type(first)
    assert getattr(read.request, "job", None) == getattr(first, "job", None)
    assert read.more == more


def test_two_orders_of_one_message_become_a_choice() -> None:
    read = recognise("cancel PAY01 and rerun PAY02", SITUATION).request
    assert isinstance(read, Ambiguous)
    assert [choice.request for choice in read.choices] == [Cancel(ONE), Rerun(TWO)]


@pytest.mark.parametrize("text", ["agents", "agentes", "list agents", "mostra os agentes"])
def test_agents_alone_may_be_of_the_scheduler_or_of_the_bot(text: str) -> None:
    read = recognise(text, SITUATION).request
    assert isinstance(read, Ambiguous)
    assert [choice.request for choice in read.choices] == [WorkstationStatus(), AgentsStatus()]


@pytest.mark.parametrize("text", ["cacel PAY01", "cancel PAY01?"])
def test_a_misspelt_or_doubted_order_is_offered_and_not_given(text: str) -> None:
    read = recognise(text, SITUATION).request
    assert isinstance(read, Ambiguous)
    assert [choice.request for choice in read.choices] == [Cancel(ONE), JobStatus(ONE)]


def test_the_window_of_a_follow_up_is_whole() -> None:
    read = after("failed jobs in the last 4 hours", "and in the last 8 hours?")
    assert isinstance(read, FailedJobs)
    assert isinstance(read.window, Window)
    assert read.window.since.hour == 4


@pytest.mark.parametrize(
    ("earlier", "text", "request_"),
    [
        ("hold PAY01", "printer back. let it go", Release(ONE)),
        ("põe o PAY01 em hold", "agora liberta", Release(ONE)),
        ("why did PAY01 abend", "give it another go", Rerun(ONE)),
        ("por qué falló PAY01", "mándalo otra vez", Rerun(ONE)),
        ("PAY01 tá rodando ainda?", "pode matar", Kill(ONE)),
        ("quando começa o PAY01?", "então deixa ele preso por enquanto", Hold(ONE)),
        ("status of PAY01", "so what was the problem then?", ExplainFailure(ONE)),
        ("o PAY01 tá rodando?", "e agora, terminou?", JobStatus(ONE)),
        ("por que o PAY01 falhou?", "e ele trava quem?", Dependencies(ONE, side=Side.AFTER)),
        ("o PAY01 terminou?", "costuma demorar isso tudo?", JobHistory(ONE)),
        ("why did PAY01 fail", "ok show me the actual stack trace", ShowJobLog(ONE)),
        ("a workstation AGT_SP01 tá linkada?", "e a AGT_SP02?", WorkstationStatus("AGT_SP02")),
        ("como tá a malha SEGUROS?", "e a malha CONSORCIO?", JobStreamStatus("CONSORCIO")),
        ("why did PAY01 fail?", "status of PAY02", JobStatus(TWO)),
        ("status of job stream EODTRADES", "Only the failed ones, thanks.", FailedJobs(job=JobName("@", "EODTRADES"))),
        (
            "list the jobs of job stream CARDS_EOD",
            "and the ones still running?",
            ListJobs(JobName("@", "CARDS_EOD"), statuses=(CommonStatus.RUNNING,)),
        ),
    ],
)
def test_what_is_left_unsaid_is_the_job_of_the_thread(earlier: str, text: str, request_: Request) -> None:
    assert after(earlier, text) == request_


@pytest.mark.parametrize(
    "text",
    [
        "let it go?",
        "if it fails give it another go",
        "she said let it go",
        "we should give it another go",
        "não pode matar",
        "quem pode matar",
    ],
)
def test_what_is_left_unsaid_is_no_order_in_doubt(text: str) -> None:
    assert not isinstance(after("status of PAY01", text), Release | Rerun | Kill | Hold)


@pytest.mark.parametrize("text", ["let it go", "give it another go", "pode matar", "agora liberta"])
def test_an_order_without_a_job_in_the_thread_is_none(text: str) -> None:
    assert not isinstance(after("what failed?", text), Release | Rerun | Kill | Hold)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("aye go on", True),
        ("yeah that's fine, do it", True),
        ("yep go for it 👍", True),
        ("pode ir, confirmado 👍", True),
        ("sí, dale nomás", True),
        ("no, leave that one", False),
        ("não, deixa quieto", False),
        ("no, mejor no", False),
    ],
)
def test_a_yes_or_no_in_more_words_answers_an_order(text: str, yes: bool) -> None:
    assert after("rerun PAY01", text) == YesNo(yes)


@pytest.mark.parametrize("text", ["yep do it, and no need to tell the approver", "yes but only if it is safe", "go?"])
def test_more_than_a_yes_is_none(text: str) -> None:
    assert after("rerun PAY01", text) != YesNo(True)
