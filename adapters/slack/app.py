"""Slack for Resync: takes in what people say there, asks the engine, answers in the right place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import clients
from adapters.slack.answers import Answers
from adapters.slack.cards import Cards
from adapters.slack.home import home
from adapters.slack.incoming import Asked, Opened, read
from adapters.slack.intake import Identity, bolt
from adapters.slack.pace import Pace, Sleep
from adapters.slack.people import People
from adapters.slack.phrases import say
from adapters.slack.settings import SlackRefused, SlackSettings
from adapters.slack.socket import Socket
from adapters.slack.web import Endpoint
from adapters.slack.wire import FAILED, Wire, reason
from adapters.tasks import TaskSet
from bot import engine_face
from bot.coordination.claims import Claims
from bot.coordination.face import Coordination
from bot.reply import Reply
from bot.skills import registry
from bot.turn import Place, Turn
from tws.clock import Clock, system_clock

log = structlog.get_logger(__name__)
_BUSY_TASKS = 50


class NotConnected(Exception):
    """Before `start()` and after `close()`."""


class SlackAdapter:
    """`add_to(app)` before the application runs, `start()` once it does, `close()` at its end.

    A command, and a button of a message only the asker sees, are answered for the asker only.
    It is a `bot.delivery.sender.Sender` too: `post` and `update` for messages that nobody asked for.
    """

    def __init__(
        self,
        engine: engine_face.Answers,
        settings: SlackSettings,
        coordination: Coordination,
        *,
        clock: Clock = system_clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._engine, self._settings, self._clock, self._sleep = engine, settings, clock, sleep
        self._claims = Claims(coordination, clock, "slack")
        self._identity = Identity()
        self._tasks, self._busy = TaskSet(settings.most_tasks, "slack"), TaskSet(_BUSY_TASKS, "slack")
        self._bolt = bolt(settings, self._identity, self._take)
        self._endpoint = Endpoint(self._bolt, settings.path)
        self._session: aiohttp.ClientSession | None = None
        self._socket: Socket | None = None
        self._cards: Cards | None = None

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
        asking = clients.reads(self._settings, session, self._sleep)
        await self._introduce(asking)
        self._people = People(asking, self._clock)
        pace = Pace(self._clock, self._sleep, self._settings.posts_a_second)
        self._wire = Wire(clients.posts(self._settings, session, self._sleep), session, pace, self._sleep)
        self._answers = Answers(self._wire)
        self._cards = Cards(Wire(clients.cards(self._settings, session), session, pace, self._sleep))
        self._endpoint.open = True
        if self._settings.app_token:
            app_client = clients.sockets(self._settings, session, self._sleep)
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

    async def post(self, place: Place, reply: Reply) -> str:
        """The new message's ts. `place.channel` may be a person's id. Raises Undeliverable, or another to try later."""
        return await self._connected().post(place, reply)

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        """`message` is what `post` gave. Raises as `post`."""
        await self._connected().update(place, message, reply)

    def _connected(self) -> Cards:
        if self._cards is None or not self._endpoint.open:
            raise NotConnected("Slack is not connected yet, or not any more. Nothing was posted.")
        return self._cards

    async def _take(self, body: Mapping[str, Any]) -> BoltResponse:
        """Queue, then ack. What cannot be queued at all is not acked, so that Slack delivers it again."""
        asked = read(body, self._identity.user)
        if isinstance(asked, Opened) and not self._tasks.full:
            self._tasks.start(self._welcome(asked.person))
        elif isinstance(asked, Asked) and await self._claims.claim(asked.keys) and not self._queue(asked):
            await self._claims.forget(asked.keys)
            log.error("slack.overloaded", tasks=len(self._tasks))
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body="")

    def _queue(self, asked: Asked) -> bool:
        if not self._tasks.full:
            self._tasks.start(self._answer(asked))
        elif not self._busy.full:
            self._busy.start(self._answers.say(asked, say("busy", self._people.locale(asked.person))))
        else:
            return False
        return True

    async def _welcome(self, person: str) -> None:
        locale = (await self._people.person(person)).locale
        try:
            await self._wire.home(person, home(self._settings.command, locale, registry().topics()))
        except FAILED as error:
            log.error("slack.home_lost", reason=reason(error))

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
            await self._answers.answer(asked, reply)
        except Exception:
            await self._failed(asked)

    async def _failed(self, asked: Asked) -> None:
        """Called while an exception is handled: the log has it, the chat has the same id."""
        number = uuid4().hex[:8]
        log.exception("slack.turn_failed", error_id=number, turn=asked.id)
        await self._answers.say(asked, say("failed", self._people.locale(asked.person), id=number))

    async def _turn(self, asked: Asked) -> Turn:
        person = await self._people.person(asked.person)
        place = Place("slack", await self._wire.room(asked.channel), asked.thread, asked.team, asked.direct)
        return Turn(asked.id, person, place, asked.said, self._clock(), command=asked.command)
