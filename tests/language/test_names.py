"""What a name is of: a job, a stream, a workstation, a prompt, an agent, or nothing."""

from __future__ import annotations

import pytest

from bot.language import recognise
from bot.requests import FailedJobs, JobStatus, ListJobs
from tests.language.scoring import SITUATION
from tws.names import JobName

NAMES = ("job", "job_stream", "workstation", "prompt", "agent", "limit")


def named(text: str) -> dict[str, str | int]:
    return {k: v for k, v in recognise(text, SITUATION).slots.items() if k in NAMES}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("any reds on LNXPRD04", {"workstation": "LNXPRD04"}),
        ("limit on UKFTA07", {"workstation": "UKFTA07"}),
        ("qual o limit da VALPAR01", {"workstation": "VALPAR01"}),
        ("jobs previstos no servidor FINCTB", {"workstation": "FINCTB"}),
        ("status of job LNXPRD04", {"job": "LNXPRD04"}),
        ("lista os jobs em hold do schedule CONTABIL", {"job_stream": "CONTABIL"}),
        ("a cadeia de fechamento contábil CTB_MENSAL terminou?", {"job_stream": "CTB_MENSAL"}),
        ("aquela stream nova, a OPENBANK_ING, rodou?", {"job_stream": "OPENBANK_ING"}),
        ("all jobs of RISKFEED please", {"job_stream": "RISKFEED"}),
        ("is anything in EODTRADES behind schedule", {"job_stream": "EODTRADES"}),
        ("in the EOD stream, how is job FEED_MUREX doing", {"job": "FEED_MUREX", "job_stream": "EOD"}),
        ("state of LOANAGE on AGT_FIN01", {"job": "LOANAGE", "workstation": "AGT_FIN01"}),
        ("reply no to prompt GOEOD", {"prompt": "GOEOD"}),
        ("rep FIN_OK no", {"prompt": "FIN_OK"}),
        ("need prompt 5 declined, wrong date", {"prompt": "5"}),
        ("status of CPU1#PAYROLL.CALC", {"job": "CALC", "job_stream": "PAYROLL", "workstation": "CPU1"}),
        ("sj MVSA#EODLEDG(2300 11/20/26).POST", {"job": "POST", "job_stream": "EODLEDG", "workstation": "MVSA"}),
        ("is /MDM#/FIN/EOD.GL_POST executing", {"job": "GL_POST", "job_stream": "EOD", "workstation": "MDM"}),
        ("sj @#@.FPS@", {"job": "FPS@"}),
        ("sj @ # @ . @ + state = abend", {}),
        ("ss MVSA#EODLEDG", {"job_stream": "EODLEDG", "workstation": "MVSA"}),
        ("sbs FINWKS#QTR_CLOSE", {"job_stream": "QTR_CLOSE", "workstation": "FINWKS"}),
        ("cs TRSY_AM", {"job_stream": "TRSY_AM"}),
        ("sc agtrj1 subiu?", {"workstation": "AGTRJ1"}),
        ("cj bolret - dup", {"job": "BOLRET"}),
        ("custmast history", {"job": "CUSTMAST"}),
        ("the GL desk asks: has GLPOST03 gone through", {"job": "GLPOST03"}),
        ("me passa o runbook de contingência do PIX", {}),
        ("efetuar cancel do RHSINC_B, aprovado na CHG0040112", {"job": "RHSINC_B"}),
        ("procura ORA- no log do DWHAGG6", {"job": "DWHAGG6"}),
        ("hmm no, thats not the job I asked about", {}),
        ("o que é um agente dinâmico", {}),
        ("five worst overruns please", {"limit": 5}),
        ("só os 10 abends mais recentes", {"limit": 10}),
        ("ask the failure analyst why PAY01 failed", {"job": "PAY01", "agent": "failure analyst"}),
        ("pede ao leitor de logs pra olhar o PAY01", {"job": "PAY01", "agent": "leitor de logs"}),
    ],
)
def test_each_name_is_of_its_kind(text: str, slots: dict[str, str | int]) -> None:
    assert named(text) == slots


def test_a_job_is_that_of_the_workstation_and_the_stream_said_of_it() -> None:
    read = recognise("status of LOANAGE on AGT_FIN01", SITUATION)
    assert read.request == JobStatus(JobName("LOANAGE", workstation="AGT_FIN01"))
    read = recognise("cómo va LIQ_INTERES de la malla AHORROS", SITUATION)
    assert read.request == JobStatus(JobName("LIQ_INTERES", "AHORROS"))


def test_the_jobs_of_a_stream_are_asked_for_by_its_name() -> None:
    read = recognise("abends in stream CHAPSEOD?", SITUATION)
    assert isinstance(read.request, FailedJobs)
    assert read.request.job == JobName("@", "CHAPSEOD")
    read = recognise("what is running in the FINEOD chain", SITUATION)
    assert isinstance(read.request, ListJobs)
    assert read.request.job == JobName("@", "FINEOD")
