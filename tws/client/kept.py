"""One value, asked for again when it is old."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from tws.clock import Clock

T = TypeVar("T")


class Kept(Generic[T]):
    def __init__(self, clock: Clock, age: timedelta) -> None:
        self._clock = clock
        self._age = age
        self._held: tuple[datetime, T] | None = None

    async def get(self, ask: Callable[[], Awaitable[T]]) -> T:
        now = self._clock()
        if self._held is not None and now - self._held[0] < self._age:
            return self._held[1]
        value = await ask()
        self._held = (now, value)
        return value
