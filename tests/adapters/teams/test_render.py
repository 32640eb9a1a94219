"""Replies as cards: within Teams' rules, complete or saying what is missing, harmless whatever they hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.teams import limits
from adapters.teams.render import render
from adapters.teams.words import heard, markdown
from bot.reply import Button, Buttons, Heading, Log, Reply, Table, Text
from tests.adapters.teams.gallery import EVIL, GALLERY, HUGE
from tests.fakes.teams import lint
from tests.fakes.teams.server import actions, texts

ALL = {**GALLERY, **{f"huge {name}": reply for name, reply in HUGE.items()}}


def words_of(reply: Reply) -> str:
    return "\n".join(texts(render(reply).card["body"]))


@pytest.mark.parametrize("name", ALL)
def test_every_reply_is_a_card_that_teams_takes(name: str) -> None:
    message = render(ALL[name])
    assert lint.problems(message.card) == []
    assert message.summary and message.card["speak"] == message.card["fallbackText"] == message.summary


@pytest.mark.parametrize("name", ["table", "facts", "log", "many", "buttons", "payload", "chart", "text", "fields"])
def test_a_cut_is_said(name: str) -> None:
    words = words_of(HUGE[name])
    assert any(each in words for each in ("not shown", "did not fit", "left out", "was cut"))


def test_portuguese_is_cut_in_portuguese() -> None:
    assert f"Mais {120 - limits.TABLE_ROWS} linhas não mostradas." in words_of(GALLERY["portuguese"])
    assert render(GALLERY["portuguese"]).card["lang"] == "pt-BR"


def test_buttons_outlive_a_cut() -> None:
    card = render(HUGE["many"]).card
    assert [each["data"] for each in actions(card["body"])] == [{"payload": "go"}]
    shown = words_of(HUGE["many"])
    parts = [int(line.split()[1]) for line in shown.splitlines() if line.startswith("part ")]
    assert parts == list(range(len(parts))) and len(parts) > 200


def test_of_a_long_log_the_end_stays() -> None:
    lines = tuple(f"line {number}" for number in range(1_000))
    shown = words_of(Reply((Log("Log", lines),)))
    assert "line\u00a0999".replace("\u00a0", " ") in shown and "line 0\n" not in shown
    assert "earlier lines not shown" in shown


def test_a_table_has_a_head_tones_and_even_rows() -> None:
    table = next(part for part in render(GALLERY["table"]).card["body"] if part["type"] == "Table")
    assert table["firstRowAsHeader"] and table["columns"] == [{"width": "32px"}, {"width": 6}, {"width": 7}]
    assert [row.get("style") for row in table["rows"]] == [None, "attention", None, None]
    assert texts(table["rows"]) == [
        "\u00a0",
        "Job",
        "State",
        "❌",
        "A",
        "ABEND",
        "\u00a0",
        "B",
        "–",
        "\u00a0",
        "C",
        "–",
    ]


def test_long_cells_have_wide_columns() -> None:
    reply = Reply((Table("", ("Job", "Ended"), (("AP_CHECK_DUPLICATES_02", "4 Mar 03:40"),)),))
    table = next(part for part in render(reply).card["body"] if part["type"] == "Table")
    assert table["columns"] == [{"width": 24}, {"width": 13}]
    assert "4\u00a0Mar\u00a003:40" in json.dumps(table, ensure_ascii=False), "a time is never broken"


def test_a_wide_table_names_the_columns_it_leaves_out() -> None:
    assert "2 more columns not shown." in words_of(Reply((Table("", ("c",) * 10, (("v",) * 10,)),)))


def test_tone_is_colour_and_sign() -> None:
    card = render(GALLERY["heading"]).card
    assert card["body"][0]["style"] == "attention"
    assert texts(card["body"])[0] == "❌ PAYROLL failed"


def _all_text(parts: Any) -> list[str]:
    """What is parsed as Markdown: TextBlocks and facts."""
    if isinstance(parts, list):
        return [text for part in parts for text in _all_text(part)]
    if not isinstance(parts, dict):
        return []
    own = [parts["text"]] if parts.get("type") == "TextBlock" else []
    own += [parts["title"], parts["value"]] if "value" in parts and "type" not in parts else []
    return own + [text for part in parts.values() for text in _all_text(part)]


def test_what_people_wrote_is_never_markup() -> None:
    found = [text for text in _all_text(render(GALLERY["injection"]).card) if "x.test" in text]
    assert len(found) == 12
    for text in found:
        assert "\\[x\\](https://x.test)" in text and "\\*\\*b\\*\\*" in text and "\\_i\\_" in text
        assert "\\<at\\>" in text and "{\\{DATE" in text and "\\&lt;" in text
    body = [part for part in render(GALLERY["injection"]).card["body"] if part["type"] != "ActionSet"]
    whole = json.dumps(body, ensure_ascii=False)
    assert "x.test" in whole and "\u202e" not in whole and "\\u0007" not in whole


def test_payloads_come_back_as_they_are() -> None:
    assert {each["data"]["payload"] for each in actions(render(GALLERY["injection"]).card["body"])} == {EVIL}


def test_verbs_and_inputs_of_a_form() -> None:
    fields = [part for part in render(GALLERY["ask"]).card["body"] if part["type"] == "Input.Text"]
    assert [each["id"] for each in fields] == ["field.reason", "field.who"]
    assert (fields[0]["isMultiline"], fields[0]["value"], fields[0]["maxLength"]) == (True, "as typed", 500)
    (send,) = actions(render(GALLERY["ask"]).card["body"])
    assert (send["verb"], send["associatedInputs"], send["style"]) == ("form", "auto", "destructive")


def test_a_plain_button_sends_no_inputs() -> None:
    plain = actions(render(GALLERY["buttons"]).card["body"])
    assert {(each["verb"], each["associatedInputs"]) for each in plain} == {("press", "none")}


def test_seven_buttons_are_two_sets() -> None:
    buttons = Buttons(tuple(HUGE["payload"].blocks[0].buttons[1:2]) * 7)  # type: ignore[union-attr]
    card = render(Reply((buttons,))).card
    assert [len(part["actions"]) for part in card["body"]] == [6, 1]


def test_long_buttons_are_few_in_a_row() -> None:
    titles = ("Log of TS_LOAD_HOURS", "Log of AP_CHECK_DUPLICATES_02", "Log of AUTH_CUT_FILE", "Refresh")
    card = render(Reply((Buttons(tuple(Button(title, "x") for title in titles)),))).card
    assert [len(part["actions"]) for part in card["body"]] == [2, 2]


def test_summary_is_one_line() -> None:
    assert render(Reply((Heading("a\n b"),))).summary == "a b"
    assert len(render(Reply((Text("x" * 999),))).summary) == limits.SUMMARY


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [
        ("FINANCE_PAYROLL", "FINANCE_PAYROLL"),
        ("_x_", "\\_x\\_"),
        ("a\nb\n\n\nc", "a\n\nb\n\nc"),
        ("- one\n1. two\n# three", "\\- one\n\n1\\. two\n\n\\# three"),
        ("C:\\temp", "C:\\\\temp"),
        ("5 > 3 & 2", "5 \\> 3 & 2"),
        ("@#@.@", "@#@.@"),
    ],
)
def test_markdown(plain: str, escaped: str) -> None:
    assert markdown(plain) == escaped


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("<at>Resync</at>\u00a0help", "help"),
        ("<at>Resync</at> ask <at id='1'>Bob</at>", "ask @Bob"),
        ("a &lt;b&gt; c&nbsp;d", "a <b> c d"),
        ("sj @#@.@+state=abend", "sj @#@.@+state=abend"),
        ("x < y > z", "x < y > z"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
    ],
)
def test_heard(raw: str, said: str) -> None:
    assert heard(raw, ["<at>Resync</at>"]) == said
