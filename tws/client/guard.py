"""A wrong login is tried once a minute at most: no storm of retries, no locked account."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from tws.clock import Clock
from tws.errors import SchedulerDenied, SchedulerError

T = TypeVar("T")
QUIET = timedelta(seconds=60)
"""How long a refused login is not sent again."""


class LoginGuard:
    """Lets one request through first; the others follow when the engine has not refused that one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = asyncio.Lock()
        self._open = False
        self._refused: tuple[datetime, SchedulerDenied] | None = None

    async def pass_through(self, call: Callable[[], Awaitable[T]]) -> T:
        """Makes the request. Raises SchedulerDenied at once while the login is known to be wrong."""
        self._check()
        if not self._open:
            async with self._lock:
                self._check()
                if not self._open:
                    return await self._judged(call)
        return await self._judged(call)

    def _check(self) -> None:
        if self._refused is None:
            return
        since, error = self._refused
        if timedelta() <= self._clock() - since < QUIET:
            raise SchedulerDenied(str(error), message_ids=error.message_ids, status=error.status)
        self._refused = None

    async def _judged(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            answer = await call()
        except SchedulerDenied as error:
            self._open, self._refused = False, (self._clock(), error)
            raise
        except SchedulerError:
            self._open = True
            raise
        self._open = True
        return answer
