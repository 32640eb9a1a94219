"""Refuses blocks that Slack would refuse. Figures of PyPI slackblocks 3.0.0, whose authors asked blocks.validate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from slackblocks import _limits as probed
from slackblocks._surfaces import _BLOCK_TYPES_BY_SURFACE as SURFACES

from adapters.slack import limits

Json = dict[str, Any]

LENGTHS = {
    ("section", "text"): probed.SECTION_TEXT_MAX_LENGTH,
    ("header", "text"): probed.HEADER_TEXT_MAX_LENGTH,
    ("button", "text"): probed.BUTTON_TEXT_MAX_LENGTH,
    ("button", "value"): probed.BUTTON_VALUE_MAX_LENGTH,
    ("button", "accessibility_label"): probed.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH,
    ("input", "label"): probed.INPUT_LABEL_MAX_LENGTH,
    ("input", "hint"): probed.INPUT_HINT_MAX_LENGTH,
    ("plain_text_input", "placeholder"): probed.PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH,
    ("*", "action_id"): probed.ACTION_ID_MAX_LENGTH,
    ("*", "block_id"): probed.BLOCK_ID_MAX_LENGTH,
}
COUNTS = {
    ("section", "fields"): probed.SECTION_FIELDS_MAX_ITEMS,
    ("actions", "elements"): probed.ACTIONS_ELEMENTS_MAX_ITEMS,
    ("context", "elements"): probed.CONTEXT_ELEMENTS_MAX_ITEMS,
    ("table", "rows"): probed.TABLE_ROWS_MAX_ITEMS,
    ("table", "column_settings"): probed.TABLE_COLUMN_SETTINGS_MAX_ITEMS,
}
NEEDED = {
    "header": ("text",),
    "actions": ("elements",),
    "context": ("elements",),
    "table": ("rows",),
    "button": ("text", "action_id"),
    "rich_text": ("elements",),
    "image": ("alt_text",),
    "input": ("label", "element", "block_id"),
    "plain_text_input": ("action_id",),
}
PLAIN = {
    ("header", "text"),
    ("button", "text"),
    ("input", "label"),
    ("input", "hint"),
    ("plain_text_input", "placeholder"),
}
ALLOWED = {
    "header": {"type", "text", "block_id"},
    "section": {"type", "text", "fields", "accessory", "block_id", "expand"},
    "context": {"type", "elements", "block_id"},
    "actions": {"type", "elements", "block_id"},
    "button": {"type", "text", "action_id", "value", "url", "style", "confirm", "accessibility_label"},
    "table": {"type", "rows", "column_settings", "block_id"},
    "input": {"type", "label", "element", "hint", "optional", "dispatch_action", "block_id"},
    "plain_text_input": {
        "type",
        "action_id",
        "initial_value",
        "multiline",
        "min_length",
        "max_length",
        "placeholder",
        "focus_on_load",
        "dispatch_action_config",
    },
    "mrkdwn": {"type", "text", "verbatim"},
    "plain_text": {"type", "text", "emoji"},
    "raw_text": {"type", "text"},
}


def lint(blocks: list[Json], surface: str = "message") -> list[str]:
    """Problems, each with its path; none for blocks that may be sent."""
    most = limits.BLOCKS if surface == "message" else probed.VIEW_BLOCKS_MAX_ITEMS
    found = [f"{len(blocks)} blocks, limit {most}"] if len(blocks) > most else []
    for at, block in enumerate(blocks):
        if block.get("type") not in SURFACES[surface]:
            found.append(f"/{at}: {block.get('type')!r} is not for a {surface}")
    if sum(block.get("type") == "table" for block in blocks) > limits.TABLES:
        found.append("more than one table")
    if (size := sum(len(text) for text in texts(blocks))) > limits.MESSAGE_CHARACTERS:
        found.append(f"msg_blocks_too_long: {size} characters")
    return found + _repeated(blocks) + [f"{path}: {what}" for path, of in walk(blocks) for what in _object(of)]


def walk(of: object, path: str = "") -> Iterator[tuple[str, Json]]:
    if isinstance(of, dict):
        yield path, of
    children = of.items() if isinstance(of, dict) else enumerate(of) if isinstance(of, list) else ()
    for key, child in children:
        yield from walk(child, f"{path}/{key}")


def texts(blocks: object) -> list[str]:
    """All that stands in them, in fields too."""
    return [of[key] for _, of in walk(blocks) for key in ("text", "initial_value") if isinstance(of.get(key), str)]


def _repeated(blocks: list[Json]) -> list[str]:
    """Slack wants action_ids unique within a block; across the message too, we say, so that they are stable."""
    names = Counter((key, of[key]) for _, of in walk(blocks) for key in ("block_id", "action_id") if key in of)
    return [f"{name!r} used {times} times" for name, times in names.items() if times > 1]


def _object(of: Json) -> Iterator[str]:
    kind = str(of.get("type"))
    yield from (f"{kind} needs {key}" for key in NEEDED.get(kind, ()) if key not in of)
    yield from (f"{kind} does not know {key}" for key in of if key not in ALLOWED.get(kind, of))
    yield from _sizes(kind, of)
    if kind == "section":
        yield from _section(of)
    if kind in ("mrkdwn", "plain_text", "raw_text", "text") and not of.get("text"):
        yield f"{kind}: empty text"
    if kind == "table":
        yield from _table(of)
    if kind == "input" and (of.get("element") or {}).get("type") != "plain_text_input":
        yield "input: the adapter sends plain_text_input only"
    if kind == "plain_text_input":
        yield from _typing(of)
    if kind == "button" and of.get("style") not in (None, "primary", "danger"):
        yield "button: unknown style"


def _sizes(kind: str, of: Json) -> Iterator[str]:
    for key, value in of.items():
        if (kind, key) in PLAIN and (not isinstance(value, dict) or value.get("type") != "plain_text"):
            yield f"{key} must be plain_text"
        text = value.get("text", "") if isinstance(value, dict) else value
        most = LENGTHS.get((kind, key)) or LENGTHS.get(("*", key))
        if most and isinstance(text, str) and len(text) > most:
            yield f"{key}: {len(text)} characters, limit {most}"
        items = COUNTS.get((kind, key))
        if items and not 1 <= len(value) <= items:
            yield f"{key}: {len(value)} items, allowed 1 to {items}"


def _section(of: Json) -> Iterator[str]:
    if not (of.get("text") or of.get("fields")):
        yield "section needs text or fields"
    for field in of.get("fields", ()):
        if len(field.get("text", "")) > probed.SECTION_FIELDS_ITEM_MAX_LENGTH:
            yield "field over 2000"


def _typing(of: Json) -> Iterator[str]:
    most = of.get("max_length", probed.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX)
    if not probed.PLAIN_TEXT_INPUT_MAX_LENGTH_MIN <= most <= probed.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX:
        yield f"max_length {most}"
    if not 1 <= len(of.get("initial_value", "x")) <= most:
        yield "initial_value: empty, or over max_length"


def _table(of: Json) -> Iterator[str]:
    widths = {len(row) for row in of["rows"]} if "rows" in of else set()
    if len(widths) > 1:
        yield "rows of unequal length"
    if max(widths, default=0) > probed.TABLE_COLUMNS_MAX_ITEMS:
        yield "too many columns"
    cells = (each for row in of.get("rows", ()) for each in row)
    yield from (f"cell {each.get('type')!r}" for each in cells if each.get("type") not in ("raw_text", "rich_text"))
