"""Jobs by name, status, workstation or time, a page at a time."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Buttons, Heading, Reply, Table, Tone
from bot.requests import FailedJobs, ListJobs
from bot.skills.blocks import answer, buttons, instance_button, log_button, short, tone_of, window_words
from bot.skills.paging import pager
from tws.models import Job, JobQuery, Page
from tws.names import JobName

SMALL = 5
"""Up to so many rows each job gets a button of its own."""


async def run(request: ListJobs, context: Context) -> Reply:
    found = await context.scheduler.jobs(_query(request), offset=request.offset, limit=request.limit)
    total = found.total if found.total is not None else request.offset + len(found.items) + int(found.more)
    if not total and request.job and not request.job.has_wildcard:
        from bot.skills.job_status import not_found

        return await not_found(request.job, context)
    heading = Heading(_title(total, request, context), Tone.PLAIN)
    table = _table(found, total, context) if found.items else None
    return answer(context, heading, table, _buttons(found, context), buttons(*pager(request, total, context.words)))


def _query(request: ListJobs) -> JobQuery:
    job, window = request.job or JobName(""), request.window
    return JobQuery(
        name=job.name,
        job_stream=job.job_stream,
        folder=job.folder,
        workstation=request.workstation,
        statuses=request.statuses,
        started_since=window.since if window else None,
        started_until=window.until if window else None,
    )


def _title(total: int, request: ListJobs, context: Context) -> str:
    key = {0: "none", 1: "one"}.get(total, "title")
    count = context.words.number(total)
    return context.words(f"list_jobs.{key}", count=count, filter=in_words(request, context))


def in_words(request: ListJobs | FailedJobs, context: Context) -> str:
    """Which jobs were asked for: every part of the question, so that none is dropped unseen."""
    words, parts = context.words, []
    if request.job:
        parts.append(words("filter.named", job=request.job))
    if isinstance(request, ListJobs) and request.statuses:
        parts.append(
            words("filter.in_status", statuses=", ".join(words("status." + s.value) for s in request.statuses))
        )
    if request.workstation:
        parts.append(words("filter.on", workstation=request.workstation))
    return " ".join([*parts, window_words(context, request.window)])


def _table(found: Page[Job], total: int, context: Context) -> Table:
    words = context.words
    first, last = found.offset + 1, found.offset + len(found.items)
    caption = words("list_jobs.caption", first=first, last=last, count=words.number(total))
    columns = tuple(words("label." + c) for c in ("job", "status", "scheduled", "started", "workstation", "job_stream"))
    rows = tuple(_row(job, context) for job in found.items)
    return Table(caption, columns, rows, tuple(tone_of(j.status, late=j.late) for j in found.items))


def _row(job: Job, context: Context) -> tuple[str, ...]:
    run = job.last_run
    started = context.words.when(run.started if run else None)
    where = (short(job.workstation), short(job.folder + job.job_stream))
    status = job.status.internal + (f", {context.words('word.late')}" if job.late else "")
    return (job.name, status, context.words.when(job.scheduled), started, *where)


def _buttons(found: Page[Job], context: Context) -> Buttons | None:
    if len(found.items) > SMALL:
        return None
    if len(found.items) == 1:
        return buttons(log_button(context, found.items[0]))
    return buttons(*(instance_button(context, job) for job in found.items))


SKILL = Skill(
    intent="list_jobs",
    request=ListJobs,
    run=run,
    summary={"en": "list jobs by name, status or workstation", "pt": "listar jobs por nome, status ou estação"},
    examples={
        "en": ("list the running jobs", "which jobs named PAY@ are waiting?"),
        "pt": ("liste os jobs em execução", "quais jobs PAY@ estão aguardando?"),
    },
    slash="jobs [NAME@] [running|waiting|…]",
)
