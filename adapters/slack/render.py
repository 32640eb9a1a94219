"""A reply as one Slack message: pure, within Slack's limits, and saying what it had to cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits, parts
from adapters.slack.elements import Json, characters, context
from adapters.slack.phrases import say
from adapters.slack.tables import table
from adapters.slack.words import cut, cut_escaped
from bot.reply import Ask, Block, Buttons, Chart, Facts, Heading, Log, Note, Progress, Reply, Table, Text

_PARTS: dict[type, Callable[[Any, str], list[Json]]] = {
    Heading: parts.heading,
    Text: parts.text,
    Facts: parts.facts,
    Log: parts.log,
    Buttons: parts.buttons,
    Ask: parts.ask,
    Progress: parts.progress,
    Chart: parts.chart,
    Note: parts.note,
}
_KEPT = ("actions", "input", "context")
"""What to press or fill in and where the facts are from outlive a cut of the middle."""
_KEPT_MOST = limits.INPUTS + 8
_SPARE = 200


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is what notifications show and screen readers say: docs.slack.dev/messaging#accessibility."""

    text: str
    blocks: list[Json]


def render(reply: Reply) -> Message:
    blocks: list[Json] = []
    for part in reply.blocks:
        blocks += _part(part, blocks, reply.language)
    return Message(_summary(reply), _stable(fit(blocks, reply.language)))


def _part(part: Block, before: list[Json], language: str) -> list[Json]:
    if isinstance(part, Table):
        tables = sum(block["type"] == "table" for block in before)
        return table(part, language, first=tables < limits.TABLES)
    return _PARTS[type(part)](part, language)


def _summary(reply: Reply) -> str:
    line = " ".join(reply.summary.split()) or say("answer", reply.language)
    return cut_escaped(cut(line, limits.SUMMARY), limits.SUMMARY)


def fit(blocks: list[Json], language: str) -> list[Json]:
    """Leave out what is over 50 blocks or 12,000 characters, from the end of the middle, and say so."""
    room, places = limits.MESSAGE_CHARACTERS, limits.BLOCKS
    if characters(blocks) <= room and len(blocks) <= places:
        return blocks
    last = [block for block in blocks if block["type"] in _KEPT][-_KEPT_MOST:]
    room -= characters(last) + _SPARE
    places -= len(last) + 1
    shown, left = _shown(blocks, [id(block) for block in last], room, places)
    at = next((i for i, block in enumerate(shown) if block is last[0]), len(shown)) if last else len(shown)
    return [*shown[:at], context(say("parts", language, left)), *shown[at:]]


def _shown(blocks: list[Json], kept: list[int], room: int, places: int) -> tuple[list[Json], int]:
    shown, left = [], 0
    for block in blocks:
        if id(block) in kept:
            shown.append(block)
            continue
        room, places = room - characters(block), places - 1
        if room >= 0 and places >= 0:
            shown.append(block)
        else:
            left += 1
    return shown, left


def _stable(blocks: list[Json]) -> list[Json]:
    """action_ids count through the message, so that two rows of buttons never share one."""
    elements = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    for at, element in enumerate(elements):
        element["action_id"] = f"{element['action_id'].partition(':')[0]}:{at}"
    return _each_input_once(blocks)


def _each_input_once(blocks: list[Json]) -> list[Json]:
    """A field asked for by two forms of one message is one field: its value goes with either's buttons."""
    first = {block["block_id"]: block for block in reversed(blocks) if "block_id" in block}
    return [block for block in blocks if first.get(block.get("block_id", ""), block) is block]
