"""One job: where it stands, since when, against its deadline."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Reply
from bot.requests import JobStatus, JobStreamStatus, ListJobs
from bot.skills import list_jobs
from bot.skills.blocks import answer, button, buttons, facts, log_button, refresh, short, tone_of
from bot.skills.job_history import taken
from bot.skills.one_run import dated, of_window, pressed, with_note
from bot.skills.order_run import on_its_way
from bot.skills.waits import OVER, Wait, expected_end, wait_of
from bot.skills.which import Found, meant
from bot.words import Words
from tws.models import CommonStatus, Job
from tws.names import JobName

Rows = tuple[tuple[str, str], ...]
"""Of facts: a label's key with its value."""


async def run(request: JobStatus, context: Context) -> Reply:
    found = await _found(request, context)
    if isinstance(found, Reply):
        return found
    wait = await wait_of(found.job, context) if not found.plan else None
    end = await estimated(found.job, context) if not found.plan else ()
    sent = await on_its_way(found.job, context) if not found.plan else None
    return with_note(await dated(_card(found, wait, end, context), found, context), sent)


async def _found(request: JobStatus, context: Context) -> Found | Reply:
    if one := await pressed(request, context):
        return one
    if request.job.has_wildcard:
        return await list_jobs.run(ListJobs(job=request.job, window=request.window), context)
    window = request.window
    ahead = window is not None and window.is_ahead(context.services.clock())
    if window and not ahead:
        return await of_window(request, window, context)
    job = await meant(request, context, fits=lambda job: not (ahead and job.runs))
    return job if isinstance(job, Reply) else Found(job)


async def estimated(job: Job, context: Context) -> Rows:
    """When it is expected to end: by the engine's estimate of a critical job, else by how long it usually takes."""
    known = await context.scheduler.critical_jobs() if job.critical and job.status.common not in OVER else ()
    mine = next((c for c in known if c.job_id == job.id), None)
    end = (mine and mine.estimated_end) or expected_end(job, context.services.clock())
    if end is None:
        return ()
    words, risk = context.words, (("risk", context.words(f"risk.{mine.risk}")),) if mine else ()
    return (("estimated_end", words.when(end)), *risk)


def _card(found: Found, wait: Wait | None, end: Rows, context: Context) -> Reply:
    words, job = context.words, found.job
    title = words("job_status.title", job=job.name, status=words.status(job.status))
    again = refresh(words, JobStatus(JobName(job.name), job_id=job.id)) if not found.plan else None
    to_stream = JobStreamStatus(job.job_stream, job.job_stream_workstation)
    stream = button(words("button.stream"), to_stream) if not found.plan else None
    row = buttons(log_button(context, job, found.plan), stream, again)
    return answer(context, Heading(title, tone_of(job.status, late=job.late)), facts_of(job, words, wait, end), row)


def facts_of(job: Job, words: Words, wait: Wait | None = None, end: Rows = ()) -> Facts:
    rows = [
        ("reason", words.reason(job.status)),
        ("job_stream", short(f"{job.job_stream_workstation}#{job.folder}{job.job_stream}")),
        ("workstation", short(job.workstation)),
        ("scheduled", words.when(job.scheduled) if job.scheduled else ""),
        *_times(job, words),
        ("expected_start", words.when(wait.until) if wait and wait.until else ""),
        *end,
        ("deadline", _deadline(job, words)),
        ("critical", words("word.yes") if job.critical else ""),
        ("waits_for", wait.told(words) if wait else str(job.waits_for or "")),
        ("runs", str(len(job.runs)) if len(job.runs) > 1 else ""),
    ]
    return facts(words, rows)


def _times(job: Job, words: Words) -> list[tuple[str, str]]:
    run = job.last_run
    if run is None or run.started is None:
        return [("starts_at", words.when(job.starts_at) if job.starts_at else "")]
    code = "" if run.return_code is None else str(run.return_code)
    if job.status.common is CommonStatus.RUNNING:
        length = [("started", words.when(run.started)), ("running_for", words.duration(words.now - run.started))]
    else:
        length = [
            ("started", words.when(run.started)),
            ("ended", words.when(run.ended)),
            ("duration", words.duration(taken(run))),
        ]
    return [*length, ("estimated", words.duration(run.estimated) if run.estimated else ""), ("return_code", code)]


def _deadline(job: Job, words: Words) -> str:
    if job.deadline is None:
        return ""
    late = f" ({words('word.late')})" if job.late else ""
    return words.when(job.deadline) + late


SKILL = Skill(
    intent="job_status",
    request=JobStatus,
    run=run,
    summary={"en": "say how a job stands", "pt": "dizer como está um job"},
    examples={
        "en": ("What is the status of job FINANCE_PAYROLL?", "how is FINANCE_PAYROLL doing?"),
        "pt": ("qual o status do FINANCE_PAYROLL?", "como está o job FINANCE_PAYROLL?"),
    },
    slash="status JOB",
)
