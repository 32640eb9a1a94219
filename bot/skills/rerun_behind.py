"""What runs again with a job when it is rerun with its successors: looked at before anything is asked."""

from __future__ import annotations

from bot.context import Context
from bot.reply import Heading, Reply, Table, Tone
from bot.requests import Rerun
from bot.skills.blocks import answer, button, buttons, short, tone_of
from tws.models import Job
from tws.names import JobName

SHOWN = 15


async def again_behind(job: Job, context: Context) -> tuple[str, ...] | Reply:
    """Keys of what would run again beside the job, or why there is nothing to order: nothing is sent then."""
    preview, words = await context.scheduler.rerun_preview(job), context.words
    alone = buttons(button(words("order.rerun_alone"), Rerun(JobName(job.name), job.id)))
    if not preview.jobs and preview.allowed:
        return answer(context, Heading(words("order.again_none", job=job.name), Tone.WARN), alone)
    if not preview.allowed:
        refused = preview.refused or preview.jobs
        title = words("order.again_refused", job=job.name, count=len(refused))
        return answer(context, Heading(title, Tone.WARN), _table(refused, context), alone)
    return tuple(sorted(one.key for one in preview.jobs))


def _table(jobs: tuple[Job, ...], context: Context) -> Table:
    words, shown = context.words, jobs[:SHOWN]
    columns = tuple(words("label." + name) for name in ("job", "status", "job_stream"))
    rows = tuple((job.name, words.status(job.status), short(job.folder + job.job_stream)) for job in shown)
    return Table(words("order.again_refuse"), columns, rows, tuple(tone_of(job.status) for job in shown))
