"""Names of the plan that are meant without being spelt."""

from __future__ import annotations

import pytest

from bot.language import recognise
from bot.language.guesses import Plan, alike
from bot.recognition import Situation
from bot.requests import Ambiguous, JobStatus, Request, Rerun, ShowJobLog
from tests.language.scoring import NOW
from tws.names import JobName

NAMES = ("FINANCE_PAYROLL", "FINANCE_EXTRACT", "CRM_SYNC_A", "CRM_SYNC_B", *(f"LOAD_{n:03d}" for n in range(60)))
SITUATION = Situation(NOW, job_names=NAMES)


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("status of finance payroll", JobStatus(JobName("FINANCE_PAYROLL"))),
        ("how is payroll?", JobStatus(JobName("FINANCE_PAYROLL"))),
        ("log do finance extract", ShowJobLog(JobName("FINANCE_EXTRACT"))),
    ],
)
def test_a_question_finds_the_one_job_that_fits(text: str, request_: Request) -> None:
    assert recognise(text, SITUATION).request == request_


def test_an_order_asks_even_where_one_fits() -> None:
    read = recognise("please rerun the payroll job", SITUATION).request
    assert isinstance(read, Ambiguous)
    assert [choice.request for choice in read.choices] == [Rerun(JobName("FINANCE_PAYROLL"))]


def test_of_several_that_fit_one_is_chosen_by_button() -> None:
    read = recognise("status do crm", SITUATION).request
    missing = recognise("status of sync", SITUATION).request
    assert isinstance(missing, Ambiguous)
    assert [choice.label for choice in missing.choices] == ["Status of CRM_SYNC_A", "Status of CRM_SYNC_B"]
    assert isinstance(read, Ambiguous)


def test_a_part_that_too_many_share_tells_nothing() -> None:
    read = recognise("status of load", SITUATION).request
    assert isinstance(read, Ambiguous)
    assert len(read.choices) <= 5


def test_names_like_another() -> None:
    plan = Plan.of(("PAY01", "PAY01_PROD", "PAY02", "OTHER"))
    assert alike("PAY01", plan) == ("PAY01_PROD",)
    assert alike("OTHERS", plan) == ("OTHER",)
    assert alike("ZZZ", plan) == ()
