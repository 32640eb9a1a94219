"""Which events were seen: each is handled once."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Protocol

from tws.clock import Clock

KEPT = timedelta(hours=1)
"""Slack's redeliveries span minutes, and a reconnect has been seen to bring events back later (slack.md 2.1)."""
MOST = 100_000


class Seen(Protocol):
    async def first(self, key: str) -> bool:
        """True the first time, False for as long as the key is remembered. Atomic."""


class SeenInMemory:
    """For one process; bounded in time and number."""

    def __init__(self, clock: Clock, *, kept: timedelta = KEPT, most: int = MOST) -> None:
        self._clock, self._kept, self._most = clock, kept, most
        self._at: OrderedDict[str, datetime] = OrderedDict()

    async def first(self, key: str) -> bool:
        now = self._clock()
        self._forget(now)
        if key in self._at:
            return False
        self._at[key] = now
        return True

    def _forget(self, now: datetime) -> None:
        while self._at and (len(self._at) >= self._most or next(iter(self._at.values())) <= now - self._kept):
            self._at.popitem(last=False)
