"""Several jobs of one name: which one is meant? A button for each goes on with what was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.context import Context
from bot.reply import Button, Heading, Reply, Text, Tone
from bot.requests import Request
from bot.skills.blocks import answer, button, buttons
from tws.models import Job
from tws.names import JobName

SHOWN = 8
LOOKED_AT = 50
"""Jobs of one name that are read for the choice."""
LABEL = 75
"""Characters of a label: what every platform shows."""


def which(name: JobName, jobs: Sequence[Job], context: Context, ask: Callable[[Job], Request]) -> Reply:
    """The runs nearest to now first, each with its time and status."""
    words, now = context.words, context.services.clock()
    several = sorted(jobs, key=lambda job: (_away(job, now), job.key))
    row = buttons(*(_choice(job, ask(job), context) for job in several[:SHOWN]))
    left = len(several) - SHOWN
    more = Text(words("relations.more", count=left), Tone.QUIET) if left > 0 else None
    return answer(context, Heading(words("ambiguous.which_job", count=len(several), job=name)), row, more)


def _away(job: Job, now: datetime) -> timedelta:
    return abs(job.scheduled - now) if job.scheduled else timedelta.max


def _choice(job: Job, request: Request, context: Context) -> Button:
    words = context.words
    when = f" {words.when(job.scheduled)}" if job.scheduled else ""
    label = f"{job.job_stream}.{job.name}{when} · {words.status(job.status)}"
    spoken = words("button.status_of", job=f"{job.key}{when}, {words.status(job.status)}")
    return button(label[-LABEL:], request, description=spoken)
