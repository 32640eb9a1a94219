"""Critical jobs against their deadlines."""

from __future__ import annotations

from collections.abc import Mapping

from bot.context import Context
from bot.registry import Skill
from bot.reply import Button, Heading, Reply, Table, Text, Tone
from bot.requests import CriticalJobs
from bot.skills import critical_path
from bot.skills.blocks import LABEL, and_more, answer, button, buttons, name_button, refresh
from bot.skills.critical_path import done_word, ended_ones
from tws.models import CriticalJob, Job, RiskLevel
from tws.names import JobName

SHOWN = 15
NAMED = 3
"""Jobs that get buttons."""
TONES = {
    RiskLevel.ON_TRACK: Tone.GOOD,
    RiskLevel.POTENTIAL: Tone.WARN,
    RiskLevel.HIGH: Tone.BAD,
    RiskLevel.LATE: Tone.BAD,
}
_ORDER = (RiskLevel.LATE, RiskLevel.HIGH, RiskLevel.POTENTIAL, RiskLevel.ON_TRACK, RiskLevel.UNKNOWN)


async def critical(request: CriticalJobs, context: Context) -> Reply:
    if request.job or request.job_id:
        return await critical_path.run(request, context)
    over = await ended_ones(context)
    known = await context.scheduler.critical_jobs()
    jobs = sorted(known, key=lambda job: (job.job_id in over, _ORDER.index(job.risk)))
    words = context.words
    if not jobs:
        return answer(context, Text(words("critical.none")))
    endangered = sum(job.risk in (RiskLevel.HIGH, RiskLevel.LATE) and job.job_id not in over for job in jobs)
    tone = Tone.BAD if endangered else Tone.GOOD
    title = Heading(
        words("critical.one" if len(jobs) == 1 else "critical.title", count=len(jobs), risk=endangered), tone
    )
    more = and_more(words, len(jobs) - SHOWN)
    row = buttons(*(b for job in jobs[:NAMED] for b in _both(job, context)), refresh(words, CriticalJobs()))
    return answer(context, title, _table(jobs[:SHOWN], over, context), more, row)


def _table(jobs: list[CriticalJob], over: Mapping[str, Job], context: Context) -> Table:
    words = context.words
    columns = tuple(words("label." + c) for c in ("job", "risk", "deadline", "estimated_end", "job_stream"))
    rows = tuple(_row(job, over.get(job.job_id), context) for job in jobs)
    tones = tuple(Tone.QUIET if job.job_id in over else TONES.get(job.risk, Tone.PLAIN) for job in jobs)
    return Table(words("critical.caption"), columns, rows, tones, tuple(job.job_id for job in jobs))


def _row(job: CriticalJob, over: Job | None, context: Context) -> tuple[str, ...]:
    """Of one that is over its real end, and nothing of a risk."""
    words, run = context.words, over.last_run if over else None
    end = run.ended if run and run.ended else job.estimated_end
    risk = done_word(over, job.deadline, words) if over else words(f"risk.{job.risk}")
    return (job.name, risk, words.when(job.deadline), words.when(end), job.job_stream)


def _both(job: CriticalJob, context: Context) -> tuple[Button, Button]:
    """The job, and what it waits for on its longest way."""
    path = button(context.words("button.path", job=job.name)[:LABEL], CriticalJobs(JobName(job.name), job.job_id))
    return name_button(context, job.name), path


SKILL = Skill(
    intent="critical_jobs",
    request=CriticalJobs,
    run=critical,
    summary={"en": "show critical jobs and their risk", "pt": "mostrar os jobs críticos e o risco deles"},
    examples={
        "en": ("are the critical jobs on track?", "critical jobs", "critical path of FINANCE_PAYROLL"),
        "pt": ("os jobs críticos estão em dia?", "jobs críticos", "caminho crítico do FINANCE_PAYROLL"),
    },
    slash="critical [JOB]",
)
