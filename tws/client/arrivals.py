"""What a submission has brought into the plan: it is found by comparing with what there was just before.

An alias of this side's making would find it too, but the plan would show a name that nobody knows, and what waits
for the job stream by its name would not see it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tws.client.dialect import Dialect
from tws.models import JobQuery, JobStreamQuery
from tws.records import Submission
from tws.scheduler import MAX_PAGE

JOBS = "JOBS"
"""The job stream of jobs that are submitted alone."""
Shown = Mapping[str, datetime | None]
"""Ids of a name's instances in the plan, each with its scheduled time."""
Look = Callable[[], Awaitable[Shown]]
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the engine's clock may be from this side's."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An instance that is to come. `due`: its scheduled time is near one of these; empty for one in JOBS."""

    before: Shown
    look: Look
    due: tuple[datetime, ...] = ()

    async def fresh(self) -> list[str]:
        """Ids of what may be it; none where a switch of plans has made everything new."""
        now = await self.look()
        if self.before.keys() - now.keys():
            return []
        return [i for i, scheduled in now.items() if i not in self.before and self._in_time(scheduled)]

    def _in_time(self, scheduled: datetime | None) -> bool:
        return not self.due or scheduled is None or any(abs(scheduled - at) <= CLOCKS_DIFFER for at in self.due)


def streams_like(dialect: Dialect, wanted: Submission) -> Look:
    query = JobStreamQuery(wanted.alias or wanted.name, wanted.workstation, wanted.folder)

    async def look() -> Shown:
        return {s.id: s.scheduled for s in (await dialect.job_streams(query, 0, MAX_PAGE)).items}

    return look


def jobs_like(dialect: Dialect, name: str, workstation: str) -> Look:
    """In the job streams JOBS."""
    query = JobQuery(name=name, job_stream=JOBS, workstation=workstation)

    async def look() -> Shown:
        return {j.id: j.scheduled for j in (await dialect.jobs(query, 0, MAX_PAGE)).items}

    return look
