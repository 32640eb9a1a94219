"""What a critical job waits for on its longest way, and where it is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.context import Context
from bot.reply import Button, Facts, Heading, Reply, Table, Text, Tone
from bot.requests import CriticalJobs, JobStatus
from bot.skills.blocks import answer, button, buttons, facts, name_button, refresh, tone_of
from bot.skills.waits import OVER
from bot.skills.which import meant
from bot.words import Words
from tws.models import CommonStatus, CriticalJob, Job, JobQuery, PathStep
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SHOWN = 20
NAMED = 4


async def run(request: CriticalJobs, context: Context) -> Reply:
    found = await _critical(request, context)
    if isinstance(found, Reply):
        return found
    steps, words = await context.scheduler.critical_path(found), context.words
    late = [step for step in steps if is_late(step, words)]
    tone = Tone.BAD if late else Tone.GOOD
    again = refresh(words, CriticalJobs(JobName(found.name), found.job_id))
    near = dict.fromkeys(step.job.name for step in (*late, *steps[:1]))
    row = buttons(*(name_button(context, name) for name in list(near)[:NAMED]), every_button(words), again)
    over = (await ended_ones(context)).get(found.job_id)
    risk = done_word(over, found.deadline, words) if over else words(f"risk.{found.risk}")
    title = Heading(words("path.title", job=found.name, risk=risk), tone)
    if not steps:
        return answer(context, title, _facts(found, over, words), Text(words("path.none")), row)
    return answer(
        context, title, _facts(found, over, words), Text(_said(late, steps, words), tone), *_table(steps, words), row
    )


async def _critical(request: CriticalJobs, context: Context) -> CriticalJob | Reply:
    """The one of the critical jobs that is named; what the plan has of that name is no critical job otherwise."""
    every = await context.scheduler.critical_jobs()
    if request.job_id and (same := [c for c in every if c.job_id == request.job_id]):
        return same[0]
    job = request.job or JobName("")
    named = [c for c in every if c.name == job.name and job.job_stream in ("", c.job_stream)]
    if len(named) == 1:
        return named[0]
    if named:
        return _which(named, job, context)
    known = await meant(JobStatus(job, request.job_id), context)
    return known if isinstance(known, Reply) else _not_critical(known.name, context)


def _which(named: Sequence[CriticalJob], job: JobName, context: Context) -> Reply:
    words = context.words
    row = buttons(
        *(
            button(f"{c.job_stream}.{c.name} {words.when(c.deadline)}", CriticalJobs(JobName(c.name), c.job_id))
            for c in named[:8]
        )
    )
    return answer(context, Heading(words("ambiguous.which_job", count=len(named), job=job)), row)


def _not_critical(name: str, context: Context) -> Reply:
    text = context.words("path.not_critical", job=name)
    return answer(context, Heading(text), buttons(name_button(context, name), every_button(context.words)))


def every_button(words: Words) -> Button:
    """To all critical jobs."""
    return button(words("button.critical"), CriticalJobs())


def is_late(step: PathStep, words: Words) -> bool:
    """It begins, or has not begun, after the latest start that still meets the deadline."""
    if step.job.status.common in OVER or step.critical_start is None:
        return False
    if step.job.status.common is CommonStatus.ERROR:
        return True
    run = step.job.last_run
    start = run.started if run and run.started else max(step.estimated_start or words.now, words.now)
    return start > step.critical_start


async def ended_ones(context: Context) -> dict[str, Job]:
    """Critical jobs of the plan that are over, by their id."""
    page = await context.scheduler.jobs(JobQuery(critical=True, statuses=tuple(OVER)), limit=MAX_PAGE)
    return {job.id: job for job in page.items}


def done_word(job: Job, deadline: datetime | None, words: Words) -> str:
    """`done`, or that it was done after its deadline."""
    run = job.last_run
    late = deadline is not None and run is not None and run.ended is not None and run.ended > deadline
    return words("risk.done_late" if late else "risk.done")


def _facts(found: CriticalJob, over: Job | None, words: Words) -> Facts:
    run = over.last_run if over else None
    sure = f"{found.confidence:.0f} %" if found.confidence is not None and not over else ""
    rows = [
        ("deadline", words.when(found.deadline) if found.deadline else ""),
        ("ended", words.when(run.ended) if run and run.ended else ""),
        ("estimated_end", words.when(found.estimated_end) if found.estimated_end and not over else ""),
        ("confidence", sure),
    ]
    return facts(words, rows)


def _said(late: Sequence[PathStep], steps: Sequence[PathStep], words: Words) -> str:
    if not late:
        return words("path.on_time_one" if len(steps) == 1 else "path.on_time", count=len(steps))
    return words("path.late", count=len(late), jobs=", ".join(step.job.name for step in late[:NAMED]))


def _table(steps: Sequence[PathStep], words: Words) -> tuple[Table | Text, ...]:
    names = ("job", "status", "estimated_start", "critical_start", "estimated_end", "job_stream")
    shown = steps[-SHOWN:]
    rows = tuple(_row(step, words) for step in shown)
    tones = tuple(Tone.BAD if is_late(s, words) else tone_of(s.job.status) for s in shown)
    table = Table(words("path.caption", count=len(steps)), tuple(words("label." + n) for n in names), rows, tones)
    left = len(steps) - len(shown)
    return (table, Text(words("path.before", count=left), Tone.QUIET)) if left else (table,)


def _row(step: PathStep, words: Words) -> tuple[str, ...]:
    run = step.job.last_run
    start = run.started if run and run.started else step.estimated_start
    end = run.ended if run and run.ended and step.job.status.common in OVER else step.estimated_end
    times = (words.when(start), words.when(step.critical_start), words.when(end))
    late = f", {words('word.late')}" if is_late(step, words) else ""
    return (step.job.name, words("status." + step.job.status.common.value) + late, *times, step.job.job_stream)
