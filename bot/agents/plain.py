"""A reply as plain text, for a model to read: facts and words, no buttons."""

from __future__ import annotations

from functools import singledispatch

from bot.reply import Ask, Block, Buttons, Chart, Facts, Heading, Log, Note, Progress, Reply, Table, Text


def plain(reply: Reply, longest: int) -> str:
    """Cut at a line's end; says where something was left out."""
    lines = "\n".join(text for block in reply.blocks if (text := drawn(block))).splitlines()
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > longest:
            return "\n".join([*kept, "(more was left out)"])
        kept.append(line)
    return "\n".join(kept)


@singledispatch
def drawn(block: Block) -> str:
    raise TypeError(f"no way to write {type(block).__name__}")


@drawn.register(Heading)
@drawn.register(Text)
@drawn.register(Note)
def _(block: Heading | Text | Note) -> str:
    return block.text


@drawn.register
def _(block: Facts) -> str:
    return "; ".join(f"{label}: {value}" for label, value in block.rows)


@drawn.register
def _(block: Table) -> str:
    rows = (block.columns, *block.rows)
    return "\n".join([block.caption, *(" | ".join(row) for row in rows)])


@drawn.register
def _(block: Log) -> str:
    numbered = (f"{at}: {line}" for at, line in enumerate(block.lines, block.first_line))
    return "\n".join([block.title, *(numbered if block.first_line else block.lines)])


@drawn.register
def _(block: Progress) -> str:
    return f"{block.label}: {block.done} / {block.total}"


@drawn.register
def _(block: Chart) -> str:
    return "\n".join([block.title, *(f"{name}: {amount:g} {block.unit}".rstrip() for name, amount in block.points)])


@drawn.register
def _(block: Ask) -> str:
    return "(A form for the person to fill in and confirm; nothing was done yet.)"


@drawn.register
def _(block: Buttons) -> str:
    return ""
