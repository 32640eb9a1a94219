"""POST /slack/events: events, buttons and commands, in an aiohttp application made elsewhere."""

from __future__ import annotations

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack import limits

log = structlog.get_logger(__name__)


class Endpoint:
    def __init__(self, app: AsyncApp, path: str) -> None:
        self._app, self._path = app, path
        self.open = False

    def routes(self) -> list[web.RouteDef]:
        return [web.post(self._path, self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Not open yet or closing: 503, and Slack delivers again."""
        if not self.open:
            return web.Response(status=503, headers={"Retry-After": "5"})
        body = await _read(request)
        if body is None:
            return web.Response(status=413)
        asked = _parsed(body, request)
        if asked is None:
            log.warning("slack.not_understood", size=len(body))
            return web.Response(status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))


async def _read(request: web.Request) -> bytes | None:
    """The body, or None where it is over our limit, whatever its headers claim."""
    body = b""
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limits.BODY_BYTES:
            return None
    return body


def _parsed(body: bytes, request: web.Request) -> AsyncBoltRequest | None:
    """bolt parses before it checks the signature, and anybody can send what it cannot parse."""
    try:
        asked = AsyncBoltRequest(
            body=body.decode(), query=request.query_string, headers={key: [v] for key, v in request.headers.items()}
        )
    except Exception as error:  # whatever a stranger's bytes made it raise
        log.info("slack.unreadable", error=type(error).__name__)
        return None
    readable = isinstance(asked.body, dict) and isinstance(asked.body.get("event", {}), dict)
    return asked if readable else None
