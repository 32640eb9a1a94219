"""Where turns are taken: one after the other within a session, all sessions at once, none cut off by a lost socket."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

import structlog

from adapters.web.problem import new_id
from adapters.web.session import Session
from adapters.web.words import words_for
from bot.engine_face import Answers
from bot.reply import Reply, Text, Tone
from bot.turn import Form, Press, Turn
from tws.clock import Clock

log = structlog.get_logger()

Result = TypeVar("Result")
COMMAND = "/resync"


class Desk:
    def __init__(self, engine: Answers, clock: Clock) -> None:
        self._engine = engine
        self.clock = clock
        self.closing = False
        self._running: set[asyncio.Task[Any]] = set()

    def words(self, session: Session, id: str, text: str, command: bool) -> Turn:
        head, _, rest = text.partition(" ")
        if head == COMMAND:
            text, command = rest.strip(), True
        return self._turn(session, id, text, command)

    def press(self, session: Session, id: str, payload: str) -> Turn:
        return self._turn(session, id, Press(payload))

    def form(self, session: Session, id: str, payload: str, values: Mapping[str, str]) -> Turn:
        return self._turn(session, id, Form(payload, values))

    def _turn(self, session: Session, id: str, said: str | Press | Form, command: bool = False) -> Turn:
        return Turn(f"web:{session.channel}:{id}", session.person, session.place, said, self.clock(), command)

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Runs on whatever becomes of the connection; `finish` waits for it."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def handle(self, turn: Turn) -> Reply | None:
        """The engine never raises; should it, the operator gets an id instead of silence."""
        try:
            return await self._engine.handle(turn)
        except Exception:
            error_id = new_id()
            log.exception("turn_lost", turn=turn.id, error_id=error_id)
            words = words_for(turn.person.locale)
            return Reply((Text(words("chat.failed"), Tone.BAD),), language=words.tag, error_id=error_id)

    async def finish(self, seconds: float) -> None:
        """No new turns from here; running ones get `seconds`, and only what is still stuck then is cancelled."""
        self.closing = True
        if not self._running:
            return
        _, stuck = await asyncio.wait(self._running, timeout=seconds)
        for task in stuck:
            log.warning("turn_cancelled", after_seconds=seconds)
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
