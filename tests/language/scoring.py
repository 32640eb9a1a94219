"""The evaluation set and how a recognition is held against it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.language import recognise
from bot.language.changes import CHANGES
from bot.recognition import Situation

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SITUATION = Situation(NOW, "America/Sao_Paulo", job_names=("FINANCE_PAYROLL", "PAY01"))
ANY = "any"
"""Of a case that only must not be taken for an order."""
COMMANDS = {*CHANGES, "confirm_prompt"} - {"unwatch"}


def cases(split: str) -> list[dict[str, Any]]:
    lines = Path(__file__).with_name("cases.jsonl").read_text("utf-8").splitlines()
    return [case for case in map(json.loads, lines) if case["split"] == split]


def fault(case: dict[str, Any]) -> str:
    """What is wrong with the reading of one case; empty where nothing is."""
    read = recognise(case["text"], SITUATION)
    if case["intent"] not in (read.intent, ANY):
        return f"{case['text']!r}: {read.intent}, not {case['intent']}"
    wrong = {k: read.slots.get(k) for k, v in case.get("slots", {}).items() if read.slots.get(k) != v}
    return f"{case['text']!r}: {wrong}" if wrong else ""


def is_false_command(case: dict[str, Any]) -> bool:
    read = recognise(case["text"], SITUATION).intent
    return read in COMMANDS and read != case["intent"]
