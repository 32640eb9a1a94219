"""Why a text was understood as it was, and `resync recognize` that tells it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from adapters.terminal.recognize import command
from bot.language.explaining import Seen, explain
from tests.language.scoring import SITUATION


def test_the_words_the_rule_and_what_else_it_could_be() -> None:
    why = explain("late jobs that failed on AGT01", SITUATION)
    who, *told = why.recognition.by.split()
    assert why.recognition.intent == told[1 if who == "rule" else 0]
    assert Seen("AGT01", ("WS",)) in why.seen
    assert Seen("failed", ("failed",)) in why.seen
    others = [intent for intent, _, _ in why.alternatives]
    assert {"late_jobs", "failed_jobs"} <= {why.recognition.intent, *others}
    assert why.recognition.intent not in others


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("rerun PAY01", "order rerun"),
        ("sj @#@.@", "command list_jobs"),
        ("remember: PAY01 is slow", "teaching"),
        ("blorp", "no rule"),
    ],
)
def test_what_was_decisive(text: str, by: str) -> None:
    assert explain(text, SITUATION).recognition.by == by


def test_one_text_on_the_command_line() -> None:
    done = CliRunner().invoke(command, ["--explain", "what failed on AGT01?"])
    assert done.exit_code == 0
    assert done.output.startswith("failed_jobs")
    assert "slot     workstation = AGT01" in done.output


def test_a_text_without_an_explanation_is_one_line_of_json() -> None:
    done = CliRunner().invoke(command, ["status of PAY01"])
    found = json.loads(done.output)
    assert found.pop("confidence") > 0.9
    assert found == {"id": None, "intent": "job_status", "slots": {"job": "PAY01"}}


def test_what_the_classifier_thinks_is_told() -> None:
    why = explain("late jobs on AGT01", SITUATION)
    assert why.votes[0][0] == "late_jobs"
    assert len(why.votes) == 3
    assert "vote     late_jobs" in CliRunner().invoke(command, ["--explain", "late jobs on AGT01"]).output


def test_lines_explained() -> None:
    lines = "\n".join(['{"id": 7, "text": "late jobs"}', "no json"])
    done = CliRunner().invoke(command, ["--jsonl", "--explain"], input=lines)
    first, second = map(json.loads, done.output.splitlines())
    assert done.exit_code == 1
    assert first["explained"]["by"].startswith("rule ")
    assert first["explained"]["alternatives"]
    assert "error" in second


@pytest.mark.parametrize("arguments", [[], ["--jsonl", "a text"]])
def test_neither_a_text_nor_lines_is_wrong_use(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == 2
