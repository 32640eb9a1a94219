"""What the bot may remember: the queue, and the word of a reviewer."""

from __future__ import annotations

from audit import AlreadyDecided, HoldsSecret, Memory, MemoryState, NoSuchMemory
from bot.access import Role
from bot.context import Context
from bot.registry import Risk, Skill
from bot.reply import Heading, Reply, Text, Tone
from bot.requests import DecideMemory, EditMemory, ReviewQueue
from bot.skills.blocks import and_more, plain
from bot.skills.review_card import card, edit_form, reject_form

SHOWN = 5


async def queue(request: ReviewQueue, context: Context) -> Reply:
    words = context.words
    waiting = await context.services.memories.queue((MemoryState.FLAGGED, MemoryState.QUARANTINED), limit=50)
    if not waiting:
        return plain(context, Text(words("review.empty"), Tone.GOOD))
    title = Heading(words("review.queue_one" if len(waiting) == 1 else "review.queue", count=len(waiting)))
    shown = [block for memory in waiting[:SHOWN] for block in card(memory, words).blocks]
    more = and_more(words, len(waiting) - SHOWN)
    return plain(context, title, *shown, more)


async def edit(request: EditMemory, context: Context) -> Reply:
    memory = await _memory(request.memory, context)
    return edit_form(memory, context.words) if memory else _gone(context)


async def decide(request: DecideMemory, context: Context) -> Reply:
    """A rejection needs a reason; two reviewers at once decide once."""
    memory = await _memory(request.memory, context)
    if memory is None:
        return _gone(context)
    if memory.state not in (MemoryState.FLAGGED, MemoryState.QUARANTINED) or memory.version != request.version:
        return _already(AlreadyDecided(memory.decided_by, memory.decided_at, memory.state), context)
    if not request.approve and not request.reason.strip():
        return reject_form(memory, context.words)
    try:
        decided = await context.services.review.decide(
            request.memory,
            version=request.version,
            approve=request.approve,
            member=context.member,
            reason=request.reason,
            text=request.text,
        )
    except AlreadyDecided as fault:
        return _already(fault, context)
    except HoldsSecret:
        return Reply((Text(context.words("teach.secret"), Tone.WARN),), language=context.words.tag, private=True)
    return Reply(card(decided, context.words).blocks, language=context.words.tag, replaces=True)


async def _memory(number: str, context: Context) -> Memory | None:
    try:
        return await context.services.memories.get(number)
    except NoSuchMemory:
        return None


def _gone(context: Context) -> Reply:
    return Reply((Text(context.words("review.gone"), Tone.WARN),), language=context.words.tag, private=True)


def _already(fault: AlreadyDecided, context: Context) -> Reply:
    words = context.words
    state = words(f"review.state_{fault.state}")
    if not fault.by:
        return Reply((Text(words("review.moved", state=state), Tone.WARN),), language=words.tag, private=True)
    text = words("review.already", who=fault.by, when=words.when(fault.at), state=state)
    return Reply((Text(text, Tone.WARN),), language=words.tag, private=True)


def _skill(kind: type, run: object, intent: str, **shown: object) -> Skill:
    words = {"summary": {}, "examples": {}, "slash": "", **shown}
    return Skill(intent=intent, request=kind, run=run, role=Role.REVIEWER, risk=Risk.CHANGE, **words)  # type: ignore[arg-type]


SKILLS = (
    _skill(
        ReviewQueue,
        queue,
        "review_queue",
        summary={"en": "show what waits for a reviewer", "pt": "mostrar o que espera por um revisor"},
        examples={"en": ("show the review queue",), "pt": ("mostra a fila de revisão",)},
        slash="review",
    ),
    _skill(EditMemory, edit, "edit_memory"),
    _skill(DecideMemory, decide, "decide_memory"),
)
