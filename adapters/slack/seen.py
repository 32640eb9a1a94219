"""Which deliveries were taken already. Slack delivers again after a late ack and under a second event id."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

from adapters.slack import limits
from adapters.slack.clock import Clock


class Seen(Protocol):
    """A store for one process or, shared, for several."""

    async def claim(self, keys: Sequence[str]) -> bool:
        """True where no key was known. All are known afterwards, in one step with the question."""

    async def forget(self, keys: Sequence[str]) -> None:
        """The work could not be queued: let the next delivery have it."""


class MemorySeen:
    """For one process: bounded, and each key lives an hour."""

    def __init__(self, clock: Clock, *, seconds: float = limits.SEEN_SECONDS, most: int = 20_000) -> None:
        self._clock, self._seconds, self._most = clock, seconds, most
        self._until: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._until)

    async def claim(self, keys: Sequence[str]) -> bool:
        self._drop_old()
        fresh = not any(key in self._until for key in keys)
        until = self._clock.now() + self._seconds
        for key in keys:
            self._until.setdefault(key, until)
        while len(self._until) > self._most:
            self._until.popitem(last=False)
        return fresh

    async def forget(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._until.pop(key, None)

    def _drop_old(self) -> None:
        now = self._clock.now()
        while self._until and next(iter(self._until.values())) <= now:
            self._until.popitem(last=False)
