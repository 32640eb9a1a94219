"""Block Kit objects as plain dicts (docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adapters.slack import limits
from adapters.slack.words import cut, cut_escaped, literal
from bot.reply import Button, Field, Tone

Json = dict[str, Any]

ASKED = "ask:"
"""Before a field's name: block_id and action_id of its input."""
SIGNS = {Tone.PLAIN: "", Tone.GOOD: "✅ ", Tone.WARN: "⚠️ ", Tone.BAD: "❌ ", Tone.QUIET: ""}
"""A sign that screen readers name, so that tone is never told by colour; what is quiet is small instead."""


def section(markup: str) -> Json:
    """`markup` is already escaped; verbatim keeps Slack from linking names by itself."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": markup, "verbatim": True}}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(cut(literal(text), limits.HEADER_TEXT))}


def context(text: str) -> Json:
    markup = cut_escaped(text, limits.SECTION_TEXT)
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": markup, "verbatim": True}]}


def preformatted(text: str) -> Json:
    """Fixed width; the text of rich text is never parsed."""
    inner = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": literal(text) or " "}]}
    return {"type": "rich_text", "elements": [inner]}


def title(text: str) -> list[Json]:
    return [section(f"*{cut_escaped(text, limits.HEADER_TEXT)}*")] if text.strip() else []


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": literal(text).strip() or "–"}


def button(at: int, of: Button, verb: str = "press") -> Json:
    """`verb` comes back with the press: `send` where it sends the message's fields with it, else `press`."""
    made: Json = {
        "type": "button",
        "action_id": f"{verb}:{at}",
        "text": plain(cut(literal(of.label) or "…", limits.BUTTON_TEXT)),
        "value": of.payload,
    }
    if of.style in ("primary", "danger"):
        made["style"] = of.style
    if of.description:
        made["accessibility_label"] = cut(literal(of.description), limits.BUTTON_LABEL)
    return made


def field(of: Field) -> Json:
    """Named after the field, not its place, so that Slack keeps what was typed when the message is edited."""
    name, most = f"{ASKED}{of.name}", max(1, min(of.longest, limits.INPUT_TEXT))
    element: Json = {"type": "plain_text_input", "action_id": name, "multiline": of.long, "max_length": most}
    if of.value:
        element["initial_value"] = of.value[:most]
    if of.hint:
        element["placeholder"] = plain(cut(literal(of.hint), limits.INPUT_HINT))
    label = plain(cut(literal(of.label.strip() or of.name), limits.INPUT_LABEL))
    return {"type": "input", "block_id": name, "label": label, "element": element}


def characters(of: object) -> int:
    """What counts towards msg_blocks_too_long: every text."""
    if isinstance(of, dict):
        texts = (len(v) for k, v in of.items() if k in ("text", "initial_value") and isinstance(v, str))
        return sum(texts) + _inside(v for v in of.values() if isinstance(v, dict | list))
    return _inside(of) if isinstance(of, list) else 0


def _inside(parts: Iterable[object]) -> int:
    return sum(characters(part) for part in parts)
