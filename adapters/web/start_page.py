"""The chat page in the reader's language, with questions for a newcomer to press."""

from __future__ import annotations

from aiohttp import web

from adapters.web.pages import page_of
from adapters.web.paper import draw
from adapters.web.session import keep_token, token_of
from adapters.web.starters import Starters
from adapters.web.words import words_of
from bot.turn import Person


class StartPage:
    def __init__(self, starters: Starters, signs_in: bool) -> None:
        self._starters, self._signs_in = starters, signs_in

    async def serve(self, request: web.Request, _person: Person) -> web.Response:
        """GET /"""
        words = words_of(request)
        starters, script = await self._starters.questions(words), dict(words.group("script"))
        text = draw("chat.html", words, starters=starters, script=script, signs_in=self._signs_in)
        response = await page_of(text.encode(), "text/html").serve(request)
        response.headers.update({"Vary": "Accept-Language", "Content-Language": words.tag})
        keep_token(request, response, token_of(request))
        return response
