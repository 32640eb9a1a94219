"""What a thread makes of short texts: days, pages, denials, and names that are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.language.conversing import recognise
from bot.payload import encode
from bot.requests import (
    Ambiguous,
    Dependencies,
    Greeting,
    Hold,
    JobStatus,
    Kill,
    LeaveIt,
    ListEnds,
    ListJobs,
    ListWatches,
    Request,
    Rerun,
    ShowJobLog,
    Side,
    Submit,
)
from bot.shown import Item, Shown
from tests.language.scoring import SITUATION
from tws.models import CommonStatus
from tws.names import JobName

PAY = JobName("PAY01")
IN_THREAD = replace(SITUATION, earlier=("status of PAY01",))
NEXT = ListJobs(offset=10)
PAGED = replace(SITUATION, shown=Shown((Item("job", "PAY01"), Item("job", "PAY02")), more=encode(NEXT), is_list=True))


def said(text: str, situation: object = SITUATION) -> Request:
    return recognise(text, situation).request  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["next", "Next 10", "show more", "mais", "mostra mais", "os próximos", "siguientes", "show all"]
)
def test_the_next_page_is_that_of_the_list(text: str) -> None:
    assert said(text, PAGED) == NEXT
    ended = replace(PAGED, shown=Shown(PAGED.shown.items))  # type: ignore[union-attr]
    assert said(text, ended) == ListEnds(("PAY01", "PAY02"))
    assert said(text) != NEXT


@pytest.mark.parametrize(
    "text", ["next run of PAY01", "what comes next?", "what else failed?", "mais de 3 jobs falharam?"]
)
def test_other_texts_are_no_next_page(text: str) -> None:
    assert said(text, PAGED) != NEXT


@pytest.mark.parametrize("text", ["the third one", "log of the fifth", "e o terceiro?", "number 7", "first three"])
def test_a_row_that_is_not_there_is_told(text: str) -> None:
    assert isinstance(said(text, PAGED), ListEnds)


@pytest.mark.parametrize(
    "text", ["log of PAY01 on the 5th", "status of the third run of PAY01", "what failed on the 3rd?"]
)
def test_days_and_names_are_no_rows(text: str) -> None:
    assert not isinstance(said(text, PAGED), ListEnds)


@pytest.mark.parametrize(
    "text", ["status of PAY01 10 days ago", "como estava o PAY01 há 10 dias?", "log of PAY01 10 days ago"]
)
def test_days_ago_are_the_day_of_one_job(text: str) -> None:
    asked = said(text)
    assert isinstance(asked, JobStatus | ShowJobLog) and asked.window and asked.window.until
    window = asked.window
    assert window.since.date() == date(2026, 11, 10) and asked.window.until.date() == date(2026, 11, 11)


def test_another_day_takes_the_place_of_the_first() -> None:
    thread = replace(SITUATION, earlier=("log of PAY01 yesterday",), shown=Shown(about=Item("job", "PAY01", "id-1")))
    asked = said("and 10 days ago?", thread)
    assert asked.window.since.date() == date(2026, 11, 10)  # type: ignore[union-attr]
    assert asked.job_id == ""  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["status of PAY01", "log of PAY01", "why did PAY01 fail", "what failed", "list jobs"])
@pytest.mark.parametrize("day", ["on 31/02", "on 30/02/2026", "em 31/02"])
def test_a_day_that_is_none_is_asked_back(kind: str, day: str) -> None:
    asked = said(f"{kind} {day}")
    assert isinstance(asked, Ambiguous) and asked.missing == "time"


@pytest.mark.parametrize("text", ["log of the previous run of PAY01", "log da execução anterior do PAY01"])
def test_the_run_before_the_last(text: str) -> None:
    assert said(text) == ShowJobLog(PAY, before_last=True)
    assert said("log da execução anterior", IN_THREAD) == ShowJobLog(PAY, before_last=True)


@pytest.mark.parametrize(
    "text", ["¿quién espera por PAY01?", "¿quién depende de PAY01?", "¿quiénes dependen de PAY01?"]
)
def test_who_waits_in_spanish(text: str) -> None:
    found = recognise(text, SITUATION)
    assert found.request == Dependencies(PAY, side=Side.AFTER) and found.language == "es"


def test_what_runs_now_in_spanish() -> None:
    running = ListJobs(None, "", (CommonStatus.RUNNING,))
    assert said("¿qué corre ahora?") == running and said("¿qué corre ahora?", IN_THREAD) == running


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thanks", "thanks"),
        ("obrigado!", "thanks"),
        ("bye", "bye"),
        ("tchau", "bye"),
        ("ok", "ok"),
        ("bom dia", "hello"),
    ],
)
def test_courtesies(text: str, kind: str) -> None:
    assert said(text) == Greeting(kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["what am I watching?", "o que estou acompanhando?", "am I watching PAY01?"])
def test_watches_are_listed(text: str) -> None:
    assert said(text) == ListWatches()


def test_what_another_typed_is_offered_at_most() -> None:
    asked = said("kj CPU5#DEPURA.TMP03 -> that is what the trainee typed yesterday")
    assert isinstance(asked, Ambiguous)
    assert isinstance(said("kj CPU5#DEPURA.TMP03 it loops"), Kill)


def test_holding_is_not_killing_and_running_is_not_holding() -> None:
    assert said("deten en espera PAY01") == Hold(PAY)
    assert said("Coloque o job PAY01 para rodar agora") == Submit("", PAY)
    assert said("coloca o PAY01 em espera") == Hold(PAY)


@pytest.mark.parametrize("text", ["don't rerun PAY01", "não reexecute o PAY01"])
def test_an_order_not_to_is_left(text: str) -> None:
    assert said(text) == LeaveIt()


@pytest.mark.parametrize("text", ["reexecuta com os sucessores", "rerun with its successors"])
def test_rerun_with_those_behind_means_the_job_of_the_thread(text: str) -> None:
    asked = said(text, IN_THREAD)
    ways = [c.request for c in asked.choices] if isinstance(asked, Ambiguous) else [asked]
    assert Rerun(PAY) in ways


def test_what_is_no_name_is_not_the_job_of_the_thread() -> None:
    asked = said("status of ../../etc/passwd", IN_THREAD)
    assert isinstance(asked, Ambiguous) and asked.missing == "job"
    assert said("status of \uff26\uff29\uff2e", IN_THREAD) != JobStatus(PAY)


def test_capitals_are_no_names() -> None:
    asked = said("STATUS OF financepayroll")
    assert asked == JobStatus(JobName("FINANCE_PAYROLL"))
