"""The log tells where a fault was, and nothing that a person wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure
from bot.settings import Log


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    known = structlog.get_config()
    yield
    structlog.configure(**known)


def fails(said: str) -> None:
    text = f"the password is {said}"
    raise ValueError(f"a text of {len(text)} characters")


@pytest.mark.parametrize("json_lines", [True, False])
def test_a_traceback_holds_no_variables(json_lines: bool, capsys: pytest.CaptureFixture[str]) -> None:
    configure(Log(json_lines=json_lines))
    try:
        fails("-".join(("Banco", "2024")))
    except ValueError:
        structlog.get_logger().exception("turn_failed")
    told = capsys.readouterr().err
    assert "a text of 26 characters" in told and "fails" in told and "test_logs.py" in told
    assert "Banco-2024" not in told and "locals" not in told
    if json_lines:
        assert json.loads(told)["exception"][0]["exc_type"] == "ValueError"
