"""One job: where it stands, since when, against its deadline."""

from __future__ import annotations

from rapidfuzz import fuzz, process, utils

from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Reply, Text, Tone
from bot.requests import JobStatus, JobStreamStatus, ListJobs, WorkstationStatus
from bot.skills import job_stream_status, list_jobs, workstation_status
from bot.skills.blocks import answer, button, buttons, facts, log_button, name_button, refresh, short, tone_of
from bot.words import Words
from tws.models import CommonStatus, Job, JobQuery, JobStreamQuery, Page
from tws.names import JobName

NEAR = 4
"""Names offered where there is none of the asked one."""


async def run(request: JobStatus, context: Context) -> Reply:
    if request.job_id:
        return _card(await context.scheduler.job(request.job_id), context)
    found = await find(request.job, context)
    if not found.items:
        return await not_found(request.job, context)
    if len(found.items) > 1:
        return await list_jobs.run(ListJobs(job=request.job), context)
    return _card(found.items[0], context)


async def find(job: JobName, context: Context, *, limit: int = 2) -> Page[Job]:
    query = JobQuery(name=job.name, job_stream=job.job_stream, workstation="", folder=job.folder)
    found = await context.scheduler.jobs(query, limit=max(limit, 50) if job.workstation else limit)
    if not job.workstation:
        return found
    here = tuple(j for j in found.items if _names(j, job.workstation))
    return Page(here[:limit], 0, len(here))


def _names(job: Job, workstation: str) -> bool:
    """A key names the stream's workstation; people often mean the one the job runs on."""
    wanted = workstation.rsplit("/", 1)[-1]
    return wanted in (w.rsplit("/", 1)[-1] for w in (job.job_stream_workstation, job.workstation))


async def not_found(job: JobName, context: Context) -> Reply:
    words = context.words
    if not job.is_legal:
        return answer(context, Text(words("job_status.illegal", job=job.name[:60]), Tone.WARN))
    if other := await _of_another_kind(job, context):
        return other
    near = nearest(job.name, await context.scheduler.job_names())
    rows = [name_button(context, name) for name in near]
    advice = Text(words("job_status.near" if near else "job_status.none_near"))
    return answer(context, Heading(words("job_status.none", job=job), Tone.WARN), advice, buttons(*rows))


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


def _card(job: Job, context: Context) -> Reply:
    words = context.words
    title = words("job_status.title", job=job.name, status=words.status(job.status))
    again = refresh(words, JobStatus(JobName(job.name), job_id=job.id))
    stream = button(words("button.stream"), JobStreamStatus(job.job_stream, job.job_stream_workstation))
    row = buttons(log_button(context, job), stream, again)
    return answer(context, Heading(title, tone_of(job.status, late=job.late)), facts_of(job, words), row)


def facts_of(job: Job, words: Words) -> Facts:
    rows = [
        ("reason", words.reason(job.status)),
        ("job_stream", short(f"{job.job_stream_workstation}#{job.folder}{job.job_stream}")),
        ("workstation", short(job.workstation)),
        ("scheduled", words.when(job.scheduled) if job.scheduled else ""),
        *_times(job, words),
        ("deadline", _deadline(job, words)),
        ("critical", words("word.yes") if job.critical else ""),
        ("waits_for", str(job.waits_for) if job.waits_for else ""),
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
        taken = run.elapsed or (run.ended - run.started if run.ended else None)
        length = [
            ("started", words.when(run.started)),
            ("ended", words.when(run.ended)),
            ("duration", words.duration(taken)),
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
