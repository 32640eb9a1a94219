"""The auditor: takes candidates one by one, off everybody's way, and gives each its label once.

A judge that fails costs one memory a wait, never the round; after TRIES the memory is a person's to decide.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from audit.errors import LostClaim
from audit.judge import SURE, judge
from audit.judgement import Judgement, Label
from audit.memories import Memories
from audit.memory import Memory

TRIES = 3
LEASE = 120.0
"""Seconds that a judge may take for one memory before another may have it."""
WAIT = timedelta(seconds=30)
"""Before the second try; doubled for each one after."""
PATIENCE = 20.0
"""Seconds for a second opinion."""
ROUND = 100
"""Memories judged in one round at most."""

_STRICT = {Label.KEEP: 0, Label.FLAG: 1, Label.DELETE: 2}

log = structlog.get_logger(__name__)

Judge = Callable[[str, str, str], Judgement]


class SecondOpinion(Protocol):
    """Another judge, such as a model; asked where the rules are not sure. It may fail."""

    def __call__(self, question: str, answer: str, facts: str, first: Judgement) -> Awaitable[Judgement]: ...


class Auditor:
    def __init__(
        self,
        memories: Memories,
        clock: Callable[[], datetime],
        holder: str,
        *,
        second: SecondOpinion | None = None,
        rules: Judge = judge,
        patience: float = PATIENCE,
    ) -> None:
        """`holder` names this process; `rules` is the first judge; `patience` in seconds for the second."""
        self._memories, self._clock, self._holder = memories, clock, holder
        self._second, self._rules, self._patience = second, rules, patience

    async def round(self) -> tuple[Memory, ...]:
        """Judges what is due, one by one. Gives back those that left the queue, kept ones too."""
        done: list[Memory] = []
        for _ in range(ROUND):
            memory = await self._memories.claim(self._holder, LEASE)
            if memory is None:
                break
            moved = await self._one(memory)
            done += [moved] if moved else []
        return tuple(done)

    async def _one(self, memory: Memory) -> Memory | None:
        try:
            found = await self._judgement(memory)
        except Exception as fault:  # whatever a judge does wrong must not stop the next memory
            return await self._failed(memory, fault)
        try:
            return await self._memories.judged(memory, found)
        except LostClaim:
            log.warning("judgement_came_late", memory=memory.id)
            return None

    async def _judgement(self, memory: Memory) -> Judgement:
        said = (memory.question, memory.answer, memory.facts)
        found = await asyncio.to_thread(self._rules, *said)
        if self._second is None or found.label is Label.DELETE or found.confidence >= SURE:
            return found
        async with asyncio.timeout(self._patience):
            return stricter(found, await self._second(*said, found))

    async def _failed(self, memory: Memory, fault: Exception) -> Memory | None:
        """Only the fault's kind is told: its text may hold the memory."""
        kind = type(fault).__name__
        log.error("judge_failed", memory=memory.id, fault=kind, tries=memory.failures + 1)
        try:
            if memory.failures + 1 >= TRIES:
                reason = f"It could not be judged ({kind}, {TRIES} tries); a person has to look."
                return await self._memories.judged(memory, Judgement(Label.FLAG, 0.0, reason))
            await self._memories.not_judged(memory, kind, WAIT * 2**memory.failures)
        except LostClaim:
            log.warning("judgement_came_late", memory=memory.id)
        return None


def stricter(first: Judgement, second: Judgement) -> Judgement:
    """A second opinion never softens the first: what talks a model round must not get past the rules."""
    return second if _STRICT[second.label] > _STRICT[first.label] else first
