"""Orders that are spoken of and not given: reports of one, wishes with a `but`, plans, and what is put off.

Names stand as `JOB` in what is read here, and stops as they were written. The words are in `vocabulary/withheld.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.language.entities import Entities
from bot.language.lexicon import Hit
from bot.language.text import Word

_WITH_ACCENT = {"nós": "nosotros"}
"""What folding would make another word of."""
_OF_NAMES = frozenset(["job", "stream", "ws"])
_DONE = "[✅✔☑]"


@dataclass(frozen=True, slots=True)
class Patterns:
    report: re.Pattern[str]
    """`rerun do X rodou liso`"""
    tells: re.Pattern[str]
    """`rerun X ended ok`, which may be an order and its reason"""
    asked: re.Pattern[str]
    """`sobe que horas o X`"""
    out: re.Pattern[str]
    wishing: re.Pattern[str]
    but: re.Pattern[str]
    plans: re.Pattern[str]
    """`a gente solta o X`, up to the verb"""
    lets: re.Pattern[str]
    later: re.Pattern[str]
    waiting: re.Pattern[str]


def withheld(found: Entities, verb: Hit) -> bool:
    """Whether the words around the verb only speak of the order: `rerun do X rodou liso`, `a gente solta o X`."""
    said, read = _said(found), _patterns()
    before, after = " ".join(said[: verb.first]), " ".join(said[verb.first :]).lstrip(",.;: ")
    if read.report.match(after) or read.asked.match(after) or read.plans.search(before) or read.out.search(after):
        return True
    return bool(read.lets.search(before) and read.later.search(after))


def is_held_back(folded: str, found: Entities, verb: Hit) -> bool:
    """Whether it may be no order, so that it is asked: a wish with a `but`, one that waits for a word, a report."""
    said, read = _said(found), _patterns()
    before, whole = " ".join(said[: verb.last]), " ".join(said)
    if read.wishing.search(before) and read.but.search(whole, len(before)):
        return True
    tells = read.tells.search(whole) and not folded.rstrip().endswith("?")
    return bool(tells or read.waiting.search(whole))


def reports(found: Entities) -> bool:
    """Whether the text tells how the order that its noun names went, wherever it stands."""
    return bool(_patterns().report.search(" ".join(_said(found))))


def _said(found: Entities) -> list[str]:
    """For each word how it is read here: folded, names and times masked, with the stop before it."""
    marks = found.marks
    return [_masked(word, marks[at], marks[at - 1] if at else "") for at, word in enumerate(found.words)]


def _masked(word: Word, mark: str, before: str) -> str:
    if mark == "time" and before == "time":
        return ""
    said = "JOB" if mark in _OF_NAMES else "TIME" if mark == "time" else _WITH_ACCENT.get(word.raw.lower(), word.fold)
    stop = next((sign for sign in word.gap if sign in ",.;:!?\n"), "")
    return f"{stop} {said}" if stop else said


@lru_cache(maxsize=1)
def _patterns() -> Patterns:
    path = Path(__file__).parent / "vocabulary" / "withheld.toml"
    words = {name: _any(row) for name, row in tomllib.loads(path.read_text("utf-8")).items()}
    name = rf"(?:{words['articles']} +)*JOB"
    then = rf" +(?:{words['adverbs']} +)*"
    went = rf"(?:{words['ended']}|(?!{words['asked_for']}){words['forms']})(?!\w)"
    goes = rf"{words['goes']}(?!\w)(?! +{words['needed']})"
    noun = rf"(?<!\w){words['nouns']} +"
    texts = {
        "report": rf"{noun}{words['of']} +{name}{then}(?:{went}|{goes})|{noun}(?:feito|hecho|done)(?!\w)",
        "tells": rf"(?!{words['no_nouns']} ){noun}(?:on +)?{name}(?: :)?{then}(?:{went}|{_DONE})",
        "asked": rf"\w+ +{words['when']}(?!\w)|para +{name}[ ,]+{words['asking']}(?!\w)",
        "plans": rf"(?<!\w){words['planners']}(?:(?: +{words['between']})*|[^,.;!?]* (?:and|e|y))\Z",
        "lets": rf"(?<!\w){words['lets']}\Z",
        **{each: rf"(?<!\w){words[each]}(?!\w)" for each in ("out", "wishing", "but", "later", "waiting")},
    }
    return Patterns(**{each: re.compile(text) for each, text in texts.items()})


def _any(row: str) -> str:
    """One pattern of a row of words."""
    every = (re.escape(word.strip()).replace(r"\*", r"\w*") for word in row.split(","))
    return f"(?:{'|'.join(every)})"
