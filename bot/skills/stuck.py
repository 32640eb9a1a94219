"""What is stuck: job streams that cannot go on, jobs that are blocked, and the job that each of them hangs on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.context import Context
from bot.reply import Button, Heading, Reply, Table, Tone
from bot.requests import FailedJobs, ListJobs
from bot.skills.blocks import and_more, answer, button, buttons, named_log_button, refresh, short
from bot.skills.holding import roots_of
from bot.words import Words
from tws.models import CommonStatus, Job, JobQuery, JobStream, JobStreamQuery

READ = 500
SHOWN = 10
"""Of job streams and of jobs each; for so many the root is looked up."""
LOGS = 3
_STUCK = (CommonStatus.BLOCKED,)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A job stream or a job that is stuck."""

    name: str
    job_stream: str
    status: str
    when: str
    root: Job | None


async def run(request: ListJobs, context: Context) -> Reply:
    """Of the current plan, on one workstation where it is named."""
    streams, jobs = await _stuck(request.workstation, context)
    words, again = context.words, refresh(context.words, request)
    failed = button(words("button.failed"), FailedJobs(workstation=request.workstation))
    if not streams and not jobs:
        return answer(context, Heading(words("stuck.none"), Tone.GOOD), buttons(failed, again))
    found = [
        *await asyncio.gather(*(_of_stream(stream, context) for stream in streams[:SHOWN])),
        *await asyncio.gather(*(_of_job(job, context) for job in jobs[:SHOWN])),
    ]
    title = words("stuck.title", what=_counted(len(streams), len(jobs), words))
    more = and_more(words, len(streams) + len(jobs) - len(found))
    return answer(
        context, Heading(title, Tone.BAD), _table(found, words), more, buttons(*_logs(found, context), failed, again)
    )


async def _stuck(workstation: str, context: Context) -> tuple[list[JobStream], list[Job]]:
    streams, jobs = await asyncio.gather(
        context.scheduler.job_streams(JobStreamQuery(statuses=_STUCK, workstation=workstation), limit=READ),
        context.scheduler.jobs(JobQuery(statuses=_STUCK, workstation=workstation), limit=READ),
    )
    return [s for s in streams.items if s.status.common in _STUCK], list(jobs.items)


def _counted(streams: int, jobs: int, words: Words) -> str:
    """`2 job streams, 1 job`; what there is none of is left out."""
    found = (("streams", streams), ("jobs", jobs))
    return ", ".join(words(f"stuck.{what}" + ("_one" if n == 1 else ""), count=n) for what, n in found if n)


async def _of_stream(stream: JobStream, context: Context) -> Stuck:
    query = JobQuery(job_stream=stream.name, folder=stream.folder)
    jobs = [j for j in (await context.scheduler.jobs(query, limit=200)).items if j.job_stream_id == stream.id]
    return Stuck(
        "",
        stream.folder + stream.name,
        stream.status.internal,
        context.words.when(stream.scheduled),
        await _root(jobs, context),
    )


async def _root(jobs: Sequence[Job], context: Context) -> Job | None:
    """Its own job that failed; else what holds the first of its jobs that waits for something outside."""
    if failed := [job for job in jobs if job.status.common is CommonStatus.ERROR]:
        return failed[0]
    for job in jobs:
        if roots := await roots_of(job, context):
            return roots[0].job
    return None


async def _of_job(job: Job, context: Context) -> Stuck:
    roots = await roots_of(job, context)
    when = context.words.when(job.scheduled)
    return Stuck(job.name, job.folder + job.job_stream, job.status.internal, when, roots[0].job if roots else None)


def _table(found: Sequence[Stuck], words: Words) -> Table:
    columns = tuple(words("label." + c) for c in ("job_stream", "job", "status", "scheduled", "hangs_on"))
    rows = tuple(
        (short(one.job_stream), one.name or "–", one.status, one.when, _told(one.root, words)) for one in found
    )
    return Table(words("stuck.caption"), columns, rows, (Tone.BAD,) * len(rows))


def _told(root: Job | None, words: Words) -> str:
    return f"{root.name}: {words.status(root.status)}" if root else "–"


def _logs(found: Sequence[Stuck], context: Context) -> list[Button | None]:
    roots = {one.root.id: one.root for one in found if one.root}
    return [named_log_button(context, root) for root in list(roots.values())[:LOGS]]
