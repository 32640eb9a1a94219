"""From what was asked to what Teams shows: each with one visible outcome."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import structlog
from aiohttp import web

from adapters.tasks import TaskSet
from adapters.teams import invoke
from adapters.teams.incoming import Asked
from adapters.teams.phrases import say
from adapters.teams.render import Message, render, words
from adapters.teams.sender import FAILED, Sender
from adapters.teams.settings import TeamsSettings
from adapters.teams.typing_sign import shown_while
from bot.delivery.sender import Undeliverable
from bot.engine_face import Answers
from bot.reply import Reply
from bot.turn import Turn
from tws.clock import Clock

log = structlog.get_logger(__name__)


class Answering:
    def __init__(self, engine: Answers, sender: Sender, settings: TeamsSettings, clock: Clock) -> None:
        self._engine, self._sender, self._settings, self._clock = engine, sender, settings, clock

    async def message(self, asked: Asked) -> None:
        """The whole answer to a message, from the engine's turn to the post."""
        try:
            reply = await shown_while(self._reply(asked), lambda: self._typing(asked), self._settings.typing_seconds)
            if reply is not None:
                await self._deliver(asked, reply)
        except Exception:
            await self.say(asked, say("failed", asked.person.locale, id=_noted(asked)))

    async def press(self, asked: Asked, work: TaskSet) -> web.Response:
        """Answers in Teams' time. What takes longer is said to, and comes as a message or as the card's new face."""
        said: asyncio.Future[web.Response] = asyncio.get_running_loop().create_future()
        work.start(self._pressed(asked, said))
        await asyncio.wait({said}, timeout=self._settings.invoke_seconds)
        if not said.done():
            said.set_result(invoke.words("working", asked.person.locale))
        return said.result()

    async def _pressed(self, asked: Asked, said: asyncio.Future[web.Response]) -> None:
        """Fills `said` while Teams waits for it; whoever comes too late speaks in the conversation."""
        try:
            reply = await self._reply(asked)
            answer = await self._answered(asked, reply, in_time=not said.done())
            if not said.done():
                said.set_result(answer)
        except Exception:
            await self._press_failed(asked, said)

    async def _answered(self, asked: Asked, reply: Reply | None, *, in_time: bool) -> web.Response:
        """A reply that replaces its card does so in the response itself, as long as Teams waits for it."""
        if reply is None:
            return invoke.words("again", asked.person.locale)
        if reply.replaces and in_time:
            return invoke.card(render(reply).card)
        number = await self._deliver(asked, reply)
        return invoke.words("unsure" if number else "answered", reply.language, id=number)

    async def _press_failed(self, asked: Asked, said: asyncio.Future[web.Response]) -> None:
        """Called while an exception is handled."""
        number = _noted(asked)
        if said.done():
            await self.say(asked, say("failed", asked.person.locale, id=number))
        else:
            said.set_result(invoke.words("failed", asked.person.locale, id=number))

    async def _reply(self, asked: Asked) -> Reply | None:
        turn = Turn(asked.id, asked.person, asked.place, asked.said, self._clock())
        return await self._engine.handle(turn)

    async def _deliver(self, asked: Asked, reply: Reply) -> str:
        """A reply that Teams does not take becomes a short text with an id, which is returned too."""
        message = render(reply)
        try:
            await self._send(asked, message, replaces=reply.replaces)
            return ""
        except FAILED as error:
            number = uuid4().hex[:8]
            log.error("teams.answer_failed", error_id=number, error=type(error).__name__, reason=str(error))
            await self.say(asked, say("unsure", reply.language, id=number))
            return number

    async def _send(self, asked: Asked, message: Message, *, replaces: bool) -> None:
        """A card that is gone, or not ours any more, is not replaced: the answer is then posted anew."""
        if replaces and asked.message:
            try:
                return await self._sender.update(asked.place, asked.message, message)
            except Undeliverable:
                log.info("teams.card_gone")
        await self._sender.post(asked.place, message)

    async def say(self, asked: Asked, text: str) -> None:
        """A short text of the adapter itself; raises nothing."""
        try:
            await self._sender.post(asked.place, words(text, asked.person.locale or "en"))
        except Exception as error:
            log.error("teams.answer_lost", turn=asked.id, error=type(error).__name__)

    async def _typing(self, asked: Asked) -> None:
        try:
            await self._sender.typing(asked.place)
        except Exception as error:
            log.info("teams.typing_lost", error=type(error).__name__)


def _noted(asked: Asked) -> str:
    """Called while an exception is handled: the log has it, the chat gets the same id."""
    number = uuid4().hex[:8]
    log.exception("teams.turn_failed", error_id=number, turn=asked.id)
    return number
