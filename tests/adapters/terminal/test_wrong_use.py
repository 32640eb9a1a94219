"""Whatever is set or given wrongly: one sentence, an exit code, never a traceback, never a secret."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from adapters.terminal.__main__ import main
from adapters.terminal.recognize import answer_line
from bot.settings import PLAIN
from tests.plans import NOW

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command sets the log up for its whole process; its standard error is gone after the test."""
    known = structlog.get_config()
    yield
    structlog.configure(**known)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """As a person runs it, in this process."""
    for name in [n for n in os.environ if n.startswith("APP_") or n in PLAIN]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APP_KNOWLEDGE__EMBEDDER", "none")

    def resync(*words: str, **settings: str) -> tuple[int, str]:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["resync", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err and "hunter2" not in shown.out + shown.err
        return int(ended.value.code or 0), shown.out + shown.err

    return resync


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


COMMANDS = (("serve", "--port", "0"), ("doctor",), ("ask", "health"), ("knowledge", "stats"), ("audit", "verify"))


@pytest.mark.parametrize("words", COMMANDS)
def test_a_database_of_another_make(run: Run, words: tuple[str, ...]) -> None:
    code, told = run(*words, DATABASE_URL="mysql://bot:hunter2@db/x")
    assert code == 2 and "DATABASE_URL" in told


@pytest.mark.parametrize("words", COMMANDS)
def test_settings_that_are_not_toml(run: Run, words: tuple[str, ...]) -> None:
    Path("settings.toml").write_text("a = [")
    code, told = run(*words)
    assert code == 1 and "settings.toml is not TOML" in told


@pytest.mark.parametrize("words", COMMANDS)
def test_a_name_that_is_no_setting(run: Run, words: tuple[str, ...]) -> None:
    code, told = run(*words, APP_NOPE="hunter2")
    assert code == 1 and "APP_NOPE" in told


@pytest.mark.parametrize("words", COMMANDS)
def test_a_database_file_that_is_damaged(run: Run, words: tuple[str, ...]) -> None:
    Path("data").mkdir()
    Path("data/resync.sqlite").write_bytes(bytes(range(256)) * 40)
    code, told = run(*words)
    assert code == 1 and "atabase" in told


@pytest.mark.parametrize("words", [("serve", "--port", "0"), ("ask", "health")])
def test_a_database_that_is_down_is_not_called_a_file(run: Run, words: tuple[str, ...]) -> None:
    code, told = run(*words, DATABASE_URL=f"postgresql://bot:hunter2@127.0.0.1:{closed_port()}/x")
    assert code == 1 and "does not answer at DATABASE_URL" in told and "file" not in told


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (OSError("Multiple exceptions: [Errno 111], [Errno 111]"), "does not answer at DATABASE_URL"),
        (socket.gaierror(-2, "Name or service not known"), "does not answer at DATABASE_URL"),
        (FileNotFoundError(2, "No such file", "ca.pem"), "A file or folder cannot be used"),
        (OperationalError("INSERT hunter2", {"x": "hunter2"}, OSError("full")), "The database cannot be used"),
        (KeyError("hunter2"), "a fault of the program (KeyError at"),
    ],
)
def test_any_fault_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str) -> None:
    def fails(work: object) -> None:
        work.close()  # type: ignore[attr-defined]
        raise fault

    monkeypatch.setattr(asyncio, "run", fails)
    code, told = run("ask", "health")
    assert code == 1 and sentence in told


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_asked_is_wrong_use(run: Run, text: str) -> None:
    code, told = run("ask", text)
    assert code == 2 and "Nothing was asked" in told


@pytest.mark.parametrize("context", ['{"job":"X"}', "7", '["a", 7]', "true"])
def test_a_context_that_is_no_list_of_texts(context: str) -> None:
    answer = answer_line(f'{{"id":"a","text":"e o log dele?","context":{context}}}', NOW)
    assert answer["id"] == "a" and "list of earlier texts" in answer["error"]


@pytest.mark.parametrize("context", ["null", "[]", '["status do job CARDS_SETTLE"]', '"status do job CARDS_SETTLE"'])
def test_contexts_that_are_taken(context: str) -> None:
    assert "error" not in answer_line(f'{{"id":"a","text":"log do CARDS_SETTLE","context":{context}}}', NOW)


def test_recognize_says_what_a_context_is(run: Run) -> None:
    code, told = run("recognize", "--help")
    assert code == 0 and "list of the person's earlier texts" in told
