"""POST /api/chat: one turn for a program, with the same answer as text, HTML and blocks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict

from aiohttp import web
from pydantic import ValidationError

from adapters.web.chat import TOO_FAST
from adapters.web.desk import Desk
from adapters.web.frames import Asked, sentence
from adapters.web.limits import BODY_BYTES, BURST_SECONDS
from adapters.web.plain import plain
from adapters.web.problem import Problem, new_id
from adapters.web.render import render
from adapters.web.session import COOKIE, Session, Sessions, token_of
from bot.reply import Block, Reply

EXAMPLE = 'Send {"text": "Status of FINANCE_PAYROLL"} with Content-Type: application/json.'


class Api:
    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    async def serve(self, request: web.Request) -> web.Response:
        """POST /api/chat"""
        try:
            asked = _read(await _body(request))
            reply = await self._ask(self._session(request), asked)
        except Problem as problem:
            return problem.response()
        return web.json_response(_document(reply))

    def _session(self, request: web.Request) -> Session:
        """The browser's, or without a cookie one for each address."""
        return self._sessions.of(token_of(request) if COOKIE in request.cookies else f"address {request.remote}")

    async def _ask(self, session: Session, asked: Asked) -> Reply:
        if self._desk.closing:
            raise Problem(503, "The bot is stopping.", "Try again in a moment.", Retry_After="5")
        if not session.admit(self._desk.clock()):
            raise Problem(429, TOO_FAST, "Slow down.", Retry_After=f"{BURST_SECONDS:.0f}")
        reply = await asyncio.shield(self._desk.start(self._handle(session, asked)))
        if reply is None:
            raise Problem(409, "This turn was seen before.", "Ask again.")
        return reply

    async def _handle(self, session: Session, asked: Asked) -> Reply | None:
        async with session.order:
            session.speak_as(asked.timezone, asked.locale)
            return await self._desk.handle(self._desk.words(session, new_id(), asked.text, asked.command))


async def _body(request: web.Request) -> bytes:
    if request.content_type != "application/json":
        raise Problem(415, "The body must be JSON.", EXAMPLE)
    body = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) > BODY_BYTES:
            raise Problem(413, f"The body is larger than {BODY_BYTES:,} bytes.", "Send the part that matters.")
    return bytes(body)


def _read(body: bytes) -> Asked:
    try:
        asked = Asked.model_validate(json.loads(body))
    except ValidationError as error:
        raise Problem(422, sentence(error), EXAMPLE) from None
    except (ValueError, RecursionError):
        raise Problem(400, "The body is not valid JSON.", EXAMPLE) from None
    if not asked.text:
        raise Problem(422, "There was no text to answer.", EXAMPLE)
    return asked


def _document(reply: Reply) -> dict[str, object]:
    return {
        "text": plain(reply),
        "html": render(reply),
        "blocks": [block_document(block) for block in reply.blocks],
        "language": reply.language,
        "error_id": reply.error_id,
    }


def block_document(block: Block) -> Mapping[str, object]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}
