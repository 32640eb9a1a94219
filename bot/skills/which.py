"""The one job that is meant: one rule for every question and order about one job.

A key finds its job only; a name finds all of that name. Of several those count that fit what is asked for. One is
the answer; for more there is a button each, with what tells them apart; for none, names that are spelt alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process, utils

from bot.context import Context
from bot.reply import Button, Heading, Reply, Table, Text, Tone
from bot.requests import (
    Change,
    Dependencies,
    ExplainFailure,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    ShowJobLog,
    Watch,
    Window,
    WorkstationStatus,
)
from bot.skills import job_stream_status, workstation_status
from bot.skills.blocks import LABEL, and_more, answer, button, buttons, short, tone_of
from tws.models import Job, JobQuery, JobStreamQuery, Page
from tws.names import JobName
from tws.scheduler import MAX_PAGE

SHOWN = 8
NEAR = 4
"""Names offered where there is none of the asked one."""
LOOKED_AT = 50
"""Jobs of a pattern that are read for the choice."""
EARLIER = timedelta(days=7)
"""How far back a job is looked for that the current plan does not have."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)

OneJob = JobStatus | ShowJobLog | ExplainFailure | Dependencies | JobHistory | Watch | Change
Asked = TypeVar("Asked", JobStatus, ShowJobLog, ExplainFailure, Dependencies, JobHistory, Watch, Change)


class Jobs(Protocol):
    """Where jobs are looked up: the current plan or one of the archive."""

    async def jobs(self, query: JobQuery, *, offset: int = 0, limit: int = 50) -> Page[Job]: ...

    async def job(self, job_id: str) -> Job: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A job, and the archived plan that it stands in; empty for the current one."""

    job: Job
    plan: str = ""

    @property
    def current_id(self) -> str:
        """The job's id where it stands in the current plan: in another it may be nobody's or another job's."""
        return "" if self.plan else self.job.id


async def meant(
    request: OneJob,
    context: Context,
    *,
    fits: Callable[[Job], bool] = lambda job: True,
    newest: bool = False,
    unfit: str = "",
) -> Job | Reply:
    """The job of the current plan that is asked about, or the answer that asks which.

    `newest`: of the instances of one and the same job the one that began last is meant. `unfit` is the catalogue's
    key of what is said where there are several and none `fits`; without it, all of them are offered.
    """
    if request.job_id:
        return await context.scheduler.job(request.job_id)
    found = await find(request.job, context.scheduler)
    if not found:
        return await not_found(request, context)
    fitting = [job for job in found if fits(job)]
    if unfit and not fitting and len(found) > 1:
        return answer(context, Heading(context.words(unfit, count=len(found), job=request.job), Tone.WARN))
    several = fitting or list(found)
    return the_one(request, [Found(job) for job in (latest(several) if newest else several)], context)


def the_one(request: OneJob, found: Sequence[Found], context: Context) -> Job | Reply:
    """The only one, or the question."""
    return found[0].job if len(found) == 1 else which(request, found, context)


async def find(name: JobName, where: Jobs) -> tuple[Job, ...]:
    """Every job of that name or key, of a pattern the first ones."""
    query = JobQuery(name=name.name, job_stream=name.job_stream, folder=name.folder)
    if not name.workstation:
        return (await where.jobs(query, limit=LOOKED_AT if name.has_wildcard else MAX_PAGE)).items
    found = (await where.jobs(query, limit=MAX_PAGE)).items
    by_stream = tuple(job for job in found if is_station(job.job_stream_workstation, name.workstation))
    by_run = tuple(job for job in found if is_station(job.workstation, name.workstation))
    return by_stream or by_run if name.job_stream else tuple(dict.fromkeys(by_stream + by_run))


def is_station(station: str, wanted: str) -> bool:
    """A key names the stream's workstation, people often the one the job runs on; its folder may be left out."""
    told = station if "/" in wanted else station.rpartition("/")[2]
    return fnmatchcase(told, wanted.replace("@", "*"))


def latest(jobs: Iterable[Job]) -> list[Job]:
    """Of each job the instance that began last."""
    each: dict[str, Job] = {}
    for job in sorted(jobs, key=began):
        each[job.key] = job
    return list(each.values())


def began(job: Job) -> datetime:
    run = job.last_run
    return (run and run.started) or LONG_AGO


