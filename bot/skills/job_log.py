"""A job's log: its end first, then as far as one wants to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.context import Context
from bot.registry import Skill
from bot.reply import Buttons, Heading, Log, Reply, Text, Tone
from bot.requests import ShowJobLog
from bot.skills.blocks import answer, button, buttons, tone_of
from bot.skills.job_status import find, not_found
from tws.errors import NoJobLog
from tws.models import Job, JobLogText, JobRun
from tws.scheduler import MAX_PAGE

LINES = 40
"""Lines shown at once."""


async def run(request: ShowJobLog, context: Context) -> Reply:
    if request.job_id:
        return await _show(request, await context.scheduler.job(request.job_id), context)
    found = await find(request.job, context, limit=MAX_PAGE)
    if not found.items:
        return await not_found(request.job, context)
    job = max(found.items, key=_began)
    reply = await _show(request, job, context)
    if len(found.items) == 1:
        return reply
    which = Text(context.words("job_log.latest", count=found.total or len(found.items), job=request.job))
    return replace(reply, blocks=(*reply.blocks[:1], which, *reply.blocks[1:]))


def _began(job: Job) -> datetime:
    run = job.last_run
    return (run and run.started) or datetime.min.replace(tzinfo=UTC)


async def _show(request: ShowJobLog, job: Job, context: Context) -> Reply:
    run = _run(job, request.run_id)
    if run is None or run.started is None:
        return answer(context, Text(context.words("job_log.never_ran", job=job.name)))
    try:
        log = await _read(job, run, request.first_line, context)
    except NoJobLog:
        return answer(context, Text(context.words("job_log.no_log", job=job.name), Tone.WARN))
    if not log.lines:
        return answer(context, Text(context.words("job_log.empty", job=job.name)))
    title = context.words("job_log.title", job=job.name, run=run.number if run.number is not None else run.id)
    heading = Heading(title, tone_of(run.status))
    return replace(
        answer(context, heading, _lines(log, context), _buttons(request, job, run, log, context)),
        replaces=context.here,
    )


def _run(job: Job, run_id: str) -> JobRun | None:
    return next((r for r in job.runs if r.id == run_id), job.last_run)


async def _read(job: Job, run: JobRun, first_line: int | None, context: Context) -> JobLogText:
    """The asked lines, or the end of the log: there an operator looks first."""
    if first_line is not None:
        return await context.scheduler.job_log(job, run, first_line=max(1, first_line), lines=LINES)
    whole = await context.scheduler.job_log(job, run, lines=MAX_PAGE)
    tail = whole.lines[-LINES:]
    return JobLogText(tail, whole.first_line + len(whole.lines) - len(tail), whole.complete)


def _lines(log: JobLogText, context: Context) -> Log:
    last = log.first_line + len(log.lines) - 1
    return Log(context.words("job_log.lines", first=log.first_line, last=last), log.lines, log.first_line)


def _buttons(request: ShowJobLog, job: Job, run: JobRun, log: JobLogText, context: Context) -> Buttons | None:
    here = replace(request, job_id=job.id, run_id=run.id)
    row = []
    if log.first_line > 1:
        before = replace(here, first_line=max(1, log.first_line - LINES))
        row.append(button(context.words("button.earlier_lines"), before, here=True))
    if not log.complete:
        after = replace(here, first_line=log.first_line + len(log.lines))
        row.append(button(context.words("button.later_lines"), after, here=True))
    return buttons(*row)


SKILL = Skill(
    intent="job_log",
    request=ShowJobLog,
    run=run,
    summary={"en": "show a job's log", "pt": "mostrar o log de um job"},
    examples={
        "en": ("show me the log of FINANCE_PAYROLL", "job log FINANCE_PAYROLL"),
        "pt": ("mostre o log do FINANCE_PAYROLL", "log do job FINANCE_PAYROLL"),
    },
    slash="log JOB",
)
