"""POST /api/chat: one turn for a program, with the same answer as text, HTML and blocks."""

from __future__ import annotations

import asyncio

from aiohttp import web
from pydantic import ValidationError

from adapters.web.body import read_json
from adapters.web.chat import too_fast
from adapters.web.desk import Desk
from adapters.web.frames import Asked, sentence
from adapters.web.limits import BURST_SECONDS
from adapters.web.plain import plain
from adapters.web.problem import Problem, new_id
from adapters.web.render import render
from adapters.web.session import COOKIE, Session, Sessions, token_of
from bot.blocks_json import blocks_as_json
from bot.reply import Reply
from bot.turn import Person, Turn

EXAMPLE = 'Send {"text": "Status of FINANCE_PAYROLL"} with Content-Type: application/json.'


class Api:
    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    async def serve(self, request: web.Request, person: Person) -> web.Response:
        """POST /api/chat"""
        asked = _read(await read_json(request, EXAMPLE))
        return web.json_response(_document(await self._ask(self._session(request, person), asked)))

    def _session(self, request: web.Request, person: Person) -> Session:
        """The browser's, or without a cookie one for each person and address."""
        browser = token_of(request) if COOKIE in request.cookies else f"address {request.remote}"
        return self._sessions.of(person, browser)

    async def _ask(self, session: Session, asked: Asked) -> Reply:
        if self._desk.closing:
            raise Problem(503, "The bot is stopping.", "Try again in a moment.", Retry_After="5")
        if not session.admit(self._desk.clock()):
            raise Problem(429, too_fast(session), "Slow down.", Retry_After=f"{BURST_SECONDS:.0f}")
        reply = await asyncio.shield(self._desk.start(self._handle(session, asked)))
        if reply is None:
            raise Problem(409, "This turn was seen before.", "Ask again.")
        return reply

    async def _handle(self, session: Session, asked: Asked) -> Reply | None:
        async with session.order:
            session.speak_as(asked.timezone, asked.locale)
            return await self._desk.handle(self._turn(session, asked))

    def _turn(self, session: Session, asked: Asked) -> Turn:
        if asked.form:
            return self._desk.form(session, new_id(), asked.form, asked.values)
        if asked.press:
            return self._desk.press(session, new_id(), asked.press)
        return self._desk.words(session, new_id(), asked.text, asked.command)


def _read(given: object) -> Asked:
    try:
        asked = Asked.model_validate(given)
    except ValidationError as error:
        raise Problem(422, sentence(error), EXAMPLE) from None
    if not (asked.text or asked.form or asked.press):
        raise Problem(422, "There was no text to answer.", EXAMPLE)
    return asked


def _document(reply: Reply) -> dict[str, object]:
    return {
        "text": plain(reply),
        "html": render(reply),
        "blocks": blocks_as_json(reply),
        "language": reply.language,
        "error_id": reply.error_id,
    }
