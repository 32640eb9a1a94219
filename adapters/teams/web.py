"""POST /api/messages: who calls, what they brought, and the answer in Teams' time."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web

from adapters.teams import limits
from adapters.teams.faults import KeysAway, Stranger
from adapters.teams.gate import Gate

log = structlog.get_logger(__name__)
Take = Callable[[Mapping[str, Any]], Awaitable[web.Response]]
_LATER = {"Retry-After": "5"}


class Endpoint:
    """Closed, 503, until it has a gate and somebody who takes what comes through it."""

    def __init__(self, path: str, take: Take) -> None:
        self._path, self._take = path, take
        self.gate: Gate | None = None

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(self._path, self.handle)

    async def handle(self, request: web.Request) -> web.Response:
        if self.gate is None:
            return web.Response(status=503, headers=_LATER)
        try:
            return await self._answer(request, self.gate)
        except Stranger as error:
            log.warning("teams.stranger", reason=str(error))
            return web.Response(status=401)
        except KeysAway:
            return web.Response(status=503, headers=_LATER)

    async def _answer(self, request: web.Request, gate: Gate) -> web.Response:
        """The token first: strangers get nothing parsed."""
        service_url = await gate.token(request.headers.get("Authorization", ""))
        if request.content_type != "application/json":
            return web.Response(status=415)
        body = await _read(request)
        if body is None:
            return web.Response(status=413)
        activity = _parsed(body)
        if activity is None:
            log.warning("teams.not_understood", size=len(body))
            return web.Response(status=400)
        gate.activity(activity, service_url)
        return await self._take(activity)


async def _read(request: web.Request) -> bytes | None:
    """The body, or None where it is over our limit, whatever its headers claim."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limits.BODY_BYTES:
            return None
    return bytes(body)


def _parsed(body: bytes) -> Mapping[str, Any] | None:
    try:
        activity = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return activity if isinstance(activity, dict) and isinstance(activity.get("type"), str) else None
