"""Words that point at what the bot showed: `the second one`, `os dois primeiros`, `the one on AGT03`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import recognise
from bot.payload import encode
from bot.recognition import Recognition
from bot.requests import (
    Ambiguous,
    AskKnowledge,
    Cancel,
    Change,
    DecideOrder,
    ExplainFailure,
    Hold,
    JobStatus,
    JobStreamStatus,
    Kill,
    Request,
    Rerun,
    SendOrder,
    ShowJobLog,
    Watch,
    WorkstationStatus,
    YesNo,
)
from bot.requests.conversing import LeaveIt
from bot.shown import Item, Option, Shown
from tests.language.scoring import COMMANDS, SITUATION
from tws.names import JobName

ROWS = (
    Item("job", "CARDS.SETTLE", told="SETTLE | ABEND 12 | AGT01 | CARDS"),
    Item("job", "LEDGER.GL_POST", told="GL_POST | ABEND 12 | AGT02 | LEDGER"),
    Item("job", "DWH.LOAD", "id-3", told="LOAD | ABEND 3 | AGT03 | DWH"),
)
FIRST, SECOND, THIRD = (JobName.parse(row.name) for row in ROWS)
LIST = Shown(ROWS, engine="prod")


def said(text: str, shown: Shown = LIST, *earlier: str) -> Recognition:
    return recognise(text, replace(SITUATION, earlier=earlier or ("what failed?",), shown=shown))


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("the second one", [JobStatus(SECOND)]),
        ("second", [JobStatus(SECOND)]),
        ("and the 1st?", [JobStatus(FIRST)]),
        ("2", [JobStatus(SECOND)]),
        ("#3", [JobStatus(THIRD, "id-3")]),
        ("show me the log of the third", [ShowJobLog(THIRD, "id-3")]),
        ("and the log of the last one?", [ShowJobLog(THIRD, "id-3")]),
        ("why did the first one fail?", [ExplainFailure(FIRST)]),
        ("status of the first two", [JobStatus(FIRST), JobStatus(SECOND)]),
        ("the last two", [JobStatus(SECOND), JobStatus(THIRD, "id-3")]),
        ("all three", [JobStatus(FIRST), JobStatus(SECOND), JobStatus(THIRD, "id-3")]),
        ("the one on AGT02", [JobStatus(SECOND)]),
        ("log of the one on AGT02", [ShowJobLog(SECOND)]),
        ("no, the ledger one", [JobStatus(SECOND)]),
        ("tell me when the first one ends", [Watch(FIRST)]),
        ("o segundo", [JobStatus(SECOND)]),
        ("mostra o log do terceiro", [ShowJobLog(THIRD, "id-3")]),
        ("por que o último falhou?", [ExplainFailure(THIRD, "id-3")]),
        ("os dois primeiros", [JobStatus(FIRST), JobStatus(SECOND)]),
        ("os três", [JobStatus(FIRST), JobStatus(SECOND), JobStatus(THIRD, "id-3")]),
        ("a segunda da lista", [JobStatus(SECOND)]),
        ("e o da AGT02?", [JobStatus(SECOND)]),
        ("o número 2", [JobStatus(SECOND)]),
        ("el segundo", [JobStatus(SECOND)]),
        ("y el log del tercero?", [ShowJobLog(THIRD, "id-3")]),
        ("los dos primeros", [JobStatus(FIRST), JobStatus(SECOND)]),
    ],
)
def test_rows_of_the_list_are_meant(text: str, requests: list[Request]) -> None:
    read = said(text)
    assert [read.request, *read.more] == requests


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("rerun the second one", Rerun(SECOND)),
        ("kill the third", Kill(THIRD, "id-3")),
        ("reexecuta o primeiro porque liberei espaço", Rerun(FIRST, reason="liberei espaço")),
        ("segura o da AGT02", Hold(SECOND)),
        ("cancela el tercero", Cancel(THIRD, "id-3")),
    ],
)
def test_an_order_may_point(text: str, request_: Change) -> None:
    assert said(text).request == request_


@pytest.mark.parametrize("text", ["rerun the first two", "mata os três", "cancel all of them", "rerun it", "mata ele"])
def test_of_several_one_order_is_chosen_by_a_button(text: str) -> None:
    read = said(text)
    assert isinstance(read.request, Ambiguous) and read.intent == "ambiguous"
    assert len(read.request.choices) >= 2
    assert all(isinstance(choice.request, Change) for choice in read.request.choices)


@pytest.mark.parametrize("text", ["do not rerun the second one", "was the second one rerun?", "não mata o primeiro"])
def test_pointing_makes_no_order_of_what_is_none(text: str) -> None:
    assert said(text).intent not in COMMANDS


@pytest.mark.parametrize(
    "text",
    [
        "segunda passada",
        "what ran last night",
        "failed jobs in the last 4 hours",
        "who gave the second approval?",
        "status of PAY01",
        "the second run of PAY01",
        "reply yes to prompt number 2",
        "os 2 servidores caíram?",
    ],
)
def test_what_only_sounds_like_pointing_is_read_as_without_a_list(text: str) -> None:
    bare = recognise(text, replace(SITUATION, earlier=("what failed?",)))
    assert said(text).request == bare.request


def test_where_several_rows_fit_it_is_asked() -> None:
    rows = (*ROWS, Item("job", "LEDGER.GL_CLOSE", told="GL_CLOSE | ABEND 1 | AGT09 | LEDGER"))
    read = said("log of the ledger one", Shown(rows))
    assert isinstance(read.request, Ambiguous)
    asked = [choice.request for choice in read.request.choices]
    assert asked == [ShowJobLog(SECOND), ShowJobLog(JobName.parse("LEDGER.GL_CLOSE"))]


@pytest.mark.parametrize(
    "text", ["the failed one", "the one that failed", "aquele que falhou", "the one that's still failing"]
)
def test_a_row_by_its_state(text: str) -> None:
    rows = (Item("job", "A.ONE_1", told="ONE_1 | EXEC"), Item("job", "A.TWO_2", told="TWO_2 | ABEND 3"))
    assert said(text, Shown(rows), "list the jobs of A").request == JobStatus(JobName("TWO_2", "A"))
    assert said("o que falhou?", Shown(rows)).request != JobStatus(JobName("TWO_2", "A")), "what failed?"


def test_the_other_of_two() -> None:
    two = Shown(ROWS[:2], about=ROWS[0])
    assert said("and the other one?", two).request == said("e o outro?", two).request == JobStatus(SECOND)
    assert [type(r) for r in (said("both", two).request, *said("os dois", two).more)] == [JobStatus, JobStatus]


def test_rows_that_are_no_jobs() -> None:
    streams = Shown((Item("job_stream", "PAYROLL"), Item("job_stream", "CARDS")))
    assert said("status of the second", streams).request == JobStreamStatus("CARDS")
    stations = Shown((Item("workstation", "AGT01"), Item("workstation", "AGT07")))
    assert said("e a segunda da lista?", stations, "workstations").request == WorkstationStatus("AGT07")


@pytest.mark.parametrize("name", ["A.KILL", "A.RERUN", "LOG.LOG", "X.NOT", "A.CANCEL_ALL", "README.MD", "A.YES"])
def test_no_name_of_the_plan_changes_what_is_asked(name: str) -> None:
    read = said("why did the first one fail?", Shown((Item("job", name), ROWS[1])))
    assert read.request == ExplainFailure(JobName.parse(name))


def test_it_is_what_the_latest_answer_was_about() -> None:
    about = Shown(about=Item("job", "DWH.LOAD_07", "id-3"))
    log = ShowJobLog(JobName("LOAD_07", "DWH"), "id-3")
    assert said("and its log?", about, "status of PAY01").request == log
    newer = replace(about, since=1)
    assert said("and its log?", newer, "status of PAY01").request == ShowJobLog(JobName("PAY01"))
    assert said("status of LOAD_07", about).request == JobStatus(JobName("LOAD_07")), "named anew: any of that name"


ASKED = (
    Option("MORNING.BACKUP 23:30 · successful", encode(JobStatus(JobName("BACKUP"), "id-1"))),
    Option("EVENING.BACKUP 21:00 · waiting", encode(JobStatus(JobName("BACKUP"), "id-2"))),
)


@pytest.mark.parametrize(
    ("text", "number"),
    [("the second", "id-2"), ("2", "id-2"), ("morning", "id-1"), ("EVENING", "id-2"), ("o primeiro", "id-1")],
)
def test_a_question_is_answered_by_what_tells_its_buttons_apart(text: str, number: str) -> None:
    assert said(text, Shown(asked=ASKED)).request == JobStatus(JobName("BACKUP"), number)
    assert said(text, Shown(asked=ASKED, since=1)).request == JobStatus(JobName("BACKUP"), number)


@pytest.mark.parametrize("text", ["yes", "sim", "sí"])
def test_a_yes_presses_the_only_button_and_asks_again_about_several(text: str) -> None:
    assert said(text, Shown(asked=ASKED[:1])).request == JobStatus(JobName("BACKUP"), "id-1")
    assert isinstance(said(text, Shown(asked=ASKED)).request, Ambiguous)
    assert said(text, Shown(asked=ASKED[:1], since=1)).request == YesNo(True), "something else was said since"
    watch = Option("Watch PAY01", encode(Watch(JobName("PAY01"))))
    assert isinstance(said(text, Shown(asked=(watch,))).request, Ambiguous), "it would act at once"


@pytest.mark.parametrize("text", ["no", "não", "deixa pra lá", "never mind"])
def test_a_no_leaves_a_question(text: str) -> None:
    assert said(text, Shown(asked=ASKED)).request == LeaveIt()
    assert said(text).request == YesNo(False), "nothing was asked in the thread: it may be an order's form"


def test_a_new_question_is_no_answer() -> None:
    assert said("status of PAY01", Shown(asked=ASKED)).request == JobStatus(JobName("PAY01"))
    assert isinstance(said("what does backup mean?", Shown(asked=ASKED)).request, AskKnowledge)


def test_a_forged_row_is_left_alone() -> None:
    assert said("status of SHOWN_ROW_02").request == JobStatus(JobName("SHOWN_ROW_02"))


WORDS = st.sampled_from(
    [
        "the",
        "first",
        "second",
        "last",
        "two",
        "all",
        "both",
        "one",
        "on",
        "of",
        "o",
        "segundo",
        "dos",
        "três",
        "el",
        "que",
        "log",
        "rerun",
        "kill",
        "not",
        "no",
        "yes",
        "sim",
        "status",
        "PAY01",
        "AGT02",
        "test",
        "prod",
        "use",
        "@test",
        "and",
        ",",
        "?",
        "2",
        "#3",
        "SHOWN_ROW_01",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=300), st.booleans())
def test_any_text_is_read_alike_twice_and_sends_nothing(text: str, asks: bool) -> None:
    shown = Shown(ROWS, ROWS[0], ASKED if asks else (), "test")
    situation = replace(SITUATION, earlier=("what failed?",), shown=shown, engines=("prod", "test"))
    read = recognise(text, situation)
    assert read == recognise(text, situation)
    assert not isinstance(read.request, SendOrder | DecideOrder)
    assert "SHOWN_ROW" not in str(read.request) or "SHOWN_ROW" in text.upper()


@pytest.mark.parametrize("text", ["the first one failed on test " * 20, "log of the second. " * 30])
def test_what_is_pasted_points_at_nothing(text: str) -> None:
    situation = replace(SITUATION, shown=LIST, engines=("prod", "test"))
    read = recognise(text, situation)
    assert read.engine == "" and read.request != ShowJobLog(SECOND)
