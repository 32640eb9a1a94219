"""Settings that are wrong: refused at the start, by name, and never with their values."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, UnsafeSettings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_names_that_do_not_exist_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APP_NOPE", "APP_TWSS__HOST", "APP_SECRETS_DIR", "APP_TWS__HOST", "APPLE"):
        monkeypatch.setenv(name, "hunter2")
    with pytest.raises(UnsafeSettings, match="No setting is called APP_NOPE, APP_TWSS__HOST") as found:
        Settings()
    assert "hunter2" not in str(found.value)


def test_every_real_name_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_DATA_DIR", "elsewhere")
    monkeypatch.setenv("app_timezone", "Europe/Rome")
    assert Settings().timezone == "Europe/Rome"


@pytest.mark.parametrize("raw", [b"a = [", b"[tws\n", b"timezone = '\xff'", b"a = 1\na = 2\n"])
def test_a_file_that_is_not_toml_is_named(empty_folder: Path, raw: bytes) -> None:
    (empty_folder / "settings.toml").write_bytes(raw)
    with pytest.raises(UnsafeSettings, match=r"settings\.toml is not TOML"):
        Settings()


@pytest.mark.parametrize(
    "url", ["mysql://bot:hunter2@db/x", "hunter2", "postgresql://a:hunter2@db:port/x", "postgresql+psycopg2://db/x"]
)
def test_a_database_that_is_none_of_ours_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ValidationError, match="DATABASE_URL is no postgresql://") as found:
        Settings()
    assert "hunter2" not in str(found.value.errors(include_input=False, include_context=False))


@pytest.mark.parametrize("url", ["postgresql://a:b@db/x", "postgres://db/x", "sqlite:///data/x.sqlite", ""])
def test_ours_are_taken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert Settings().storage.database_url == url
