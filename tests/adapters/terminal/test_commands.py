"""The command line as a user runs it: a process of its own, the simulator behind it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.terminal.recognize import answer_line
from tests.plans import NOW

COMMANDS = ("serve", "ask", "recognize", "knowledge", "explain", "audit", "simulator", "doctor", "manifest")


def resync(*words: str, folder: Path, given: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("APP_", "TWS_", "SLACK_"))}
    environment = {**kept, "APP_DATA_DIR": str(folder), **settings}
    command = [sys.executable, "-m", "adapters.terminal", *words]
    return subprocess.run(command, input=given, capture_output=True, env=environment, timeout=50)


def facts(run: subprocess.CompletedProcess[bytes]) -> dict[str, object]:
    assert run.returncode == 0, run.stderr.decode()
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_the_status_of_payroll_and_its_portuguese_twin_tell_the_same(tmp_path: Path) -> None:
    english = facts(resync("ask", "What is the status of job FINANCE_PAYROLL?", "--json", folder=tmp_path))
    twin = facts(resync("ask", "Qual é o status do job FINANCE_PAYROLL?", "--json", folder=tmp_path))
    assert english["intent"] == twin["intent"] == "job_status"
    assert english["slots"] == twin["slots"] == {"job": "FINANCE_PAYROLL"}
    assert english["actions"] == twin["actions"] == []
    states = [re.search(r"FINANCE_PAYROLL: .*\((\w+)\)", str(a["text"])) for a in (english, twin)]
    assert states[0] and states[1] and states[0][1] == states[1][1]


def test_ask_reads_a_megabyte_from_standard_input(tmp_path: Path) -> None:
    run = resync("ask", "-", folder=tmp_path, given=b"x" * 1_000_000)
    assert b"I read 8,000 at most" in run.stdout


def test_scheduler_away_is_exit_code_1_and_no_traceback(tmp_path: Path) -> None:
    run = resync("ask", "health", folder=tmp_path, TWS_HOST="127.0.0.1", TWS_PORT="1", APP_TWS__PLAIN_HTTP="true")
    assert run.returncode == 1
    assert b"does not answer" in run.stdout and b"Traceback" not in run.stderr


def test_a_wrong_setting_is_named_and_its_value_is_not(tmp_path: Path) -> None:
    run = resync("ask", "health", folder=tmp_path, APP_WEB__PORT="hunter2")
    assert run.returncode == 2
    assert b"web.port" in run.stderr and b"hunter2" not in run.stderr and b"Traceback" not in run.stderr


def test_production_without_a_scheduler_is_refused(tmp_path: Path) -> None:
    run = resync("doctor", folder=tmp_path, APP_ENVIRONMENT="production")
    assert run.returncode == 1 and b"Set TWS_HOST" in run.stdout


def test_doctor_is_content_with_the_simulator(tmp_path: Path) -> None:
    run = resync("doctor", folder=tmp_path)
    assert run.returncode == 0, run.stdout
    assert b"[ok] scheduler" in run.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    from click.testing import CliRunner

    from adapters.terminal.__main__ import cli

    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0 and "Example:" in shown.output


def test_manifest_takes_your_address(tmp_path: Path) -> None:
    run = resync("manifest", "slack", "--url", "https://bot.bank.example/", folder=tmp_path)
    assert run.returncode == 0 and b"https://bot.bank.example/slack/events" in run.stdout


@pytest.mark.parametrize("line", ["", "{", "[]", "7", '{"id":1}', '{"text":7}', "\x00", "[" * 5000])
def test_recognize_survives_any_line(line: str) -> None:
    assert "error" in answer_line(line, NOW)


def test_recognize_takes_the_job_from_the_context() -> None:
    line = '{"id":"a","text":"e o log dele?","context":["status do job CARDS_SETTLE"]}'
    answer = answer_line(line, NOW)
    assert answer["id"] == "a"
    assert (answer["intent"], answer["slots"]["job"]) == ("job_log", "CARDS_SETTLE")


def test_a_file_that_is_not_there_is_named_without_a_traceback(tmp_path: Path) -> None:
    run = resync("doctor", folder=tmp_path, TWS_HOST="127.0.0.1", APP_TWS__CA_BUNDLE=str(tmp_path / "none.pem"))
    assert run.returncode == 1 and b"none.pem" in run.stderr + run.stdout and b"Traceback" not in run.stderr


def test_a_time_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    run = resync("doctor", folder=tmp_path, APP_TIMEZONE="Mars/Base")
    assert run.returncode == 2 and b"IANA" in run.stderr


def test_production_does_not_start_without_redis(tmp_path: Path) -> None:
    known = {"APP_ENVIRONMENT": "production", "TWS_HOST": "127.0.0.1"}
    done = resync("serve", "--port", "0", folder=tmp_path, **known)
    assert done.returncode == 1 and b"Not started: REDIS_URL is not set" in done.stderr
    done = resync("serve", "--port", "0", folder=tmp_path, **known, REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 1 and b"Redis does not answer at REDIS_URL" in done.stderr
