"""The connector itself. Tests speak to the bot as people do in Teams, and read what a conversation shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.teams import activities, lint
from tests.fakes.teams.activities import BOT, Chat, Human, Json, personal
from tests.fakes.teams.clock import FakeClock
from tests.fakes.teams.issuer import Issuer

CARD = "application/vnd.microsoft.card.adaptive"


@dataclass
class Post:
    id: str
    conversation: str
    activity: Json
    edits: int = 0

    @property
    def card(self) -> Json:
        made: Json = self.activity["attachments"][0]["content"]
        return made

    @property
    def text(self) -> str:
        return "\n".join(texts(self.card["body"]))


async def _at_once() -> None:
    """Where nothing was told to wait for."""


@dataclass
class FakeTeams:
    clock: FakeClock = field(default_factory=FakeClock)
    posts: list[Post] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Conversations the bot is in, without their threads."""
    trouble: list[web.Response] = field(default_factory=list)
    """Answers of the next calls, in place of what they would do."""
    bot_url: str = ""
    settle: Callable[[], Awaitable[Any]] = _at_once
    _number: int = 1_763_000_000_000

    async def __aenter__(self) -> FakeTeams:
        self.issuer = Issuer(self.clock)
        app = web.Application()
        app.add_routes(self.issuer.routes())
        where = "/emea/v3/conversations/{conversation}/activities"
        app.router.add_post(where, self._post)
        app.router.add_put(where + "/{activity}", self._put)
        self._server = TestServer(app)
        await self._server.start_server()
        self.issuer.address = self.address = str(self._server.make_url("")).rstrip("/")
        self.service_url = f"{self.address}/emea/"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._session.close()
        await self._server.close()
        self.problems += self.issuer.problems

    def number(self) -> str:
        self._number += 1
        return str(self._number)

    async def says(self, human: Human, text: str, chat: Chat | None = None, thread: str = "", number: str = "") -> str:
        """A message of a person; gives its id once the bot is done with it."""
        number = number or self.number()
        await self.delivers("message", chat or personal(human), activities.said(human, text), thread, number)
        await self.settle()
        return number

    async def press(
        self,
        human: Human,
        post: Post,
        title: str,
        inputs: Json | None = None,
        number: str = "",
        chat: Chat | None = None,
    ) -> Json:
        """Clicks a button of a card; what comes back is checked, and a card takes the old one's place."""
        action = next(each for each in actions(post.card["body"]) if each["title"] == title)
        more = activities.executed(human, action, inputs or {}, post.id)
        thread = post.conversation.partition(";messageid=")[2]
        status, answer = await self.delivers("invoke", chat or personal(human), more, thread, number or self.number())
        assert status == 200 and answer is not None
        self._shown(post, answer)
        return answer

    def _shown(self, post: Post, answer: Json) -> None:
        assert set(answer) == {"statusCode", "type", "value"}
        if answer["type"] == CARD:
            self.problems += lint.problems(answer["value"])
            post.activity["attachments"][0]["content"] = answer["value"]
            post.edits += 1

    async def delivers(
        self, kind: str, chat: Chat, more: Json, thread: str = "", number: str = "", token: str = ""
    ) -> tuple[int, Json | None]:
        self.known.add(chat.id)
        body = {**activities.base(kind, number or self.number(), chat, thread, self.service_url), **more}
        token = token or self.issuer.token(self.service_url)
        return await self.sends(body, {"Authorization": f"Bearer {token}"})

    async def sends(self, body: object, headers: Json) -> tuple[int, Json | None]:
        """Raw: bytes, or JSON."""
        what: Any = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self._session.post(self.bot_url, headers=headers, **what) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def _post(self, request: web.Request) -> web.Response:
        activity, refused = await self._checked(request)
        if refused:
            return refused
        conversation = request.match_info["conversation"]
        if activity["type"] == "typing":
            self.typing.append(conversation)
            return web.json_response({"id": self.number()}, status=201)
        post = Post(self.number(), conversation, activity)
        self.posts.append(post)
        return web.json_response({"id": post.id}, status=201)

    async def _put(self, request: web.Request) -> web.Response:
        activity, refused = await self._checked(request)
        if refused:
            return refused
        conversation, number = request.match_info["conversation"], request.match_info["activity"]
        post = next((each for each in self.posts if (each.id, each.conversation) == (number, conversation)), None)
        if post is None:
            return _error(404, "ActivityNotFoundInConversation")
        post.activity, post.edits = activity, post.edits + 1
        return web.json_response({"id": post.id})

    async def _checked(self, request: web.Request) -> tuple[Json, web.Response | None]:
        if self.trouble:
            return {}, self.trouble.pop(0)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.issuer.good_tokens:
            return {}, _error(401, "Unauthorized")
        conversation = request.match_info["conversation"]
        if conversation.partition(";")[0] not in self.known:
            return {}, _error(403, "BotNotInConversationRoster")
        activity = await request.json()
        wrong = _wrong(activity, conversation)
        self.problems += wrong
        return activity, _error(400, "BadSyntax") if wrong else None


def _wrong(activity: Json, conversation: str) -> list[str]:
    found = [] if activity.get("type") in ("message", "typing") else [f"type {activity.get('type')}"]
    if activity.get("from", {}).get("id") != BOT:
        found.append("not from the bot")
    if activity.get("conversation", {}).get("id") != conversation:
        found.append("another conversation than the address says")
    if activity.get("type") == "message":
        found += _wrong_message(activity)
    return found


def _wrong_message(activity: Json) -> list[str]:
    cards = activity.get("attachments", [])
    found = [] if activity.get("summary") else ["no words for the notification"]
    if not cards and not activity.get("text"):
        found.append("an empty message")
    for each in cards:
        found += lint.problems(each["content"]) if each.get("contentType") == CARD else ["an unknown attachment"]
    return found


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "…"}}, status=status)


def texts(parts: list[Json]) -> list[str]:
    """All words of a card, in reading order."""
    found: list[str] = []
    for part in parts:
        found += [part[key] for key in ("text", "label") if key in part]
        found += [f"{each['title']}: {each['value']}" for each in part.get("facts", [])]
        for key in ("items", "inlines", "rows", "cells"):
            found += texts(part.get(key, []))
    return found


def actions(parts: list[Json]) -> list[Json]:
    return [each for part in parts for each in part.get("actions", [])]
