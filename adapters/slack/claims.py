"""Which deliveries were taken already. Slack delivers again after a late ack and under a second event id."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from adapters.slack import limits
from bot.coordination.face import Coordination, CoordinationLost
from bot.coordination.memory import InMemory
from tws.clock import Clock

log = structlog.get_logger(__name__)


class Claims:
    """For all replicas; for this one alone while the shared store is away. Never raises: late at night an answer
    that two replicas give beats none.
    """

    def __init__(self, shared: Coordination, clock: Clock) -> None:
        self._shared, self._own = shared, InMemory(clock)

    async def claim(self, keys: Sequence[str]) -> bool:
        """True where nobody has taken any of the keys. Our own are known first, so they outlive the shared store."""
        named = [f"slack:{key}" for key in keys]
        if not await self._own.claim(named, limits.SEEN_SECONDS):
            return False
        try:
            return await self._shared.claim(named, limits.SEEN_SECONDS)
        except CoordinationLost as error:
            log.warning("slack.claims_alone", detail=str(error))
            return True

    async def forget(self, keys: Sequence[str]) -> None:
        """The work could not be queued: let the next delivery have it."""
        named = [f"slack:{key}" for key in keys]
        await self._own.forget(named)
        try:
            await self._shared.forget(named)
        except CoordinationLost as error:
            log.warning("slack.claims_alone", detail=str(error))
