from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.language import recognise
from bot.language.examples import files, read
from bot.recognition import Situation
from tests.language.public import tally
from tests.language.scoring import ANY, COMMANDS, by, cases, fault, is_false_command, score, unseen


@pytest.mark.parametrize(
    ("split", "strict", "accepted", "slots"), [("dev", 0.985, 0.99, 0.99), ("test", 0.97, 0.975, 0.98)]
)
def test_the_floor_of_each_half(split: str, strict: float, accepted: float, slots: float) -> None:
    half = cases(split)
    found, faults = score(half), "\n".join(filter(None, map(fault, half)))
    assert found.strict >= strict, faults
    assert found.accepted >= accepted, faults
    assert found.slots >= slots, faults


@pytest.mark.parametrize("lang", ["en", "pt", "es"])
def test_the_floor_of_each_language(lang: str) -> None:
    assert score(dict(by("lang", cases()))[lang]).accepted >= 0.98


def test_nothing_is_taken_for_an_order_that_is_none() -> None:
    assert [c.text for c in cases() if is_false_command(c, c.read())] == []


def test_the_set_is_large_covers_every_intent_and_is_half_portuguese() -> None:
    every = cases()
    assert len(every) >= 1_800
    assert len({c.intent for c in every} - {ANY}) == 44
    assert len({(c.text, c.context) for c in every}) == len(every)
    assert sum(c.lang == "pt" for c in every) >= 0.45 * len(every)
    assert sum(c.lang == "es" for c in every) >= 60


@pytest.mark.parametrize(
    "text",
    [
        "do not cancel PAY01",
        "não cancele o PAY01",
        "was PAY01 cancelled?",
        "o PAY01 foi cancelado?",
        "how do I kill a job?",
        "como matar um job?",
        "should I rerun PAY01?",
        "posso reiniciar o PAY01?",
        "who released PAY01?",
        "why did you cancel PAY01",
        "which jobs run at night",
        "did PAY01 run",
        "never rerun PAY01",
        "PAY01 and PAY02 can run together?",
        "os jobs PAY01 e PAY02 podem executar juntos?",
        "what happens if I cancel PAY01",
        "please don't hold PAY01",
        "the rerun of PAY01 failed",
        "no reinicies el trabajo PAY01",
        "o que é isso?",
        "kill time",
        "hold on",
        "release notes",
        "start over",
        "stop",
        "cancel PAY01? no",
        "run the daily summary",
        "can PAY01 be cancelled?",
        "precisa cancelar o PAY01?",
        "are there any prompts waiting for a reply",
        "o PAY01 não está funcionando",
    ],
)
def test_no_order(text: str) -> None:
    assert recognise(text, Situation(datetime(2026, 11, 20, 15, tzinfo=UTC))).intent not in COMMANDS


def test_what_strangers_wrote_is_understood() -> None:
    some = unseen()
    found, learnt = score(some), {c.text for c in cases()} | {e.text for e in read(files([]))}
    assert len(some) >= 1_700 and learnt.isdisjoint(c.text for c in some)
    assert found.strict >= 0.93, found.strict
    assert found.accepted >= 0.955, found.accepted
    assert found.slots >= 0.955, found.slots
    assert found.false_commands == ()


def test_public_utterances() -> None:
    path = os.environ.get("RESYNC_UTTERANCES", "")
    if not path:
        pytest.skip("RESYNC_UTTERANCES names no file")
    right, seen, false = tally(Path(path))
    assert right.total() / seen.total() >= 0.85
    assert false == []
