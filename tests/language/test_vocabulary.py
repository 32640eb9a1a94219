"""The word lists: readable, without contradictions, and the same concepts in each language."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

import bot.language
from bot.language.choices import labels
from bot.language.lexicon import LANGUAGES
from bot.language.rules import RULES
from bot.language.text import fold

FOLDER = Path(bot.language.__file__).parent / "vocabulary"
FILES = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in LANGUAGES}
APART = [
    {"rerun", "cancel", "release", "kill"},
    {"hold", "release"},
    {"yes", "nope"},
    {"good", "bad"},
    {"watch", "unwatch"},
    {"running", "successful", "cancelled"},
    {"greet", "unsafe"},
]
"""Concepts of which one phrase can mean only one."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_contradicts_itself(language: str) -> None:
    concepts = FILES[language]["concepts"]
    both = [
        (one, other, sorted(set(concepts.get(one, ())) & set(concepts.get(other, ()))))
        for group in APART
        for one, other in combinations(sorted(group), 2)
    ]
    assert [row for row in both if row[2]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_folded_and_once_in_their_list(language: str) -> None:
    for concept, phrases in FILES[language]["concepts"].items():
        assert len(set(phrases)) == len(phrases), concept
        unfolded = [p for p in phrases if fold(p.replace("JOB", "job")) != p.replace("JOB", "job")]
        assert unfolded == [], concept


def test_orders_and_safety_are_told_in_every_language() -> None:
    needed = {"rerun", "cancel", "hold", "release", "kill", "submit", "not", "howto", "secret", "bypass", "injection"}
    assert all(needed <= FILES[language]["concepts"].keys() for language in LANGUAGES)


def test_every_mark_of_a_rule_exists() -> None:
    known = {concept for file in FILES.values() for concept in file["concepts"]}
    marks = {mark for rule in RULES for mark in (*(m for need in rule.needs for m in need), *rule.refuses)}
    assert {mark for mark in marks if mark.islower()} - known == set()


def test_shorthand_stands_for_words() -> None:
    short = tomllib.loads((FOLDER / "shorthand.toml").read_text("utf-8"))
    assert short.keys() <= set(LANGUAGES)
    for words in short.values():
        assert all(re.fullmatch(r"[a-z'-]+", fold(word)) and meant == fold(meant) for word, meant in words.items())


def test_buttons_say_the_same_in_every_language() -> None:
    names = {language: set(said) for language, said in labels().items()}
    assert names["en"] == names["pt"] == names["es"], json.dumps({k: sorted(v) for k, v in names.items()})
