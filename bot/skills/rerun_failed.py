"""`Rerun everything that failed`: one at a time, each by a button of its own."""

from __future__ import annotations

from bot.context import Context
from bot.reply import Button, Heading, Reply, Tone
from bot.requests import FailedJobs, Rerun
from bot.skills.blocks import LABEL, answer, button, buttons
from bot.skills.failed_jobs import ended
from tws.models import CommonStatus, Job, JobQuery
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SHOWN = 5


async def each_failed(asked: FailedJobs, context: Context) -> Reply:
    """The failures of the current plan, the latest first; nothing is ordered yet."""
    words, found = context.words, await _failed(asked, context)
    key = {0: "_none", 1: "_one"}.get(len(found), "")
    title = Heading(words(f"order.one_at_a_time{key}", count=words.number(len(found))), Tone.WARN)
    row = (_rerun(job, found, context) for job in found[:SHOWN])
    every = button(words("button.failed"), asked) if len(found) > SHOWN else None
    return answer(context, title, buttons(*row), buttons(every))


async def _failed(asked: FailedJobs, context: Context) -> list[Job]:
    query = JobQuery(
        job_stream=asked.job.job_stream if asked.job else "",
        workstation=asked.workstation,
        statuses=(CommonStatus.ERROR,),
    )
    found = (await context.scheduler.jobs(query, limit=MAX_PAGE)).items
    return sorted(found, key=ended, reverse=True)


def _rerun(job: Job, among: list[Job], context: Context) -> Button:
    """With its job stream and time where another has the same name."""
    words, alike = context.words, sum(other.name == job.name for other in among)
    when = words.when(job.scheduled) if job.scheduled else ""
    name = f"{job.job_stream}.{job.name} {when}".strip() if alike > 1 else job.name
    label = f"{words('verb.rerun')} {name}"
    return button(label[:LABEL], Rerun(JobName(job.name), job.id), description=f"{words('verb.rerun')} {job.key}")
