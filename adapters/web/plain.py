"""A reply as plain text, for programs, notifications and the clipboard."""

from __future__ import annotations

from functools import singledispatch

from adapters.web.render import MARKS
from bot.reply import Ask, Block, Buttons, Chart, Facts, Heading, Log, Note, Progress, Reply, Table, Text


def plain(reply: Reply) -> str:
    return "\n".join(part for part in map(write, reply.blocks) if part)


@singledispatch
def write(block: Block) -> str:
    raise TypeError(f"no text for {type(block).__name__}")


@write.register(Heading)
@write.register(Text)
def _words(block: Heading | Text) -> str:
    return f"{MARKS.get(block.tone, '')} {block.text}".strip()


@write.register
def _facts(block: Facts) -> str:
    return "\n".join(f"{label}: {value}" for label, value in block.rows)


@write.register
def _table(block: Table) -> str:
    rows = (block.columns, *block.rows)
    return "\n".join([block.caption, *(" | ".join(row) for row in rows)])


@write.register
def _log(block: Log) -> str:
    numbered = (f"{number:>5}  {line}" for number, line in enumerate(block.lines, block.first_line))
    return "\n".join([block.title, *(numbered if block.first_line else block.lines)])


@write.register
def _buttons(block: Buttons) -> str:
    return " ".join(f"[{button.label}]" for button in block.buttons)


@write.register
def _ask(block: Ask) -> str:
    fields = (f"{field.label}: {field.value or '…'}" for field in block.fields)
    return "\n".join([*fields, _buttons(Buttons(block.buttons))])


@write.register
def _progress(block: Progress) -> str:
    return f"{block.label}: {block.done} / {block.total}"


@write.register
def _chart(block: Chart) -> str:
    points = (f"{name}: {amount:.10g} {block.unit}".rstrip() for name, amount in block.points)
    return "\n".join([block.title, *points])


@write.register
def _note(block: Note) -> str:
    return block.text
