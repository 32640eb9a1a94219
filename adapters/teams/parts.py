"""One block of a reply as elements of an Adaptive Card."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.teams import limits
from adapters.teams.elements import (
    COLORS,
    FIELD_PREFIX,
    SIGNS,
    STYLES,
    VERB_FORM,
    VERB_PRESS,
    Json,
    execute,
    left_out,
    size,
    text_block,
    title,
    typed,
)
from adapters.teams.phrases import say
from adapters.teams.words import cut, markdown, one_line, seen
from bot.reply import Ask, Button, Buttons, Chart, Facts, Field, Heading, Log, Note, Progress, Text, Tone

_WHOLE = 20
"""Characters of a label that is not broken."""
_ROW = 64
"""Characters of button titles, and of the edges around each, that one row shows."""
_BUTTON_EDGES = 4


def heading(of: Heading, language: str) -> list[Json]:
    words = SIGNS[of.tone] + one_line(of.text)
    block = text_block(words, limits.HEADING, size="Large", weight="Bolder", style="heading")
    if of.tone not in STYLES:
        return [block]
    return [{"type": "Container", "style": STYLES[of.tone], "items": [block]}]


def text(of: Text, language: str) -> list[Json]:
    if not of.text.strip():
        return []
    block = text_block(SIGNS[of.tone] + of.text.strip(), limits.TEXT)
    if of.tone in COLORS:
        block["color"] = COLORS[of.tone]
    if of.tone is Tone.QUIET:
        block["isSubtle"] = True
    return [block, *left_out("text", language, len(of.text.strip()) - limits.TEXT)]


def facts(of: Facts, language: str) -> list[Json]:
    room = limits.FACTS_BYTES
    made: list[Json] = []
    for label, value in of.rows[: limits.FACTS]:
        fact = _fact(label, value)
        room -= size(fact)
        if room < 0:
            break
        made.append(fact)
    box = [{"type": "FactSet", "facts": made}] if made else []
    return [*box, *left_out("facts", language, len(of.rows) - len(made))]


def _fact(label: str, value: str) -> Json:
    """An unseen value is a dash: a fact without one would not be drawn."""
    return {
        "title": markdown(cut(_unbroken(label.strip()), limits.LABEL)) or "–",
        "value": markdown(cut(value.strip(), limits.VALUE)) or "–",
    }


def _unbroken(label: str) -> str:
    """A short label stays on one line beside its value."""
    return label.replace(" ", "\u00a0") if len(label) <= _WHOLE else label


def log(of: Log, language: str) -> list[Json]:
    """The end of a job log tells why it ended, so the beginning is what goes."""
    room = limits.LOG_BYTES
    kept: list[Json] = []
    for line in reversed(of.lines):
        made = typed(line)
        room -= size(made)
        if room < 0:
            break
        kept.insert(0, made)
    box = [{"type": "Container", "style": "emphasis", "items": kept}] if kept else []
    return [*title(of.title), *left_out("lines", language, len(of.lines) - len(kept)), *box]


def buttons(of: Buttons, language: str) -> list[Json]:
    return _sets(of.buttons, VERB_PRESS, language)


def _sets(of: Sequence[Button], verb: str, language: str) -> list[Json]:
    """A payload over the limit would come back cut, so its button is left out."""
    fitting = [execute(each, verb) for each in of if 0 < len(each.payload) <= limits.BUTTON_DATA]
    sets: list[Json] = [{"type": "ActionSet", "actions": row} for row in _rows(fitting)]
    return [*sets, *left_out("buttons", language, len(of) - len(fitting))]


def _rows(actions: Sequence[Json]) -> list[list[Json]]:
    """As many to a row as a narrow card shows whole: what is wider would be cut or hidden."""
    rows: list[list[Json]] = []
    room = 0
    for action in actions:
        room -= len(action["title"]) + _BUTTON_EDGES
        if not rows or room < 0 or len(rows[-1]) == limits.ACTIONS:
            rows.append([])
            room = _ROW - len(action["title"]) - _BUTTON_EDGES
        rows[-1].append(action)
    return rows


def ask(of: Ask, language: str) -> list[Json]:
    inputs = [_input(each) for each in of.fields[: limits.FIELDS]]
    more = left_out("fields", language, len(of.fields) - len(inputs))
    return [*inputs, *more, *_sets(of.buttons, VERB_FORM, language)]


def _input(of: Field) -> Json:
    longest = max(1, min(of.longest, limits.FIELD_TEXT))
    made: Json = {
        "type": "Input.Text",
        "id": FIELD_PREFIX + of.name,
        "label": cut(one_line(of.label), limits.LABEL) or of.name,
        "maxLength": longest,
        "isMultiline": of.long,
    }
    if of.value:
        made["value"] = cut(seen(of.value), longest)
    if of.hint:
        made["placeholder"] = cut(one_line(of.hint), limits.LABEL)
    return made


def progress(of: Progress, language: str) -> list[Json]:
    share = min(1.0, max(0.0, of.done / of.total)) if of.total > 0 else 0.0
    words = f"{one_line(of.label)}: {of.done}/{of.total} ({share:.0%})"
    return [text_block(words, limits.TEXT), typed(_bar(share))]


def chart(of: Chart, language: str) -> list[Json]:
    points = of.points[: limits.POINTS]
    if not points:
        return title(of.title)
    most = max([amount for _, amount in points if amount > 0], default=1.0)
    unit = f" {one_line(of.unit)}" if of.unit else ""
    rows = [_fact(name, f"{_bar(max(0.0, amount) / most)} {amount:g}{unit}") for name, amount in points]
    return [*title(of.title), {"type": "FactSet", "facts": rows}, *_more_points(of, language)]


def _more_points(of: Chart, language: str) -> list[Json]:
    return left_out("points", language, len(of.points) - limits.POINTS)


def _bar(share: float) -> str:
    full = round(min(1.0, share) * limits.BAR_WIDTH)
    return "█" * full + "░" * (limits.BAR_WIDTH - full)


def note(of: Note, language: str) -> list[Json]:
    words = of.text.strip() or say("answer", language)
    return [text_block(words, limits.VALUE, size="Small", isSubtle=True, separator=True)]
