"""One place in the line for each channel: about a message a second after a short burst."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.slack import limits
from tws.clock import Clock

Sleep = Callable[[float], Awaitable[None]]
"""As asyncio.sleep; tests hand in one that only moves their clock."""


@dataclass(slots=True)
class _Line:
    """`due`: when a channel without a burst left could post again, in seconds since 1970."""

    due: float = 0.0
    waiting: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Posts of one channel go out one by one and in the order they came; channels do not wait for each other."""

    def __init__(self, clock: Clock, sleep: Sleep, a_second: float, burst: int = limits.POST_BURST) -> None:
        self._clock, self._sleep, self._gap, self._burst = clock, sleep, 1.0 / a_second, burst
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        line = self._lines.setdefault(channel, _Line())
        line.waiting += 1
        try:
            async with line.lock:
                await self._wait(line)
                yield
        finally:
            line.waiting -= 1
            self._forget_idle()

    async def _wait(self, line: _Line) -> None:
        early = line.due - self._now() - self._gap * (self._burst - 1)
        if early > 0:
            await self._sleep(early)
        line.due = max(line.due, self._now()) + self._gap

    def _now(self) -> float:
        return self._clock().timestamp()

    def _forget_idle(self) -> None:
        if len(self._lines) > 1_000:
            now = self._now()
            self._lines = {key: line for key, line in self._lines.items() if line.waiting or line.due > now}
