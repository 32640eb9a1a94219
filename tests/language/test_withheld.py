"""What speaks of an order and gives none, beside orders of much the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language import recognise
from bot.requests import Ambiguous, ReplyPrompt, Submit, Watch
from tests.language.scoring import COMMANDS, SITUATION
from tws.names import JobName

HERE = Path(__file__).parent
LINES = (HERE / "no_orders.txt").read_text("utf-8").splitlines()
NO_ORDERS = [line for line in LINES if line and not line.startswith("#")]
ORDERS = [line.split("\t") for line in (HERE / "orders.tsv").read_text("utf-8").splitlines()]
NOT_AT_ONCE = 0.03
"""Share of clear orders that may be asked about; none may be taken for another."""


def test_there_are_enough_of_both() -> None:
    assert len(NO_ORDERS) >= 150
    assert len(ORDERS) >= 80


@pytest.mark.parametrize("text", NO_ORDERS)
def test_what_only_speaks_of_an_order_is_none(text: str) -> None:
    assert recognise(text, SITUATION).intent not in COMMANDS


def test_clear_orders_are_carried_out_and_never_taken_for_others() -> None:
    read = [(text, verb, recognise(text, SITUATION)) for verb, text in ORDERS]
    assert [(text, found.intent) for text, verb, found in read if found.intent not in (verb, "ambiguous")] == []
    asked = [text for text, _, found in read if isinstance(found.request, Ambiguous)]
    assert len(asked) <= NOT_AT_ONCE * len(ORDERS), asked


@pytest.mark.parametrize(
    ("text", "waited", "ordered"),
    [
        ("run PAY01 if PAY02 ends", "PAY02", "PAY01"),
        ("if PAY02 ends, run PAY01", "PAY02", "PAY01"),
        ("quando o PAY02 acabar, submete o PAY01", "PAY02", "PAY01"),
    ],
)
def test_an_order_that_waits_for_something_is_a_watch_or_the_order_now(text: str, waited: str, ordered: str) -> None:
    asked = recognise(text, SITUATION).request
    assert isinstance(asked, Ambiguous)
    assert [c.request for c in asked.choices] == [Watch(JobName(waited)), Submit("", JobName(ordered))]


@pytest.mark.parametrize(
    ("text", "prompt", "yes"),
    [
        ("answer Y on FILE_OK_PRM", "FILE_OK_PRM", True),
        ("responde sim pro 47", "47", True),
        ("al 112 ponele que no", "112", False),
        ("prompt 208 pode seguir", "208", True),
        ("prompt 44 is asking, say yes to that", "44", True),
        ("say no to prompt 9", "9", False),
    ],
)
def test_a_prompt_is_answered_by_its_number_or_name(text: str, prompt: str, yes: bool) -> None:
    read = recognise(text, SITUATION)
    assert read.request == ReplyPrompt(prompt, yes)
    assert read.slots == {"prompt": prompt}


@pytest.mark.parametrize("text", ["prompt 208 pode seguir?", "o prompt 208 não pode seguir", "on 3 jobs say no"])
def test_no_prompt_is_answered_in_doubt(text: str) -> None:
    assert not isinstance(recognise(text, SITUATION).request, ReplyPrompt)


@pytest.mark.parametrize(
    ("event", "intent"),
    [("JOB_ON_HOLD", "hold"), ("JOB_OFF_HOLD", "release"), ("KILLJOB", "kill"), ("FORCE_STARTJOB", "submit")],
)
def test_what_is_typed_by_habit_of_autosys(event: str, intent: str) -> None:
    read = recognise(f"sendevent -E {event} -J recon_d", SITUATION)
    assert (read.intent, read.slots) == (intent, {"job": "RECON_D"})


def test_an_event_that_nothing_here_means_is_no_order() -> None:
    assert recognise("sendevent -E CHANGE_STATUS -s SUCCESS -J recon_d", SITUATION).intent not in COMMANDS
