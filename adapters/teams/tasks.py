"""Work that goes on after Teams has its answer: bounded, kept until done, waited for at close."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog

log = structlog.get_logger(__name__)


class Work:
    def __init__(self, most: int) -> None:
        self._most = most
        self._running: set[asyncio.Task[None]] = set()

    @property
    def full(self) -> bool:
        return len(self._running) >= self._most

    def start(self, what: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """The loop itself keeps only weak references to tasks."""
        task = asyncio.create_task(what)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("teams.task_failed", exc_info=error)

    async def drain(self, seconds: float) -> None:
        """What is still going at the end of that time is cancelled."""
        if not self._running:
            return
        _, late = await asyncio.wait(set(self._running), timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            log.warning("teams.work_cancelled_at_close", tasks=len(late))
