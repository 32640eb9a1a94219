"""Orders to put something into the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language import recognise
from bot.requests import Ambiguous, Choice, JobStatus, NotYet, Request, Rerun, Submit, YesNo
from tests.language.scoring import SITUATION
from tws.names import JobName

PAY, CARDS = JobName("PAY01"), JobName("PAY02")


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("submit job stream PAYROLL", Submit("PAYROLL")),
        (
            "submit job stream MDM#/FIN/PAYROLL because the file came late",
            Submit("MDM#/FIN/PAYROLL", reason="the file came late"),
        ),
        ("submete o job stream PAYROLL na DFPRD1 porque atrasou", Submit("PAYROLL", None, "DFPRD1", "atrasou")),
        ("put stream X12 into the plan", Submit("X12")),
        ("coloca o stream CARGA no plano", Submit("CARGA")),
        ("submit PAY01", Submit("", PAY)),
        ("submit job AGT01#PAY01", Submit("", JobName("PAY01", workstation="AGT01"))),
        ("submit job PAY01 on AGT01", Submit("", PAY, "AGT01")),
        ("sbs PAYROLL", Submit("PAYROLL")),
        ('sbd AGT01#"rm -rf /tmp/x"', NotYet("submit_command")),
        ("submit PAY01 tomorrow", NotYet("submit_later")),
        ("submit everything", Ambiguous((), "submit", "job")),
    ],
)
def test_a_submission_names_one_thing(text: str, request_: Request) -> None:
    read = recognise(text, SITUATION)
    assert read.request == request_
    assert read.intent in ("submit", "ambiguous")


def test_several_are_a_choice() -> None:
    read = recognise("submit job stream PAYROLL and job stream RISK", SITUATION).request
    assert read == Ambiguous(
        (Choice("Submit PAYROLL", Submit("PAYROLL")), Choice("Submit RISK", Submit("RISK"))), "submit"
    )
    mixed = recognise("submit PAY01 and rerun PAY02", SITUATION).request
    assert isinstance(mixed, Ambiguous)
    assert [c.request for c in mixed.choices] == [Submit("", PAY), Rerun(CARDS)]


@pytest.mark.parametrize(
    "text", ["do not submit PAY01", "was PAY01 submitted?", "how do I submit PAY01?", "who submitted PAY01?"]
)
def test_talk_of_a_submission_orders_none(text: str) -> None:
    read = recognise(text, SITUATION).request
    ways = [c.request for c in read.choices] if isinstance(read, Ambiguous) else [read]
    assert not any(isinstance(way, Submit) for way in ways)


def test_the_thread_goes_on() -> None:
    asked = replace(SITUATION, earlier=("status of PAY01",))
    assert recognise("submit it because late", asked).request == Submit("", PAY, reason="late")
    ordered = replace(SITUATION, earlier=("submit job stream PAYROLL because late",))
    assert recognise("go ahead", ordered).request == YesNo(True)
    lacking = recognise("PAY01", replace(SITUATION, earlier=("submit",))).request
    assert isinstance(lacking, Ambiguous)
    assert [c.request for c in lacking.choices] == [Submit("", PAY), JobStatus(PAY)]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("submit stream PAYROLL alias PAYX", Submit("PAYROLL", alias="PAYX")),
        ("submete a malha PAYROLL com o alias PAYX", Submit("PAYROLL", alias="PAYX")),
        ("somete la malla PAYROLL con alias=PAYX", Submit("PAYROLL", alias="PAYX")),
        ("submit job EXTRA01 with alias EXTRA02", Submit("", JobName("EXTRA01"), alias="EXTRA02")),
        (
            "submit stream PAYROLL DAY=2026-11-21 REGION=SP",
            Submit("PAYROLL", variables=(("DAY", "2026-11-21"), ("REGION", "SP"))),
        ),
    ],
)
def test_what_it_is_given(text: str, request_: Submit) -> None:
    assert recognise(text, SITUATION).request == request_


def test_a_typed_one_keeps_its_reason_apart() -> None:
    found = recognise("submit EXTRA01 alias=EXTRA02 DAY=01 because the file came late", SITUATION, command=True).request
    assert found == Submit(
        "", JobName("EXTRA01"), reason="the file came late", alias="EXTRA02", variables=(("DAY", "01"),)
    )
