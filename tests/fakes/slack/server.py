"""A strict Slack on loopback. Tests speak to it as people speak to Slack, and read what a channel shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack import limits
from tests.fakes.slack import payloads
from tests.fakes.slack.api import Api, Refused
from tests.fakes.slack.clock import FakeClock
from tests.fakes.slack.delivery import BySocket, Delivery
from tests.fakes.slack.shown import plain
from tests.fakes.slack.workspace import BOT, Json, Post, ResponseUrl, Workspace

ANN = {"name": "ann", "tz": "America/Sao_Paulo", "locale": "pt-BR", "profile": {"display_name": "Ann"}}


async def _at_once() -> None:
    """Where nothing was told to wait for."""


class FakeSlack:
    def __init__(self, clock: FakeClock | None = None) -> None:
        """`clock`: share it with the bot, `sleep` included, or posts come too fast."""
        self.clock = clock or FakeClock()
        self.workspace = Workspace(self.clock, people={"U1": ANN, "U2": {"name": "bob"}})
        self.api = Api(self.workspace)
        self.socket = BySocket(self.workspace)
        self.delivery: Delivery = self.socket
        self.settle: Callable[[], Awaitable[Any]] = _at_once
        """Waits until the bot has done what it took in."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.api.handle)
        app.router.add_post("/response/{key}", self._respond)
        app.router.add_get("/socket", self.socket.handle)
        self._server = TestServer(app)

    async def __aenter__(self) -> FakeSlack:
        await self._server.start_server()
        self.api.socket_address = lambda: str(self._server.make_url("/socket")).replace("http", "ws", 1)
        return self

    async def __aexit__(self, *exc: object) -> None:
        for socket in list(self.socket.sockets):
            await socket.close()
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("/api/"))

    @property
    def posts(self) -> list[Post]:
        return self.workspace.posts

    @property
    def problems(self) -> list[str]:
        return self.workspace.problems

    async def says(self, user: str, channel: str, text: str, thread: str = "", **more: Any) -> str:
        """A message; one with a mention arrives as app_mention too, as from Slack. Returns its ts."""
        ts = self.workspace.ts()
        text = text.replace("@BOT", f"@{BOT}")
        inner = payloads.message(user, channel, text, ts, **({"thread_ts": thread} if thread else {}), **more)
        await self.event(inner)
        if f"<@{BOT}>" in text and not channel.startswith("D"):
            mention = {key: value for key, value in inner.items() if key != "channel_type"}
            await self.event({**mention, "type": "app_mention"})
        await self.settle()
        return ts

    async def event(self, inner: Json, number: str = "", retry: int = 0) -> int:
        body = payloads.event(number or f"Ev{self.workspace.number()}", inner)
        return await self.delivery.send("events_api", body, retry)

    async def command(self, user: str, channel: str, text: str, name: str = "/resync") -> str:
        """Returns the key of its response_url."""
        key, url = self._response_url(channel, user)
        body = payloads.command(user, channel, text, url, self.workspace.trigger(), name)
        await self.delivery.send("slash_commands", body)
        await self.settle()
        return key

    def find(self, channel: str, words: str) -> Post:
        """The newest message of the bot in the channel that shows these words."""
        return next(p for p in reversed(self.posts) if p.channel == channel and words in p.shown)

    def reads(self, user: str, channel: str, thread: str = "") -> str:
        """What the bot's messages there show this person now; with `thread`, those of the thread and its root."""
        for_them = (p for p in self.posts if p.channel == channel and p.to in ("", user))
        return "\n---\n".join(p.shown for p in for_them if not thread or thread in (p.thread, p.ts))

    def types(self, user: str, post: Post, label: str, text: str) -> None:
        """Into the input of this label; it is sent with the next press of a button of the message."""
        inputs = (block for block in post.blocks if block["type"] == "input")
        element = next(block["element"] for block in inputs if plain(block["label"]["text"]) == label)
        assert len(text) <= element.get("max_length", 3_000), "Slack does not let anybody type more"
        assert element.get("multiline") or "\n" not in text, "a line end in a field of one line"
        self.workspace.drafts[user, post.ts, element["action_id"]] = text

    async def press(self, user: str, post: Post, label: str) -> None:
        """A button by its label; what stands in the message's inputs goes with it."""
        _, url = self._response_url(post.channel, user, post.ts)
        ts, trigger = self.workspace.ts(), self.workspace.trigger()
        button, values = _button(post.blocks, label), self._values(user, post)
        await self.interact(payloads.press(user, post, button, url, trigger, ts, values))

    def _values(self, user: str, post: Post) -> Json:
        """An empty input is null: docs.slack.dev/reference/interaction-payloads/block_actions-payload."""
        values: Json = {}
        for block in (block for block in post.blocks if block["type"] == "input"):
            element, drafts = block["element"], self.workspace.drafts
            name, begun = element["action_id"], element.get("initial_value")
            value = drafts.get((user, post.ts, name), begun) or None
            values[block["block_id"]] = {name: {"type": element["type"], "value": value}}
        return values

    async def opens_home(self, user: str) -> None:
        await self.event({"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"})
        await self.settle()

    async def press_at_home(self, user: str, label: str) -> None:
        view = self.workspace.homes[user]
        button, trigger = _button(view["blocks"], label), self.workspace.trigger()
        await self.interact(payloads.press_at_home(user, view, button, trigger, self.workspace.ts()))

    async def interact(self, body: Json) -> int:
        status = await self.delivery.send("interactive", body)
        await self.settle()
        return status

    def _response_url(self, channel: str, user: str, message: str = "") -> tuple[str, str]:
        key = f"r{self.workspace.number()}"
        until = self.workspace.now() + limits.RESPONSE_URL_SECONDS
        self.workspace.urls[key] = ResponseUrl(channel, user, until, message)
        return key, str(self._server.make_url(f"/response/{key}"))

    async def _respond(self, request: web.Request) -> web.Response:
        """Five uses in thirty minutes; ephemeral unless in_channel is asked for."""
        of, body = self.workspace.urls.get(request.match_info["key"]), await request.json()
        self.workspace.calls["response_url"] += 1
        if of is None or of.until < self.workspace.now() or of.uses >= limits.RESPONSE_URL_USES:
            self.problems.append("response_url used up")
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        of.uses += 1
        try:
            self._show(of, body)
        except Refused as refusal:
            return web.json_response({"ok": False, "error": str(refusal)}, status=400)
        return web.Response(text="ok")

    def _show(self, of: ResponseUrl, body: Json) -> None:
        if not body.get("text"):
            raise Refused("no_text")
        blocks = body.get("blocks") or []
        self.api.check(blocks)
        old = self.workspace.find(of.message) if body.get("replace_original") else None
        if old:
            old.edit(body["text"], blocks)
            return
        to = "" if body.get("response_type") == "in_channel" else of.user
        self.posts.append(Post(of.channel, self.workspace.ts(), body["text"], blocks, to=to))


def _button(blocks: list[Json], label: str) -> Json:
    elements = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    found: Json = next(each for each in elements if plain(each["text"]["text"]) == label)
    return found
