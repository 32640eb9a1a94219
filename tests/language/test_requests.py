from __future__ import annotations

from dataclasses import replace
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import recognise
from bot.requests import (
    Ambiguous,
    ExplainFailure,
    FailedJobs,
    Help,
    JobStatus,
    JobStreamStatus,
    ListJobs,
    Request,
    Rerun,
    ShowJobLog,
    SystemHealth,
    WhoAmI,
    WorkstationStatus,
)
from tests.language.scoring import SITUATION
from tws.models import CommonStatus
from tws.names import JobName

PAY = JobName("PAY01")


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("status finance_payroll", JobStatus(JobName("FINANCE_PAYROLL"))),
        ("situacao PAY01", JobStatus(PAY)),
        ("job-status MDM#PAYROLL.PAY01", JobStatus(JobName("PAY01", "PAYROLL", "MDM"))),
        ("status payroll", JobStatus(JobName("PAYROLL"))),
        ("log PAY01", ShowJobLog(PAY)),
        ("jobs @", ListJobs(JobName("@"))),
        ("list-jobs running", ListJobs(statuses=(CommonStatus.RUNNING,))),
        ("stream PAYROLL", JobStreamStatus("PAYROLL")),
        ("workstations", WorkstationStatus()),
        ("workstation agt01", WorkstationStatus("AGT01")),
        ("health", SystemHealth()),
        ("help jobs", Help("jobs")),
        ("ajuda", Help()),
        ("whoami", WhoAmI()),
        ("sj PAY@+state=exec", ListJobs(JobName("PAY@"), statuses=(CommonStatus.RUNNING,))),
        ("sj @#@.@", ListJobs()),
        ("rr PAY01", Rerun(PAY)),
        ("why did PAY01 fail?", ExplainFailure(PAY)),
    ],
)
def test_commands(text: str, request_: Request) -> None:
    assert recognise(text, SITUATION, command=True).request == request_


def test_a_command_takes_its_window() -> None:
    read = recognise("falhas 4h", SITUATION, command=True)
    assert isinstance(read.request, FailedJobs) and read.request.window and read.slots == {"since": "PT4H"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("and its log?", "job_log"),
        ("e o log dele?", "job_log"),
        ("show me the log", "job_log"),
        ("and the status?", "job_status"),
        ("why did it fail?", "explain_failure"),
        ("rerun it", "rerun"),
        ("reinicia ele", "rerun"),
    ],
)
def test_a_follow_up_takes_the_latest_job(text: str, intent: str) -> None:
    later = replace(SITUATION, earlier=("status of OLD_JOB1", "how is PAY01?", "thanks"))
    read = recognise(text, later)
    assert (read.intent, read.slots.get("job")) == (intent, "PAY01")
    asked = read.request
    assert not isinstance(asked, JobStatus | ShowJobLog) or asked.job == PAY


def test_what_lacks_its_job_asks_for_it() -> None:
    assert recognise("show me the log", SITUATION).request == Ambiguous((), "job_log", "job")


@pytest.mark.parametrize(
    ("text", "language"),
    [("which jobs failed", "en"), ("quais jobs falharam", "pt"), ("cuáles trabajos fallaron", "es")],
)
def test_language(text: str, language: str) -> None:
    assert recognise(text, SITUATION).language == language


def test_the_profile_decides_where_words_do_not() -> None:
    assert recognise("PAY01", replace(SITUATION, locale="pt-BR")).language == "pt"


@pytest.mark.parametrize(
    "text", ["faled jobs today", "JOBS FALHADOS HOJE", "jobs que falharm hoje", "show me the failed jbos"]
)
def test_slips_of_the_keyboard(text: str) -> None:
    assert recognise(text, SITUATION).intent == "failed_jobs"


@given(st.text(), st.booleans())
def test_any_text_has_one_reading(text: str, command: bool) -> None:
    first = recognise(text, SITUATION, command=command)
    assert first == recognise(text, SITUATION, command=command)
    assert 0 <= first.confidence <= 1


@given(
    st.lists(
        st.sampled_from(
            [
                "cancel",
                "all",
                "PAY01",
                "não",
                "4h",
                "entre",
                "e",
                "2h",
                "@",
                "#",
                "/",
                ".",
                ";",
                "sj",
                "log",
                "de",
                "?",
                "'",
                "last",
                "since",
                "job",
                "hold",
                "é",
                "\x00",
                "99",
            ]
        ),
        max_size=20,
    )
)
def test_any_heap_of_words_has_a_reading(heap: list[str]) -> None:
    assert recognise(" ".join(heap), SITUATION).intent


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "last " * 200_000, "entre 1 e " * 100_000, "@" * 10**6, "\x00é" * 500_000, "1 " * 500_000]
)
def test_a_megabyte_is_read_in_bounded_time(text: str) -> None:
    recognise("warm", SITUATION)
    start = thread_time()
    recognise(text, SITUATION)
    assert thread_time() - start < 10  # a runaway pattern takes minutes
