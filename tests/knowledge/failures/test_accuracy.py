"""How many of the logs are told apart. Patterns may be fitted to the dev half, never to the test half."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from knowledge.failures import UNKNOWN, diagnose, families, family

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("logs.jsonl").read_text(encoding="utf-8").splitlines()
]
FLOORS = {"dev": 0.97, "test": 0.9}
SIMULATED = Path(__file__).parents[3] / "tws" / "simulator" / "failures.toml"


def right(half: str) -> tuple[int, int]:
    rows = [row for row in ROWS if row["half"] == half]
    told = [diagnose(row["log"].split("\n"), return_code=row.get("return_code")).family for row in rows]
    return sum(found == row["family"] for found, row in zip(told, rows, strict=True)), len(rows)


def test_there_are_logs_enough_and_every_label_is_a_family() -> None:
    assert len(ROWS) >= 100
    assert len(families()) >= 25
    assert {row["family"] for row in ROWS} <= {one.id for one in families()} | {UNKNOWN}


@pytest.mark.parametrize("half", FLOORS)
def test_families_are_told_apart(half: str) -> None:
    hits, all_of_them = right(half)
    assert hits / all_of_them >= FLOORS[half]


def test_the_sentence_names_the_concrete_thing() -> None:
    named = [
        (row, diagnose(row["log"].split("\n"), return_code=row.get("return_code"))) for row in ROWS if "names" in row
    ]
    kept = [all(name in found.root_cause for name in row["names"]) for row, found in named]
    assert len(kept) >= 20
    assert sum(kept) / len(kept) >= 0.95


def test_evidence_is_from_the_log_and_the_first_line_is_the_decisive_one() -> None:
    for row in ROWS:
        lines = row["log"].split("\n")
        found = diagnose(lines, return_code=row.get("return_code"))
        assert len(found.evidence) <= 5
        for proof in found.evidence:
            assert " ".join(proof.text.split()[:2]) in " ".join(lines[proof.number - 1].split())
        if found.evidence and found.family != UNKNOWN:
            assert f'line {found.evidence[0].number}: "' in found.root_cause


def test_every_failure_of_the_simulator_is_known() -> None:
    words = {"time": "01:10:11", "file": "/batch/a.dat", "n": 9, "m": 7, "job": "PAY", "stream": "S", "folder": "/F"}
    words |= {"table": "T_PAY", "host": "db.example", "user": "bat", "pid": 44, "script": "/batch/bin/pay.sh"}
    rows = tomllib.loads(SIMULATED.read_text(encoding="utf-8"))["failure"]
    for row in rows:
        lines = row["text"].strip("\n").format(**words).split("\n")
        assert diagnose(lines, return_code=row["exit"]).family != UNKNOWN, row["name"]


def test_families_speak_both_languages() -> None:
    for one in families():
        english, portuguese = one.wording("en"), one.wording("pt")
        assert len(english.fix) == len(portuguese.fix) >= 2
        assert english.title != portuguese.title and english.means != portuguese.means
        assert one.retry_helps in {"yes", "no", "after_fix"}
        assert one.words and one.patterns and family(one.id) is one


def test_no_word_names_two_families() -> None:
    words = [word for one in families() for word in one.words]
    assert len(words) == len(set(words))
