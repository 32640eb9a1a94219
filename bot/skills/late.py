"""What is late now, what was late, and what is going to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import Context
from bot.registry import Skill
from bot.reply import Block, Button, Heading, Reply, Table, Text, Tone
from bot.requests import LateJobs, Window
from bot.skills.blocks import and_more, answer, buttons, name_button, refresh, short, tone_of, window_words
from bot.skills.critical_path import every_button
from bot.skills.deadlines import TONES
from bot.skills.list_jobs import TO_RUN, scope_words
from bot.skills.past import jobs_in, reach, told
from bot.skills.waits import OVER, expected_end
from bot.skills.which import Found
from tws.models import CommonStatus, CriticalJob, Job, JobQuery, RiskLevel
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SHOWN = 15
NAMED = 3
_GOING = (*TO_RUN, CommonStatus.RUNNING, CommonStatus.ERROR)


async def run(request: LateJobs, context: Context) -> Reply:
    window = request.window
    if window is None:
        return await _now(request, context)
    ahead = window.is_ahead(context.services.clock())
    return await (_to_come if ahead else _then)(request, window, context)


async def _now(request: LateJobs, context: Context) -> Reply:
    """Jobs that the engine marks late and that have not ended."""
    found = (await context.scheduler.jobs(_query(request, late=True), limit=MAX_PAGE)).items
    return _listed([Found(job) for job in found if job.status.common not in OVER], request, None, context)


async def _then(request: LateJobs, window: Window, context: Context) -> Reply:
    """Jobs whose deadline lay in the window and that had not ended by it, whatever became of them."""
    there, now = await reach(window, context), context.services.clock()
    until = window.until or now
    joined = await jobs_in(there, _query(request, late=True), context)
    inside = [one for one in joined.found if (due := one.job.deadline) and window.since <= due <= until]
    return _listed(inside, request, await told(there, context, cut=joined.cut), context)


def _listed(jobs: list[Found], request: LateJobs, note: Block | None, context: Context) -> Reply:
    words, now = context.words, context.services.clock()
    jobs.sort(key=lambda one: (one.job.deadline or now, one.job.name))
    again = refresh(words, replace(request, offset=0))
    title = words("late." + _key(len(jobs), request), count=len(jobs), filter=_filter(request, context))
    if not jobs:
        return answer(context, Heading(title, Tone.GOOD), note, buttons(every_button(words), again))
    shown = jobs[:SHOWN]
    columns = tuple(words("label." + c) for c in ("job", "status", "deadline", "late_by", "job_stream"))
    rows = tuple(_row(one.job, context) for one in shown)
    tones = tuple(tone_of(one.job.status, late=True) for one in shown)
    table = Table(words("late.caption"), columns, rows, tones, tuple(one.current_id for one in shown))
    row = buttons(*_names([one.job.name for one in shown], context), every_button(words), again)
    return answer(context, Heading(title, Tone.WARN), table, and_more(words, len(jobs) - SHOWN), note, row)


def _key(count: int, request: LateJobs) -> str:
    key = {0: "none", 1: "one"}.get(count, "title")
    if request.job or request.workstation:
        return f"{key}_of"
    return f"{key}_window" if request.window else key


def _filter(request: LateJobs, context: Context) -> str:
    window = [window_words(context, request.window)] if request.window else []
    return " ".join([*scope_words(request, context.words), *window])


def _query(request: LateJobs, *, late: bool | None = None, statuses: tuple[CommonStatus, ...] = ()) -> JobQuery:
    job = request.job or JobName("")
    return JobQuery(
        name=job.name,
        job_stream=job.job_stream,
        folder=job.folder,
        workstation=request.workstation,
        statuses=statuses,
        late=late,
    )


def _row(job: Job, context: Context) -> tuple[str, ...]:
    words, end = context.words, _end(job) or context.services.clock()
    by = words.duration(end - job.deadline) if job.deadline and job.deadline < end else "–"
    return (job.name, words.status(job.status), words.when(job.deadline), by, short(job.folder + job.job_stream))


def _end(job: Job) -> datetime | None:
    run = job.last_run
    return run.ended if run and job.status.common in OVER else None


@dataclass(frozen=True, slots=True)
class Endangered:
    """A job that may end after its deadline."""

    name: str
    job_stream: str
    deadline: datetime
    expected: datetime | None
    risk: RiskLevel


async def _to_come(request: LateJobs, window: Window, context: Context) -> Reply:
    words = context.words
    page = await context.scheduler.jobs(_query(request, statuses=_GOING), limit=MAX_PAGE)
    critical = _of_critical(await _critical(request, page.items, context), window)
    known = {(one.name, one.job_stream) for one in critical}
    others = [one for one in _of_jobs(page.items, window, words.now) if (one.name, one.job_stream) not in known]
    found = sorted((*critical, *others), key=lambda one: (one.deadline, one.name))
    heading = words("to_be_late." + _key(len(found), request), count=len(found), filter=_filter(request, context))
    again = refresh(words, request)
    cut = " " + words("list_jobs.cut", count=words.number(MAX_PAGE)) if page.more else ""
    basis = Text(words("to_be_late.basis") + cut, Tone.QUIET)
    if not found:
        return answer(context, Heading(heading, Tone.GOOD), basis, buttons(every_button(words), again))
    row = buttons(*_names([one.name for one in found], context), every_button(words), again)
    table = _endangered(found[:SHOWN], context)
    return answer(context, Heading(heading, Tone.WARN), table, and_more(words, len(found) - SHOWN), basis, row)


async def _critical(request: LateJobs, asked: Sequence[Job], context: Context) -> Sequence[CriticalJob]:
    """Critical jobs among those that were asked about."""
    found = await context.scheduler.critical_jobs()
    if not request.job and not request.workstation:
        return found
    ids = {job.id for job in asked}
    return [one for one in found if one.job_id in ids]


def _inside(deadline: datetime | None, window: Window) -> bool:
    return deadline is not None and window.since <= deadline and (window.until is None or deadline <= window.until)


def _of_critical(jobs: Sequence[CriticalJob], window: Window) -> list[Endangered]:
    """Those that the engine sees at risk, or expects to end too late."""
    return [
        Endangered(c.name, c.job_stream, c.deadline, c.estimated_end, c.risk)
        for c in jobs
        if c.deadline is not None
        and _inside(c.deadline, window)
        and (c.risk in (RiskLevel.POTENTIAL, RiskLevel.HIGH, RiskLevel.LATE) or _too_late(c.estimated_end, c.deadline))
    ]


def _too_late(end: datetime | None, deadline: datetime) -> bool:
    return end is not None and end > deadline


def _of_jobs(jobs: Sequence[Job], window: Window, now: datetime) -> list[Endangered]:
    """Others with a deadline: those that failed before it, and those that run too long by what they usually take."""
    found = []
    for job in jobs:
        end = expected_end(job, now)
        failed = job.status.common is CommonStatus.ERROR
        if job.deadline and _inside(job.deadline, window) and (failed or _too_late(end, job.deadline)):
            found.append(Endangered(job.name, job.job_stream, job.deadline, end, RiskLevel.HIGH))
    return found


def _endangered(found: Sequence[Endangered], context: Context) -> Table:
    words = context.words
    columns = tuple(words("label." + c) for c in ("job", "risk", "deadline", "estimated_end", "job_stream"))
    rows = tuple(
        (one.name, words(f"risk.{one.risk}"), words.when(one.deadline), words.when(one.expected), one.job_stream)
        for one in found
    )
    return Table(words("to_be_late.caption"), columns, rows, tuple(TONES.get(one.risk, Tone.PLAIN) for one in found))


def _names(names: Sequence[str], context: Context) -> list[Button]:
    return [name_button(context, name) for name in list(dict.fromkeys(names))[:NAMED]]


SKILL = Skill(
    intent="late_jobs",
    request=LateJobs,
    run=run,
    summary={"en": "list what is late", "pt": "listar o que está atrasado"},
    examples={
        "en": ("what is late?", "late jobs", "what will be late tonight?"),
        "pt": ("o que está atrasado?", "jobs atrasados", "o que vai atrasar hoje à noite?"),
    },
    slash="late",
)
