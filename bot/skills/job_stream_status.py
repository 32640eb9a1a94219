"""A job stream: how far it is and which of its jobs are in the way."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Progress, Reply, Table, Text, Tone
from bot.requests import JobStreamStatus, ListJobs
from bot.skills.blocks import answer, button, buttons, facts, refresh, short, tone_of
from bot.words import Words
from tws.models import JobStream, JobStreamQuery
from tws.names import JobName

SHOWN = 20
"""Instances of one stream shown in a table."""


async def run(request: JobStreamStatus, context: Context) -> Reply:
    query = JobStreamQuery(name=request.job_stream.rsplit("/", 1)[-1], workstation=request.workstation)
    found = await context.scheduler.job_streams(query, limit=SHOWN)
    if not found.items:
        text = context.words("job_stream.none", name=request.job_stream)
        return answer(context, Heading(text, Tone.WARN), Text(context.words("job_status.none_near")))
    if len(found.items) > 1:
        return _several(found.items, found.total or len(found.items), request, context)
    return _card(found.items[0], context)


def _card(stream: JobStream, context: Context) -> Reply:
    words, counts = context.words, stream.counts
    title = words("job_stream.title", name=stream.name, status=words.status(stream.status))
    jobs = button(words("button.jobs"), ListJobs(job=JobName("@", stream.name, "", stream.folder), limit=20))
    again = refresh(words, JobStreamStatus(stream.name, stream.workstation))
    return answer(
        context,
        Heading(title, tone_of(stream.status, late=stream.late)),
        Progress(words("status.SUCCESSFUL").capitalize(), counts.successful, counts.total),
        _facts(stream, words),
        buttons(jobs, again),
    )


def _counts(stream: JobStream, words: Words) -> str:
    """`3 / 10, running 1, failed 1`: what is zero is left out."""
    c = stream.counts
    more = ((words("status.RUNNING"), c.running), (words("status.ERROR"), c.abended + c.failed))
    return ", ".join([f"{c.successful} / {c.total}", *(f"{word} {count}" for word, count in more if count)])


def _facts(stream: JobStream, words: Words) -> Facts:
    late = f" ({words('word.late')})" if stream.late else ""
    rows = [
        ("progress", _counts(stream, words)),
        ("workstation", short(stream.workstation)),
        ("scheduled", words.when(stream.scheduled) if stream.scheduled else ""),
        ("started", words.when(stream.started) if stream.started else ""),
        ("ended", words.when(stream.ended) if stream.ended else ""),
        ("deadline", words.when(stream.deadline) + late if stream.deadline else ""),
        ("priority", str(stream.priority)),
    ]
    return facts(words, rows)


def _several(streams: tuple[JobStream, ...], total: int, request: JobStreamStatus, context: Context) -> Reply:
    words = context.words
    columns = tuple(words("label." + c) for c in ("job_stream", "status", "progress", "scheduled", "workstation"))
    rows = tuple(
        (short(s.folder + s.name), s.status.internal, _counts(s, words), words.when(s.scheduled), short(s.workstation))
        for s in streams
    )
    tones = tuple(tone_of(s.status, late=s.late) for s in streams)
    title = Heading(words("job_stream.several", count=total, name=request.job_stream))
    return answer(context, title, Table(words("job_stream.caption"), columns, rows, tones))


SKILL = Skill(
    intent="job_stream_status",
    request=JobStreamStatus,
    run=run,
    summary={"en": "say how far a job stream is", "pt": "dizer até onde foi um job stream"},
    examples={
        "en": ("how far is job stream PAYROLL?", "status of stream PAYROLL"),
        "pt": ("como está o job stream PAYROLL?", "status da stream PAYROLL"),
    },
    slash="stream NAME",
)
