"""Jobs by name, status, workstation or time, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import Context
from bot.registry import Skill
from bot.reply import Block, Buttons, Heading, Reply, Table, Text, Tone
from bot.requests import FailedJobs, JobStatus, ListJobs, Window
from bot.skills.blocks import answer, button, buttons, instance_button, log_button, short, tone_of, window_words
from bot.skills.paging import pager
from bot.skills.past import jobs_in, reach, told
from bot.skills.which import Found, began, not_found
from tws.models import CommonStatus, Job, JobQuery
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SMALL = 5
"""Up to so many rows each job gets a button of its own."""
TO_RUN = (CommonStatus.WAITING, CommonStatus.READY, CommonStatus.HELD, CommonStatus.BLOCKED, CommonStatus.UNDECIDED)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and what is to say about it."""

    items: Sequence[Found]
    total: int
    note: Block | None = None
    more: ListJobs | None = None
    """What is asked for what the note speaks of."""


async def run(request: ListJobs, context: Context) -> Reply:
    listed = await _listed(request, context)
    if not listed.total and request.job and not request.job.has_wildcard and not request.window:
        return await not_found(JobStatus(request.job), context)
    heading = Heading(_title(listed.total, request, context), Tone.PLAIN)
    table = _table(listed, request.offset, context) if listed.items else None
    pages = pager(request, listed.total, context.words)
    waiting = button(context.words("button.waiting"), listed.more) if listed.more else None
    return answer(context, heading, table, listed.note, _buttons(listed.items, context), buttons(*pages, waiting))


async def _listed(request: ListJobs, context: Context) -> Listed:
    window = request.window
    if window and is_ahead(window, context.services.clock()):
        return await _ahead(request, window, context)
    there = await reach(window, context)
    if there.plans:
        joined = await jobs_in(there, _query(request, window), context)
        found = sorted(joined.found, key=lambda one: (began(one.job), one.job.key))
        note = await told(there, context, cut=joined.cut)
        return Listed(found[request.offset : request.offset + request.limit], len(found), note)
    page = await context.scheduler.jobs(_query(request, window), offset=request.offset, limit=request.limit)
    total = page.total if page.total is not None else request.offset + len(page.items) + int(page.more)
    return Listed([Found(job) for job in page.items], total, await told(there, context))


def is_ahead(window: Window, now: datetime) -> bool:
    """It reaches into what is still to come."""
    return window.since > now or (window.until is not None and window.until > now)


async def _ahead(request: ListJobs, window: Window, context: Context) -> Listed:
    """Jobs that are to start then; of those whose time is over it is said how many still wait."""
    statuses = request.statuses or TO_RUN
    page = await context.scheduler.jobs(replace(_query(request, None), statuses=statuses), limit=MAX_PAGE)
    due = [(at, job) for job in page.items if (at := planned(job)) is not None]
    due.sort(key=lambda pair: (pair[0], pair[1].key))
    inside = [Found(job) for at, job in due if at >= window.since and (window.until is None or at < window.until)]
    overdue = sum(at < window.since for at, _ in due)
    waits = context.words("list_jobs.overdue_one" if overdue == 1 else "list_jobs.overdue", count=overdue)
    notes = [waits] if overdue else []
    notes += [context.words("list_jobs.cut", count=context.words.number(MAX_PAGE))] if page.more else []
    note = Text(" ".join(notes), Tone.QUIET) if notes else None
    more = replace(request, window=None, statuses=TO_RUN, offset=0) if overdue else None
    return Listed(inside[request.offset : request.offset + request.limit], len(inside), note, more)


def planned(job: Job) -> datetime | None:
    """When it may start at the earliest: its own time, else its stream's."""
    return job.starts_at or job.scheduled


def _query(request: ListJobs, window: Window | None) -> JobQuery:
    job = request.job or JobName("")
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
    ahead = request.window is not None and is_ahead(request.window, context.services.clock())
    group = "to_start" if ahead else "list_jobs"
    return context.words(f"{group}.{key}", count=context.words.number(total), filter=in_words(request, context))


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


def _table(listed: Listed, offset: int, context: Context) -> Table:
    words = context.words
    first, last = offset + 1, offset + len(listed.items)
    caption = words("list_jobs.caption", first=first, last=last, count=words.number(listed.total))
    columns = tuple(words("label." + c) for c in ("job", "status", "scheduled", "started", "workstation", "job_stream"))
    jobs = [one.job for one in listed.items]
    return Table(
        caption,
        columns,
        tuple(_row(job, context) for job in jobs),
        tuple(tone_of(job.status, late=job.late) for job in jobs),
        tuple("" if one.plan else one.job.id for one in listed.items),
    )


def _row(job: Job, context: Context) -> tuple[str, ...]:
    run = job.last_run
    started = context.words.when(run.started if run else None)
    where = (short(job.workstation), short(job.folder + job.job_stream))
    status = job.status.internal + (f", {context.words('word.late')}" if job.late else "")
    return (job.name, status, context.words.when(planned(job)), started, *where)


def _buttons(found: Sequence[Found], context: Context) -> Buttons | None:
    if len(found) > SMALL:
        return None
    if len(found) == 1:
        return buttons(log_button(context, found[0].job, found[0].plan))
    return buttons(*(instance_button(context, one.job, one.plan) for one in found))


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
