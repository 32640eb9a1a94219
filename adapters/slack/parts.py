"""One block of a reply as blocks of Slack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from adapters.slack import limits
from adapters.slack.elements import SIGNS, Json, button, context, field, header, preformatted, section, title
from adapters.slack.phrases import say
from adapters.slack.words import cut, cut_escaped
from bot.reply import Ask, Button, Buttons, Chart, Facts, Heading, Log, Note, Progress, Text, Tone

_LABEL = 200
_VALUE = 1_700
"""Label and value stay under the 2,000 of a field together."""
_SHORT = 28
"""Characters that one of two columns shows on one line."""
_BARS = 30
_NAME = 14


def heading(of: Heading, language: str) -> list[Json]:
    return [header(SIGNS[of.tone] + (of.text.strip() or "…"))]


def text(of: Text, language: str) -> list[Json]:
    """A text over the limit of one section goes on in the next."""
    whole = SIGNS[of.tone] + of.text.strip()
    if not of.text.strip():
        return []
    return [_small(piece) if of.tone is Tone.QUIET else section(piece) for piece in pieces(whole)]


def _small(markup: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": markup, "verbatim": True}]}


def pieces(whole: str) -> list[str]:
    """Split at a line end or blank where there is one; escaping can lengthen a text fivefold."""
    found, rest = [], whole
    while rest:
        size = len(rest)
        while len(cut_escaped(rest[:size], size * 10)) > limits.SECTION_TEXT:
            size = min(size - 1, max(1, size * limits.SECTION_TEXT // len(cut_escaped(rest[:size], size * 10))))
        if size < len(rest):
            size = max(rest.rfind("\n", 1, size), rest.rfind(" ", 1, size)) + 1 or size
        found.append(cut_escaped(rest[:size], limits.SECTION_TEXT))
        rest = rest[size:].lstrip()
    return found


def facts(of: Facts, language: str) -> list[Json]:
    """Two columns on a desk, one on a phone; a long value has the whole width."""
    made: list[Json] = []
    for is_long, rows in groupby(of.rows, key=_is_long):
        fields = [_field(label, value) for label, value in rows]
        made += [{"type": "section", "text": each} for each in fields] if is_long else _columns(fields)
    return made


def _columns(fields: list[Json]) -> list[Json]:
    size = limits.FIELDS
    return [{"type": "section", "fields": fields[at : at + size]} for at in range(0, len(fields), size)]


def _is_long(row: tuple[str, str]) -> bool:
    return len(row[1].strip()) > _SHORT


def _field(label: str, value: str) -> Json:
    words = f"*{cut_escaped(label.strip() or '–', _LABEL)}*\n{cut_escaped(value.strip() or '–', _VALUE)}"
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def log(of: Log, language: str) -> list[Json]:
    """The end of a job log tells why it ended, so the beginning is what goes."""
    kept: list[str] = []
    used = 0
    for line in reversed(of.lines):
        used += len(line) + 1
        if used > limits.LOG_CHARACTERS and kept:
            break
        kept.append(cut(line, limits.LOG_CHARACTERS - 10))
    left = len(of.lines) - len(kept)
    notes = [context(say("lines", language, left))] if left else []
    return [*title(_ranged(of, left)), *notes, preformatted("\n".join(reversed(kept)))]


def _ranged(of: Log, left: int) -> str:
    """The lines that are shown, where it is not all of them; picked lines have no numbers."""
    if not left or not of.first_line:
        return of.title
    return f"{of.title} ({of.first_line + left}–{of.first_line + len(of.lines) - 1})"


def buttons(of: Buttons, language: str) -> list[Json]:
    return _row(of.buttons, language, "press")


def ask(of: Ask, language: str) -> list[Json]:
    left = len(of.fields) - limits.INPUTS
    notes = [context(say("inputs", language, left))] if left > 0 else []
    return [*map(field, of.fields[: limits.INPUTS]), *notes, *_row(of.buttons, language, "send")]


def _row(of: Sequence[Button], language: str, verb: str) -> list[Json]:
    """Payloads over Slack's limit would be refused with the whole message: those buttons are left out."""
    fit = [each for each in of if len(each.payload) <= limits.BUTTON_VALUE]
    shown = [button(at, each, verb) for at, each in enumerate(fit[: limits.ACTIONS])]
    left = len(of) - len(shown)
    rows: list[Json] = [{"type": "actions", "elements": shown}] if shown else []
    return rows + ([context(say("buttons", language, left))] if left else [])


def progress(of: Progress, language: str) -> list[Json]:
    part = min(1.0, max(0.0, of.done / of.total)) if of.total > 0 else 0.0
    words = f"{cut(of.label, _LABEL)}: {of.done}/{of.total} ({part:.0%})"
    return [*title(words), preformatted(bar(part))]


def bar(part: float) -> str:
    full = round(part * limits.BAR_WIDTH)
    return "█" * full + "░" * (limits.BAR_WIDTH - full)


def chart(of: Chart, language: str) -> list[Json]:
    shown, left = of.points[:_BARS], len(of.points) - _BARS
    if not shown:
        return title(of.title)
    lines = "\n".join(_bars(shown, of.unit))
    notes = [context(say("points", language, left))] if left > 0 else []
    return [*title(of.title), preformatted(lines), *notes]


def _bars(points: Sequence[tuple[str, float]], unit: str) -> list[str]:
    most = max((abs(amount) for _, amount in points), default=0) or 1
    width = min(_NAME, max(len(name) for name, _ in points))
    names = (cut(name, _NAME).ljust(width) for name, _ in points)
    return [f"{name} {bar(abs(x) / most)} {x:g} {unit}".rstrip() for name, (_, x) in zip(names, points, strict=True)]


def note(of: Note, language: str) -> list[Json]:
    return [context(of.text.strip())] if of.text.strip() else []
