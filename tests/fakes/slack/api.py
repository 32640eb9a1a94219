"""The fake's Web API: the methods the adapter uses, refused as Slack refuses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.slack.lint import lint
from tests.fakes.slack.workspace import APP_TOKEN, BOT, BOT_ID, BOT_TOKEN, TEAM, Json, Post, Workspace

SCOPES = {
    "users.info": "users:read",
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
}
MANIFEST = Path(__file__).parents[3] / "manifest" / "slack.json"


class Refused(Exception):
    """{"ok": false, "error": …}"""


class Api:
    def __init__(self, workspace: Workspace) -> None:
        self._of = workspace
        self.scopes: list[str] = json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]
        """What the installed app was granted."""
        self.socket_address: Callable[[], str] = lambda: ""
        self._methods: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth,
            "users.info": self._user,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._whisper,
            "chat.update": self._update,
            "conversations.open": self._direct,
            "views.open": self._open,
            "views.publish": self._publish,
            "apps.connections.open": self._connect,
        }

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self._of.calls[method] += 1
        fault = self._of.faults.get(method) or []
        status, told = fault.pop(0) if fault else (200, "")
        if status == 429:
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": told})
        if status == 500:
            return web.json_response({"ok": False, "error": "fatal_error"}, status=500)
        return self._answer(method, await _arguments(request), request, status)

    def _answer(self, method: str, asked: Json, request: web.Request, status: int) -> web.Response:
        try:
            self._allow(method, request)
            answer = {"ok": True, **self._methods[method](asked)}
        except KeyError:
            answer = {"ok": False, "error": "unknown_method"}
        except Refused as refusal:
            self._of.problems.append(f"{method}: {refusal}")
            answer = {"ok": False, "error": str(refusal)}
        if answer.get("error") == "ratelimited":
            return web.json_response(answer, status=429, headers={"Retry-After": "1"})
        return web.json_response(answer, status=500 if status == 520 else 200)

    def _allow(self, method: str, request: web.Request) -> None:
        needed = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not given:
            raise Refused("not_authed")
        if given != needed:
            raise Refused(
                "invalid_auth" if not given.startswith(("xoxb-fake", "xapp-fake")) else "not_allowed_token_type"
            )

        if (scope := SCOPES.get(method)) and scope not in self.scopes:
            raise Refused("missing_scope")

    def _auth(self, asked: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "url": "https://fake.slack.test/"}

    def _user(self, asked: Json) -> Json:
        if asked.get("user") not in self._of.people:
            raise Refused("user_not_found")
        return {"user": {"id": asked["user"], **self._of.people[asked["user"]]}}

    def _content(self, asked: Json) -> tuple[str, list[Json]]:
        """A message needs text; and text beside blocks, for notifications."""
        if not asked.get("text"):
            raise Refused("no_text")
        self.check(asked.get("blocks") or [])
        return asked["text"], asked.get("blocks") or []

    def check(self, blocks: list[Json], surface: str = "message") -> None:
        if problems := lint(blocks, surface):
            self._of.problems += problems
            raise Refused("invalid_blocks")

    def _room(self, asked: Json) -> str:
        channel = str(asked.get("channel"))
        if channel in self._of.closed:
            raise Refused(self._of.closed[channel])
        if channel not in self._of.channels:
            raise Refused("channel_not_found")
        if self._of.too_fast(channel):
            raise Refused("ratelimited")
        return channel

    def _post(self, asked: Json) -> Json:
        channel, (text, blocks) = self._room(asked), self._content(asked)
        post = Post(channel, self._of.ts(), text, blocks, asked.get("thread_ts") or "")
        self._of.posts.append(post)
        return {"channel": channel, "ts": post.ts, "message": {"text": text, "blocks": blocks}}

    def _whisper(self, asked: Json) -> Json:
        channel, (text, blocks) = self._room(asked), self._content(asked)
        if asked.get("user") not in self._of.people:
            raise Refused("user_not_in_channel")
        post = Post(channel, self._of.ts(), text, blocks, asked.get("thread_ts") or "", to=asked["user"])
        self._of.posts.append(post)
        return {"message_ts": post.ts}

    def _update(self, asked: Json) -> Json:
        channel, (text, blocks) = self._room(asked), self._content(asked)
        post = self._of.find(str(asked.get("ts")))
        if post is None or post.channel != channel or post.to:
            raise Refused("message_not_found")
        if len(text.encode()) > 4_000:
            raise Refused("msg_too_long")
        post.edit(text, blocks)
        return {"channel": channel, "ts": post.ts, "text": text}

    def _direct(self, asked: Json) -> Json:
        user = str(asked.get("users"))
        if user not in self._of.people:
            raise Refused("user_not_found")
        return {"channel": {"id": self._of.direct(user)}}

    def _open(self, asked: Json) -> Json:
        """A trigger works once and for three seconds (docs.slack.dev/interactivity)."""
        until = self._of.triggers.pop(str(asked.get("trigger_id")), None)
        if until is None or until < self._of.now():
            raise Refused("invalid_trigger_id" if until is None else "expired_trigger_id")
        self.check((asked.get("view") or {}).get("blocks") or [], "modal")
        return {"view": {"id": "V2", **asked["view"]}}

    def _publish(self, asked: Json) -> Json:
        view = asked.get("view") or {}
        if view.get("type") != "home" or asked.get("user_id") not in self._of.people:
            raise Refused("invalid_arguments")
        self.check(view.get("blocks") or [], "home")
        self._of.homes[asked["user_id"]] = view
        return {"view": {"id": "V1", **view}}

    def _connect(self, asked: Json) -> Json:
        return {"url": self.socket_address()}


async def _arguments(request: web.Request) -> Json:
    """JSON body, form or query; Slack's clients use each."""
    if request.content_type == "application/json":
        body: Json = await request.json()
        return body
    form: dict[str, Any] = {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
    return {key: _value(value) for key, value in form.items()}


def _value(value: str) -> Any:
    try:
        return json.loads(value) if value[:1] in "[{" else value
    except ValueError:
        return value
