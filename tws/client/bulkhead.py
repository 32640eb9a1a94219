"""How many calls are under way at once, how many wait, and how long one may take in all."""

from __future__ import annotations

import asyncio

from tws.errors import SchedulerAway


class Crowded(SchedulerAway):
    """The call was never begun: too many others are waiting."""


class Bulkhead:
    def __init__(self, host: str, *, at_once: int, waiting: int) -> None:
        self._host = host
        self._places = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._inside = 0

    async def __aenter__(self) -> None:
        """A place inside. Raises Crowded where the waiting room is full."""
        if self._inside >= self._most:
            raise Crowded(f"{self._inside} calls wait for {self._host} already; ask again in a while")
        self._inside += 1
        try:
            await self._places.acquire()
        except BaseException:
            self._inside -= 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self._places.release()
        self._inside -= 1
