from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.terminal.explain import command

FULL = "INFO start\ncp: /u01/out/a.dat: No space left on device\n"


def explain(*words: str, given: str | bytes = b"") -> Result:
    return CliRunner().invoke(command, words, input=given)


def log(folder: Path, content: bytes) -> str:
    path = folder / "job.log"
    path.write_bytes(content)
    return str(path)


def test_json_has_the_members_that_are_promised(tmp_path: Path) -> None:
    run = explain("--log", log(tmp_path, FULL.encode()), "--json")
    told = json.loads(run.stdout)
    assert run.exit_code == 0
    assert told["family"] == "disk_full" and told["category"] == "storage"
    assert "disk is full" in told["root_cause"].lower() and "/u01/out/a.dat" in told["root_cause"]
    assert isinstance(told["fix"], str) and "rerun" in told["fix"]
    assert told["evidence"] == ["cp: /u01/out/a.dat: No space left on device"] and told["evidence_lines"] == [2]


def test_text_in_portuguese_from_standard_input() -> None:
    run = explain("--log", "-", "--language", "pt", given=FULL)
    assert run.exit_code == 0
    assert "Disco cheio" in run.stdout and "O que fazer:" in run.stdout and "2  cp:" in run.stdout


def test_an_unknown_cause_is_exit_code_1() -> None:
    run = explain("--log", "-", given="well\nthen\n")
    assert run.exit_code == 1 and "not known" in run.stdout


def test_the_return_code_may_be_given() -> None:
    assert explain("--log", "-", "--return-code", "127", given="start\n").exit_code == 0


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "empty"), (b" \n\n", "empty"), (bytes(range(256)) * 40, "binary"), (b"\x1f\x8b\x08\x00" * 500, "binary")],
)
def test_what_is_no_log_gets_a_clear_word(tmp_path: Path, content: bytes, word: str) -> None:
    run = explain("--log", log(tmp_path, content))
    assert run.exit_code == 2 and word in run.stderr and run.stdout == ""


def test_a_missing_file_and_a_folder_get_a_clear_word(tmp_path: Path) -> None:
    for path in (tmp_path / "none.log", tmp_path):
        run = explain("--log", str(path))
        assert run.exit_code == 2 and "cannot be read" in run.stderr


@pytest.mark.parametrize("words", [(), ("--jsonl", "--log", "x"), ("--log", "-", "--language", "fr")])
def test_wrong_use(words: tuple[str, ...]) -> None:
    assert explain(*words).exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_any_encoding_of_an_agent_is_read(tmp_path: Path, encoding: str) -> None:
    run = explain("--log", log(tmp_path, "não há espaço disponível no dispositivo".encode(encoding)), "--json")
    assert json.loads(run.stdout)["family"] == "disk_full"


def test_batch_answers_each_line_and_owns_up_to_the_bad_ones() -> None:
    lines = ['{"id": 1, "log": "x: command not found"}', "{", "[]", '{"id": 4}', '{"id": 5, "log": "nothing"}']
    run = explain("--jsonl", given="\n".join(lines))
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.exit_code == 1
    assert [row["id"] for row in told] == [1, None, None, 4, 5]
    assert [row.get("family") for row in told] == ["command_not_found", None, None, None, "unknown"]
    assert all("error" in row for row in told[1:4])


def test_batch_where_all_is_known_is_exit_code_0() -> None:
    assert explain("--jsonl", given='{"id": "a", "log": "Connection refused"}\n').exit_code == 0
