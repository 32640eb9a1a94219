from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.language import recognise
from bot.recognition import Situation
from bot.requests import Ambiguous
from tests.language.scoring import ANY, COMMANDS, cases, fault, is_false_command

MAPPED = {
    "dependency_chain": {"dependencies"},
    "impact_analysis": {"dependencies"},
    "critical_jobs": {"critical_jobs"},
    "documentation": {"knowledge_question"},
    "explanation": {"knowledge_question"},
    "error_lookup": {"knowledge_question", "explain_failure"},
    "root_cause": {"explain_failure"},
    "job_details": {"job_status", "ambiguous", "job_history", "list_jobs"},
    "greeting": {"greeting"},
    "chitchat": {"greeting", "off_topic", "help"},
}


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.97), ("test", 0.90)])
def test_the_floor_of_each_half(split: str, floor: float) -> None:
    half = cases(split)
    faults = [f for f in map(fault, half) if f]
    assert 1 - len(faults) / len(half) >= floor, "\n".join(faults)


def test_nothing_is_taken_for_an_order_that_is_none() -> None:
    assert [c["text"] for c in cases("dev") + cases("test") if is_false_command(c)] == []


def test_the_set_is_large_and_covers_every_intent() -> None:
    every = cases("dev") + cases("test")
    assert len(every) >= 430
    assert len({c["intent"] for c in every} - {ANY}) == 44
    assert len({c["text"] for c in every}) == len(every)


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


def test_public_utterances(capsys: pytest.CaptureFixture[str]) -> None:
    path = os.environ.get("RESYNC_UTTERANCES", "")
    if not path:
        pytest.skip("RESYNC_UTTERANCES names no file")
    situation, right, seen = Situation(datetime(2026, 11, 20, 15, tzinfo=UTC)), 0, 0
    for line in Path(path).read_text("utf-8").splitlines():
        case = json.loads(line)
        label = re.match(r"intent=(\w+)", case["expected"])
        if label and label[1] in MAPPED:
            seen += 1
            read = recognise(case["text"], situation)
            asks = read.request.intent if isinstance(read.request, Ambiguous) else ""
            right += not MAPPED[label[1]].isdisjoint({read.intent, asks})
    with capsys.disabled():
        print(f"\npublic utterances: {right} of {seen}, {right / seen:.1%}")
    assert right / seen >= 0.6
