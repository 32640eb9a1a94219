"""The questions that a newcomer may press, about jobs that are in the plan now."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from adapters.web.words import Words
from tws.clock import Clock
from tws.errors import SchedulerError
from tws.models import CommonStatus, Job, JobQuery
from tws.scheduler import Scheduler

PATIENCE = 1.0
"""Seconds that the page waits for the plan; it is shown without names otherwise."""
FRESH = timedelta(minutes=1)
LOOKED_AT = 50
SIMULATED = "FINANCE_PAYROLL"
"""The job that documents and the simulator's story speak of."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Starters:
    def __init__(self, scheduler: Scheduler | None, clock: Clock) -> None:
        self._scheduler, self._clock = scheduler, clock
        self._names: Mapping[str, str] = {}
        self._asked = _LONG_AGO
        self._asking = asyncio.Lock()

    async def questions(self, words: Words) -> Sequence[str]:
        """Five, in the reader's language; without names where the plan gives none."""
        names = await self._now()
        status = words("starters.status", job=names["critical"]) if names.get("critical") else words("starters.plan")
        why = words("starters.why", job=names["failed"]) if names.get("failed") else words("starters.lately")
        return words("starters.failed"), status, why, words("starters.risk"), words("starters.help")

    async def _now(self) -> Mapping[str, str]:
        async with self._asking:
            if self._scheduler and self._clock() - self._asked >= FRESH:
                self._asked = self._clock()
                self._names = await self._from(self._scheduler)
        return self._names

    async def _from(self, scheduler: Scheduler) -> Mapping[str, str]:
        try:
            async with asyncio.timeout(PATIENCE):
                failed = await scheduler.jobs(JobQuery(statuses=(CommonStatus.ERROR,)), limit=LOOKED_AT)
                return {"failed": _newest(failed.items), "critical": await _critical(scheduler)}
        except (SchedulerError, TimeoutError):
            return {}


def _newest(failed: Sequence[Job]) -> str:
    """Of those whose name alone says which job is meant."""
    often = Counter(job.name for job in failed)
    alone = (job for job in failed if often[job.name] == 1)
    return max(alone, key=_ended).name if 1 in often.values() else ""


def _ended(job: Job) -> datetime:
    return (job.last_run and job.last_run.ended) or _LONG_AGO


async def _critical(scheduler: Scheduler) -> str:
    critical = [job.name for job in await scheduler.critical_jobs()]
    return SIMULATED if SIMULATED in critical else next(iter(critical), "")
