"""Shared state of one process: for development and tests."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from tws.clock import Clock

MOST = 100_000
"""Keys kept; the oldest go first."""


class InMemory:
    def __init__(self, clock: Clock, *, most: int = MOST) -> None:
        self._clock, self._most = clock, most
        self._claims: OrderedDict[str, datetime] = OrderedDict()
        self._leases: dict[str, tuple[str, datetime]] = {}
        self._rates: OrderedDict[str, datetime] = OrderedDict()

    async def claim(self, keys: Sequence[str], seconds: float) -> bool:
        now = self._clock()
        if any(self._claims.get(key, now) > now for key in keys):
            return False
        for key in keys:
            self._keep(self._claims, key, now + timedelta(seconds=seconds))
        return True

    async def forget(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._claims.pop(key, None)

    async def lease(self, name: str, holder: str, seconds: float) -> bool:
        now = self._clock()
        owner, until = self._leases.get(name, (holder, now))
        if owner != holder and until > now:
            return False
        self._leases[name] = (holder, now + timedelta(seconds=seconds))
        return True

    async def yield_lease(self, name: str, holder: str) -> None:
        if self._leases.get(name, ("",))[0] == holder:
            del self._leases[name]

    async def allow(self, key: str, times: int, seconds: float) -> float:
        """Generic cell rate algorithm: one instant a key, the time at which it would be empty again."""
        now, gap = self._clock(), timedelta(seconds=seconds / times)
        empty = max(self._rates.get(key, now), now)
        wait = (empty + gap - now - timedelta(seconds=seconds)).total_seconds()
        if wait > 0:
            return wait
        self._keep(self._rates, key, empty + gap)
        return 0.0

    async def ping(self) -> None:
        return

    async def close(self) -> None:
        return

    def _keep(self, book: OrderedDict[str, datetime], key: str, until: datetime) -> None:
        book[key] = until
        book.move_to_end(key)
        while len(book) > self._most:
            book.popitem(last=False)
