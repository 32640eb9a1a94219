"""Which run an order means, what it never means, and how it is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language import recognise
from bot.payload import encode
from bot.requests import Ambiguous, Hold, JobStatus, Release, Request, Rerun, Window, WithdrawOrder
from bot.requests.conversing import LeaveIt
from bot.shown import Item, Option, Shown
from tests.language.scoring import SITUATION
from tws.names import JobName

PAY = JobName("PAY01")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
YESTERDAY = Window(datetime(2026, 11, 19, tzinfo=SAO_PAULO), datetime(2026, 11, 20, tzinfo=SAO_PAULO))
MONDAY = Window(datetime(2026, 11, 16, tzinfo=SAO_PAULO), datetime(2026, 11, 17, tzinfo=SAO_PAULO))


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("reexecuta o PAY01 de ontem porque faltou espaço", Rerun(PAY, reason="faltou espaço", window=YESTERDAY)),
        ("rerun PAY01 because it failed yesterday", Rerun(PAY, reason="it failed yesterday")),
        ("rerun PAY01 now", Rerun(PAY)),
        ("hold PAY01 for 2 hours", Hold(PAY)),
        ("segura o PAY01 até amanhã", Hold(PAY)),
        ("release yesterday's PAY01", Release(PAY, window=YESTERDAY)),
    ],
)
def test_an_order_names_the_time_of_its_run(text: str, request_: Request) -> None:
    assert recognise(text, SITUATION).request == request_


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("rerun PAY01 yesterday", Rerun(PAY, window=YESTERDAY)),
        ("rerun PAY01 from monday space was freed", Rerun(PAY, reason="space was freed", window=MONDAY)),
        ("rerun PAY01 the file of monday was wrong", Rerun(PAY, reason="the file of monday was wrong")),
    ],
)
def test_a_slash_order_names_the_time_right_after_the_job(text: str, request_: Request) -> None:
    assert recognise(text, SITUATION, command=True).request == request_


IN_THREAD = replace(SITUATION, earlier=("status of PAY01",))


@pytest.mark.parametrize(
    "text", ["rerun everything that failed", "reexecuta tudo que falhou", "rerun what failed", "rerun all failed jobs"]
)
def test_a_rerun_of_all_failures_is_not_of_the_threads_job(text: str) -> None:
    asked = recognise(text, IN_THREAD).request
    assert isinstance(asked, Ambiguous) and asked.missing == "failed_job"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("cancel", True),
        ("Cancela.", True),
        ("cancelar", True),
        ("never mind", True),
        ("cancel PAY01", False),
        ("cancel the other", False),
        ("why cancel?", False),
    ],
)
def test_a_bare_cancel_leaves_an_open_form(text: str, left: bool) -> None:
    shown = Shown(about=Item("job", "PAY01"), form="o1")
    assert (recognise(text, replace(IN_THREAD, shown=shown)).request == WithdrawOrder("o1")) is left
    choice = Shown(asked=(Option("Rerun PAY01", encode(Rerun(PAY))), Option("Status", encode(JobStatus(PAY)))))
    assert (recognise(text, replace(IN_THREAD, shown=choice)).request == LeaveIt()) is left
