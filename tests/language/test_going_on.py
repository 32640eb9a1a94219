"""Texts that go on from what was asked before: narrowed, corrected, completed, and what `that` means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.language import contrast, recognise
from bot.language.text import fold
from bot.recognition import Recognition, Situation
from bot.requests import (
    Ambiguous,
    AuditReport,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    Hold,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    Rerun,
    ShowJobLog,
    Unwatch,
    WorkstationStatus,
    YesNo,
)
from tws.models import CommonStatus
from tws.names import JobName

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
PAY, FIN = JobName("PAY_02"), JobName("@", "FIN_DAY")


def heard(*texts: str) -> Recognition:
    """The last of them, after the others."""
    return recognise(texts[-1], Situation(NOW, "America/Sao_Paulo", earlier=texts[:-1]))


def read(*texts: str) -> Any:
    return heard(*texts).request


@pytest.mark.parametrize(
    ("texts", "job", "workstation"),
    [
        (("what failed today?", "only those of stream FIN_DAY"), FIN, ""),
        (("quais falharam hoje?", "só os da malha FIN_DAY"), FIN, ""),
        (("qué falló hoy?", "los de la cadena FIN_DAY nada más"), FIN, ""),
        (("failed jobs", "just the ones on AGT07 please"), None, "AGT07"),
        (("jobs com erro", "apenas na máquina AGT07"), None, "AGT07"),
        (("failed jobs", "the @_LOAD jobs only"), JobName("@_LOAD"), ""),
        (("failed jobs on AGT06", "and on AGT07?"), None, "AGT07"),
        (("failed jobs in stream EOD", "and in FIN_DAY?"), FIN, ""),
    ],
)
def test_a_list_is_narrowed(texts: tuple[str, ...], job: JobName | None, workstation: str) -> None:
    found = read(*texts)
    assert isinstance(found, FailedJobs) and (found.job, found.workstation) == (job, workstation)


def test_a_window_and_a_state_stay_where_the_other_changes() -> None:
    failed = read("which jobs failed in the last 3 hours?")
    found = read("which jobs failed in the last 3 hours?", "and the successful ones in the same window")
    assert found == ListJobs(statuses=(CommonStatus.SUCCESSFUL,), window=failed.window)
    assert read("failed jobs in the last 3 hours", "and in the last 12?").window.since.hour == 0


@pytest.mark.parametrize(
    ("texts", "states"),
    [
        (("running jobs in stream FIN_DAY", "and the waiting ones?"), (CommonStatus.WAITING,)),
        (("jobs rodando na malha FIN_DAY", "e os que estão em espera?"), (CommonStatus.WAITING,)),
        (("held jobs in stream FIN_DAY", "same thing but for cancelled"), (CommonStatus.CANCELED,)),
        (("failed jobs in stream FIN_DAY", "all of them, not just the failed"), ()),
        (("status da malha FIN_DAY", "quais dela faltam?"), (CommonStatus.WAITING,)),
    ],
)
def test_the_same_place_in_other_states(texts: tuple[str, ...], states: tuple[CommonStatus, ...]) -> None:
    assert read(*texts) == ListJobs(FIN, statuses=states)


@pytest.mark.parametrize("text", ["top 5 only", "só os 5 primeiros"])
def test_fewer_rows(text: str) -> None:
    assert read("failed jobs", text).limit == 5


@pytest.mark.parametrize(
    ("texts", "request_"),
    [
        (("status of PAY_01", "no, PAY_02"), JobStatus(PAY)),
        (("status of PAY_01", "not PAY_01, PAY_02"), JobStatus(PAY)),
        (("log of PAY_01", "sorry, wrong job. PAY_02"), ShowJobLog(PAY)),
        (("log do PAY_01", "ops, era o PAY_02"), ShowJobLog(PAY)),
        (("log del PAY_01", "perdón, me equivoqué, PAY_02"), ShowJobLog(PAY)),
        (("show the log of PAY_02", "no not the log, the reason"), ExplainFailure(PAY)),
        (("status of PAY_01", "I meant the stream"), JobStreamStatus("PAY_01")),
        (("status do FECHA", "quis dizer a malha"), JobStreamStatus("FECHA")),
        (("status of PAY_02", "not that one, the one on AGT07"), JobStatus(JobName("PAY_02", workstation="AGT07"))),
        (("hold PAY_01", "make it PAY_02"), Hold(PAY, instead=True)),
        (("segura o PAY_01", "aliás, é o PAY_02"), Hold(PAY, instead=True)),
        (("rerun PAY_01", "same for PAY_02"), Rerun(PAY)),
        (("rerun PAY_01", "oops wrong name, it's 02"), Rerun(PAY, instead=True)),
    ],
)
def test_a_correction(texts: tuple[str, ...], request_: Any) -> None:
    assert read(*texts) == request_


@pytest.mark.parametrize("text", ["no, PAY_02", "and PAY_02?", "PAY_02", "02?", "e o 02?"])
def test_an_order_for_another_job_needs_clear_words(text: str) -> None:
    found = heard("rerun PAY_01", text)
    assert not isinstance(found.request, Rerun)


@pytest.mark.parametrize(
    ("texts", "request_"),
    [
        (("is PAY_02 running?", "and now?"), JobStatus(PAY)),
        (("PAY_02 tá rodando?", "e agora?"), JobStatus(PAY)),
        (("status of PAY_02", "ETA?"), JobStatus(PAY)),
        (("estado de PAY_02", "¿cuánto le falta?"), JobStatus(PAY)),
        (("failed jobs on AGT07", "anything newer?"), FailedJobs(workstation="AGT07")),
        (("failed jobs on AGT07", "thanks", "anything newer?"), FailedJobs(workstation="AGT07")),
        (("how is PAY_01", "02?"), JobStatus(PAY)),
        (("log do PAY_01", "e o 02?"), ShowJobLog(PAY)),
        (("status of PAY_01", "o 02 também caiu?"), JobStatus(PAY)),
        (("is AGT07 linked?", "and 08?"), WorkstationStatus("AGT08")),
        (("what does PAY_02 wait for?", "who does it block?"), Dependencies(PAY)),
        (("status of FIN_DAY.PAY_02", "and the others?"), ListJobs(FIN)),
        (("status of FIN_DAY.PAY_02", "rest of the stream ok?"), JobStreamStatus("FIN_DAY")),
    ],
)
def test_what_is_left_out(texts: tuple[str, ...], request_: Any) -> None:
    found = read(*texts)
    assert found == request_ or (isinstance(request_, Dependencies) and found.job == PAY)


@pytest.mark.parametrize(
    ("texts", "request_"),
    [
        (("jobs failing on AGT07?", "why did PAY_02 die", "is the agent up at least?"), WorkstationStatus("AGT07")),
        (("status of AGT07#FIN_DAY.PAY_02", "is that machine linked?"), WorkstationStatus("AGT07")),
        (("agents down?", "AGT07 specifically", "since when has it been down?"), WorkstationStatus("AGT07")),
        (("o agente AGT07 tá de pé?", "que jobs estão rodando nela?"), (CommonStatus.RUNNING,)),
        (("rerun PAY_02", "who asked for that?"), AuditReport(job="PAY_02")),
        (("tell me when PAY_02 ends", "status of PAY_02", "no need to tell me any more"), Unwatch(PAY)),
        (("status of job stream FIN_DAY", "late?"), LateJobs(job=FIN)),
    ],
)
def test_what_that_means(texts: tuple[str, ...], request_: Any) -> None:
    found = read(*texts)
    if isinstance(request_, tuple):
        assert (found.workstation, found.statuses) == ("AGT07", request_)
    else:
        assert found == request_


def test_another_day_of_a_job_is_its_history() -> None:
    found = heard("is PAY_02 ok?", "what about yesterday?")
    assert found.intent == "job_history" and isinstance(found.request, JobHistory)
    assert found.request.job == PAY and found.slots["job"] == "PAY_02"


@pytest.mark.parametrize("text", ["the first one", "e o primeiro?"])
def test_the_jobs_that_were_named_are_a_list_where_none_was_shown(text: str) -> None:
    assert read("status of PAY_01", "and PAY_02?", text).job == JobName("PAY_01")


@pytest.mark.parametrize("text", ["isso, confirma", "yes, do it", "sim, pode mandar"])
def test_a_yes_to_an_order_is_no_order_of_its_own(text: str) -> None:
    assert read("rerun PAY_02", text) == YesNo(True)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("not the log, the reason", "the reason"),
        ("no, not PAY_01, PAY_02", "PAY_02"),
        ("i want failed not held", "i want failed"),
        ("não o PAY_01, o PAY_02", "o PAY_02"),
        ("do not rerun it", "do not rerun it"),
        ("not yet", "not yet"),
        ("not sure, maybe later", "not sure, maybe later"),
        ("cancel it, not hold", "cancel it, not hold"),
    ],
)
def test_what_is_not_meant_is_left_out_and_no_denial_lost(text: str, rest: str) -> None:
    assert contrast.meant(text, fold(text)) == rest


@pytest.mark.parametrize("text", ["02?", "and now?", "the others too", "I meant the stream"])
def test_nothing_goes_on_from_nothing(text: str) -> None:
    found = heard(text)
    assert isinstance(found.request, Ambiguous | JobStreamStatus) or found.intent in ("off_topic", "system_health")
