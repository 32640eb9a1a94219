"""One place in the line for each conversation: Teams takes a short burst, then two messages a second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.teams import limits
from tws.clock import Clock

Sleep = Callable[[float], Awaitable[object]]
_MOST_IDLE = 1_000


@dataclass(slots=True)
class _Line:
    due: datetime
    """When the conversation, without a burst left, could take another message."""
    waiting: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Messages of one conversation go in the order they came; conversations do not wait for each other."""

    def __init__(self, clock: Clock, sleep: Sleep) -> None:
        self._clock, self._sleep = clock, sleep
        self._gap = timedelta(seconds=1 / limits.POSTS_A_SECOND)
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, conversation: str) -> AsyncIterator[None]:
        line = self._lines.setdefault(conversation, _Line(self._clock()))
        line.waiting += 1
        try:
            async with line.lock:
                await self._wait(line)
                yield
        finally:
            line.waiting -= 1
            self._forget_idle()

    async def _wait(self, line: _Line) -> None:
        early = line.due - self._clock() - self._gap * (limits.POST_BURST - 1)
        if early > timedelta():
            await self._sleep(early.total_seconds())
        line.due = max(line.due, self._clock()) + self._gap

    def _forget_idle(self) -> None:
        if len(self._lines) > _MOST_IDLE:
            now = self._clock()
            self._lines = {key: line for key, line in self._lines.items() if line.waiting or line.due > now}
