"""From a candidate memory to what may be recalled: judged off the path, decided by named people, indexed at last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

from audit import Auditor, Entry, HoldsSecret, Ledger, Memories, Memory, MemoryState, glimpse
from bot.access import Member
from bot.delivery.outbox import Outbox
from bot.settings import Channel
from bot.skills.review_card import card
from bot.watch.places import place_of
from bot.words import Words
from knowledge import KnowledgeBase, KnowledgeError, Passage
from tws.clock import Clock

log = structlog.get_logger()

MEMORY = "memory:"
"""Document ids of memories in the knowledge index."""
NOTES: Mapping[str, str] = {"en": "What is to know about {subject}?", "pt": "O que saber sobre {subject}?"}
"""Questions of memories that tell of a job and mend nothing: kept with the memory, so they are data, no catalogue."""
LATEST = 500
"""Memories looked at after a start."""


class Review:
    """Owns no state: `audit` keeps the memories, `knowledge` the index, `delivery` the cards."""

    def __init__(
        self,
        memories: Memories,
        auditor: Auditor,
        knowledge: KnowledgeBase,
        ledger: Ledger,
        outbox: Outbox,
        channels: Sequence[Channel],
        clock: Clock,
    ) -> None:
        self._memories, self._auditor, self._knowledge = memories, auditor, knowledge
        self._ledger, self._outbox, self._clock = ledger, outbox, clock
        self._channels = tuple(c for c in channels if c.reviews)
        self._behind = True

    async def propose(
        self, question: str, answer: str, facts: str, *, subject: str, family: str, member: Member, key: str
    ) -> Memory:
        """Keeps a candidate; it is judged at the next round. The same key again gives the same memory.

        Raises TooLong and HoldsSecret; then nothing was kept, and the ledger has that it was refused.
        """
        try:
            memory = await self._memories.propose(
                question, answer, facts, subject=subject, family=family, taught_by=member.name, key=key
            )
        except HoldsSecret as fault:
            refused = {"reason": f"secret in the {fault.what}"}
            self._ledger.note(Entry("memory_refused", member.name, "", subject, refused))
            raise
        self._note("memory_taught", memory, member.name)
        return memory

    async def recall(self, subject: str, family: str, question: str, *, limit: int) -> tuple[Memory, ...]:
        """Kept or approved fixes: first those of this job and failure, then those that read alike."""
        exact = await self._memories.about(subject=subject, family=family)
        alike = [p.document_id.removeprefix(MEMORY) for p in await self._similar(question, limit)]
        near = await self._memories.recallable(alike)
        found = {m.id: m for m in (*exact, *(near[i] for i in alike if i in near))}
        kept = tuple(m for m in found.values() if _fits(m, subject, family) and not is_note(m))[:limit]
        await self._count([m.id for m in kept])
        return kept

    async def _similar(self, question: str, limit: int) -> tuple[Passage, ...]:
        """Without the index those of the very job and failure are still found."""
        try:
            return await self._knowledge.search(question, limit=limit, kind="memory")
        except KnowledgeError as fault:
            log.warning("memories_not_searched", detail=str(fault))
            return ()

    async def _count(self, ids: Sequence[str]) -> None:
        """A disk that is full must not cost the answer."""
        try:
            if ids:
                await self._memories.used(ids)
        except SQLAlchemyError as fault:
            log.warning("uses_not_counted", fault=type(fault).__name__)

    async def round(self) -> None:
        """Judges what waits, tells reviewers of flags, indexes what was kept; after a crash, what was left undone."""
        if self._behind:
            await self._catch_up()
        self._behind = True
        for memory in await self._auditor.round():
            judged = memory.judged
            reason = judged.reason if judged else ""
            self._note(f"memory_{memory.state}", memory, "auditor", reason=reason)
            await self._settle(memory)
        self._behind = False

    async def _catch_up(self) -> None:
        """Flags that no reviewer was shown; memories that the index lacks."""
        for memory in await self._memories.queue((MemoryState.FLAGGED,), limit=LATEST):
            await self.show(memory)
        for memory in await self._memories.queue((MemoryState.KEPT, MemoryState.APPROVED), limit=LATEST):
            await self._index(memory)

    async def decide(
        self, number: str, *, version: int, approve: bool, member: Member, reason: str = "", text: str = ""
    ) -> Memory:
        """A reviewer's word, once. Raises the errors of `Memories.decide`; a text with a secret is one of them."""
        memory = await self._memories.decide(
            number, version=version, approve=approve, by=member.name, reason=reason, text=text or None
        )
        self._note(f"memory_{memory.state}", memory, member.name, reason=reason, edited="yes" if text else "")
        await self._settle(memory)
        return memory

    async def _settle(self, memory: Memory) -> None:
        """Index and cards follow the state; both may be repeated without harm."""
        if memory.state in (MemoryState.KEPT, MemoryState.APPROVED):
            await self._index(memory)
        else:
            await self._knowledge.remove(MEMORY + memory.id)
        if memory.state is MemoryState.FLAGGED or memory.decided_by:
            await self.show(memory)

    async def _index(self, memory: Memory) -> None:
        title = f"{memory.subject} {memory.family}".strip() or memory.question[:80]
        await self._knowledge.add_text(MEMORY + memory.id, title, memory.answer, kind="memory")

    async def show(self, memory: Memory) -> None:
        """The memory's card in each reviewer channel, as it now stands."""
        for channel in self._channels:
            words = Words(channel.language, channel.timezone, self._clock())
            name = f"review:{memory.id}:{channel.place}"
            if memory.state is MemoryState.FLAGGED or await self._outbox.known(name):
                await self._outbox.show(name, place_of(channel.place), card(memory, words))

    def _note(self, kind: str, memory: Memory, who: str, **more: str) -> None:
        """Afterwards, and so never a reason to say that nothing happened; the memory's own history has it too."""
        body = {"memory": memory.id, "answer": glimpse(memory.answer), "family": memory.family, **more}
        kept = {name: value for name, value in body.items() if value}
        self._ledger.note(Entry(kind, who, "", memory.subject, kept))


def _fits(memory: Memory, subject: str, family: str) -> bool:
    """A fix of another failure of another job is no help, however alike it reads."""
    return memory.subject == subject or (bool(family) and memory.family == family)


def is_note(memory: Memory) -> bool:
    """It tells of a job, and of no failure."""
    return memory.question in {asked.format(subject=memory.subject) for asked in NOTES.values()}
