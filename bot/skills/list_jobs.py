"""Jobs by name, status, workstation or time, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.registry import Skill
from bot.reply import Block, Buttons, Heading, Reply, Table, Text, Tone
from bot.requests import FailedJobs, JobStatus, LateJobs, ListJobs, Window
from bot.skills import stuck
from bot.skills.blocks import answer, button, buttons, instance_button, log_button, short, tone_of, window_words
from bot.skills.paging import pager
from bot.skills.past import Reach, jobs_in, reach, told
from bot.skills.waits import planned
from bot.skills.which import Found, not_found
from bot.words import Words
from tws.models import CommonStatus, Job, JobQuery
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SMALL = 5
"""Up to so many rows each job gets a button of its own."""
TO_RUN = (CommonStatus.WAITING, CommonStatus.READY, CommonStatus.HELD, CommonStatus.BLOCKED, CommonStatus.UNDECIDED)


UNTIMED = frozenset(
    {CommonStatus.CANCELED, CommonStatus.HELD, CommonStatus.BLOCKED, CommonStatus.SUPPRESS, CommonStatus.UNDECIDED}
)
"""States of which the plan does not tell since when a job is in them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and what is to say about it."""

    items: Sequence[Found]
    total: int
    note: Block | None = None
    more: ListJobs | None = None
    """What is asked for what the note speaks of."""
    whole: bool = False
    """Not only of the time that was asked about, but of the whole plan."""


async def run(request: ListJobs, context: Context) -> Reply:
    if request.statuses == (CommonStatus.BLOCKED,) and not request.job and not request.window:
        return await stuck.run(request, context)
    request = _to_come(request, context)
    listed = await _listed(request, context)
    if not listed.total and request.job and not request.job.has_wildcard and not request.window:
        return await not_found(JobStatus(request.job), context)
    told_of = replace(request, window=None) if listed.whole else request
    heading = Heading(_title(listed.total, told_of, context), Tone.PLAIN)
    table = _table(listed, request, context) if listed.items else None
    pages = pager(request, listed.total, context.words)
    waiting = button(context.words("button.waiting"), listed.more) if listed.more else None
    return answer(context, heading, table, listed.note, _buttons(listed.items, context), buttons(*pages, waiting))


def _to_come(request: ListJobs, context: Context) -> ListJobs:
    """Of a time to come only states count from which a job can still start."""
    if not request.window or not request.window.is_ahead(context.services.clock()):
        return request
    return replace(request, statuses=tuple(status for status in request.statuses if status in TO_RUN))


async def _listed(request: ListJobs, context: Context) -> Listed:
    window = request.window
    if request.due_before:
        return await _overdue(request, request.due_before, context)
    if window and window.is_ahead(context.services.clock()):
        return await _ahead(request, window, context)
    there = await reach(window, context)
    if window and request.statuses and set(request.statuses) <= UNTIMED:
        return await _untimed(request, there, context)
    if request.longest:
        return await _longest(request, there, context)
    if there.plans:
        joined = await jobs_in(there, _query(request, window), context)
        found = joined.found
        note = await told(there, context, cut=joined.cut)
        return Listed(found[request.offset : request.offset + request.limit], len(found), note)
    page = await context.scheduler.jobs(_query(request, window), offset=request.offset, limit=request.limit)
    total = page.total if page.total is not None else request.offset + len(page.items) + int(page.more)
    return Listed([Found(job) for job in page.items], total, await told(there, context))


async def _untimed(request: ListJobs, there: Reach, context: Context) -> Listed:
    """All of the plans that the time lies in, where the plan does not tell when a job came into its state."""
    joined = await jobs_in(there, _query(request, None), context)
    found = joined.found
    note = await told(there, context, cut=joined.cut)
    says = Text(" ".join([context.words("list_jobs.untimed"), *([note.text] if note else [])]), Tone.QUIET)
    return Listed(found[request.offset : request.offset + request.limit], len(found), says, whole=True)


async def _longest(request: ListJobs, there: Reach, context: Context) -> Listed:
    """Those that ran, by how long their last run took or has taken so far."""
    joined = await jobs_in(there, _query(request, request.window), context)
    ran = [(span, one) for one in joined.found if (span := elapsed(one.job, context.services.clock())) is not None]
    ran.sort(key=lambda pair: pair[0], reverse=True)
    shown = [one for _, one in ran[request.offset : request.offset + request.limit]]
    return Listed(shown, len(ran), await told(there, context, cut=joined.cut))


def elapsed(job: Job, now: datetime) -> timedelta | None:
    """Of its last run; None for one that has not begun."""
    run = job.last_run
    if run is None or run.started is None:
        return None
    return run.elapsed if run.elapsed is not None and run.ended else (run.ended or now) - run.started


async def _overdue(request: ListJobs, due: datetime, context: Context) -> Listed:
    """Jobs that were to start before that time and still wait, the longest overdue first."""
    query = replace(_query(request, None), statuses=request.statuses or TO_RUN)
    page = await context.scheduler.jobs(query, limit=MAX_PAGE)
    late = [(at, job) for job in page.items if (at := planned(job)) is not None and at < due]
    late.sort(key=lambda pair: (pair[0], pair[1].key))
    shown = [Found(job) for _, job in late[request.offset : request.offset + request.limit]]
    return Listed(shown, len(late))


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
    more = replace(request, window=None, offset=0, due_before=window.since) if overdue else None
    return Listed(inside[request.offset : request.offset + request.limit], len(inside), note, more)


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
    ahead = request.window is not None and request.window.is_ahead(context.services.clock())
    group = "to_start" if ahead else "longest" if request.longest else "list_jobs"
    if request.due_before:
        return context.words(
            f"overdue.{key}", count=context.words.number(total), due=context.words.when(request.due_before)
        )
    return context.words(f"{group}.{key}", count=context.words.number(total), filter=in_words(request, context))


def in_words(request: ListJobs | FailedJobs, context: Context) -> str:
    """Which jobs were asked for: every part of the question, so that none is dropped unseen."""
    return " ".join([*scope_words(request, context.words), window_words(context, request.window)])


def scope_words(request: ListJobs | FailedJobs | LateJobs, words: Words) -> list[str]:
    """Names, states and workstation; nothing for the whole plan."""
    parts = [_named(request.job, words)] if request.job else []
    if isinstance(request, ListJobs) and request.statuses:
        parts.append(
            words("filter.in_status", statuses=", ".join(words("status." + s.value) for s in request.statuses))
        )
    return [*parts, words("filter.on", workstation=request.workstation)] if request.workstation else parts


def _named(job: JobName, words: Words) -> str:
    if job.name == "@" and job.job_stream and not job.workstation:
        return words("filter.of_stream", stream=short(job.folder + job.job_stream))
    return words("filter.named", job=job)


def _table(listed: Listed, request: ListJobs, context: Context) -> Table:
    words, offset, longest = context.words, request.offset, request.longest
    first, last = offset + 1, offset + len(listed.items)
    caption = words("list_jobs.caption", first=first, last=last, count=words.number(listed.total))
    time = "duration" if longest else "scheduled"
    columns = tuple(words("label." + c) for c in ("job", "status", time, "started", "workstation", "job_stream"))
    jobs = [one.job for one in listed.items]
    return Table(
        caption,
        columns,
        tuple(_row(job, context, longest=longest) for job in jobs),
        tuple(tone_of(job.status, late=job.late) for job in jobs),
        tuple(one.current_id for one in listed.items),
    )


def _row(job: Job, context: Context, *, longest: bool = False) -> tuple[str, ...]:
    run = job.last_run
    started = context.words.when(run.started if run else None)
    where = (short(job.workstation), short(job.folder + job.job_stream))
    status = job.status.internal + (f", {context.words('word.late')}" if job.late else "")
    span = context.words.duration(elapsed(job, context.services.clock()))
    return (job.name, status, span if longest else context.words.when(planned(job)), started, *where)


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
