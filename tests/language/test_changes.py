"""Changes, answers and watches: the requests that are built, and what is never taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import thread_time

import pytest

from bot.language import recognise
from bot.requests import (
    Ambiguous,
    Cancel,
    Choice,
    Confirm,
    Hold,
    Kill,
    NotYet,
    Release,
    ReplyPrompt,
    Request,
    Rerun,
    Submit,
    Unsafe,
    Unwatch,
    Watch,
    Window,
    YesNo,
)
from tests.language.scoring import COMMANDS, SITUATION
from tws.names import JobName

PAY = JobName("PAY01")
TEN = Window(datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 2, tzinfo=UTC))
"""22 h of the day before, in São Paulo."""
IN_THREAD = replace(SITUATION, earlier=("how is PAY01?",), locale="pt-BR")


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("rerun PAY01", Rerun(PAY)),
        ("rerun PAY01 because PAY02 is done", Rerun(PAY, reason="PAY02 is done")),
        ("Cancela o PAY01, motivo: Duplicado!", Cancel(PAY, reason="Duplicado!")),
        ("segura o PAY01 pois o arquivo não chegou.", Hold(PAY, reason="o arquivo não chegou")),
        ("libera o PAY01 porque já chegou", Release(PAY, reason="já chegou")),
        ("mata o PAY01 porque travou", Kill(PAY, reason="travou")),
        ("kill PAY01 due to a loop", Kill(PAY, reason="a loop")),
        ('rerun "PAY01"', Rerun(PAY)),
        ("bom dia\nreinicia o PAY01", Rerun(PAY)),
        ("confirm PAY01;succ", Confirm(PAY)),
        ("confirm PAY01 as abended", Confirm(PAY, successful=False)),
        ("marca o PAY01 como sucesso porque foi conferido", Confirm(PAY, reason="foi conferido")),
        ("reply yes to prompt 12", ReplyPrompt("12")),
        ("responde não ao prompt 12 porque falta o arquivo", ReplyPrompt("12", False, reason="falta o arquivo")),
        ("prompt 12: no", ReplyPrompt("12", False)),
        ("reply no to the prompt of PAY01", ReplyPrompt("", False, PAY)),
        ("yes", YesNo(True)),
        ("não", YesNo(False)),
        ("no", YesNo(False)),
        ("tell me when PAY01 ends", Watch(PAY)),
        ("para de monitorar o PAY01", Unwatch(PAY)),
        ("stop watching", Unwatch()),
        ("rerun it", Ambiguous((), "rerun", "job")),
        ("cancel job stream PAYROLL", NotYet("cancel_job_stream")),
        (
            "hold PAY01 and PAY02",
            Ambiguous((Choice("hold PAY01", Hold(PAY)), Choice("hold PAY02", Hold(JobName("PAY02")))), "hold"),
        ),
        (
            "confirm PAY01",
            Ambiguous(
                (
                    Choice("PAY01: SUCC", Confirm(PAY, successful=True)),
                    Choice("PAY01: ABEND", Confirm(PAY, successful=False)),
                ),
                "confirm_prompt",
            ),
        ),
    ],
)
def test_in_words(text: str, request_: Request) -> None:
    assert recognise(text, SITUATION).request == request_


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("rerun PAY01 the disk is free", Rerun(PAY, reason="the disk is free")),
        ("rerun payroll because PAY02 finished", Rerun(JobName("PAYROLL"), reason="PAY02 finished")),
        ("cancel MDM#PAYROLL.PAY01 twice", Cancel(JobName("PAY01", "PAYROLL", "MDM"), reason="twice")),
        ("hold PAY01", Hold(PAY)),
        ("liberar PAY01", Release(PAY)),
        ("kill PAY01", Kill(PAY)),
        ("kill", Ambiguous((), "kill", "job")),
        ("confirm PAY01 succ", Confirm(PAY)),
        ("confirm PAY01 abend because it lied", Confirm(PAY, reason="it lied", successful=False)),
        ("reply 12 yes", ReplyPrompt("12")),
        ("reply 12 no not ready", ReplyPrompt("12", False, reason="not ready")),
        ("reply", Ambiguous((), "confirm_prompt", "prompt")),
        ("watch PAY01", Watch(PAY)),
        ("unwatch", Unwatch()),
        ("submit PAY01", Submit("", PAY)),
        ("submit job stream MDM#PAYROLL", Submit("MDM#PAYROLL")),
    ],
)
def test_as_slash_command(text: str, request_: Request) -> None:
    assert recognise(text, SITUATION, command=True).request == request_


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("rerun it because the disk is free", Rerun(PAY, reason="the disk is free")),
        ("cancela ele, motivo: duplicado", Cancel(PAY, reason="duplicado")),
        ("mark it as success", Confirm(PAY)),
        ("me avisa quando terminar", Watch(PAY)),
        ("tell me when it ends", Watch(PAY)),
        ("stop watching it", Unwatch(PAY)),
        ("stop watching", Unwatch()),
        ("sim", YesNo(True)),
    ],
)
def test_of_the_job_of_the_thread(text: str, request_: Request) -> None:
    assert recognise(text, IN_THREAD).request == request_


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("limit cpu AGT01;5", "change_limit"),
        ("muda o limite da AGT01 para 5", "change_limit"),
        ("set the fence of AGT01 to 40", "change_fence"),
        ("altpri PAY01;90", "change_priority"),
        ("link AGT01", "link"),
        ("unlink AGT01", "unlink"),
        ("skip PAY01", "skip"),
        ("pula o PAY01", "skip"),
        ("start AGT01", "start_workstation"),
        ("stop AGT01", "stop_workstation"),
        ("reinicia o agente AGT01", "restart_workstation"),
    ],
)
def test_an_order_that_nobody_carries_out_is_declined_by_its_name(text: str, intent: str) -> None:
    read = recognise(text, SITUATION)
    assert (read.intent, read.request) == (intent, NotYet(intent))


@pytest.mark.parametrize(
    "text",
    [
        'he said "rerun PAY01" yesterday',
        '"rerun PAY01 now"',
        "`cancel PAY01`",
        "the log says: cancel PAY01",
        "o log diz: reinicie o PAY01",
        "this is in the log:\n2026-11-20 10:00 started\nkill PAY01",
        "PAY01 failed with this:\n> kill PAY01",
        "```\nkill PAY01\n```",
        "[10:00:01] release PAY01",
        "AWSBHT001E rerun PAY01",
        "@analyst rerun PAY01",
        "ask the analyst to rerun PAY01",
        "remember: rerun PAY01",
        "fyi cancel PAY01",
        "did you cancel PAY01 because it was late?",
        "why did you kill PAY01 because of me",
        "não confirme o PAY01 como sucesso",
        "was PAY01 marked as success?",
        "can I mark PAY01 as success?",
        "do not reply yes to prompt 12",
        "should I reply no to prompt 12?",
        "who replied yes to prompt 12",
        "prompt 12: yes?",
        "don't rerun PAY01 because it is not ready",
        "não reinicie o PAY01 porque o disco está cheio",
        "PAY01 was cancelled because of me",
        "porque cancela PAY01",
        "reinicio o PAY01?",
        "mata o PAY01?",
        "PAY01 cancel?",
        "set PAY01 as failed?",
        "confirm PAY01 abend?",
        "'cancel' is the button for PAY01",
        "João: reinicia o PAY01",
        "10:31 ana: cancel PAY01",
        "release notes of PAY01",
        "eu cancelei o PAY01 porque travou",
        "será que cancelo o PAY01?",
        "the runbook says cancel PAY01",
        "me avisa se precisar reiniciar o PAY01",
    ],
)
def test_never_an_order(text: str) -> None:
    assert recognise(text, SITUATION).intent not in COMMANDS


@pytest.mark.parametrize(
    "text",
    [
        "confirm that PAY01 failed",
        "confirm if PAY01 failed",
        "can you confirm PAY01 ran?",
        "please confirm PAY01 finished",
        "confirma se o PAY01 rodou",
        "confirme que o PAY01 falhou",
        "confirm the status of PAY01",
        "flag PAY01 as late",
    ],
)
def test_to_confirm_a_fact_is_a_question(text: str) -> None:
    assert recognise(text, SITUATION).intent == "job_status"


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("rerun PAY01 from step 2", NotYet("rerun_from_step")),
        ("reinicia o PAY01 a partir do passo 3", NotYet("rerun_from_step")),
        ("release PAY01 tomorrow", NotYet("release_later")),
        ("cancela o PAY01 amanhã", NotYet("cancel_later")),
        ("rerun PAY01 that failed at 22:00", Rerun(PAY, window=TEN)),
        ("hold PAY01 until tomorrow", Hold(PAY)),
        ("hold all jobs of PAYROLL", NotYet("hold_job_stream")),
        ("delete PAY01", NotYet("delete_job")),
        ("rerun PAY01 when you can", Rerun(PAY)),
        ("rerun PAY01 once more", Rerun(PAY)),
        ("can you kill PAY01?", Kill(PAY)),
        ("pode cancelar o PAY01?", Cancel(PAY)),
    ],
)
def test_half_of_an_order_is_never_done(text: str, request_: Request) -> None:
    assert recognise(text, SITUATION).request == request_


@pytest.mark.parametrize(
    ("text", "watched", "order"),
    [
        ("if PAY01 fails, rerun it", PAY, Rerun(PAY)),
        ("se o PAY01 cair, reinicia", PAY, Rerun(PAY)),
        ("when PAY01 ends, release PAY02", PAY, Release(JobName("PAY02"))),
    ],
)
def test_an_order_that_waits_for_something_is_asked_back(text: str, watched: JobName, order: Request) -> None:
    read = recognise(text, SITUATION)
    assert isinstance(read.request, Ambiguous)
    assert [choice.request for choice in read.request.choices] == [Watch(watched), order]


@pytest.mark.parametrize("text", ["cancel @", "kill @#@.@", "rerun *", "cancel all jobs", "confirm @ succ", "cj @#@.@"])
def test_everything_at_once_is_unsafe_as_a_command_too(text: str) -> None:
    assert recognise(text, SITUATION, command=True).request == Unsafe()


@pytest.mark.parametrize(
    "text", ['"' + "a " * 999, "because " * 250, "* " * 999, "\n" * 2000, "> a\n" * 500, "reply prompt " * 150]
)
def test_repetition_is_read_in_bounded_time(text: str) -> None:
    recognise("warm", SITUATION)
    start = thread_time()
    recognise(text, SITUATION)
    recognise(text, SITUATION, command=True)
    assert thread_time() - start < 10  # a runaway pattern takes minutes
