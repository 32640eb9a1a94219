"""What failed in a span of time, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.registry import Skill
from bot.reply import Button, Heading, Reply, Table, Text, Tone
from bot.requests import FailedJobs, JobStatus, WorkstationStatus
from bot.skills import workstation_status
from bot.skills.blocks import answer, button, buttons, instance_button, named_log_button, refresh, short, some
from bot.skills.list_jobs import in_words
from bot.skills.paging import pager
from bot.skills.past import Reach, jobs_in, places, reach, told
from bot.skills.which import LONG_AGO, Found, find, not_found
from tws.models import CommonStatus, Job, JobQuery
from tws.scheduler import MAX_PAGE

LOG_BUTTONS = 3
"""Logs offered at once; the others are reached by name."""
NAMED = 5
"""Older failures that are told with their time."""


async def run(request: FailedJobs, context: Context) -> Reply:
    there = await reach(request.window, context)
    joined = await jobs_in(there, _query(request), context)
    found = joined.found
    if not found and (unknown := await _unknown(request, there, context)):
        return unknown
    found.sort(key=lambda one: ended(one.job), reverse=True)
    shown = found[request.offset : request.offset + request.limit]
    standing = await _standing(request, context) if not found else []
    none = Tone.GOOD if there.begins is None and not standing else Tone.WARN
    heading = Heading(_title(len(found), request, context), Tone.BAD if found else none)
    return answer(
        context,
        heading,
        _table(shown, context) if shown else None,
        _still_failed(standing, context),
        await told(there, context, cut=joined.cut),
        buttons(
            *(instance_button(context, job) for job in standing[:LOG_BUTTONS]),
            _all_failed(request, context) if standing else None,
            *(named_log_button(context, one.job, one.plan) for one in _each_once(shown)[:LOG_BUTTONS]),
            *pager(request, len(found), context.words),
            refresh(context.words, replace(request, offset=0)),
        ),
    )


def _query(request: FailedJobs) -> JobQuery:
    job, window = request.job, request.window
    return JobQuery(
        name=job.name if job else "",
        job_stream=job.job_stream if job else "",
        folder=job.folder if job else "",
        workstation=request.workstation,
        statuses=(CommonStatus.ERROR,),
        ended_since=window.since if window else None,
        ended_until=window.until if window else None,
    )


async def _standing(request: FailedJobs, context: Context) -> list[Job]:
    """Jobs that are failed now and failed outside the time that was asked about, the latest first."""
    if request.window is None:
        return []
    page = await context.scheduler.jobs(_query(replace(request, window=None)), limit=MAX_PAGE)
    return sorted(page.items, key=ended, reverse=True)


def _still_failed(standing: Sequence[Job], context: Context) -> Text | None:
    if not standing:
        return None
    words = context.words
    jobs = [
        f"{job.name} ({words.when(ended(job)) if job.last_run else words.status(job.status)})"
        for job in standing[:NAMED]
    ]
    key = "failed_jobs.standing_one" if len(standing) == 1 else "failed_jobs.standing"
    return Text(words(key, count=words.number(len(standing)), jobs=some(jobs, len(standing) - NAMED, words)), Tone.WARN)


def _all_failed(request: FailedJobs, context: Context) -> Button:
    return button(context.words("button.all_failed"), replace(request, window=None, offset=0))


def _each_once(shown: Sequence[Found]) -> list[Found]:
    """Of a job that failed on several days the latest: buttons of one name would not be told apart."""
    each: dict[str, Found] = {}
    for one in shown:
        each.setdefault(one.job.name, one)
    return list(each.values())


def ended(job: Job) -> datetime:
    run = job.last_run
    return (run and (run.ended or run.started)) or LONG_AGO


async def _unknown(request: FailedJobs, there: Reach, context: Context) -> Reply | None:
    """No failures of what does not exist is no good news: says so."""
    if request.workstation and not (await context.scheduler.workstations(request.workstation, limit=1)).items:
        return await workstation_status.run(WorkstationStatus(request.workstation), context)
    if request.job is None:
        return None
    for where in [context.scheduler, *(jobs for plan, jobs in places(there, context) if plan)]:
        if await find(request.job, where):
            return None
    return await not_found(JobStatus(request.job), context)


def _title(count: int, request: FailedJobs, context: Context) -> str:
    key = {0: "none", 1: "one"}.get(count, "title")
    return context.words(f"failed_jobs.{key}", count=count, filter=in_words(request, context))


def _table(shown: Sequence[Found], context: Context) -> Table:
    words = context.words
    columns = tuple(words("label." + c) for c in ("job", "status", "ended", "workstation", "job_stream"))
    rows = tuple(_row(one.job, context) for one in shown)
    ids = tuple(one.current_id for one in shown)
    return Table(words("failed_jobs.caption"), columns, rows, (Tone.BAD,) * len(rows), ids)


def _row(job: Job, context: Context) -> tuple[str, ...]:
    run = job.last_run
    code = "" if run is None or run.return_code is None else str(run.return_code)
    ended = context.words.when(run.ended if run else None)
    status = f"{job.status.internal} {code}".strip()
    return (job.name, status, ended, short(job.workstation), short(job.folder + job.job_stream))


SKILL = Skill(
    intent="failed_jobs",
    request=FailedJobs,
    run=run,
    summary={"en": "list what failed", "pt": "listar o que falhou"},
    examples={
        "en": ("show failed jobs in the last 4 hours", "what failed since 22:00?"),
        "pt": ("quais jobs falharam nas últimas 4 horas?", "o que falhou desde as 22h?"),
    },
    slash="failed-jobs [4h]",
)
