"""How a job's runs went: is this new, how long does it take, how often does it fail?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.context import Context
from bot.registry import Skill
from bot.reply import Heading, Reply, Table, Text, Tone
from bot.requests import JobHistory, Window
from bot.skills.blocks import and_more, answer, buttons, facts, log_button, refresh, tone_of, window_words
from bot.skills.which import meant
from bot.words import Words
from tws.models import CommonStatus, Job, JobRun
from tws.names import JobName
from tws.records import RunStatistics

RUNS = 15
LOOKED_AT = 1_000
"""Runs that are looked through for those of a window: as many as the client gives."""


async def run(request: JobHistory, context: Context) -> Reply:
    job = await meant(request, context, newest=True)
    if isinstance(job, Reply):
        return job
    found, known = await asyncio.gather(_runs(job, request.window, context), context.scheduler.job_statistics(job))
    words, window = context.words, request.window
    title = Heading(_title("history.title", job, window, context))
    again = buttons(log_button(context, job), refresh(words, JobHistory(JobName(job.name), job.id, window)))
    figures = facts(words, _figures(known, words))
    if not found:
        none = Text(_title("history.none", job, window, context))
        return answer(context, none, figures if known.runs else None, again if window else None)
    whole = Text(words("history.figures_of_all"), Tone.QUIET) if window else None
    compared = _compared(found[0], known, words)
    return answer(context, title, figures, whole, compared, *_table(found, window, words), again)


async def _runs(job: Job, window: Window | None, context: Context) -> tuple[JobRun, ...]:
    """The newest first; of a window those that began in it."""
    if window is None:
        return await context.scheduler.job_history(job, limit=RUNS)
    until = window.until or context.services.clock()
    runs = await context.scheduler.job_history(job, limit=LOOKED_AT)
    return tuple(r for r in runs if r.started is not None and window.since <= r.started <= until)


def _title(key: str, job: Job, window: Window | None, context: Context) -> str:
    if window is None:
        return context.words(key, job=job.name)
    return context.words(key + "_window", job=job.name, window=window_words(context, window))


def _table(found: Sequence[JobRun], window: Window | None, words: Words) -> tuple[Table | Text, ...]:
    shown = found[:RUNS]
    columns = tuple(words("label." + c) for c in ("started", "ended", "status", "duration", "return_code"))
    key = "history.caption" + ("_window" if window else "") + ("_one" if len(found) == 1 else "")
    caption = words(key, count=len(found))
    table = Table(caption, columns, tuple(_row(r, words) for r in shown), tuple(tone_of(r.status) for r in shown))
    more = and_more(words, len(found) - RUNS)
    return (table, more) if more else (table,)


def _row(run: JobRun, words: Words) -> tuple[str, ...]:
    code = "–" if run.return_code is None else str(run.return_code)
    return (words.when(run.started), words.when(run.ended), words.status(run.status), words.duration(taken(run)), code)


def taken(run: JobRun) -> timedelta | None:
    return run.elapsed or (run.ended - run.started if run.ended and run.started else None)


def _figures(known: RunStatistics, words: Words) -> list[tuple[str, str]]:
    return [
        ("usual_duration", words.duration(known.typical)),
        ("slow_duration", words.duration(known.slow) if known.slow else ""),
        ("failed_runs", words("history.failed", failed=words.number(known.failed), count=words.number(known.runs))),
        ("last_failed", words.when(known.last_failed) if known.last_failed else ""),
    ]


def _compared(run: JobRun, known: RunStatistics, words: Words) -> Text | None:
    """The newest run against the usual: how much longer or shorter, and whether it is slow."""
    going = run.status.common is CommonStatus.RUNNING
    lasted = words.now - run.started if going and run.started else taken(run)
    good = going or run.status.common is CommonStatus.SUCCESSFUL
    if lasted is None or not known.typical or not good:
        return None
    slow = known.slow is not None and lasted > known.slow
    key = "slow" if slow else "longer" if lasted > known.typical else "shorter"
    state = "going" if going else "ended"
    if going and key == "shorter":
        key = "usual"
    share = round(lasted / known.typical * 100)
    text = words(f"history.{state}_{key}", lasted=words.duration(lasted), share=share)
    return Text(text, Tone.WARN if slow else Tone.PLAIN)


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
