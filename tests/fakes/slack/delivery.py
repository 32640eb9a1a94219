"""How the fake reaches the bot: signed requests, or envelopes over a websocket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from adapters.slack import limits
from tests.fakes.slack.payloads import signed
from tests.fakes.slack.workspace import SECRET, Json, Workspace


class Delivery(Protocol):
    async def send(self, kind: str, payload: Json, retry: int = 0) -> int:
        """kind: events_api, slash_commands or interactive. Returns the HTTP status; over a socket 200, 0 unacked."""


class ByHttp:
    def __init__(self, workspace: Workspace, url: str, timer: Callable[[], float] | None = None) -> None:
        self._of, self._url, self._timer = workspace, url, timer

    async def send(self, kind: str, payload: Json, retry: int = 0) -> int:
        body, content = encoded(kind, payload)
        headers = {"Content-Type": content, **signed(body, SECRET)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        now = self._timer or asyncio.get_running_loop().time
        began = now()
        async with aiohttp.ClientSession() as session, session.post(self._url, data=body, headers=headers) as answer:
            await answer.read()
        if answer.status != 200:
            self._of.problems.append(f"{kind} answered {answer.status}")
        if now() - began > limits.ACK_SECONDS:
            self._of.problems.append(f"{kind} acked late")
        return answer.status


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    return urlencode(payload if kind == "slash_commands" else {"payload": json.dumps(payload)}).encode(), form


class BySocket:
    """Each envelope goes to one connection, and has to be acked by its id."""

    def __init__(self, workspace: Workspace) -> None:
        self._of = workspace
        self.sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[None]] = {}
        self._next = 0

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        async for received in socket:
            if received.type is aiohttp.WSMsgType.TEXT:
                self._acked(json.loads(received.data).get("envelope_id", ""))
        self.sockets.remove(socket)
        return socket

    async def refresh(self) -> None:
        """Slack ends each connection after some hours, with a word ahead; the app is to open another."""
        for socket in self.sockets:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    def _acked(self, envelope: str) -> None:
        waiting = self._acks.get(envelope)
        if waiting is None or waiting.done():
            self._of.problems.append(f"ack of an unknown envelope {envelope!r}")
        else:
            waiting.set_result(None)

    async def send(self, kind: str, payload: Json, retry: int = 0) -> int:
        envelope = f"envelope-{self._of.number()}"
        socket = self.sockets[self._next % len(self.sockets)]
        self._next += 1
        body: dict[str, Any] = {"type": kind, "envelope_id": envelope, "payload": payload}
        if retry:
            body |= {"retry_attempt": retry, "retry_reason": "timeout"}
        self._acks[envelope] = asyncio.get_running_loop().create_future()
        await socket.send_json(body)
        try:
            await asyncio.wait_for(self._acks[envelope], limits.ACK_SECONDS)
        except TimeoutError:
            self._of.problems.append(f"{kind} never acked")
            return 0
        return 200
