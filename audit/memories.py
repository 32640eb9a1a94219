"""Memories in one table and one state machine; every change is compare-and-set and leaves a step of history."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from audit.errors import AlreadyDecided, HoldsSecret, LostClaim, NeedsReason, NoSuchMemory, TooLong
from audit.harm import holds_secret
from audit.judgement import Judgement
from audit.memory import AFTER, RECALLABLE, UNDECIDED, Memory, State, Step, as_memory, lesson
from audit.tables import memories, memory_history, memory_keys
from audit.text import bounded, clean

QUESTION = 2_000
ANSWER = 4_000
FACTS = 20_000
"""Characters; longer facts are cut, a longer question or answer is refused."""
MOST = 500
RACES = 3


class Memories:
    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock

    async def propose(
        self, question: str, answer: str, facts: str, *, subject: str = "", family: str = "", taught_by: str, key: str
    ) -> Memory:
        """A new candidate. A known `key` changes nothing; the same lesson under a new key counts as a repeat.

        Raises TooLong and HoldsSecret; then nothing was written.
        """
        values = _values(question, answer, facts, subject, family, taught_by)
        for _ in range(RACES):
            try:
                return await self._propose(values, bounded(key, 200))
            except IntegrityError:  # another process taught the same at the same moment: now it is there to read
                continue
        return await self._propose(values, bounded(key, 200))

    async def get(self, memory: str) -> Memory:
        """Raises NoSuchMemory."""
        async with self._engine.connect() as connection:
            return await _read(connection, memory)

    async def queue(self, states: Collection[State] = (State.FLAGGED,), limit: int = 50) -> tuple[Memory, ...]:
        """Oldest first."""
        order = (memories.c.taught_at, memories.c.id)
        return await self._all(memories.c.state.in_([*states]), order, limit)

    async def claim(self, holder: str, seconds: float) -> Memory | None:
        """The next candidate that is due, for this judge alone until `seconds` are over; None where none is."""
        now = self._clock()
        fresh = and_(memories.c.state == State.CANDIDATE, memories.c.not_before <= now)
        left = and_(memories.c.state == State.JUDGING, memories.c.held_until <= now)
        found = select(memories).where(or_(fresh, left)).order_by(memories.c.not_before, memories.c.id).limit(1)
        async with self._writing() as connection:
            row = (await connection.execute(found.with_for_update(skip_locked=True))).first()
            if row is None:
                return None
            held = {"holder": bounded(holder, 200), "held_until": now + timedelta(seconds=seconds)}
            return await self._step(connection, as_memory(row), State.JUDGING, holder, "", held)

    async def judged(self, memory: Memory, judgement: Judgement) -> Memory:
        """`memory` as `claim` gave it. Raises LostClaim where the lease ran out and another took it."""
        values = {
            "label": judgement.label,
            "confidence": judgement.confidence,
            "reason": judgement.reason,
            "evidence": json.dumps(judgement.evidence, ensure_ascii=False),
        }
        return await self._let_go(memory, AFTER[judgement.label], judgement.reason, values)

    async def not_judged(self, memory: Memory, fault: str, again: timedelta) -> Memory:
        """The judge failed: back among the candidates, due `again` from now. Raises LostClaim."""
        later = {"failures": memory.failures + 1, "not_before": self._clock() + again}
        return await self._let_go(memory, State.CANDIDATE, fault, later)

    async def decide(
        self, memory: str, *, version: int, approve: bool, by: str, reason: str = "", text: str | None = None
    ) -> Memory:
        """A reviewer's word; `version` is the one that the reviewer saw, `text` a better wording of the answer.

        Raises NoSuchMemory, NeedsReason (a rejection), TooLong, HoldsSecret, AlreadyDecided.
        """
        if not approve and not reason.strip():
            raise NeedsReason
        _without_secret("reason", reason)
        async with self._writing() as connection:
            now = await _read(connection, memory, lock=True)
            if now.version != version or now.state not in UNDECIDED:
                raise AlreadyDecided(now.decided_by, now.decided_at, now.state)
            said = {
                "decided_by": bounded(by, 200),
                "decided_at": self._clock(),
                "decision_reason": bounded(reason, 2_000),
            }
            edited = {"answer": _fits("answer", text, ANSWER)} if approve and text and text.strip() else {}
            state = State.APPROVED if approve else State.REJECTED
            return await self._step(connection, now, state, by, reason, {**said, **edited})

    async def recallable(self, ids: Collection[str]) -> dict[str, Memory]:
        """Of these only what may be recalled now."""
        trusted = and_(memories.c.id.in_([*ids][:MOST]), memories.c.state.in_(RECALLABLE))
        return {m.id: m for m in await self._all(trusted, (memories.c.id,), MOST)}

    async def about(self, subject: str = "", family: str = "", limit: int = 20) -> tuple[Memory, ...]:
        """What may be recalled about a job, a failure family or both; newest first."""
        asked = [column == value for column, value in _asked(subject, family) if value]
        if not asked:
            return ()
        order = (memories.c.taught_at.desc(), memories.c.id)
        return await self._all(and_(memories.c.state.in_(RECALLABLE), *asked), order, limit)

    async def used(self, ids: Collection[str]) -> None:
        """Counts that these shaped an answer."""
        more = update(memories).where(memories.c.id.in_([*ids][:MOST])).values(uses=memories.c.uses + 1)
        async with self._writing() as connection:
            await connection.execute(more)

    async def history(self, memory: str) -> tuple[Step, ...]:
        """Oldest first; empty for an unknown memory."""
        found = select(memory_history).where(memory_history.c.memory == memory).order_by(memory_history.c.number)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(found)).all()
        return tuple(_as_step(r) for r in rows)

    async def changed(self, since: datetime, until: datetime) -> tuple[tuple[Memory, Step], ...]:
        """Steps of that time with their memories as they are now; oldest first."""
        steps = select(memory_history).where(memory_history.c.at >= since, memory_history.c.at < until)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(steps.order_by(memory_history.c.number))).all()
        ids = list(dict.fromkeys(r.memory for r in rows))
        pages = [ids[start : start + MOST] for start in range(0, len(ids), MOST)]
        known = {m.id: m for page in pages for m in await self._all(memories.c.id.in_(page), (memories.c.id,), MOST)}
        return tuple((known[r.memory], _as_step(r)) for r in rows)

    def _writing(self) -> Any:
        return self._engine.execution_options(writes=True).begin()

    async def _all(self, where: Any, order: Sequence[Any], limit: int) -> tuple[Memory, ...]:
        found = select(memories).where(where).order_by(*order).limit(max(1, min(limit, MOST)))
        async with self._engine.connect() as connection:
            return tuple(as_memory(row) for row in await connection.execute(found))

    async def _propose(self, values: dict[str, Any], key: str) -> Memory:
        now, who = self._clock(), values["taught_by"]
        async with self._writing() as connection:
            known = (await connection.execute(select(memory_keys.c.memory).where(memory_keys.c.key == key))).scalar()
            if known is not None:
                return await _read(connection, known)
            same = and_(*(memories.c[name] == values[name] for name in ("subject", "family", "digest")))
            taught = (await connection.execute(select(memories.c.id).where(same))).scalar()
            memory = taught or uuid.uuid4().hex
            if taught:
                again = update(memories).where(memories.c.id == memory).values(repeats=memories.c.repeats + 1)
                await connection.execute(again)
            else:
                start = {"id": memory, "version": 1, "state": State.CANDIDATE, "taught_at": now, "not_before": now}
                await connection.execute(insert(memories).values(**values, **start))
                await _note(connection, await _read(connection, memory), now, who, "")
            await connection.execute(insert(memory_keys).values(key=key, memory=memory, who=who, at=now))
            return await _read(connection, memory)

    async def _let_go(self, memory: Memory, state: State, reason: str, values: dict[str, Any]) -> Memory:
        async with self._writing() as connection:
            now = await _read(connection, memory.id, lock=True)
            if (now.version, now.state) != (memory.version, State.JUDGING):
                raise LostClaim(memory.id)
            released = {**values, "holder": "", "held_until": None}
            return await self._step(connection, now, state, memory.holder, reason, released)

    async def _step(
        self, connection: AsyncConnection, was: Memory, state: State, who: str, reason: str, values: dict[str, Any]
    ) -> Memory:
        here = and_(memories.c.id == was.id, memories.c.version == was.version, memories.c.state == was.state)
        moved = update(memories).where(here).values(state=state, version=was.version + 1, **values)
        if (await connection.execute(moved)).rowcount != 1:
            raise AlreadyDecided("", None, was.state)
        now = await _read(connection, was.id)
        await _note(connection, now, self._clock(), who, reason)
        return now


def _as_step(row: Any) -> Step:
    return Step(row.version, row.at, row.who, State(row.state), row.reason, row.answer)


def _asked(subject: str, family: str) -> tuple[tuple[Any, str], ...]:
    return (memories.c.subject, subject), (memories.c.family, family)


def _values(question: str, answer: str, facts: str, subject: str, family: str, taught_by: str) -> dict[str, Any]:
    said = {"subject": bounded(subject, 400), "family": bounded(family, 100), "taught_by": bounded(taught_by, 200)}
    told, asked = _fits("answer", answer, ANSWER), _fits("question", question, QUESTION)
    digest = lesson(said["subject"], said["family"], asked, told)
    return {**said, "question": asked, "answer": told, "facts": bounded(facts, FACTS), "digest": digest}


def _fits(what: str, text: str, most: int) -> str:
    if len(text) > most:
        raise TooLong(what, most)
    _without_secret(what, text)
    return clean(text).strip()


def _without_secret(what: str, text: str) -> None:
    if holds_secret(text):
        raise HoldsSecret(what)


async def _read(connection: AsyncConnection, memory: str, *, lock: bool = False) -> Memory:
    found = select(memories).where(memories.c.id == memory)
    row = (await connection.execute(found.with_for_update() if lock else found)).first()
    if row is None:
        raise NoSuchMemory(memory)
    return as_memory(row)


async def _note(connection: AsyncConnection, now: Memory, at: datetime, who: str, reason: str) -> None:
    step = {"memory": now.id, "version": now.version, "at": at, "who": bounded(who, 200), "state": now.state}
    await connection.execute(insert(memory_history).values(**step, reason=bounded(reason, 2_000), answer=now.answer))
