"""A job stream: how far it is and which of its jobs are in the way."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Progress, Reply, Table, Text, Tone
from bot.requests import JobStreamStatus, ListJobs
from bot.skills.blocks import answer, button, buttons, facts, refresh, short, tone_of
from bot.skills.paging import pages_of
from bot.words import Words
from tws.models import JobStream, JobStreamQuery, Page
from tws.names import JobName

SHOWN = 20
"""Instances of one stream shown in a table."""


async def run(request: JobStreamStatus, context: Context) -> Reply:
    name = request.job_stream.rsplit("/", 1)[-1]
    query = JobStreamQuery(name=name, workstation=request.workstation, statuses=request.statuses)
    found = await context.scheduler.job_streams(query, offset=request.offset, limit=SHOWN)
    if not found.items and name == "@":
        return answer(context, Heading(context.words("streams.none", filter=_filter(request, context))))
    if not found.items:
        text = context.words("job_stream.none", name=request.job_stream)
        return answer(context, Heading(text, Tone.WARN), Text(context.words("job_status.none_near")))
    if len(found.items) > 1 or request.offset:
        return _several(found, request, context)
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


def _filter(request: JobStreamStatus, context: Context) -> str:
    """Which job streams were asked for."""
    words = context.words
    states = ", ".join(words("status." + status.value) for status in request.statuses)
    parts = [words("filter.in_status", statuses=states)] if states else []
    parts += [words("filter.on", workstation=request.workstation)] if request.workstation.strip("@*") else []
    return " ".join([*parts, words("window.plan")])


def _several(found: Page[JobStream], request: JobStreamStatus, context: Context) -> Reply:
    words, streams = context.words, found.items
    total = found.total if found.total is not None else request.offset + len(streams) + int(found.more)
    columns = tuple(words("label." + c) for c in ("job_stream", "status", "progress", "scheduled", "workstation"))
    rows = tuple(
        (short(s.folder + s.name), s.status.internal, _counts(s, words), words.when(s.scheduled), short(s.workstation))
        for s in streams
    )
    tones = tuple(tone_of(s.status, late=s.late) for s in streams)
    every = request.job_stream == "@"
    title = (
        words("streams.title", count=total, filter=_filter(request, context))
        if every
        else words("job_stream.several", count=total, name=request.job_stream)
    )
    first, last = request.offset + 1, request.offset + len(streams)
    caption = words("streams.caption", first=first, last=last, count=words.number(total))
    pages = pages_of(request, total, SHOWN, words)
    return answer(context, Heading(title), Table(caption, columns, rows, tones), buttons(*pages))


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
