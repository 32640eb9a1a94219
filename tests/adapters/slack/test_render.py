"""Each kind of block as kept in goldens/ (UPDATE_GOLDENS=1 writes them), within limits, and never live."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.elements import characters
from adapters.slack.home import home
from adapters.slack.render import render
from adapters.slack.words import cut_escaped, heard
from bot.reply import Ask, Button, Buttons, Facts, Field, Log, Reply, Table, Text, Tone
from bot.skills import registry
from tests.adapters.slack.gallery import EVIL, GALLERY, HUGE
from tests.fakes.slack.lint import lint, walk

GOLDENS = Path(__file__).parent / "goldens"


@pytest.mark.parametrize("name", GALLERY)
def test_golden(name: str) -> None:
    path = GOLDENS / f"{name}.json"
    made = json.dumps(asdict(render(GALLERY[name])), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(made)
    assert made == path.read_text()


@pytest.mark.parametrize("reply", [*GALLERY.values(), *HUGE.values()], ids=[*GALLERY, *(f"huge-{n}" for n in HUGE)])
def test_within_limits(reply: Reply) -> None:
    message = render(reply)
    assert lint(message.blocks) == []
    assert 1 <= len(message.text) <= limits.SUMMARY


@pytest.mark.parametrize("name", [name for name in HUGE if name != "empty"])
def test_what_is_cut_is_said_and_the_source_stays(name: str) -> None:
    message = render(HUGE[name])
    shown = json.dumps(message.blocks)
    assert any(word in shown for word in ("not shown", "left out", "did not fit")) or name == "facts"
    assert "kept" in shown


def test_no_markup_of_a_name_is_live() -> None:
    message = render(GALLERY["injection"])
    for text in [message.text, *(of["text"] for _, of in walk(message.blocks) if isinstance(of.get("text"), str))]:
        assert not any(live in text for live in ("<!", "<@", "```"))
    parsed = [of["text"] for _, of in walk(message.blocks) if of.get("type") == "mrkdwn"]
    assert not any("<" in text or "*b*" in text or "`c`" in text or "_i_" in text or "~s~" in text for text in parsed)


def test_job_names_stay_as_they_are_to_copy() -> None:
    assert "FINANCE_PAYROLL" in json.dumps(render(Reply((Text("FINANCE_PAYROLL ended"),))).blocks)


def test_the_end_of_a_log_is_kept() -> None:
    blocks = render(Reply((Log("L", tuple(f"line {i} {'x' * 90}" for i in range(1, 501))),))).blocks
    assert "line 500" in json.dumps(blocks) and "line 1 " not in json.dumps(blocks)
    assert "earlier lines not shown" in json.dumps(blocks)


def test_a_title_that_says_its_range_is_not_numbered_again() -> None:
    shown = json.dumps(render(Reply((Log("Lines 18–19", ("a", "b"), 18), Log("Picked", ("7: c",), 0)))).blocks)
    assert "(" not in shown


def test_a_long_value_has_the_whole_width() -> None:
    rows = (("Status", "ABEND"), ("Job", "/MDM#/FIN/PAY_TIMESHEETS.TS_LOAD_HOURS"), ("Ended", "01:10"))
    short, wide, last = render(Reply((Facts(rows),))).blocks
    assert [len(each["fields"]) for each in (short, last)] == [1, 1]
    assert wide["text"]["text"] == f"*Job*\n{rows[1][1]}"


def test_what_is_quiet_is_small() -> None:
    assert [block["type"] for block in render(Reply((Text("by the way", Tone.QUIET),))).blocks] == ["context"]


def test_a_table_says_how_many_rows_are_missing() -> None:
    blocks = render(Reply((Table("T", ("Job",), tuple((f"J{i}",) for i in range(150))),))).blocks
    assert "51 more rows not shown." in json.dumps(blocks)


def test_buttons_count_through_the_message() -> None:
    blocks = render(Reply((Buttons((Button("a", "1"),)), Buttons((Button("b", "2"),))))).blocks
    assert [block["elements"][0]["action_id"] for block in blocks] == ["press:0", "press:1"]


@pytest.mark.parametrize(("name", "fields"), [("ask", 3), ("fields", limits.INPUTS)])
def test_a_form_outlives_a_cut(name: str, fields: int) -> None:
    kinds = [block["type"] for block in render(HUGE[name]).blocks]
    assert kinds.count("input") == fields and kinds.count("actions") == 1


def test_a_field_of_two_forms_is_one_field() -> None:
    form = Ask((Field("reason", "Reason"),), (Button("Go", "go"),))
    blocks = render(Reply((form, form))).blocks
    assert [block["type"] for block in blocks] == ["input", "actions", "actions"]
    assert lint(blocks) == []


def test_an_entity_is_never_cut_in_two() -> None:
    for most in range(6, 40):
        made = cut_escaped("&" * 50, most)
        assert len(made) <= most and made.replace("&amp;", "") == "…"


@pytest.mark.parametrize("locale", ["", "en-GB", "pt-BR", "es-ES"])
def test_home_is_valid(locale: str) -> None:
    skills = registry().topics()
    assert lint(home("/resync", locale, skills * 10)["blocks"], "home") == []
    shown = json.dumps(home("/resync", locale, skills), ensure_ascii=False)
    assert all((skill.examples["pt" if locale == "pt-BR" else "en"][0]) in shown for skill in skills)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@UBOT> status of &lt;X&gt; &amp; Y", "status of <X> & Y"),
        ("<@UBOT>: <http://FIN.DAILY|FIN.DAILY>", "FIN.DAILY"),
        ("ask <@U2> in <#C1|ops> <!here> <https://x.test>", "ask @U2 in #ops @here https://x.test"),
        ("\u201cPAY\u201d isn\u2019t\u00a0done", '"PAY" isn\'t done'),
        ("&amp;lt;", "&lt;"),
        ("<mailto:a@b.test|a@b.test> <!subteam^S1|@ops>", "a@b.test @ops"),
    ],
)
def test_slacks_escaping_is_undone(sent: str, typed: str) -> None:
    assert heard(sent, "UBOT") == typed


def _text(size: int, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": kind, "text": "x" * size}


def _button(**more: Any) -> list[dict[str, Any]]:
    made = {"type": "button", "action_id": "a", "text": _text(1, "plain_text"), **more}
    return [{"type": "actions", "elements": [made]}]


def _input(**more: Any) -> list[dict[str, Any]]:
    element = {"type": "plain_text_input", "action_id": "ask:a", **more.pop("element", {})}
    return [{"type": "input", "block_id": "ask:a", "label": _text(1, "plain_text"), "element": element, **more}]


BAD: dict[str, list[dict[str, Any]]] = {
    "long section": [{"type": "section", "text": _text(3_001)}],
    "empty section": [{"type": "section"}],
    "11 fields": [{"type": "section", "fields": [_text(1)] * 11}],
    "long field": [{"type": "section", "fields": [_text(2_001)]}],
    "long header": [{"type": "header", "text": _text(151, "plain_text")}],
    "mrkdwn header": [{"type": "header", "text": _text(1)}],
    "51 blocks": [{"type": "divider"}] * 51,
    "unknown block": [{"type": "nonsense"}],
    "alert": [{"type": "alert", "text": _text(1)}],
    "long value": _button(value="v" * 2_001),
    "style": _button(style="green"),
    "unknown key": _button(colour="red"),
    "same action_id": _button() + _button(),
    "two tables": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
    "101 rows": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
    "ragged": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n for n in (1, 2)]}],
    "input without label": [{"type": "input", "block_id": "b", "element": {"type": "plain_text_input"}}],
    "mrkdwn label": _input(label=_text(1)),
    "long label": _input(label=_text(2_001, "plain_text")),
    "long placeholder": _input(element={"placeholder": _text(151, "plain_text")}),
    "max_length": _input(element={"max_length": 3_001}),
    "begun over max_length": _input(element={"max_length": 2, "initial_value": "abc"}),
    "begun with nothing": _input(element={"initial_value": ""}),
    "unknown key of an input": _input(element={"longest": 5}),
    "two of one name": _input() * 2,
    "empty text": [{"type": "section", "text": _text(0)}],
    "too long": [{"type": "section", "text": _text(3_000)}] * 5,
}


@pytest.mark.parametrize("name", BAD)
def test_control_the_lint_refuses(name: str) -> None:
    assert lint(BAD[name])


def test_evil_counts() -> None:
    assert characters([{"type": "mrkdwn", "text": EVIL}]) == len(EVIL)
