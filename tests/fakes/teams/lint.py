"""The rules of Adaptive Cards 1.5 as Teams takes them (adaptivecards.io/explorer); breaches are told in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from adapters.teams import limits

Json = dict[str, Any]
_LOOK = {"type", "spacing", "separator", "height", "id", "isVisible", "fallback", "requires"}
_TEXT = {"text", "color", "fontType", "isSubtle", "size", "weight"}
_BOX = {"items", "style", "bleed", "minHeight", "selectAction", "verticalContentAlignment"}
_INPUT = {"label", "isRequired", "errorMessage", "value", "placeholder", "maxLength", "isMultiline", "style", "regex"}
_ACTION = {"type", "title", "id", "iconUrl", "style", "tooltip", "fallback", "isEnabled", "mode", "requires"}

ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "TextBlock": ({"text"}, _LOOK | _TEXT | {"wrap", "maxLines", "horizontalAlignment", "style"}),
    "RichTextBlock": ({"inlines"}, _LOOK | {"inlines", "horizontalAlignment"}),
    "FactSet": ({"facts"}, _LOOK | {"facts"}),
    "Container": ({"items"}, _LOOK | _BOX),
    "ActionSet": ({"actions"}, _LOOK | {"actions"}),
    "Table": (
        {"columns", "rows"},
        _LOOK | {"columns", "rows", "firstRowAsHeader", "showGridLines", "gridStyle", "horizontalCellContentAlignment"},
    ),
    "TableRow": ({"cells"}, {"type", "cells", "style"}),
    "TableCell": ({"items"}, _LOOK | _BOX),
    "Input.Text": ({"id", "label"}, _LOOK | _INPUT),
}
INLINES = {"TextRun": ({"text"}, _TEXT | {"type", "highlight", "italic", "strikethrough", "underline"})}
ACTIONS = {"Action.Execute": ({"title", "verb"}, _ACTION | {"verb", "data", "associatedInputs"})}
CHOICES = {
    "color": {"default", "dark", "light", "accent", "good", "warning", "attention"},
    "size": {"Small", "Default", "Medium", "Large", "ExtraLarge"},
    "weight": {"Lighter", "Default", "Bolder"},
    "fontType": {"Default", "Monospace"},
    "spacing": {"None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding"},
    "associatedInputs": {"auto", "none"},
}
STYLES = {
    "TextBlock": {"default", "heading", "columnHeader"},
    "Container": {"default", "emphasis", "good", "attention", "warning", "accent"},
    "TableRow": {"default", "emphasis", "good", "attention", "warning", "accent"},
    "Action.Execute": {"default", "positive", "destructive"},
}
_CARD = {"type", "$schema", "version", "body", "actions", "fallbackText", "lang", "speak", "msteams", "refresh"}


def problems(card: object) -> list[str]:
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return ["not an Adaptive Card"]
    size = len(json.dumps(card, separators=(",", ":")))
    found = [f"{size} bytes"] if size > limits.CARD_BYTES else []
    if card.get("version") not in ("1.2", "1.3", "1.4", "1.5"):
        found.append(f"version {card.get('version')}")
    found += [f"unknown {name} of the card" for name in card.keys() - _CARD]
    body = card.get("body")
    if not isinstance(body, list) or not body:
        return [*found, "a card with nothing in it"]
    return [*found, *_all(body, ELEMENTS), *_same_ids(body)]


def _all(parts: object, known: dict[str, tuple[set[str], set[str]]]) -> Iterator[str]:
    if not isinstance(parts, list) or not parts:
        yield "an empty list"
        return
    for part in parts:
        yield from _one(part, known)


def _one(part: object, known: dict[str, tuple[set[str], set[str]]]) -> Iterator[str]:
    kind = part.get("type") if isinstance(part, dict) else None
    if not isinstance(part, dict) or kind not in known:
        yield f"unknown type {kind}"
        return
    needed, allowed = known[kind]
    yield from (f"{kind} without {name}" for name in needed - part.keys())
    yield from (f"{kind} with unknown {name}" for name in part.keys() - allowed)
    yield from _choices(kind, part)
    yield from _inside(kind, part)


def _choices(kind: str, part: Json) -> Iterator[str]:
    for name, values in CHOICES.items():
        if name in part and part[name] not in values:
            yield f"{kind} with {name} {part[name]}"
    if kind in STYLES and part.get("style", "default") not in STYLES[kind]:
        yield f"{kind} with style {part['style']}"
    texts = ("text", "title", "label", "value", "placeholder", "tooltip")
    yield from (f"{kind} with an empty {name}" for name in texts if name in part and not part[name])


def _inside(kind: str, part: Json) -> Iterator[str]:
    if kind in ("Container", "TableCell"):
        yield from _all(part.get("items"), ELEMENTS)
    elif kind == "RichTextBlock":
        yield from _all(part.get("inlines"), INLINES)
    elif kind == "FactSet":
        yield from (f"bad fact {each}" for each in part["facts"] if not (each.get("title") and each.get("value")))
    elif kind == "Table":
        yield from _table(part)
    elif kind == "ActionSet":
        yield from _all(part.get("actions"), ACTIONS)
        if len(part["actions"]) > limits.ACTIONS:
            yield f"{len(part['actions'])} actions in one set"
    elif kind == "Action.Execute" and not isinstance(part.get("data", {}), dict):
        yield "data that is no object"


def _table(part: Json) -> Iterator[str]:
    yield from _all(part["rows"], {"TableRow": ELEMENTS["TableRow"]})
    for row in part["rows"]:
        if len(row["cells"]) != len(part["columns"]):
            yield "a row of another length"
        yield from _all(row["cells"], {"TableCell": ELEMENTS["TableCell"]})


def _same_ids(body: list[Any]) -> Iterator[str]:
    ids = [part["id"] for part in body if isinstance(part, dict) and "id" in part]
    yield from (f"id {each} twice" for each in {each for each in ids if ids.count(each) > 1})
