"""Turns of the conversation itself: a no, and which engine's plan it is about."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Reply, Text, Tone
from bot.requests.conversing import LeaveIt, ListEnds, UseEngine
from bot.skills.blocks import button, buttons, plain


async def leave(request: LeaveIt, context: Context) -> Reply:
    return plain(context, Text(context.words("conversation.left")))


async def end(request: ListEnds, context: Context) -> Reply:
    """What the list holds, rather than a guess at what it does not."""
    words, count = context.words, len(request.names)
    key = "conversation.list_ends_one" if count == 1 else "conversation.list_ends"
    text = words(key, count=count, name=request.names[0], last=request.names[-1])
    return plain(context, Text(text, Tone.WARN))


async def use(request: UseEngine, context: Context) -> Reply:
    """The engine itself remembers the choice; this says what it is, or which there are."""
    words, names = context.words, context.services.engines.names
    if request.engine in names:
        return plain(context, Text(words("engines.used", engine=request.engine)))
    row = buttons(*(button(name, UseEngine(name)) for name in names))
    key = "engines.unknown" if request.engine else "engines.which"
    text = words(key, engine=request.engine[:40], names=", ".join(names))
    return plain(context, Text(text, Tone.WARN), row)


SKILLS = (
    Skill("list_jobs", ListEnds, end, {"en": "say where a list ends"}, {"en": ()}, ""),
    Skill("confirm_prompt", LeaveIt, leave, {"en": "leave a question"}, {"en": ()}, ""),
    Skill(
        "use_engine",
        UseEngine,
        use,
        {"en": "turn to another engine's plan", "pt": "mudar para o plano de outro ambiente"},
        {"en": ("use test",), "pt": ("usa o ambiente de teste",)},
        "use ENGINE",
    ),
)
