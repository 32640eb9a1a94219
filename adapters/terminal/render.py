"""A reply as text for a terminal: plain, aligned, without control characters, readable without colour."""

from __future__ import annotations

from functools import singledispatch

from bot.reply import Ask, Block, Buttons, Chart, Facts, Heading, Log, Note, Progress, Reply, Table, Text, Tone

BAR = 24
_MARKS = {Tone.GOOD: "[ok] ", Tone.WARN: "[!] ", Tone.BAD: "[x] "}


def render(reply: Reply) -> str:
    """Blocks with an empty line between them; what an outsider wrote cannot move the cursor."""
    parts = (draw(block) for block in reply.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def clean(text: str) -> str:
    """One line's worth of printable characters: no escape sequences from job names or logs."""
    return "".join(c if c.isprintable() else " " if c in "\t\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


@singledispatch
def draw(block: Block) -> str:
    raise TypeError(f"no way to draw {type(block).__name__}")


@draw.register
def _(block: Heading) -> str:
    return _MARKS.get(block.tone, "") + clean(block.text)


@draw.register
def _(block: Text) -> str:
    return _MARKS.get(block.tone, "") + "\n".join(map(clean, block.text.splitlines()))


@draw.register
def _(block: Ask) -> str:
    """Shown as what is asked; a terminal's person answers in words."""
    asked = (f"  {clean(f.label)}: {clean(f.value) or '…'}" for f in block.fields)
    choices = "  ".join(f"[{clean(b.label)}]" for b in block.buttons)
    return "\n".join([*asked, f"  {choices}"])


@draw.register
def _(block: Facts) -> str:
    width = max((len(clean(label)) for label, _ in block.rows), default=0)
    return "\n".join(f"  {clean(label):<{width}}  {clean(value)}" for label, value in block.rows)


@draw.register
def _(block: Table) -> str:
    rows = [tuple(map(clean, row)) for row in (block.columns, *block.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(block.columns))]
    lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([clean(block.caption), "", lines[0], rule, *lines[1:]])


@draw.register
def _(block: Log) -> str:
    if not block.first_line:
        return "\n".join([clean(block.title), *(f"  | {clean(line)}" for line in block.lines)])
    width = len(str(block.first_line + len(block.lines)))
    numbered = (f"  {n:>{width}} | {clean(line)}" for n, line in enumerate(block.lines, block.first_line))
    return "\n".join([clean(block.title), *numbered])


@draw.register
def _(block: Buttons) -> str:
    """Shown as what one can do elsewhere; a terminal has no buttons."""
    return ""


@draw.register
def _(block: Progress) -> str:
    filled = round(BAR * block.done / block.total) if block.total else 0
    return f"  [{'#' * filled}{'.' * (BAR - filled)}] {clean(block.label)}: {block.done} / {block.total}"


@draw.register
def _(block: Chart) -> str:
    top = max((amount for _, amount in block.points), default=0) or 1
    width = max((len(clean(name)) for name, _ in block.points), default=0)
    bars = (f"  {clean(n):<{width}}  {'#' * max(1, round(BAR * a / top))} {a:g} {block.unit}" for n, a in block.points)
    return "\n".join([clean(block.title), *bars])


@draw.register
def _(block: Note) -> str:
    return f"-- {clean(block.text)}"
