from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.agents.book import Shelf, WrongBook, offered, packaged, parse
from bot.skills import registry

ONE = """
[[agent]]
id = "night"
name = {en = "Night agent", pt = "Agente da noite"}
purpose = {en = "watches", pt = "vigia"}
instructions = "Be brief."
tools = ["job_status"]
"""


def write(file: Path, text: str, at: int) -> None:
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(at, at))


def ids(shelf: Shelf) -> list[str]:
    return [a.id for a in shelf.book.agent]


def test_the_packaged_agents_have_only_tools_that_there_are() -> None:
    known = offered(registry())
    assert [a.id for a in packaged().agent] == ["status", "analyst", "knowledge"]
    assert [t for a in packaged().agent for t in a.tools if t not in known] == []


def test_no_tool_acts_by_itself() -> None:
    names = offered(registry())
    assert "failed_jobs" in names and "rerun" in names
    for acting in ("send_order", "decide_order", "watch", "teach_knowledge", "schedule_summary", "ask_agent"):
        assert acting not in names


def test_a_changed_file_is_read_at_its_next_use(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    write(file, ONE, 1)
    shelf = Shelf(file, registry)
    assert ids(shelf) == ["night"]
    write(file, ONE.replace('"night"', '"dawn"'), 2)
    assert ids(shelf) == ["dawn"] and shelf.fault == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[agent", "not TOML"),
        ("", "agent: Field required"),
        (ONE + ONE, "two agents are called night"),
        (ONE.replace("job_status", "send_order"), "send_order is no tool"),
        (ONE.replace("instructions", "instruction"), "instruction"),
        (ONE + "temperature = 9", "temperature"),
        ("x" * 300_000, "larger"),
    ],
)
def test_a_wrong_file_leaves_the_earlier_book_in_force(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    write(file, ONE, 1)
    shelf = Shelf(file, registry)
    assert ids(shelf) == ["night"]
    write(file, text, 2)
    assert ids(shelf) == ["night"] and said in shelf.fault
    write(file, ONE.replace('"night"', '"dawn"'), 3)
    assert ids(shelf) == ["dawn"] and shelf.fault == ""


def test_a_missing_file_is_told_and_taken_when_it_comes(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    shelf = Shelf(file, registry)
    assert ids(shelf)[0] == "status" and "cannot be read" in shelf.fault
    write(file, ONE, 1)
    assert ids(shelf) == ["night"] and shelf.fault == ""
    file.rename(tmp_path / "away")
    assert ids(shelf) == ["night"] and "cannot be read" in shelf.fault
    (tmp_path / "away").rename(file)
    assert ids(shelf) == ["night"] and shelf.fault == ""


def test_not_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_bytes(b"\xff\xfe")
    shelf = Shelf(file, registry)
    assert ids(shelf)[0] == "status" and "UTF-8" in shelf.fault


def test_an_id_is_a_plain_word() -> None:
    with pytest.raises(WrongBook, match="id"):
        parse(ONE.replace('"night"', '"Night Agent"'))
