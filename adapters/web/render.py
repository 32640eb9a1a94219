"""A reply as a fragment of HTML. Every word of it is escaped here; nothing in a block is ever markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from markupsafe import Markup

from bot.reply import (
    Ask,
    Block,
    Button,
    Buttons,
    Chart,
    Facts,
    Field,
    Heading,
    Log,
    Note,
    Progress,
    Reply,
    Table,
    Text,
    Tone,
)

MARKS = {Tone.GOOD: "✓", Tone.WARN: "▲", Tone.BAD: "✕"}
"""What is quiet is soft instead."""
_WORDS = {
    "en": {Tone.GOOD: "good", Tone.WARN: "warning", Tone.BAD: "problem"},
    "pt": {Tone.GOOD: "bom", Tone.WARN: "atenção", Tone.BAD: "problema"},
    "es": {Tone.GOOD: "bien", Tone.WARN: "atención", Tone.BAD: "problema"},
}
_EMPTY = Markup("")


def render(reply: Reply) -> str:
    """One `<article>`, to be put into the page as it is."""
    body = _join(draw(block, reply.language) for block in reply.blocks)
    return str(
        Markup('<article class="card" lang="{}">{}{}</article>').format(reply.language, body, _error_id(reply.error_id))
    )


@singledispatch
def draw(block: Block, language: str) -> Markup:
    raise TypeError(f"no drawing for {type(block).__name__}")


@draw.register
def _heading(block: Heading, language: str) -> Markup:
    return Markup('<h3 class="tone-{}">{}{}</h3>').format(block.tone.value, _mark(block.tone, language), block.text)


@draw.register
def _text(block: Text, language: str) -> Markup:
    return Markup('<p class="tone-{}">{}{}</p>').format(block.tone.value, _mark(block.tone, language), block.text)


@draw.register
def _facts(block: Facts, language: str) -> Markup:
    rows = (Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, value) for label, value in block.rows)
    return Markup('<dl class="facts">{}</dl>').format(_join(rows))


@draw.register
def _table(block: Table, language: str) -> Markup:
    head = _join(Markup('<th scope="col">{}</th>').format(name) for name in block.columns)
    tones = block.tones + (Tone.PLAIN,) * (len(block.rows) - len(block.tones))
    rows = _join(_row(cells, tone, language) for cells, tone in zip(block.rows, tones, strict=False))
    return Markup(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}"><table><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(block.caption, block.caption, head, rows)


@draw.register
def _log(block: Log, language: str) -> Markup:
    lines = (_line(at, line) for at, line in enumerate(block.lines, block.first_line))
    if not block.first_line:
        lines = (_line(0, line) for line in block.lines)
    return Markup(
        '<figure class="log"><figcaption>{}</figcaption>'
        '<pre role="region" tabindex="0" aria-label="{}"><code>{}</code></pre></figure>'
    ).format(block.title, block.title, _join(lines))


def _line(number: int, line: str) -> Markup:
    """Picked lines have no number."""
    numbered = Markup(' data-line="{}"').format(number) if number else _EMPTY
    return Markup('<span class="line"{}>{}\n</span>').format(numbered, line)


@draw.register
def _buttons(block: Buttons, language: str) -> Markup:
    return Markup('<div class="buttons">{}</div>').format(_join(map(_button, block.buttons)))


@draw.register
def _ask(block: Ask, language: str) -> Markup:
    """The first button is the one that Enter presses."""
    fields, buttons = _join(map(_field, block.fields)), _join(_button(button, "submit") for button in block.buttons)
    return Markup('<form class="ask" autocomplete="off">{}<div class="buttons">{}</div></form>').format(fields, buttons)


def _field(field: Field) -> Markup:
    """The hint is part of the label, so that it is heard with it."""
    hint = Markup("<small>{}</small>").format(field.hint) if field.hint else _EMPTY
    if field.long:
        box = Markup('<textarea name="{}" rows="4" maxlength="{}">\n{}</textarea>')
    else:
        box = Markup('<input type="text" name="{}" maxlength="{}" value="{}">')
    box = box.format(field.name, field.longest, field.value)
    return Markup("<label><span>{}</span>{}{}</label>").format(field.label, hint, box)


@draw.register
def _progress(block: Progress, language: str) -> Markup:
    total = max(block.total, 1)
    done = min(max(block.done, 0), total)
    return Markup(
        '<div class="progress"><span>{}</span><progress max="{}" value="{}" aria-label="{}"></progress>'
        '<span class="amount">{} / {} ({}%)</span></div>'
    ).format(block.label, total, done, block.label, block.done, block.total, done * 100 // total)


@draw.register
def _chart(block: Chart, language: str) -> Markup:
    longest = max((abs(amount) for _, amount in block.points), default=0.0) or 1.0
    rows = (
        Markup('<tr><th scope="row">{}</th><td>{}</td><td class="amount">{}</td></tr>').format(
            name, _bar(abs(amount) / longest), f"{_number(amount, language)} {block.unit}".strip()
        )
        for name, amount in block.points
    )
    return Markup('<table class="chart"><caption>{}</caption><tbody>{}</tbody></table>').format(
        block.title, _join(rows)
    )


@draw.register
def _note(block: Note, language: str) -> Markup:
    return Markup("<footer>{}</footer>").format(block.text)


def _row(cells: tuple[str, ...], tone: Tone, language: str) -> Markup:
    first = Markup("<td>{}{}</td>").format(_mark(tone, language), cells[0]) if cells else _EMPTY
    rest = _join(Markup("<td>{}</td>").format(cell) for cell in cells[1:])
    return Markup('<tr class="tone-{}">{}{}</tr>').format(tone.value, first, rest)


def _button(button: Button, kind: str = "button") -> Markup:
    style = f"button {button.style}" if button.style in ("primary", "danger") else "button"
    return Markup('<button type="{}" class="{}" data-payload="{}"{}>{}</button>').format(
        kind, style, button.payload, _spoken(button), button.label
    )


def _spoken(button: Button) -> Markup:
    """The description, which keeps the visible label in it (WCAG 2.5.3, label in name)."""
    if not button.description:
        return _EMPTY
    heard = button.label.casefold() in button.description.casefold()
    return Markup(' aria-label="{}"').format(button.description if heard else f"{button.label}: {button.description}")


def _bar(share: float) -> Markup:
    """SVG, since the page's policy allows no style attributes; the amount stands next to it as text."""
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="10"/></svg>'
    ).format(f"{share * 100:.1f}")


def _mark(tone: Tone, language: str) -> Markup:
    if tone not in MARKS:
        return _EMPTY
    words = _WORDS.get(language[:2].lower(), _WORDS["en"])
    return Markup('<span class="mark" role="img" aria-label="{}">{}</span> ').format(words[tone], MARKS[tone])


def _number(amount: float, language: str) -> str:
    try:
        return format_decimal(amount, locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return format_decimal(amount, locale="en")


def _error_id(error_id: str) -> Markup:
    return Markup('<p class="error-id">id <code>{}</code></p>').format(error_id) if error_id else _EMPTY


def _join(parts: Iterable[Markup]) -> Markup:
    return _EMPTY.join(parts)
