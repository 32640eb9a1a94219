"""A job log while it grows: what is new of it, until the run has ended."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

import structlog

from tws.client.dialect import Dialect
from tws.client.transport import Sleep
from tws.errors import NoJobLog, NotInPlan
from tws.models import ENDED, CommonStatus, Job, JobLogText, JobRun

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 30.0
"""Seconds between two looks; they grow while nothing new is written."""
_log = structlog.get_logger(__name__)


@dataclass
class Follower:
    """Holds one page at most. The last line is kept back while the run goes on: it may be half written."""

    dialect: Dialect
    job: Job
    run: JobRun
    next_line: int
    lines: int
    sleep: Sleep
    held: str | None = None
    """The last line seen, which is to be read again."""
    begun: bool = False
    """Some of it has been read."""
    changed: bool = False
    """The log is another one than that which was begun: rotated, or shorter."""

    async def pages(self) -> AsyncGenerator[JobLogText, None]:
        """Raises NoJobLog where the run has ended without one."""
        pause = FIRST_PAUSE
        while True:
            ended, before = await self._has_ended(), self.next_line
            async with aclosing(self._fresh(ended=ended)) as fresh:
                async for page in fresh:
                    yield page
            if ended or self.changed:
                break
            pause = FIRST_PAUSE if self.next_line > before else min(2 * pause, LONGEST_PAUSE)
            await self.sleep(pause)
        if self.changed:
            _log.info("job_log_changed_while_read", job=self.job.key, line=self.next_line)

    async def _fresh(self, *, ended: bool) -> AsyncGenerator[JobLogText, None]:
        held = self.held
        try:
            found = self.dialect.log_pages(self.job, self.run, self.next_line, self.lines)
            async with aclosing(found) as pages:
                async for page in pages:
                    if not self._goes_on(page):
                        return
                    held = None
                    if shown := self._shown(page, ended=ended):
                        yield shown
            self.changed = held is not None  # not even that line is there any more
        except NoJobLog:
            if ended and not self.begun:
                raise
            self.changed = self.begun

    def _goes_on(self, page: JobLogText) -> bool:
        self.changed = self.held is not None and not (page.lines and page.lines[0].startswith(self.held))
        self.held, self.begun = None, self.begun or bool(page.lines)
        return not self.changed

    def _shown(self, page: JobLogText, *, ended: bool) -> JobLogText | None:
        whole = ended or not page.complete
        lines = page.lines if whole else page.lines[:-1]
        self.held = None if whole or not page.lines else page.lines[-1]
        self.next_line = page.first_line + len(lines)
        return replace(page, lines=lines, complete=page.complete and ended) if lines else None

    async def _has_ended(self) -> bool:
        """Asked before the log is read: what the run has written is then there."""
        try:
            job = await self.dialect.job(self.job.id)
        except NotInPlan:
            return True
        run = next((r for r in job.runs if r.id == self.run.id), None)
        if run is None:  # another run has taken its place, or it has not begun
            return bool(job.runs) or job.status.common in ENDED
        return run.ended is not None or run.status.common is not CommonStatus.RUNNING
