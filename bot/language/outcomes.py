"""How a job ended, when a person tells it: `confirm PAY01 as successful`, `PAY01;abend`."""

from __future__ import annotations

import re

from bot.language.entities import Entities

_JOB = r"(?:(?:the|job|task|o|a|el|la|trabajo) )*(?:JOB|it|this|that|ele|ela|isso|este|esse)(?: job)?"
_GOOD = r"(?:succ|success\w*|sucesso|exito|bem[- ]sucedid\w+)"
_BAD = r"(?:abend\w*|failed|failure|falha|falho\w*|falhou|fallido|error|erro)"
_LOOSELY = rf"(?P<good2>{_GOOD}|succeeded|ok|done|completed?|finished|conclui\w+|terminad\w+)|(?P<bad2>{_BAD})"
_STATED = re.compile(
    rf"{_JOB} (?:(?:as|como|to|para|com|with) (?:(?:a|an|um|uma|being|state|status|estado) )*(?:{_LOOSELY})"
    rf"|(?P<good>{_GOOD})|(?P<bad>abend))(?![\w])(?! (?:if|se|when|quando|\?))"
)
_OPEN = re.compile(rf"{_JOB}(?: (?:please|now|por favor|agora))?\Z")


def stated(found: Entities, first: int) -> bool | None:
    """Whether it ended well, by the words from `first` on; None where they do not say."""
    match = _STATED.match(_masked(found, first))
    return bool(match["good"] or match["good2"]) if match else None


def left_open(found: Entities, first: int) -> bool:
    """Whether only the job is named: `confirm PAY01`."""
    return bool(_OPEN.match(_masked(found, first)))


def _masked(found: Entities, first: int) -> str:
    pairs = zip(found.words[first:], found.marks[first:], strict=True)
    return " ".join("JOB" if mark == "job" else word.fold for word, mark in pairs)
