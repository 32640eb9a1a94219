"""A job's log: its end first, then as far as one wants to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.context import Context
from bot.registry import Skill
from bot.reply import Buttons, Heading, Log, Reply, Text, Tone
from bot.requests import ShowJobLog, Window
from bot.skills.blocks import answer, button, buttons, tone_of
from bot.skills.one_run import dated, of_window, plan_of, pressed
from bot.skills.past import runs_in
from bot.skills.which import Found, meant
from tws.errors import NoJobLog
from tws.models import Job, JobLogText, JobRun
from tws.names import JobName
from tws.scheduler import MAX_PAGE

LINES = 40
"""Lines shown at once."""


async def run(request: ShowJobLog, context: Context) -> Reply:
    if request.before_last:
        earlier = await _before_last(request, context)
        if isinstance(earlier, Reply):
            return earlier
        request = earlier
    found = await _found(request, context)
    if isinstance(found, Reply):
        return found
    return await dated(await _show(request, found, context), found, context)


async def _before_last(request: ShowJobLog, context: Context) -> ShowJobLog | Reply:
    """The same of the run before the last, which may be in an archived plan."""
    job = await meant(request, context, newest=True)
    if isinstance(job, Reply):
        return job
    last = job.last_run.started if job.last_run else None
    runs = await context.scheduler.job_history(job, limit=5)
    start = next((r.started for r in runs if r.started and (last is None or r.started < last)), None)
    if start is None:
        return answer(context, Text(context.words("job_log.none_before", job=job.name)))
    window = Window(start, start + timedelta(minutes=1))
    return replace(request, job=JobName(job.name, job.job_stream), job_id="", window=window, before_last=False)


async def _found(request: ShowJobLog, context: Context) -> Found | Reply:
    if one := await pressed(request, context):
        return one
    if request.window:
        return await of_window(request, request.window, context, _has_run)
    job = await meant(request, context, fits=_has_run, newest=True)
    return job if isinstance(job, Reply) else Found(job)


def _has_run(job: Job) -> bool:
    return bool(job.last_run and job.last_run.started)


async def _show(request: ShowJobLog, found: Found, context: Context) -> Reply:
    job, words = found.job, context.words
    run = _run(job, request, context)
    if run is None or run.started is None:
        return answer(context, Text(words("job_log.never_ran", job=job.name)))
    try:
        log = await _read(found, run, request.first_line, context)
    except NoJobLog:
        return answer(context, Text(words("job_log.no_log", job=job.name), Tone.WARN))
    if not log.lines:
        return answer(context, Text(words("job_log.empty", job=job.name)))
    number = run.number if run.number is not None else run.id
    title = words("job_log.title", job=job.name, run=number, started=words.when(run.started))
    row = _buttons(request, found, run, log, context)
    return answer(context, Heading(title, tone_of(run.status)), _lines(log, context), row)


def _run(job: Job, request: ShowJobLog, context: Context) -> JobRun | None:
    """The run of the button, the last one of the window, or the last of all."""
    named = next((r for r in job.runs if r.id == request.run_id), None)
    inside = runs_in(job, request.window, context.services.clock()) if request.window else ()
    return named or (inside[-1] if inside else job.last_run)


async def _read(found: Found, run: JobRun, first_line: int | None, context: Context) -> JobLogText:
    """The asked lines, or the end of the log: there an operator looks first."""
    plan = plan_of(found, context)
    if first_line is not None:
        return await plan.job_log(found.job, run, first_line=max(1, first_line), lines=LINES)
    whole = await plan.job_log(found.job, run, lines=MAX_PAGE)
    tail = whole.lines[-LINES:]
    return JobLogText(tail, whole.first_line + len(whole.lines) - len(tail), whole.complete)


def _lines(log: JobLogText, context: Context) -> Log:
    last = log.first_line + len(log.lines) - 1
    return Log(context.words("job_log.lines", first=log.first_line, last=last), log.lines, log.first_line)


def _buttons(request: ShowJobLog, found: Found, run: JobRun, log: JobLogText, context: Context) -> Buttons | None:
    here = replace(request, job_id=found.job.id, run_id=run.id, plan=found.plan, window=None)
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
