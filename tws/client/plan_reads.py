"""What every plan is asked alike, the current one and those of the archive."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar

from tws.client.dialect import Dialect
from tws.models import Job, JobLogText, JobQuery, JobRun, JobStream, JobStreamQuery, Page, StatusCounts
from tws.scheduler import MAX_PAGE

T = TypeVar("T")


class PlanReads(ABC):
    @abstractmethod
    async def _kept(self, kind: str, *asked: Hashable, by: Callable[[], Awaitable[T]]) -> T:
        """A read through what is kept."""

    @abstractmethod
    async def _dialect(self) -> Dialect:
        """The version of the interface that the engine speaks, for this plan."""

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]:
        page = bounds(offset, limit)

        async def ask() -> Page[Job]:
            return await (await self._dialect()).jobs(query, *page)

        return await self._kept("jobs", query, *page, by=ask)

    async def job(self, job_id: str) -> Job:
        async def ask() -> Job:
            return await (await self._dialect()).job(job_id)

        return await self._kept("job", job_id, by=ask)

    async def job_counts(self) -> StatusCounts:
        async def ask() -> StatusCounts:
            return await (await self._dialect()).job_counts()

        return await self._kept("counts", by=ask)

    async def job_log(self, job: Job, run: JobRun, *, first_line: int = 1, lines: int = 200) -> JobLogText:
        first, number = max(first_line, 1), max(lines, 1)

        async def ask() -> JobLogText:
            return await (await self._dialect()).job_log(job, run, first, number)

        return await self._kept("log", job.id, run.id, first, number, by=ask)

    async def job_streams(self, query: JobStreamQuery, *, offset: int = 0, limit: int = 50) -> Page[JobStream]:
        page = bounds(offset, limit)

        async def ask() -> Page[JobStream]:
            return await (await self._dialect()).job_streams(query, *page)

        return await self._kept("streams", query, *page, by=ask)


def bounds(offset: int, limit: int) -> tuple[int, int]:
    """What the engine takes: never negative, never more than a page."""
    return max(offset, 0), min(max(limit, 0), MAX_PAGE)
