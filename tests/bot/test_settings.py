from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import PLAIN, Section, Settings, UnsafeSettings, check


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_layers_later_wins(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_folder / "settings.toml").write_text(
        'timezone = "Europe/Rome"\n[tws]\nhost = "file"\nuser = "file"\nport = 1\n'
    )
    (empty_folder / "settings.production.toml").write_text('[tws]\nhost = "layer"\nuser = "layer"\n')
    (empty_folder / "TWS_PASSWORD").write_text("from-folder\n")
    monkeypatch.setenv("APP_ENVIRONMENT", "production")
    monkeypatch.setenv("APP_TWS__USER", "app")
    monkeypatch.setenv("TWS_HOST", "plain")
    monkeypatch.setenv("TWS_PASSWORD", "from-environment")
    monkeypatch.setenv("APP_SECRETS_DIR", str(empty_folder))
    found = Settings()
    assert (found.timezone, found.tws.port, found.tws.user, found.tws.host) == ("Europe/Rome", 1, "app", "plain")
    assert found.tws.password.get_secret_value() == "from-folder"


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWS_PASSWORD", "hunter2")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hunter2")
    assert "hunter2" not in repr(Settings())


def test_unknown_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_TWS__HOTS", "mdm")
    with pytest.raises(ValidationError):
        Settings()


def test_production_refuses_the_simulator_and_blind_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ENVIRONMENT", "production")
    with pytest.raises(UnsafeSettings, match="TWS_HOST"):
        check(Settings())
    monkeypatch.setenv("TWS_HOST", "mdm")
    monkeypatch.setenv("APP_TWS__INSECURE", "true")
    with pytest.raises(UnsafeSettings, match="CA_BUNDLE"):
        check(Settings())
    monkeypatch.delenv("APP_TWS__INSECURE")
    with pytest.raises(UnsafeSettings, match="REDIS_URL is not set"):
        check(Settings())
    monkeypatch.setenv("REDIS_URL", "redis://localhost:6379/0")
    check(Settings())


def test_every_setting_is_read_somewhere() -> None:
    root = Path(__file__).parents[2]
    files = [p for room in ("bot", "adapters") for p in (root / room).rglob("*.py") if p.name != "settings.py"]
    source = "".join(p.read_text(encoding="utf-8") for p in [*files, root / "bot" / "settings.py"])
    names: set[str] = set()
    for name, field in Settings.model_fields.items():
        section = field.annotation
        is_section = isinstance(section, type) and issubclass(section, Section)
        names |= set(section.model_fields) if is_section else {name}
    unread = {n for n in names if f".{n}" not in source}
    assert unread == set()
    assert {field for _, field in PLAIN.values()} <= names
