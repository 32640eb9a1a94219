"""Slack for Resync: takes in what people say there, asks the engine, answers in the right place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import clients, phrases
from adapters.slack.clock import Clock, SystemClock
from adapters.slack.home import home
from adapters.slack.incoming import Asked, Opened, read
from adapters.slack.intake import Identity, bolt
from adapters.slack.pace import Pace
from adapters.slack.people import People
from adapters.slack.seen import MemorySeen, Seen
from adapters.slack.sender import FAILED, Sender, reason
from adapters.slack.settings import SlackRefused, SlackSettings
from adapters.slack.socket import Socket
from adapters.slack.tasks import TaskSet
from adapters.slack.web import Endpoint
from bot.engine_face import Answers
from bot.reply import Reply
from bot.turn import Place, Turn

log = structlog.get_logger(__name__)
_BUSY_TASKS = 50


class SlackAdapter:
    """`add_to(app)` before the application runs, `start()` once it does, `close()` at its end.

    A command, and a button of a message only the asker sees, are answered for the asker only.
    """

    def __init__(
        self, engine: Answers, settings: SlackSettings, *, clock: Clock | None = None, seen: Seen | None = None
    ) -> None:
        self._engine, self._settings = engine, settings
        self._clock: Clock = clock or SystemClock()
        self._seen: Seen = seen or MemorySeen(self._clock)
        self._identity = Identity()
        self._tasks, self._busy = TaskSet(settings.most_tasks), TaskSet(_BUSY_TASKS)
        self._bolt = bolt(settings, self._identity, self._take)
        self._endpoint = Endpoint(self._bolt, settings.path)
        self._session: aiohttp.ClientSession | None = None
        self._socket: Socket | None = None

    def routes(self) -> list[web.RouteDef]:
        """None without a signing secret: nobody could tell Slack's requests from others'."""
        return self._endpoint.routes() if self._settings.signing_secret else []

    def add_to(self, app: web.Application) -> None:
        app.add_routes(self.routes())

    async def start(self) -> None:
        """Raises SlackRefused where Slack does not know a token."""
        timeout = aiohttp.ClientTimeout(total=self._settings.api_seconds)
        self._session = session = aiohttp.ClientSession(timeout=timeout)
        try:
            await self._connect(session)
        except BaseException:
            await self.close()
            raise

    async def _connect(self, session: aiohttp.ClientSession) -> None:
        asking = clients.reads(self._settings, session, self._clock)
        await self._introduce(asking)
        self._people = People(asking, self._clock)
        posting = clients.posts(self._settings, session, self._clock)
        self._sender = Sender(posting, session, self._clock, Pace(self._clock, self._settings.posts_a_second))
        self._endpoint.open = True
        if self._settings.app_token:
            app_client = clients.sockets(self._settings, session, self._clock)
            self._socket = Socket(self._bolt, self._settings.app_token, app_client)
            await self._socket.start()

    async def _introduce(self, client: AsyncWebClient) -> None:
        try:
            me = await client.auth_test()
        except SlackApiError as error:
            raise SlackRefused("auth.test", reason(error)) from error
        except FAILED as error:
            raise SlackRefused("auth.test", f"not reached ({type(error).__name__})") from error
        self._identity.team, self._identity.user = str(me.get("team_id")), str(me.get("user_id"))
        self._identity.bot = str(me.get("bot_id"))
        log.info("slack.ready", team=self._identity.team, user=self._identity.user)

    async def ready(self) -> bool:
        """For a health check."""
        return self._endpoint.open and (self._socket is None or await self._socket.connected())

    async def close(self) -> None:
        """No more is taken in; what is under way has ten seconds."""
        self._endpoint.open = False
        if self._socket:
            await self._socket.close()
            self._socket = None
        seconds = self._settings.drain_seconds
        await asyncio.gather(self._tasks.drain(seconds), self._busy.drain(seconds))
        if self._session:
            await self._session.close()

    async def _take(self, body: Mapping[str, Any]) -> BoltResponse:
        """Queue, then ack. What cannot be queued at all is not acked, so that Slack delivers it again."""
        asked = read(body, self._identity.user)
        if isinstance(asked, Opened) and not self._tasks.full:
            self._tasks.start(self._sender.home(asked.person, home(self._settings.command)))
        elif isinstance(asked, Asked) and await self._seen.claim(asked.keys) and not self._queue(asked):
            await self._seen.forget(asked.keys)
            log.error("slack.overloaded", tasks=len(self._tasks))
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body="")

    def _queue(self, asked: Asked) -> bool:
        if not self._tasks.full:
            self._tasks.start(self._answer(asked))
        elif not self._busy.full:
            self._busy.start(self._sender.say(asked, phrases.BUSY))
        else:
            return False
        return True

    async def _answer(self, asked: Asked) -> None:
        try:
            reply = await self._engine.handle(await self._turn(asked))
        except Exception:
            await self._failed(asked)
            return
        if reply is not None:
            await self._deliver(asked, reply)

    async def _deliver(self, asked: Asked, reply: Reply) -> None:
        try:
            await self._sender.answer(asked, reply)
        except Exception:
            await self._failed(asked)

    async def _failed(self, asked: Asked) -> None:
        """Called while an exception is handled: the log has it, the chat has the same id."""
        number = uuid4().hex[:8]
        log.exception("slack.turn_failed", error_id=number, turn=asked.id)
        await self._sender.say(asked, phrases.FAILED.format(id=number))

    async def _turn(self, asked: Asked) -> Turn:
        person = await self._people.person(asked.person)
        place = Place("slack", asked.channel, asked.thread, asked.team, asked.direct)
        at = datetime.fromtimestamp(self._clock.now(), UTC)
        return Turn(asked.id, person, place, asked.said, at, command=asked.command)
