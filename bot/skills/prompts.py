"""Prompts that the scheduler asks and nobody has answered."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Context
from bot.registry import Skill
from bot.reply import Heading, Reply, Table, Tone
from bot.requests import ListPrompts
from bot.skills.blocks import and_more, answer, buttons, refresh
from bot.skills.holding import prompt_buttons
from bot.words import Words
from tws.models import Prompt

SHOWN = 15
ANSWERED = 4
"""Prompts that get their two buttons."""


async def run(request: ListPrompts, context: Context) -> Reply:
    words, asked = context.words, await context.scheduler.prompts()
    again = refresh(words, request)
    if not asked:
        return answer(context, Heading(words("prompts.none"), Tone.GOOD), buttons(again))
    title = words("prompts.one" if len(asked) == 1 else "prompts.title", count=words.number(len(asked)))
    more = and_more(words, len(asked) - SHOWN)
    row = buttons(*(b for prompt in asked[:ANSWERED] for b in prompt_buttons(prompt, words)), again)
    return answer(context, Heading(title, Tone.WARN), _table(asked[:SHOWN], words), more, row)


def _table(asked: Sequence[Prompt], words: Words) -> Table:
    columns = tuple(words("label." + c) for c in ("number", "prompt", "behind_it", "asked"))
    return Table(words("prompts.caption"), columns, tuple(_row(prompt, words) for prompt in asked))


def _row(prompt: Prompt, words: Words) -> tuple[str, ...]:
    number = str(prompt.number) if prompt.number is not None else prompt.name or "–"
    waits = ".".join(part for part in (prompt.job_stream, prompt.job) if part) or "–"
    return (number, prompt.text or prompt.name, waits, words.when(prompt.asked))


SKILL = Skill(
    intent="list_prompts",
    request=ListPrompts,
    run=run,
    summary={"en": "list the prompts that wait for an answer", "pt": "listar os prompts que esperam resposta"},
    examples={
        "en": ("which prompts are open?", "open prompts"),
        "pt": ("quais prompts estão abertos?", "prompts pendentes"),
    },
    slash="prompts",
)
