"""How a job's runs went: is this new, how long does it take, how often does it fail?"""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from bot.context import Context
from bot.registry import Skill
from bot.reply import Heading, Reply, Table, Text
from bot.requests import JobHistory, ListJobs
from bot.skills import list_jobs
from bot.skills.blocks import answer, buttons, facts, log_button, tone_of
from bot.skills.job_status import find, not_found
from bot.words import Words
from tws.models import CommonStatus, Job, JobRun
from tws.names import JobName

RUNS = 15


async def run(request: JobHistory, context: Context) -> Reply:
    job = await _job(request, context)
    if isinstance(job, Reply):
        return job
    runs = await context.scheduler.job_history(job, limit=RUNS)
    words = context.words
    if not runs:
        return answer(context, Text(words("history.none", job=job.name)))
    columns = tuple(words("label." + c) for c in ("started", "status", "duration", "return_code"))
    rows = tuple(_row(r, words) for r in runs)
    table = Table(words("history.caption", count=len(runs)), columns, rows, tuple(tone_of(r.status) for r in runs))
    return answer(
        context,
        Heading(words("history.title", job=JobName(job.name))),
        facts(words, _figures(runs, words)),
        table,
        buttons(log_button(context, job)),
    )


async def _job(request: JobHistory, context: Context) -> Job | Reply:
    if request.job_id:
        return await context.scheduler.job(request.job_id)
    found = await find(request.job, context)
    if not found.items:
        return await not_found(request.job, context)
    if len(found.items) > 1 and len({job.key for job in found.items}) > 1:
        return await list_jobs.run(ListJobs(job=request.job), context)
    return found.items[0]


def _row(run: JobRun, words: Words) -> tuple[str, ...]:
    code = "–" if run.return_code is None else str(run.return_code)
    return (words.when(run.started), words.status(run.status), words.duration(taken(run)), code)


def taken(run: JobRun) -> timedelta | None:
    return run.elapsed or (run.ended - run.started if run.ended and run.started else None)


def _figures(runs: tuple[JobRun, ...], words: Words) -> list[tuple[str, str]]:
    good = [t for r in runs if r.status.common is CommonStatus.SUCCESSFUL and (t := taken(r)) is not None]
    failed = sum(r.status.common is CommonStatus.ERROR for r in runs)
    usual = words.duration(timedelta(seconds=median(t.total_seconds() for t in good))) if good else "–"
    return [
        ("usual_duration", usual),
        ("longest_duration", words.duration(max(good)) if good else ""),
        ("failed_runs", words("history.failed", failed=failed, count=len(runs))),
    ]


SKILL = Skill(
    intent="job_history",
    request=JobHistory,
    run=run,
    summary={"en": "show how a job's last runs went", "pt": "mostrar como foram as últimas execuções de um job"},
    examples={
        "en": ("history of FINANCE_PAYROLL", "how long does FINANCE_PAYROLL usually take?"),
        "pt": ("histórico do FINANCE_PAYROLL", "quanto o FINANCE_PAYROLL costuma demorar?"),
    },
    slash="history JOB",
)
