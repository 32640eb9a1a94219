"""What both versions of the interface can say."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol
from urllib.parse import quote

from tws.errors import NotInPlan
from tws.models import Job, JobLogText, JobQuery, JobRun, JobStream, JobStreamQuery, Page, StatusCounts, Workstation

CURRENT = "current"
"""The plan that is worked on, as both versions name it."""
SCAN_PAGE = 2_000
"""How many are fetched at a time where this side looks at all: while one answer is read all else waits."""
MAX_OBJECTS = 1_000_000
"""An engine whose pages do not end is left then."""


class Dialect(Protocol):
    """Questions to one plan, the current one or one of the archive."""

    async def jobs(self, query: JobQuery, offset: int, limit: int) -> Page[Job]: ...

    async def job(self, job_id: str) -> Job: ...

    async def runs(self, job: Job) -> tuple[JobRun, ...]:
        """All runs of the job in the plan, those before a rerun too."""

    async def job_counts(self) -> StatusCounts: ...

    async def job_names(self) -> tuple[str, ...]: ...

    async def job_log(self, job: Job, run: JobRun, first_line: int, lines: int) -> JobLogText: ...

    def log_pages(self, job: Job, run: JobRun, first_line: int, lines: int) -> AsyncGenerator[JobLogText, None]:
        """What there is of it now, page after page; never more than one of them is held. Raises NoJobLog."""

    async def job_streams(self, query: JobStreamQuery, offset: int, limit: int) -> Page[JobStream]: ...

    async def workstations(self, name: str, offset: int, limit: int) -> Page[Workstation]: ...


def in_path(identifier: str) -> str:
    """An id as one segment of a path; what cannot be one is in no plan."""
    if not identifier.strip("./ "):
        raise NotInPlan("That is not the id of an object in the plan")
    return quote(identifier, safe="")
