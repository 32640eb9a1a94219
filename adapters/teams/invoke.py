"""Answers to a card's button, in the HTTP response: learn.microsoft.com/microsoftteams/platform/
task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards."""

from __future__ import annotations

from aiohttp import web

from adapters.teams.elements import Json
from adapters.teams.phrases import say


def card(made: Json) -> web.Response:
    """Takes the place of the card whose button was pressed."""
    return _answer(200, "application/vnd.microsoft.card.adaptive", made)


def words(key: str, language: str, id: str = "") -> web.Response:
    """A line under the card, which stays."""
    return _answer(200, "application/vnd.microsoft.activity.message", say(key, language, id=id))


def refused(language: str) -> web.Response:
    value = {"code": "BadRequest", "message": say("unknown", language)}
    return _answer(400, "application/vnd.microsoft.error", value)


def _answer(status: int, kind: str, value: Json | str) -> web.Response:
    """HTTP says that we answered; `statusCode` inside says what."""
    return web.json_response({"statusCode": status, "type": kind, "value": value})