def which(request: OneJob, found: Sequence[Found], context: Context, title: str = "") -> Reply:
    """The runs nearest to now first: a table of how they stand, and a button for each that goes on."""
    words, now = context.words, context.services.clock()
    several = sorted(found, key=lambda one: (_away(one.job, now), one.job.key))
    title = title or words("ambiguous.which_job", count=len(several), job=request.job)
    shown = several[:SHOWN]
    row = buttons(*(_choice(one, request, shown, context) for one in shown))
    more = and_more(words, len(several) - SHOWN)
    return answer(context, Heading(title), _table([one.job for one in shown], context), row, more)


def _away(job: Job, now: datetime) -> timedelta:
    return abs(job.scheduled - now) if job.scheduled else timedelta.max


def _table(jobs: Sequence[Job], context: Context) -> Table:
    words = context.words
    columns = tuple(words("label." + c) for c in ("job", "status", "scheduled", "workstation", "job_stream"))
    rows = tuple(
        (j.name, words.status(j.status), words.when(j.scheduled), short(j.workstation), short(j.folder + j.job_stream))
        for j in jobs
    )
    return Table(words("ambiguous.caption"), columns, rows, tuple(tone_of(job.status, late=job.late) for job in jobs))


def _choice(one: Found, request: OneJob, among: Sequence[Found], context: Context) -> Button:
    label = _told_apart(one.job, [other.job for other in among], context)
    return button(label[-LABEL:], going_on(request, one), description=f"{one.job.key}: {label}")


def going_on(request: OneJob, one: Found) -> OneJob:
    """The same question or order about that one."""
    job, number = JobName(one.job.name), one.job.id
    if isinstance(request, JobStatus | ShowJobLog | ExplainFailure):
        return replace(request, job=job, job_id=number, plan=one.plan, window=None)
    if isinstance(request, Change):
        return replace(request, job=job, job_id=number, window=None)
    return replace(request, job=job, job_id=number)


def _told_apart(job: Job, among: Sequence[Job], context: Context) -> str:
    """`PAYROLL.PAY01 AGT01 23:30 · failed (ABEND)`: folder and workstation only where they differ."""
    words = context.words
    folder = short(job.folder) if len({j.folder for j in among}) > 1 else ""
    station = short(job.workstation) if len({j.workstation for j in among}) > 1 else ""
    when = words.when(job.scheduled) if job.scheduled else ""
    told = (f"{folder}{job.job_stream}.{job.name}", station, when)
    return f"{' '.join(part for part in told if part)} · {words.status(job.status)}"


async def not_found(request: OneJob, context: Context, title: str = "") -> Reply:
    """What there is instead: the job elsewhere, another thing of that name, names that are spelt alike."""
    name, words = request.job, context.words
    if not name.is_legal:
        return answer(context, Text(words("job_status.illegal", job=name.name[:60]), Tone.WARN))
    title = title or words("job_status.none", job=name)
    if name != name.bare() and (elsewhere := await find(name.bare(), context.scheduler)):
        return which(request, [Found(job) for job in elsewhere], context, words("ambiguous.elsewhere", title=title))
    if other := await _of_another_kind(name, context):
        return other
    near = nearest(name.name, await context.scheduler.job_names())
    row = (button(n[-LABEL:], replace(request, job=JobName(n)), description=n) for n in near)
    advice = Text(words("job_status.near" if near else "job_status.none_near"))
    return answer(context, Heading(title, Tone.WARN), advice, buttons(*row), buttons(_earlier(request, context)))


def _earlier(request: OneJob, context: Context) -> Button | None:
    """A job that does not run every day may have been in a plan of the last days."""
    if not isinstance(request, JobStatus | ShowJobLog | ExplainFailure) or request.window or request.job.has_wildcard:
        return None
    week = Window(context.services.clock() - EARLIER)
    return button(context.words("button.earlier_plans"), replace(request, window=week))


async def _of_another_kind(job: JobName, context: Context) -> Reply | None:
    """A name that no job has may be a job stream's or a workstation's."""
    if (await context.scheduler.job_streams(JobStreamQuery(name=job.name), limit=1)).items:
        return await job_stream_status.run(JobStreamStatus(job.name), context)
    if (await context.scheduler.workstations(job.name, limit=1)).items:
        return await workstation_status.run(WorkstationStatus(job.name), context)
    return None


def nearest(name: str, names: tuple[str, ...]) -> list[str]:
    """Names of the plan that are spelt alike, the best first."""
    matches = process.extract(
        name, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=NEAR, score_cutoff=70
    )
    return [match[0] for match in matches]
