"""Whatever is typed, reading it is quick, pure and never fails."""

from __future__ import annotations

import random
from dataclasses import replace
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import recognise
from bot.language.explaining import explain
from bot.language.lexicon import LANGUAGES
from bot.language.scene import Scene
from bot.recognition import Recognition
from tests.language.scoring import COMMANDS, SITUATION, cases

LONGEST_SECONDS = 10
"""Of processor time for one text, thousands of times what one costs: only a runaway pattern takes so long."""
TEXTS = [case.text for case in cases()]
WORDS = sorted({word for text in TEXTS for word in text.split()})
recognise("warm up", SITUATION)
ODD = ["\0", "\ud800", "é" * 40, "#@.@", "@", "((((", "٣", "İ", "ﬁ", "🔥", "\u202e", "a" * 200, "1:" * 50, "'" * 30]


def read(text: str, *, command: bool = False) -> Recognition:
    began = thread_time()
    found = recognise(text, SITUATION, command=command)
    assert thread_time() - began < LONGEST_SECONDS
    assert 0 <= found.confidence <= 1
    assert found.language in LANGUAGES
    return found


@given(st.text(max_size=3_000), st.booleans())
def test_any_text(text: str, command: bool) -> None:
    read(text, command=command)


@given(st.lists(st.sampled_from(WORDS + ODD), max_size=300), st.sampled_from([" ", "\n", ", ", "? "]))
@settings(max_examples=60)
def test_any_heap_of_real_words(heap: list[str], joint: str) -> None:
    read(joint.join(heap))


@pytest.mark.parametrize(
    "unit",
    [
        *("a ", "de ", "0", "e ", "PAY01 ", "not ", "no ", "last 4 ", "@#", "\n> ", '"x ', "log: ", "é"),
        *("\n", "\t", "\r\n", "\xa0", "  a", "(1 ", "1:", "11/", "2026-", "prompt 1 ", "please ", "ask the log\n"),
    ],
)
@pytest.mark.parametrize("opening", ["", "remember: ", "kill PAY01 ", "ask the log analyst ", "status of PAY01 since "])
@pytest.mark.parametrize("length", [2_000, 1_000_000])
def test_much_of_the_same(opening: str, unit: str, length: int) -> None:
    read(opening + unit * (length // len(unit)))


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
@settings(max_examples=50)
def test_reading_is_a_pure_function(text: str, before: str) -> None:
    situation = replace(SITUATION, earlier=(before,))
    first = recognise(text, situation)
    recognise(before, SITUATION)
    assert recognise(text, situation) == first
    assert explain(text, situation).recognition == first


@given(st.sampled_from(TEXTS))
@settings(max_examples=50)
def test_no_quotation_is_an_order(text: str) -> None:
    quoted = text.replace('"', " ").replace("\n", " ")
    assert read(f'the mail says: "{quoted}"').intent not in COMMANDS


def test_words_in_any_order_make_no_order_out_of_questions() -> None:
    """A question that is shuffled may become nonsense; where no verb of an order is in it, it is never one."""
    shuffle, scene = random.Random(7).shuffle, Scene.of(SITUATION)
    verbs = COMMANDS | {"put", "mark", "confirm", "yes", "nope"}
    for text in TEXTS:
        words = text.lower().split()
        shuffle(words)
        mixed = " ".join(words)
        if not scene.hear(mixed).read.has(*verbs, "prompt"):
            assert read(mixed).intent not in COMMANDS
