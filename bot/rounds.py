"""What the bot does unasked, again and again: each round looks once and comes back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Round:
    name: str
    every: float
    """Seconds between two looks."""
    run: Callable[[], Awaitable[object]]


class Rounds:
    """Each round in a task of its own; one that fails is logged, told by `faults`, and tried again."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self._rounds = tuple(rounds)
        self._tasks: list[asyncio.Task[None]] = []
        self.faults: dict[str, str] = {}
        """Of the last look of each round; empty where all went well."""

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._again(r), name=f"round:{r.name}") for r in self._rounds]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def once(self) -> None:
        """All rounds in their order, now: for tests and for programs with their own clock."""
        for each in self._rounds:
            await self._look(each)

    async def _again(self, each: Round) -> None:
        while True:
            with contextlib.suppress(Exception):
                await self._look(each)
            await asyncio.sleep(each.every)

    async def _look(self, each: Round) -> None:
        try:
            await each.run()
        except Exception as fault:
            if self.faults.get(each.name) != str(fault):
                log.warning("round_failed", round=each.name, fault=type(fault).__name__, detail=str(fault)[:300])
            self.faults[each.name] = str(fault)
        else:
            self.faults.pop(each.name, None)
