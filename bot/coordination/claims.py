"""Which deliveries were taken already: platforms deliver again after a late ack, and Slack under a second event id."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.coordination.face import Coordination, CoordinationLost
from bot.coordination.memory import InMemory
from tws.clock import Clock

log = structlog.get_logger(__name__)

SECONDS = 3600.0
"""Slack's redeliveries span minutes, and a reconnect has been seen to bring events back later (slack.md 2.1)."""


class Claims:
    """For all replicas; for this one alone while the shared store is away. Never raises: late at night an answer
    that two replicas give beats none.
    """

    def __init__(self, shared: Coordination, clock: Clock, what: str) -> None:
        """`what` keeps the keys of one user of the store apart from those of others."""
        self._shared, self._own, self._what = shared, InMemory(clock), what

    async def claim(self, keys: Sequence[str]) -> bool:
        """True where nobody has taken any of the keys. Our own are known first, so they outlive the shared store."""
        named = [f"{self._what}:{key}" for key in keys]
        if not await self._own.claim(named, SECONDS):
            return False
        try:
            return await self._shared.claim(named, SECONDS)
        except CoordinationLost as error:
            log.warning("claims_alone", of=self._what, detail=str(error))
            return True

    async def forget(self, keys: Sequence[str]) -> None:
        """The work could not be queued: let the next delivery have it."""
        named = [f"{self._what}:{key}" for key in keys]
        await self._own.forget(named)
        try:
            await self._shared.forget(named)
        except CoordinationLost as error:
            log.warning("claims_alone", of=self._what, detail=str(error))
