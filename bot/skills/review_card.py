"""A memory before its reviewers: pure, from the memory alone."""

from __future__ import annotations

from audit import Memory, MemoryState
from bot.reply import Ask, Block, Buttons, Field, Heading, Log, Reply, Text, Tone
from bot.requests import DecideMemory, EditMemory
from bot.skills.blocks import button, buttons, facts
from bot.skills.verdicts import told
from bot.words import Words

_TONES = {
    MemoryState.FLAGGED: Tone.WARN,
    MemoryState.QUARANTINED: Tone.BAD,
    MemoryState.APPROVED: Tone.GOOD,
    MemoryState.KEPT: Tone.GOOD,
    MemoryState.REJECTED: Tone.QUIET,
}
LONGEST_TEXT = 2000
LOG_LINES = 3
"""Of the log that was seen with the failure."""


def card(memory: Memory, words: Words) -> Reply:
    title = words("review.title", subject=_subject(memory), state=state(memory, words))
    blocks: tuple[Block | None, ...] = (
        Heading(title, _TONES.get(memory.state, Tone.PLAIN)),
        Text(words("review.answer", text=memory.answer[:LONGEST_TEXT])),
        _verdict(memory, words),
        facts(words, _rows(memory, words)),
        _seen(memory, words),
        _actions(memory, words),
    )
    return Reply(tuple(b for b in blocks if b is not None), language=words.tag)


def _subject(memory: Memory) -> str:
    return memory.subject or memory.question[:60]


def state(memory: Memory, words: Words) -> str:
    return words(f"review.state_{memory.state}")


def _rows(memory: Memory, words: Words) -> list[tuple[str, str]]:
    first = memory.facts.partition("\n")[0]
    return [
        ("question", memory.question),
        ("known_facts", (first.partition(". ")[2] or first)[:300]),
        ("taught_by", words("order.asked", who=memory.taught_by, when=words.when(memory.taught_at))),
        ("decision", _decision(memory, words)),
        ("order_reason", memory.decision_reason),
    ]


def _verdict(memory: Memory, words: Words) -> Text | None:
    judged = memory.judged
    if judged is None:
        return None
    return Text(words("review.verdict", reason=told(judged.reason, words), sure=round(judged.confidence * 100)))


def _seen(memory: Memory, words: Words) -> Log | None:
    """While it is to be decided: the log's lines after the sentence of `learning.facts_text`."""
    lines = tuple(memory.facts.splitlines()[1 : 1 + LOG_LINES])
    return Log(words("explain.evidence"), lines, 0) if lines and not memory.decided_by else None


def _decision(memory: Memory, words: Words) -> str:
    if not memory.decided_by:
        return ""
    key = "approved" if memory.state is MemoryState.APPROVED else "rejected"
    return words(f"review.decided_{key}", who=memory.decided_by, when=words.when(memory.decided_at))


def _actions(memory: Memory, words: Words) -> Buttons | None:
    if memory.state not in (MemoryState.FLAGGED, MemoryState.QUARANTINED):
        return None
    return buttons(
        button(words("review.approve"), DecideMemory(memory.id, memory.version, True), style="primary"),
        button(words("review.edit"), EditMemory(memory.id, memory.version)),
        button(words("review.reject"), DecideMemory(memory.id, memory.version, False), style="danger"),
    )


def edit_form(memory: Memory, words: Words) -> Reply:
    text = Field("text", words("review.edit_label"), value=memory.answer, long=True, longest=LONGEST_TEXT)
    send = button(words("review.edit_send"), DecideMemory(memory.id, memory.version, True), style="primary")
    return Reply((Heading(words("review.edit_title")), Ask((text,), (send,))), language=words.tag, private=True)


def reject_form(memory: Memory, words: Words) -> Reply:
    reason = Field("reason", words("review.reject_title"), hint=words("review.reason_hint"))
    send = button(words("review.reject_send"), DecideMemory(memory.id, memory.version, False), style="danger")
    return Reply(
        (Heading(words("review.reject_what", subject=_subject(memory))), Ask((reason,), (send,))),
        language=words.tag,
        private=True,
    )
