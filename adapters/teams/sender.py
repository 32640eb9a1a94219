"""The one place that posts to Teams: paced, repeated where that is safe, plain about what cannot be delivered."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import structlog

from adapters.teams import limits
from adapters.teams.faults import ConnectorAway, ConnectorRefused, TokenRefused
from adapters.teams.incoming import CHANNEL_SIGN, Talk
from adapters.teams.pace import Pace, Sleep
from adapters.teams.render import Message
from adapters.teams.talks import Talks
from bot.delivery.sender import Undeliverable
from bot.turn import Place

log = structlog.get_logger(__name__)
FAILED = (ConnectorAway, ConnectorRefused, TokenRefused, Undeliverable)
_T = TypeVar("_T")
_GONE = {403: "the bot was removed or blocked there", 404: "the conversation or message is gone"}


class Connector(Protocol):
    """What `kit` does; named here so that nothing but the start of the adapter loads it."""

    async def post(self, service_url: str, conversation: str, bot: str, message: Message | None) -> str: ...

    async def put(self, service_url: str, conversation: str, bot: str, number: str, message: Message) -> None: ...


class Sender:
    def __init__(self, connector: Connector, talks: Talks, pace: Pace, sleep: Sleep, tenant: str) -> None:
        """`tenant` is the one meant where a place names none."""
        self._connector, self._talks, self._pace, self._sleep = connector, talks, pace, sleep
        self._tenant = tenant.lower()

    async def post(self, place: Place, message: Message) -> str:
        """A new message in the place's thread. Raises one of FAILED."""
        talk = await self._talk(place)
        where = _conversation(talk, place)
        return await self._sent(talk, lambda: self._connector.post(talk.service_url, where, talk.bot, message))

    async def update(self, place: Place, number: str, message: Message) -> None:
        talk = await self._talk(place)
        where = _conversation(talk, place)
        await self._sent(talk, lambda: self._connector.put(talk.service_url, where, talk.bot, number, message))

    async def typing(self, place: Place) -> None:
        """Shows that an answer is being made; tried once, so that it never holds the answer up for long."""
        talk = await self._talk(place)
        await self._connector.post(talk.service_url, _conversation(talk, place), talk.bot, None)

    async def _talk(self, place: Place) -> Talk:
        talk = await self._talks.find(place.channel)
        if talk is None and place.channel.endswith(CHANNEL_SIGN):
            talk = await self._talks.like(place.channel, place.team.lower() or self._tenant)
        if talk is None or (place.team and talk.tenant != place.team.lower()):
            raise Undeliverable("Teams: the bot is not in this conversation; add the app to it, or write to it there")
        return talk

    async def _sent(self, talk: Talk, call: Callable[[], Awaitable[_T]]) -> _T:
        async with self._pace.turn(talk.id):
            try:
                return await self._tried(call)
            except ConnectorRefused as error:
                if error.status not in _GONE:
                    raise
                raise Undeliverable(f"Teams: {_GONE[error.status]} ({error.status} {error.code})") from error

    async def _tried(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Again after an answer that says nothing was posted; not after silence, which does not say so."""
        for attempt in range(limits.TRIES - 1):
            try:
                return await call()
            except ConnectorRefused as error:
                wait = _wait(error, attempt)
                if wait is None:
                    raise
                log.info("teams.post_repeated", status=error.status, seconds=round(wait, 1))
            await self._sleep(wait)
        return await call()


def _wait(error: ConnectorRefused, attempt: int) -> float | None:
    """Seconds; None where another try would not help. A refused token is asked for anew once, at once."""
    if error.status == 401 and attempt == 0:
        return 0.0
    if error.status not in limits.RETRIED:
        return None
    told = 2.0**attempt if error.wait is None else error.wait
    return min(told, limits.LONGEST_WAIT) + random.uniform(0, 0.25)  # noqa: S311


def _conversation(talk: Talk, place: Place) -> str:
    """A thread of a channel is a conversation of its own; only channels have them."""
    return f"{talk.id};messageid={place.thread}" if place.thread and talk.kind == "channel" else talk.id
