"""Several jobs of one name: which one is meant? A button for each goes on with what was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.context import Context
from bot.payload import encode
from bot.reply import Heading, Reply, Text, Tone
from bot.requests import Request
from bot.skills.blocks import answer, buttons, instance_button
from tws.models import Job
from tws.names import JobName

SHOWN = 8
LOOKED_AT = 50
"""Jobs of one name that are read for the choice."""
_NO_TIME = datetime.max.replace(tzinfo=UTC)


def which(name: JobName, jobs: Sequence[Job], context: Context, ask: Callable[[Job], Request]) -> Reply:
    words = context.words
    several = sorted(jobs, key=lambda job: (job.scheduled or _NO_TIME, job.key))
    row = buttons(*(replace(instance_button(context, job), payload=encode(ask(job))) for job in several[:SHOWN]))
    left = len(several) - SHOWN
    more = Text(words("relations.more", count=left), Tone.QUIET) if left > 0 else None
    return answer(context, Heading(words("ambiguous.which_job", count=len(several), job=name)), row, more)
