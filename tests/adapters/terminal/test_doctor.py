"""`resync doctor`: every fault is named with what to do, and none of their values."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.terminal.__main__ import cli
from bot.settings import PLAIN

TEAMS = "3f6c0c5e-8b0a-4d3e-9f6e-1c2d3e4f5a6b"


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("APP_") or n in PLAIN]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APP_KNOWLEDGE__EMBEDDER", "none")


def doctor(**settings: str) -> Result:
    return CliRunner().invoke(cli, ["doctor"], env=settings)


def signs(result: Result) -> Mapping[str, str]:
    lines = (line.split(maxsplit=2) for line in result.output.splitlines() if line.startswith("["))
    return {words[1]: words[0] for words in lines}


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_desk_without_settings_is_fine() -> None:
    found = doctor()
    assert found.exit_code == 0, found.output
    told = signs(found)
    fine = {"settings", "rounds", "scheduler", "database", "ledger", "outbox"}
    off = {"redis", "model", "Slack", "Teams", "access", "channels"}
    assert {told[name] for name in fine} == {"[ok]"} and {told[name] for name in off} == {"[--]"}


def test_what_works_with_less_is_told_and_no_fault() -> None:
    found = doctor()
    assert signs(found)["knowledge"] == "[!]" and "make weights" in found.output


def test_a_scheduler_that_is_away() -> None:
    found = doctor(TWS_HOST="127.0.0.1", TWS_PORT=str(closed_port()), APP_TWS__PLAIN_HTTP="true")
    assert found.exit_code == 1 and signs(found)["scheduler"] == "[x]"
    assert "check TWS_HOST and TWS_PORT" in found.output and signs(found)["database"] == "[ok]"


def test_a_database_that_is_away_and_its_password_is_not_shown() -> None:
    found = doctor(DATABASE_URL=f"postgresql://resync:hunter2@127.0.0.1:{closed_port()}/resync")
    assert found.exit_code == 1 and "DATABASE_URL" in found.output
    assert "hunter2" not in found.output and "Traceback" not in found.output


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    found = doctor()
    assert found.exit_code == 1 and "APP_DATA_DIR" in found.output


@pytest.mark.parametrize("address", ["redis://:hunter2@127.0.0.1:{port}/0", "hunter2://nowhere"])
def test_a_redis_that_is_away_or_no_redis(address: str) -> None:
    found = doctor(REDIS_URL=address.format(port=closed_port()))
    assert found.exit_code == 1 and "REDIS_URL" in found.output and "hunter2" not in found.output


@pytest.mark.parametrize(
    ("settings", "part", "word"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-hunter2"}, "Slack", "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "hunter2"}, "Slack", "SLACK_BOT_TOKEN"),
        ({"MICROSOFT_APP_ID": TEAMS, "MICROSOFT_APP_PASSWORD": "hunter2"}, "Teams", "MICROSOFT_APP_TENANT_ID missing"),
        ({"APP_CHANNELS": '[{"place": "slack:C0OPS", "alerts": true}]'}, "channels", "slack:C0OPS"),
        ({"APP_WEB__BIND": "0.0.0.0"}, "web", "ADMIN_PASSWORD"),
    ],
)
def test_half_a_setting_is_a_fault(settings: dict[str, str], part: str, word: str) -> None:
    found = doctor(**settings)
    assert found.exit_code == 1 and signs(found)[part] == "[x]"
    assert word in found.output and "what to do" in found.output and "hunter2" not in found.output


def test_whole_settings_are_none() -> None:
    found = doctor(
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        MICROSOFT_APP_ID=TEAMS,
        MICROSOFT_APP_PASSWORD="hunter2",
        MICROSOFT_APP_TENANT_ID=TEAMS,
        APP_CHANNELS='[{"place": "slack:C0OPS", "alerts": true}, {"place": "teams:19:ops@thread.tacv2"}]',
    )
    told = signs(found)
    assert (told["Slack"], told["Teams"], told["channels"]) == ("[ok]", "[ok]", "[ok]") and found.exit_code == 0


def test_roles_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "access.toml").write_text('[[person]]\nname = "Ana"\nids = ["slack:U1"]\nroles = ["king"]\n')
    found = doctor(APP_ACCESS_FILE="access.toml")
    assert found.exit_code == 1 and "person.0.roles" in found.output


def test_each_engine_by_its_name() -> None:
    away = {"APP_ENGINES__TEST__HOST": "127.0.0.1", "APP_ENGINES__TEST__PORT": str(closed_port())}
    found = doctor(**away, APP_ENGINES__TEST__PLAIN_HTTP="true", APP_ENGINES__DR__SIMULATED="true")
    assert found.exit_code == 0, "the main one answers"
    assert "[ok] engine dr" in found.output.replace("  ", " ") and signs(found)["scheduler"] == "[ok]"
    assert "[!]  engine test" in found.output and "check its table in the settings" in found.output
