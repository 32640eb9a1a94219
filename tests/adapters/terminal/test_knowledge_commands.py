"""`resync knowledge` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.terminal.knowledge import command

BOOK = "Code,Advice\nRC 12,Tell the payroll desk and do not rerun\nORA-01653,Extend the tablespace\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("APP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("APP_KNOWLEDGE__EMBEDDER", "none")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("CHROMA_URL", raising=False)
    (tmp_path / "codes.csv").write_text(BOOK, encoding="utf-8")
    return tmp_path


def resync(*words: str, given: str | bytes = "") -> Result:
    return CliRunner().invoke(command, words, input=given, catch_exceptions=False)


def test_what_was_added_is_found_with_its_place(folder: Path) -> None:
    added = resync("add", str(folder / "codes.csv"))
    assert added.exit_code == 0 and "documents 1, passages 2" in added.stdout
    assert "codes.csv row 3" in resync("search", "ORA-01653").stdout
    (found,) = json.loads(resync("search", "o que fazer com ORA-01653?", "--json").stdout)
    assert (found["document_id"], found["locator"]) == ("codes.csv", "row 3")


def test_nothing_found_is_exit_code_1(folder: Path) -> None:
    result = resync("search", "who painted the Mona Lisa?")
    assert result.exit_code == 1 and "Nothing that was loaded" in result.stdout


def test_a_refused_file_is_exit_code_1_and_the_others_are_in(folder: Path) -> None:
    (folder / "bad.xlsx").write_bytes(b"no workbook")
    result = resync("add", "--json", str(folder / "bad.xlsx"), str(folder / "codes.csv"))
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1 and [line["added"] for line in lines] == [False, True]
    assert "damaged" in lines[0]["reason"]


def test_batches_answer_every_line(folder: Path) -> None:
    resync("add", str(folder / "codes.csv"))
    lines = [b'{"id":1,"text":"ORA-01653"}', b"{", b"[]", b'{"id":"x"}', b"\xff", b"", b'{"id":2,"text":""}', b"7"]
    result = resync("search", "--jsonl", given=b"\n".join([*lines, b'{"id":3,"text":"\\ud800 \\u0000"}']))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1 and len(answers) == 8
    assert answers[0] == {"id": 1, "ranked": ["codes.csv"]}
    assert [("error" in a, a["id"]) for a in answers[1:]] == [
        *[(True, None), (True, None), (True, "x"), (True, None), (False, 2), (True, None), (False, 3)]
    ]


def test_stats_export_and_reindex(folder: Path) -> None:
    resync("add", str(folder / "codes.csv"))
    assert json.loads(resync("stats", "--json").stdout)["passages"] == 2
    lines = [json.loads(line) for line in resync("export").stdout.splitlines()]
    assert [line["locator"] for line in lines] == ["row 2", "row 3"] and lines[0]["id"] == "codes.csv"
    assert resync("reindex").exit_code == 1


def test_wrong_use_is_exit_code_2(folder: Path) -> None:
    assert resync("search").exit_code == resync("search", "x", "--jsonl").exit_code == resync("add").exit_code == 2


@pytest.mark.parametrize("name", ["add", "search", "stats", "reindex", "export"])
def test_every_command_shows_an_example(name: str) -> None:
    assert "Example: resync knowledge" in " ".join(resync(name, "--help").stdout.split())
