"""A reply as one Adaptive Card: pure, within Teams' limits, and saying what it had to cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.teams import limits, parts
from adapters.teams.elements import Json, note, size
from adapters.teams.grid import table
from adapters.teams.phrases import say
from adapters.teams.words import cut, one_line
from bot.reply import Ask, Buttons, Chart, Facts, Heading, Log, Note, Progress, Reply, Table, Text

_PARTS: dict[type, Callable[[Any, str], list[Json]]] = {
    Heading: parts.heading,
    Text: parts.text,
    Facts: parts.facts,
    Table: table,
    Log: parts.log,
    Buttons: parts.buttons,
    Ask: parts.ask,
    Progress: parts.progress,
    Chart: parts.chart,
    Note: parts.note,
}
_FIRST = ("ActionSet", "Input.Text")
"""What to press and to fill in outlives a cut; then the parts in reading order."""
_SPARE = 300


@dataclass(frozen=True, slots=True)
class Message:
    """`summary` is what notifications show and screen readers hear first."""

    summary: str
    card: Json
    language: str = "en"


def render(reply: Reply) -> Message:
    summary = cut(one_line(reply.summary), limits.SUMMARY) or say("answer", reply.language)
    body = [element for block in reply.blocks for element in _PARTS[type(block)](block, reply.language)]
    return Message(summary, _within(body, summary, reply.language), reply.language)


def words(text: str, language: str) -> Message:
    """A short text of the adapter itself."""
    return render(Reply((Text(text),), language=language))


def _within(body: list[Json], summary: str, language: str) -> Json:
    whole = _card(body, summary, language)
    if size(whole) <= limits.CARD_BYTES:
        return whole
    room = limits.CARD_BYTES - size(_card([], summary, language)) - _SPARE
    return _card(_shown(body, room, language), summary, language)


def _shown(body: list[Json], room: int, language: str) -> list[Json]:
    """What fits, in its order, and a line where the first part is missing."""
    order = sorted(range(len(body)), key=lambda at: (body[at]["type"] not in _FIRST, at))
    kept: set[int] = set()
    for at in order:
        need = size(body[at]) + 1
        if need <= room:
            room -= need
            kept.add(at)
    gap = next(at for at in range(len(body)) if at not in kept)
    line = note(say("parts", language, len(body) - len(kept)))
    before = [body[at] for at in range(gap) if at in kept]
    return [*before, line, *(body[at] for at in range(gap, len(body)) if at in kept)]


def _card(body: list[Json], summary: str, language: str) -> Json:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": limits.CARD_VERSION,
        "lang": language,
        "fallbackText": summary,
        "speak": summary,
        "msteams": {"width": "Full"},
        "body": body or [note(summary)],
    }
