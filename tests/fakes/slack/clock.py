"""A clock for adapter and fake alike: sleeping only moves it."""

from __future__ import annotations

import asyncio
import time


class FakeClock:
    def __init__(self) -> None:
        self.time = time.time()
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)
