"""Each kind of block as HTML, against goldens. Write them anew with UPDATE_GOLDENS=1."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from adapters.web.plain import plain
from adapters.web.render import render
from bot.reply import (
    Ask,
    Block,
    Button,
    Buttons,
    Chart,
    Facts,
    Field,
    Heading,
    Log,
    Note,
    Progress,
    Reply,
    Table,
    Text,
    Tone,
)

GOLDENS = Path(__file__).parent / "goldens"
SAMPLES: dict[str, Block] = {
    "heading": Heading("2 jobs abended", Tone.BAD),
    "text": Text("Both failed on the same file.\nNothing was rerun.", Tone.WARN),
    "facts": Facts((("Status", "ABEND"), ("Return code", "12"))),
    "table": Table(
        "Failed jobs", ("Job", "Status"), (("PAYROLL_A", "ABEND"), ("PAYROLL_B", "SUCC")), (Tone.BAD, Tone.GOOD)
    ),
    "log": Log("Log of PAYROLL_A", ("STEP010 start", "IEF450I <ABEND> S0C7"), first_line=41),
    "buttons": Buttons(
        (
            Button("Rerun", "rerun:1", "primary", "Rerun PAYROLL_A"),
            Button("Cancel", "cancel:1", "danger", "Stop PAYROLL_A"),
            Button("More", "more:1"),
        )
    ),
    "ask": Ask(
        (
            Field("reason", "Why?", "", "Goes to the audit trail", longest=200),
            Field("text", "What fixed it?", "Purge <it>", long=True, longest=4000),
        ),
        (Button("Send", "send:1", "primary"), Button("Withdraw", "withdraw:1", "danger", "Withdraw the order")),
    ),
    "progress": Progress("Plan of today", 30, 120),
    "chart": Chart("Failures by hour", (("08:00", 12), ("09:00", 3.5)), "jobs"),
    "note": Note("From the live plan, 09:00"),
}
HOSTILE = ("<script>alert(1)</script>", '"onmouseover="alert(1)', "'><img src=x onerror=alert(1)>", "&lt;b&gt;")


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_looks_like_its_golden(kind: str) -> None:
    drawn = render(Reply((SAMPLES[kind],), language="pt-BR" if kind == "chart" else "en")) + "\n"
    golden = GOLDENS / f"{kind}.html"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


def hostile_blocks(text: str) -> tuple[Block, ...]:
    """Every text field of every kind."""
    return (
        Heading(text, Tone.BAD),
        Text(text),
        Facts(((text, text),)),
        Table(text, (text,), ((text, text),), (Tone.WARN,)),
        Log(text, (text,)),
        Buttons((Button(text, text, text, text),)),
        Ask(
            (Field(text, text, text, text), Field(text, text, text, text, long=True)), (Button(text, text, text, text),)
        ),
        Progress(text, 1, 2),
        Chart(text, ((text, 1.0),), text),
        Note(text),
    )


class Elements(HTMLParser):
    """What a browser would make of it: element and attribute names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_live(text: str) -> None:
    calm = Elements(render(Reply(hostile_blocks("calm"), language="en", error_id="calm")))
    drawn = Elements(render(Reply(hostile_blocks(text), language=text, error_id=text)))
    assert drawn.tags == calm.tags
    assert drawn.attributes == calm.attributes
    assert text in "".join(drawn.words)


def test_tone_is_told_by_class_mark_and_word() -> None:
    drawn = render(Reply((Heading("abended", Tone.BAD),), language="pt-BR"))
    assert 'class="tone-bad"' in drawn
    assert 'aria-label="problema">✕' in drawn


def test_language_of_the_reply_is_that_of_the_card() -> None:
    assert render(Reply((Text("olá"),), language="pt-BR")).startswith('<article class="card" lang="pt-BR">')


def test_spoken_label_holds_the_visible_one() -> None:
    drawn = render(Reply((SAMPLES["buttons"],)))
    assert 'aria-label="Rerun PAYROLL_A"' in drawn
    assert 'aria-label="Cancel: Stop PAYROLL_A"' in drawn


@pytest.mark.parametrize(("done", "total", "shown"), [(0, 0, "0 / 0 (0%)"), (5, 3, "5 / 3 (100%)"), (-1, 4, "(0%)")])
def test_odd_progress_is_still_drawn(done: int, total: int, shown: str) -> None:
    assert shown in render(Reply((Progress("p", done, total),)))


def test_chart_of_nothing_or_zeros_is_drawn() -> None:
    assert "<caption>none</caption>" in render(Reply((Chart("none", ()),)))
    assert 'width="0.0"' in render(Reply((Chart("zero", (("a", 0.0),)),), language="xx-nowhere"))


def test_short_tones_and_empty_rows_are_fine() -> None:
    drawn = render(Reply((Table("t", ("a",), (("1",), (), ("3",)), (Tone.GOOD,)),)))
    assert drawn.count("<tr") == 4


def test_picked_lines_have_no_numbers() -> None:
    reply = Reply((Log("Evidence", ("45: write error",), 0),))
    assert "data-line" not in render(reply) and "\n45: write error" in plain(reply)


def test_plain_text_holds_every_kind() -> None:
    text = plain(Reply(tuple(SAMPLES.values())))
    for words in ("✕ 2 jobs abended", "Return code: 12", "PAYROLL_B | SUCC", "   42  IEF450I <ABEND>", "30 / 120"):
        assert words in text
    assert "[Rerun] [Cancel] [More]" in text
    assert "09:00: 3.5 jobs" in text
