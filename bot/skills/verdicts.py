"""The auditor's reasons in the reader's language: they are kept in English, sentence by sentence of a known form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

from bot.words import Words, catalogue

_GROUP = "verdict."


def told(reason: str, words: Words) -> str:
    """A reason of no known form, such as a model's, stays as it is."""
    for name, pattern in _forms().items():
        if found := pattern.fullmatch(reason):
            return words("verdict." + name, **found.groupdict())
    return reason


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    known = ((key.removeprefix(_GROUP), text) for key, text in catalogue("en").items() if key.startswith(_GROUP))
    return {name: _form(text) for name, text in known}


def _form(text: str) -> re.Pattern[str]:
    parts = (f"{re.escape(said)}{f'(?P<{name}>.+)' if name else ''}" for said, name, _, _ in Formatter().parse(text))
    return re.compile("".join(parts), re.DOTALL)
