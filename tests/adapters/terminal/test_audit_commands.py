"""`resync audit` as a user runs it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from adapters.terminal.audit import answer_line, command
from audit.entry import Entry
from audit.ledger import Ledger
from bot.storage.database import create_tables, open_database, sqlite_url
from tws.clock import system_clock


def resync_audit(*words: str, folder: Path, given: str | bytes = "") -> Result:
    return CliRunner().invoke(command, words, input=given, env={"APP_DATA_DIR": str(folder)})


async def _fill(folder: Path, sql: str) -> None:
    database = open_database(sqlite_url(folder))
    await create_tables(database)
    ledger = Ledger(database, system_clock)
    await ledger.start()
    for who in ("ana", "rui"):
        await ledger.record(Entry("turn", who, body={"intent": "failed_jobs"}))
    await ledger.close()
    if sql:
        async with database.execution_options(writes=True).begin() as connection:
            await connection.execute(text(sql))
    await database.dispose()


def fill(folder: Path, sql: str = "") -> None:
    asyncio.run(_fill(folder, sql))


def test_judge_answers_each_line_and_owns_up_to_odd_ones(tmp_path: Path) -> None:
    good = {"id": "a", "question": "Why?", "answer": "rm -rf / on the server", "facts": ["disk full"]}
    given = json.dumps(good).encode() + b'\n\nnot json\n[1]\n{"id":4}\n\xff\xfe\n'
    run = resync_audit("judge", "--jsonl", folder=tmp_path, given=given)
    lines = [json.loads(line) for line in run.output.splitlines()]
    assert lines[0]["id"] == "a" and lines[0]["label"] == "delete" and 0 < lines[0]["confidence"] <= 1
    assert set(lines[0]) == {"id", "label", "confidence", "reason"}
    assert all("error" in line for line in lines[1:]) and len(lines) == 5 and lines[3]["id"] == 4
    assert run.exit_code == 1


@pytest.mark.parametrize("facts", ["disk full", ["disk full"], {"log": "disk full", "rc": 28}, None, 7, {"a": [{}]}])
def test_facts_may_have_any_shape(facts: object) -> None:
    answer = answer_line(json.dumps({"id": 1, "question": None, "answer": "disk was full", "facts": facts}))
    assert answer["label"] in ("keep", "flag", "delete")


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"id":1}', '{"answer":7}', "\x00", "[" * 100_000, "x" * 2_000_000])
def test_judge_survives_any_line(line: str) -> None:
    assert "error" in answer_line(line)


def test_verify_says_that_the_chain_holds_and_takes_its_anchor_back(tmp_path: Path) -> None:
    fill(tmp_path)
    run = resync_audit("verify", folder=tmp_path)
    assert run.exit_code == 0 and "2 rows" in run.output
    anchor = run.output.split("Anchor: ")[1].strip()
    assert resync_audit("verify", "--anchor", anchor, folder=tmp_path).exit_code == 0


def test_verify_names_the_changed_row(tmp_path: Path) -> None:
    fill(tmp_path, "UPDATE ledger SET who='eve' WHERE seq=2")
    run = resync_audit("verify", folder=tmp_path)
    assert run.exit_code == 1 and "row 2" in run.output


@pytest.mark.parametrize("form", ["md", "csv", "json"])
def test_report_in_each_form(form: str, tmp_path: Path) -> None:
    fill(tmp_path)
    run = resync_audit("report", "--since", "7d", "--format", form, folder=tmp_path)
    assert run.exit_code == 0 and "ana" in run.output and "failed" in run.output
    if form == "json":
        assert json.loads(run.output)["events"] == 2
    if form == "csv":
        assert ["Asked", "rui", "failed_jobs", "1"] in list(csv.reader(io.StringIO(run.output)))


@pytest.mark.parametrize(
    "words", [("report", "--since", "soon"), ("verify", "--anchor", "1"), ("judge",), ("report", "--format", "x")]
)
def test_wrong_use_is_exit_code_2(words: tuple[str, ...], tmp_path: Path) -> None:
    assert resync_audit(*words, folder=tmp_path).exit_code == 2


def test_an_empty_house_is_no_fault(tmp_path: Path) -> None:
    assert "empty" in resync_audit("verify", folder=tmp_path).output


def test_a_database_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "resync.sqlite").write_bytes(b"not a database, not at all" * 99)
    run = resync_audit("verify", folder=tmp_path)
    assert run.exit_code == 1 and "cannot be read" in run.output and run.exc_info and run.exc_info[0] is SystemExit


@pytest.mark.parametrize("words", [(), ("judge",), ("verify",), ("report",)])
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(command, [*words, "--help"])
    assert shown.exit_code == 0 and "Example:" in shown.output
