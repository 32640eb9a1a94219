"""Which engine a text names: `failed jobs on test`, `no ambiente de teste`, `@test`, `use test`, `no, the prod one`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.language.reasons import parted
from bot.language.text import fold

_NOUN = r"(?:engine|environment|env|ambiente|entorno|motor)"
_THE = r"(?:(?:the|our|o|a|el|la|nosso|nuestro)\s+)?"
_ON = r"(?:on|in|at|against|em|no|na|en)"
_OF = r"(?:on|in|at|against|of|from|for|em|no|na|en|de|do|da|del)"
_THINGS = "jobs?|runs?|failures?|errors?|streams?|modes?|modo|data|phase|cases?"
"""What `no test jobs` and `in test mode` are about, which is no engine."""
_USE = (
    r"\s*(?:(?:ok|please|now|agora|ahora|por favor)[\s,]+)*(?:use|switch to|change to|go to|work (?:on|in|with)|talk to"
    r"|(?:mud[ae]r?|troc[ae]r?|vai) (?:para|pra|pro)|us[ae]r?|cambia(?:r)? a|pasa(?:r)? a)\s+"
)
_END = r"(?![\w#.@-]*[\w#@])"
"""Nothing of a name goes on."""
LONGEST = 300
"""Characters: a longer text is pasted, and what stands in it names nothing."""
_NO_NAME = frozenset(
    [
        "the",
        "o",
        "a",
        "de",
        "do",
        "da",
        "el",
        "whole",
        "entire",
        "same",
        "this",
        "that",
        "current",
        "atual",
        "todo",
        "inteiro",
        "mesmo",
        "actual",
        "linux",
        "windows",
        "unix",
        "batch",
    ]
)
_LEFT = re.compile(
    r"(?:no|nope|nao|not|sorry|i meant?|era|quis dizer|digo|and|e|y|what about|now|agora|o|a|the|,|\.|!|\?|\s)*"
)


@dataclass(frozen=True, slots=True)
class Named:
    """The engine of a text, and the text without it."""

    engine: str
    rest: str
    known: bool = True
    use: bool = False
    """Whether the thread shall stay with it."""
    alone: bool = False
    """Whether nothing else is said: `and on test?`, `no, the prod one`."""


def named(text: str, names: tuple[str, ...], *, command: bool = False, jobs: Collection[str] = ()) -> Named | None:
    """The engine that the text names; None where it names none. What is one of the `jobs` is no engine's name."""
    if len(text) > LONGEST:
        return None
    folded, words = fold(text), _words(names)
    if match := _using(names).fullmatch(folded):
        said = match["word"] or match["any"] or match["other"]
        return Named(words.get(said, said), "", said in words, use=True)
    for pattern in _patterns(names) if names else ():
        if match := pattern.search(folded):
            return _cut(text, match, words[match["word"]])
    found = _unknown(text, folded, words, command) if names else None
    return None if found and found.engine.upper() in jobs else found


def _cut(text: str, match: re.Match[str], engine: str, *, known: bool = True) -> Named:
    rest = " ".join((text[: match.start()] + " " + text[match.end() :]).split())
    return Named(engine, rest, known, alone=bool(_LEFT.fullmatch(fold(rest))))


def _unknown(text: str, folded: str, words: dict[str, str], command: bool) -> Named | None:
    """What a reason names is not what is asked of."""
    asked = parted(folded, folded)[0]
    match = _UNKNOWN.search(asked) or _elsewhere().search(asked) or (_AT.search(asked) if command else None)
    said = next((word for word in match.groups() if word), "") if match else ""
    if match is None or said in words or said in _NO_NAME:
        return None
    return _cut(text, match, said, known=False)


_UNKNOWN = re.compile(
    rf"\b{_ON}\s+{_THE}(?:{_NOUN}\s+(?:(?:de|do|da|of)\s+)?([\w-]{{2,40}})|([\w-]{{2,40}})\s+{_NOUN})\b"
)
_AT = re.compile(r"(?<!\S)@([a-z][\w-]{1,39})\s*\Z")


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, list[Any]]:
    path = Path(__file__).parent / "vocabulary" / "engines.toml"
    return tomllib.loads(path.read_text("utf-8"))


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, _vocabulary()["groups"]))


@lru_cache(maxsize=1)
def _usual() -> str:
    """What engines are usually called, where no noun says that it is one."""
    words = {word for group in _groups() for word in group} - set(_vocabulary()["ordinary"])
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _elsewhere() -> re.Pattern[str]:
    """`on uat`, `em dev`, `@qa`."""
    return re.compile(
        rf"\b{_ON}\s+{_THE}({_usual()})(?:\s+(?:plan|{_NOUN}))?{_END}(?!\s+(?:{_THINGS})\b)"
        rf"|(?<!\S)@({_usual()})\s*\Z"
    )


@lru_cache(maxsize=8)
def _words(names: tuple[str, ...]) -> dict[str, str]:
    """Every way to say each engine; without any engine, the usual ones."""
    found = {fold(name): name for name in names or (group[0] for group in _groups())}
    for name in list(found):
        group = next((g for g in _groups() if name in g), ())
        found |= {word: found[name] for word in group if word not in found}
    return found


def _any(names: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(_words(names), key=len, reverse=True))


@lru_cache(maxsize=8)
def _using(names: tuple[str, ...]) -> re.Pattern[str]:
    plain = rf"(?:(?P<word>{_any(names)})|(?P<other>{_usual()}))(?:\s+{_NOUN})?"
    other = rf"(?:{_NOUN}\s+(?:(?:de|do|da|of)\s+)?(?P<any>[\w-]{{2,40}}))"
    return re.compile(rf"{_USE}{_THE}(?:{_NOUN}\s+(?:(?:de|do|da|of)\s+)?)?(?:{plain}|{other})\s*[.!]?\s*")


@lru_cache(maxsize=8)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    word, end = rf"(?P<word>{_any(names)})", _END
    found = [
        rf"(?<!\S)@{word}\s*\Z",
        rf"\b{_OF}\s+{_THE}{_NOUN}\s+(?:(?:de|do|da|of)\s+)?{word}{end}",
        rf"\b{_ON}\s+{_THE}{word}(?:\s+(?:{_NOUN}|plan))?{end}",
    ]
    if len(names) > 1:
        found += [
            rf"\bthe\s+{word}\s+(?:ones?|{_NOUN})\b",
            rf"\b(?:o|a|os|as|el|la)\s+(?:d[eoa]|del|em|en)\s+{word}{end}",
            rf"\A\W*(?:and|e|y)\s+(?:{_ON}\s+)?{_THE}{word}\W*\Z",
        ]
    return tuple(map(re.compile, found))
