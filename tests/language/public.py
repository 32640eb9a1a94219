"""Real utterances of another system, read from a file outside the repository, its labels mapped to our intents."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.language import recognise
from bot.recognition import Recognition
from bot.requests import Ambiguous
from tests.language.scoring import COMMANDS, SITUATION

MAPPED = {
    "dependency_chain": {"dependencies"},
    "impact_analysis": {"dependencies"},
    "job_lineage": {"dependencies", "job_history", "audit_report"},
    "critical_jobs": {"critical_jobs", "late_jobs"},
    "documentation": {"knowledge_question", "help"},
    "explanation": {"knowledge_question"},
    "error_lookup": {"knowledge_question", "explain_failure"},
    "troubleshooting": {"knowledge_question", "explain_failure", "failed_jobs", "list_jobs", "job_status", "rerun"},
    "root_cause": {"explain_failure"},
    "job_details": {"job_status", "ambiguous", "job_history", "list_jobs", "knowledge_question", "schedule_summary"},
    "greeting": {"greeting"},
    "chitchat": {"greeting", "off_topic", "help", "system_health"},
    "general": {"help", "knowledge_question", "ambiguous"},
    "status": {"job_status", "system_health", "list_jobs", "workstation_status"},
    "job_management": {"rerun", "submit", "kill", "ambiguous"},
    "monitoring": {"watch", "system_health", "ambiguous"},
    "analysis": {"job_history", "explain_failure", "list_jobs", "ambiguous"},
}
"""Their labels, and the intents that would serve the person."""
ORDERED = {"job_management", "troubleshooting"}
"""Labels under which that system also kept orders."""


def labelled(path: Path) -> Iterator[tuple[str, str, Recognition]]:
    """Their label, the text, and our reading of it."""
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        label = re.match(r"intent=(\w+)", case["expected"])
        if label and label[1] in MAPPED:
            yield label[1], case["text"], recognise(case["text"], SITUATION)


def tally(path: Path) -> tuple[Counter[str], Counter[str], list[str]]:
    """Right and all by label, and what was wrongly taken for an order."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    false: list[str] = []
    for label, text, read in labelled(path):
        asks = read.request.intent if isinstance(read.request, Ambiguous) else ""
        seen[label] += 1
        right[label] += not MAPPED[label].isdisjoint({read.intent, asks})
        if read.intent in COMMANDS and label not in ORDERED:
            false.append(text)
    return right, seen, false
