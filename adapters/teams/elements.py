"""Adaptive Card objects as plain dicts (adaptivecards.io/explorer)."""

from __future__ import annotations

import json
from typing import Any

from adapters.teams import limits
from adapters.teams.phrases import say
from adapters.teams.words import cut, markdown, one_line, seen
from bot.reply import Button, Tone

Json = dict[str, Any]

SIGNS = {Tone.PLAIN: "", Tone.GOOD: "✅ ", Tone.WARN: "⚠️ ", Tone.BAD: "❌ ", Tone.QUIET: ""}
"""A sign that screen readers name, so that tone is never told by colour alone; what is quiet needs none."""
COLORS = {Tone.GOOD: "good", Tone.WARN: "warning", Tone.BAD: "attention"}
STYLES = {**COLORS, Tone.QUIET: "emphasis"}
"""Of a container or a table's row."""
VERB_PRESS, VERB_FORM = "press", "form"
FIELD_PREFIX = "field."
"""Inputs come back beside `payload`; the prefix keeps a field of that name apart."""


def size(of: object) -> int:
    """Bytes as sent: the kit escapes all but ASCII."""
    return len(json.dumps(of, separators=(",", ":")))


def text_block(text: str, most: int, **more: object) -> Json:
    """`text` is plain; it is cut and then escaped."""
    return {"type": "TextBlock", "text": markdown(cut(text, most)) or "–", "wrap": True, **more}


def note(text: str) -> Json:
    return text_block(text, limits.TEXT, size="Small", isSubtle=True)


def left_out(kind: str, language: str, n: int) -> list[Json]:
    return [note(say(kind, language, n))] if n > 0 else []


def title(text: str) -> list[Json]:
    return [text_block(text, limits.HEADING, weight="Bolder")] if text.strip() else []


def typed(line: str) -> Json:
    """A line in fixed width: runs are never parsed as Markdown, and blanks stay."""
    words = seen(cut(line, limits.LOG_LINE)).replace("\t", "    ").replace("  ", "\u00a0 ")
    run = {"type": "TextRun", "text": words or " ", "fontType": "Monospace", "size": "Small"}
    return {"type": "RichTextBlock", "inlines": [run], "spacing": "None"}


def execute(of: Button, verb: str) -> Json:
    """The payload comes back in `data`; an object, for Teams takes no bare text there."""
    made: Json = {
        "type": "Action.Execute",
        "title": cut(one_line(of.label), limits.BUTTON_TITLE) or "…",
        "verb": verb,
        "data": {"payload": of.payload},
        "associatedInputs": "auto" if verb == VERB_FORM else "none",
    }
    if of.style in ("primary", "danger"):
        made["style"] = "positive" if of.style == "primary" else "destructive"
    if of.description:
        made["tooltip"] = cut(one_line(of.description), limits.LABEL)
    return made
