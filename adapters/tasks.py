"""Work that goes on after the platform has its answer: bounded, referenced until done, waited for at close."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)


class TaskSet:
    """The loop keeps only weak references to tasks, so these are kept here."""

    def __init__(self, most: int, of: str) -> None:
        """`of` is the platform, for the log."""
        self._most, self._of = most, of
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    @property
    def full(self) -> bool:
        return len(self._tasks) >= self._most

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error(f"{self._of}.task_failed", exc_info=error)

    async def drain(self, seconds: float) -> int:
        """Wait for what is under way; what is still going then is cancelled. Returns how many were."""
        if not self._tasks:
            return 0
        _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            log.warning(f"{self._of}.work_cancelled_at_close", tasks=len(late))
        return len(late)
