"""Microsoft Teams for Resync: takes in what people say there, asks the engine, answers in the right place."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.tasks import TaskSet
from adapters.teams import invoke
from adapters.teams.answering import Answering
from adapters.teams.gate import Gate
from adapters.teams.incoming import Asked, Joined, Left, Unknown, read
from adapters.teams.keys import SigningKeys
from adapters.teams.pace import Pace, Sleep
from adapters.teams.phrases import say
from adapters.teams.render import render, words
from adapters.teams.sender import Sender
from adapters.teams.settings import TeamsSettings
from adapters.teams.talks import Talks
from adapters.teams.tokens import Tokens
from adapters.teams.web import Endpoint
from bot.coordination.claims import Claims
from bot.coordination.face import Coordination
from bot.engine_face import Answers
from bot.reply import Reply
from bot.turn import Place
from tws.clock import Clock

log = structlog.get_logger(__name__)
_BUSY_TASKS = 50


class NotConnected(Exception):
    """Before `start()` and after `close()`."""


class TeamsAdapter:
    """A `adapters.host.Mount` and a `bot.delivery.sender.Sender`.

    `database` holds `tables.metadata`; `sleep` is for the waits between tries.
    """

    def __init__(
        self,
        engine: Answers,
        settings: TeamsSettings,
        database: AsyncEngine,
        *,
        clock: Clock,
        coordination: Coordination,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._engine, self._settings, self._clock = engine, settings, clock
        self._claims, self._sleep = Claims(coordination, clock, "teams"), sleep
        self._talks = Talks(database, clock)
        self._work, self._busy = TaskSet(settings.most_tasks, "teams"), TaskSet(_BUSY_TASKS, "teams")
        self._endpoint = Endpoint(settings.path, self._take)
        self._session: aiohttp.ClientSession | None = None
        self._sender: Sender | None = None

    def add_to(self, app: web.Application) -> None:
        self._endpoint.add_to(app)

    async def start(self) -> None:
        """Loads Microsoft's kit off the loop. Reaches out to nobody: keys and token are fetched when needed."""
        kit = await asyncio.to_thread(importlib.import_module, "adapters.teams.kit")
        timeout = aiohttp.ClientTimeout(total=self._settings.api_seconds)
        self._session = session = aiohttp.ClientSession(timeout=timeout, trust_env=True)
        connector = kit.Connector(self._settings, Tokens(self._settings, session, self._clock))
        self._sender = Sender(
            connector, self._talks, Pace(self._clock, self._sleep), self._sleep, self._settings.tenant_id
        )
        self._answering = Answering(self._engine, self._sender, self._settings, self._clock)
        self._endpoint.gate = Gate(self._settings, SigningKeys(self._settings, session, self._clock), self._clock)
        log.info("teams.ready", app=self._settings.app_id)

    async def ready(self) -> bool:
        """For a health check."""
        return self._endpoint.gate is not None

    async def close(self) -> None:
        """No more is taken in; what is under way has ten seconds."""
        self._endpoint.gate = None
        seconds = self._settings.drain_seconds
        await asyncio.gather(self._work.drain(seconds), self._busy.drain(seconds))
        if self._session:
            await self._session.close()

    async def post(self, place: Place, reply: Reply) -> str:
        """The new message's activity id; for a channel without a thread it is the thread of what follows."""
        return await self._connected().post(place, render(reply))

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        """Raises as `post`: Undeliverable, or another to try later."""
        await self._connected().update(place, message, render(reply))

    def _connected(self) -> Sender:
        if self._sender is None or self._endpoint.gate is None:
            raise NotConnected("Teams is not connected yet, or not any more. Nothing was posted.")
        return self._sender

    async def _take(self, body: Mapping[str, Any]) -> web.Response:
        """Queue, then answer: Teams gives up, and delivers again, after about 15 seconds."""
        found = read(body)
        if isinstance(found, Asked):
            await self._talks.keep(found.talk)
            return await self._asked(found)
        if isinstance(found, Joined) and await self._talks.greet(found.talk):
            self._work.start(self._welcome(found))
        if isinstance(found, Left):
            await self._talks.drop(found.talk.id)
        return invoke.refused("en") if isinstance(found, Unknown) else web.Response(status=202)

    async def _asked(self, asked: Asked) -> web.Response:
        pressed = not isinstance(asked.said, str)
        if not await self._claims.claim((asked.id,)):
            return invoke.words("again", asked.person.locale) if pressed else web.Response(status=202)
        if self._work.full:
            return await self._too_much(asked)
        if pressed:
            return await self._answering.press(asked, self._work)
        self._work.start(self._answering.message(asked))
        return web.Response(status=202)

    async def _too_much(self, asked: Asked) -> web.Response:
        """Said to the person; where even that is too much, Teams may deliver again."""
        log.error("teams.overloaded")
        if not isinstance(asked.said, str):
            return invoke.words("busy", asked.person.locale)
        if self._busy.full:
            await self._claims.forget((asked.id,))
            return web.Response(status=503, headers={"Retry-After": "5"})
        self._busy.start(self._answering.say(asked, say("busy", asked.person.locale)))
        return web.Response(status=202)

    async def _welcome(self, joined: Joined) -> None:
        talk, language = joined.talk, joined.language or "en"
        key = "welcome" if talk.kind == "personal" else "welcome_here"
        try:
            place = Place("teams", talk.id, team=talk.tenant)
            await self._connected().post(place, words(say(key, language), language))
        except Exception as error:
            log.warning("teams.welcome_lost", error=type(error).__name__)
