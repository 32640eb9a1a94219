"""What failed in a span of time, the latest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.context import Context
from bot.registry import Skill
from bot.reply import Heading, Reply, Table, Text, Tone
from bot.requests import FailedJobs, Window, WorkstationStatus
from bot.skills import workstation_status
from bot.skills.blocks import answer, buttons, named_log_button, refresh, short
from bot.skills.job_status import find, not_found
from bot.skills.list_jobs import in_words
from bot.skills.paging import pager
from tws.models import CommonStatus, Job, JobQuery
from tws.scheduler import MAX_PAGE

LOG_BUTTONS = 3
"""Logs offered at once; the others are reached by name."""


async def run(request: FailedJobs, context: Context) -> Reply:
    found = await context.scheduler.jobs(_query(request), limit=MAX_PAGE)
    if not found.items and (unknown := await _unknown(request, context)):
        return unknown
    jobs = sorted(found.items, key=ended, reverse=True)
    shown = jobs[request.offset : request.offset + request.limit]
    heading = Heading(_title(len(jobs), request, context), Tone.BAD if jobs else Tone.GOOD)
    table = _table(shown, context) if shown else None
    return answer(
        context,
        heading,
        table,
        await _outside_plan(request.window, context),
        buttons(
            *(named_log_button(context, job) for job in shown[:LOG_BUTTONS]),
            *pager(request, len(jobs), context.words),
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


def ended(job: Job) -> datetime:
    run = job.last_run
    return (run and (run.ended or run.started)) or datetime.min.replace(tzinfo=UTC)


async def _unknown(request: FailedJobs, context: Context) -> Reply | None:
    """No failures of what does not exist is no good news: says so."""
    if request.workstation and not (await context.scheduler.workstations(request.workstation, limit=1)).items:
        return await workstation_status.run(WorkstationStatus(request.workstation), context)
    if request.job and not (await find(request.job, context)).items:
        return await not_found(request.job, context)
    return None


def _title(count: int, request: FailedJobs, context: Context) -> str:
    key = {0: "none", 1: "one"}.get(count, "title")
    return context.words(f"failed_jobs.{key}", count=count, filter=in_words(request, context))


def _table(jobs: list[Job], context: Context) -> Table:
    words = context.words
    columns = tuple(words("label." + c) for c in ("job", "status", "ended", "workstation", "job_stream"))
    rows = tuple(_row(job, context) for job in jobs)
    return Table(words("failed_jobs.caption"), columns, rows, (Tone.BAD,) * len(rows))


def _row(job: Job, context: Context) -> tuple[str, ...]:
    run = job.last_run
    code = "" if run is None or run.return_code is None else str(run.return_code)
    ended = context.words.when(run.ended if run else None)
    status = f"{job.status.internal} {code}".strip()
    return (job.name, status, ended, short(job.workstation), short(job.folder + job.job_stream))


async def _outside_plan(window: Window | None, context: Context) -> Text | None:
    """Says so where the question reaches further back than the plan that was asked."""
    if window is None:
        return None
    plan = await context.scheduler.plan_info()
    if plan.valid_from is None or window.since >= plan.valid_from:
        return None
    return Text(context.words("note.plan_begins", start=context.words.when(plan.valid_from)), Tone.QUIET)


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
