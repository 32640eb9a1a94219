"""One job by the ids of both versions: what only V1 tells is told with V2's ids where V2 is spoken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tws.client.dialect import Dialect
from tws.client.side_by_side import side_by_side
from tws.errors import NotInPlan
from tws.models import Job, JobQuery
from tws.scheduler import MAX_PAGE

Same = tuple[str, str, str, datetime | None]


async def twin_of(job: Job, other: Dialect) -> Job:
    """The job as the other version knows it. Raises NotInPlan."""
    found = await other.jobs(JobQuery(name=job.name, job_stream=job.job_stream), 0, MAX_PAGE)
    for one in found.items:
        if _same(one) == _same(job):
            return one
    raise NotInPlan(f"{job.key} is not in the plan")


async def twins_of(jobs: Sequence[Job], other: Dialect) -> list[Job]:
    """In their order; those that the other version does not know stay as they are. One question for a job stream."""
    streams = list(dict.fromkeys(job.job_stream for job in jobs))
    pages = await side_by_side(lambda stream: other.jobs(JobQuery(job_stream=stream), 0, MAX_PAGE), streams)
    known = {_same(job): job for page in pages for job in page.items}
    return [known.get(_same(job), job) for job in jobs]


def _same(job: Job) -> Same:
    return job.name, job.job_stream, job.folder, job.scheduled
