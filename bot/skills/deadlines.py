"""Critical jobs against their deadlines, and what is late."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Button, Heading, Reply, Table, Text, Tone
from bot.requests import CriticalJobs, LateJobs
from bot.skills.blocks import answer, button, buttons, name_button, refresh, short, tone_of
from tws.models import CommonStatus, CriticalJob, Job, JobQuery, RiskLevel
from tws.scheduler import MAX_PAGE

SHOWN = 15
_TONES = {
    RiskLevel.ON_TRACK: Tone.GOOD,
    RiskLevel.POTENTIAL: Tone.WARN,
    RiskLevel.HIGH: Tone.BAD,
    RiskLevel.LATE: Tone.BAD,
}
_ORDER = (RiskLevel.LATE, RiskLevel.HIGH, RiskLevel.POTENTIAL, RiskLevel.ON_TRACK, RiskLevel.UNKNOWN)
_OVER = frozenset({CommonStatus.SUCCESSFUL, CommonStatus.CANCELED, CommonStatus.SUPPRESS})


async def critical(request: CriticalJobs, context: Context) -> Reply:
    jobs = sorted(await context.scheduler.critical_jobs(), key=lambda job: _ORDER.index(job.risk))
    words = context.words
    if not jobs:
        return answer(context, Text(words("critical.none")))
    endangered = sum(job.risk in (RiskLevel.HIGH, RiskLevel.LATE) for job in jobs)
    tone = Tone.BAD if endangered else Tone.GOOD
    title = Heading(
        words("critical.one" if len(jobs) == 1 else "critical.title", count=len(jobs), risk=endangered), tone
    )
    columns = tuple(words("label." + c) for c in ("job", "risk", "deadline", "estimated_end", "job_stream"))
    rows = tuple(_critical_row(job, context) for job in jobs[:SHOWN])
    table = Table(words("critical.caption"), columns, rows, tuple(_TONES.get(j.risk, Tone.PLAIN) for j in jobs[:SHOWN]))
    row = buttons(*(name_button(context, job.name) for job in jobs[:3]), refresh(words, CriticalJobs()))
    more = Text(words("relations.more", count=len(jobs) - SHOWN), Tone.QUIET) if len(jobs) > SHOWN else None
    return answer(context, title, table, more, row)


def _critical_row(job: CriticalJob, context: Context) -> tuple[str, ...]:
    words = context.words
    times = (words.when(job.deadline), words.when(job.estimated_end))
    return (job.name, words(f"risk.{job.risk}"), *times, job.job_stream)


async def late(request: LateJobs, context: Context) -> Reply:
    """Jobs that the engine marks late, or whose deadline has passed while they have not ended."""
    words, now = context.words, context.services.clock()
    found = (await context.scheduler.jobs(JobQuery(late=True), limit=MAX_PAGE)).items
    jobs = sorted((j for j in found if j.status.common not in _OVER), key=lambda job: (job.deadline or now, job.name))
    if not jobs:
        return answer(context, Heading(words("late.none"), Tone.GOOD), buttons(_critical_button(context)))
    columns = tuple(words("label." + c) for c in ("job", "status", "deadline", "late_by", "job_stream"))
    shown = jobs[:SHOWN]
    rows = tuple(_late_row(job, context) for job in shown)
    table = Table(words("late.caption"), columns, rows, tuple(tone_of(job.status, late=True) for job in shown))
    more = Text(words("relations.more", count=len(jobs) - SHOWN), Tone.QUIET) if len(jobs) > SHOWN else None
    names = (name_button(context, job.name) for job in shown[:3])
    row = buttons(*names, _critical_button(context), refresh(words, LateJobs()))
    title = words("late.one" if len(jobs) == 1 else "late.title", count=len(jobs))
    return answer(context, Heading(title, Tone.WARN), table, more, row)


def _late_row(job: Job, context: Context) -> tuple[str, ...]:
    words, now = context.words, context.services.clock()
    by = words.duration(now - job.deadline) if job.deadline and job.deadline < now else "–"
    return (job.name, words.status(job.status), words.when(job.deadline), by, short(job.folder + job.job_stream))


def _critical_button(context: Context) -> Button:
    return button(context.words("button.critical"), CriticalJobs())


SKILLS = (
    Skill(
        intent="critical_jobs",
        request=CriticalJobs,
        run=critical,
        summary={"en": "show critical jobs and their risk", "pt": "mostrar os jobs críticos e o risco deles"},
        examples={
            "en": ("are the critical jobs on track?", "critical jobs"),
            "pt": ("os jobs críticos estão em dia?", "jobs críticos"),
        },
        slash="critical",
    ),
    Skill(
        intent="late_jobs",
        request=LateJobs,
        run=late,
        summary={"en": "list what is late", "pt": "listar o que está atrasado"},
        examples={"en": ("what is late?", "late jobs"), "pt": ("o que está atrasado?", "jobs atrasados")},
        slash="late",
    ),
)
