"""Cards on the page: messages that nobody asked for, pushed to a browser's open sockets and edited in place."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from adapters.web.frames import card_frame
from adapters.web.limits import REMEMBERED_CARDS, SESSIONS
from adapters.web.problem import new_id
from adapters.web.session import Session, Sessions
from bot.delivery.sender import Undeliverable
from bot.reply import Reply
from bot.turn import Place
from tws.clock import Clock

PATIENCE = timedelta(minutes=2)
"""A browser comes back within seconds of a restart, or is another replica's: until then it is tried again."""


class NotHere(Exception):
    """No browser of that session has come to this process yet."""


class Cards:
    """A `bot.delivery.sender.Sender`. What is posted stays with the session, so that a reload shows it."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions, self._clock = sessions, clock
        self._missed: dict[str, datetime] = {}

    async def post(self, place: Place, reply: Reply) -> str:
        message = new_id()
        await self._show(place, message, reply)
        return message

    async def update(self, place: Place, message: str, reply: Reply) -> None:
        """A card of before a restart is taken up again under its name."""
        await self._show(place, message, reply)

    async def _show(self, place: Place, message: str, reply: Reply) -> None:
        session = self._session(place.channel)
        session.keep_card(message, card_frame(reply, message, self._clock()), REMEMBERED_CARDS)
        await asyncio.gather(*(listener.tell(session.cards, message) for listener in tuple(session.listeners)))

    def _session(self, channel: str) -> Session:
        """Raises NotHere, and Undeliverable where it stayed away."""
        session = self._sessions.at(channel)
        if session is not None:
            self._missed.pop(channel, None)
            return session
        now = self._clock()
        since = self._missed.setdefault(channel, now)
        while len(self._missed) > SESSIONS:
            del self._missed[next(iter(self._missed))]
        if now - since < PATIENCE:
            raise NotHere("No browser of this session is here.")
        raise Undeliverable("The browser's session is gone.")
