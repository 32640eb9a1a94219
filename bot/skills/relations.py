"""What a job waits for and what waits behind it."""

from __future__ import annotations

import asyncio

from bot.context import Context
from bot.registry import Skill
from bot.reply import Buttons, Heading, Reply, Table, Text, Tone
from bot.requests import Dependencies, Side
from bot.skills import holding
from bot.skills.blocks import and_more, answer, buttons, name_button, refresh, tone_of
from bot.skills.holding import roots_of
from bot.skills.which import meant
from tws.models import Dependency, Job
from tws.names import JobName

SHOWN = 15
BEHIND = 10
"""Links followed behind a job; before it, only the neighbours tell why it waits."""


async def run(request: Dependencies, context: Context) -> Reply:
    job = await meant(request, context)
    if isinstance(job, Reply):
        return job
    before, after = await asyncio.gather(_before(request, job, context), _after(request, job, context))
    words = context.words
    title = Heading(words("relations.title", job=job.name, status=words.status(job.status)), tone_of(job.status))
    parts = (*_part("before", before, request, context), *_part("after", after, request, context))
    held = holding.told(await _far(request, job, context), job, context)
    return answer(context, title, *held, *parts, _jumps((*before, *after), request, job, context))


async def _far(request: Dependencies, job: Job, context: Context) -> list[holding.Root]:
    """What holds the job and the table of its neighbours does not tell."""
    roots = await roots_of(job, context) if request.side is not Side.AFTER else ()
    return [root for root in roots if root.kind != "running" or len(root.via) > 1]


async def _before(request: Dependencies, job: Job, context: Context) -> tuple[Dependency, ...]:
    return () if request.side is Side.AFTER else await context.scheduler.predecessors(job)


async def _after(request: Dependencies, job: Job, context: Context) -> tuple[Dependency, ...]:
    return () if request.side is Side.BEFORE else await context.scheduler.successors(job, depth=BEHIND)


def _part(
    side: str, found: tuple[Dependency, ...], request: Dependencies, context: Context
) -> tuple[Text | Table, ...]:
    """One side as a table; nothing for a side that was not asked for."""
    if request.side not in (side, Side.BOTH):
        return ()
    words = context.words
    if not found:
        return (Text(words(f"relations.none_{side}")),)
    columns = tuple(words("label." + c) for c in ("job", "status", "job_stream", "ended", "link"))
    rows = tuple(_row(d, context) for d in found[:SHOWN])
    tones = tuple(tone_of(d.job.status) if d.job else Tone.PLAIN for d in found[:SHOWN])
    waits = side == "after" or any(not d.met for d in found)
    caption = words("relations." + (side if waits else "before_met"), count=len(found))
    table = Table(caption, columns, rows, tones, tuple(d.job.id if d.job else "" for d in found[:SHOWN]))
    more = and_more(words, len(found) - SHOWN)
    return (table, more) if more else (table,)


def _row(link: Dependency, context: Context) -> tuple[str, ...]:
    words = context.words
    state = words("relations.met" if link.met else "relations.open")
    if link.job is None:
        kind = words("relations.kind_" + link.kind)
        return (f"{kind} {link.name}".strip(), state, link.job_stream, "–", str(link.distance))
    run = link.job.last_run
    ended = words.when(run.ended if run else None)
    return (link.job.name, words.status(link.job.status), link.job_stream, ended, str(link.distance))


def _jumps(found: tuple[Dependency, ...], request: Dependencies, job: Job, context: Context) -> Buttons | None:
    near = dict.fromkeys(d.job.name for d in found if d.job is not None and d.distance == 1)
    again = refresh(context.words, Dependencies(JobName(job.name), job.id, request.side))
    return buttons(*(name_button(context, name) for name in list(near)[:4]), again)


SKILL = Skill(
    intent="dependencies",
    request=Dependencies,
    run=run,
    summary={
        "en": "show what a job waits for, and who waits for it",
        "pt": "mostrar o que um job espera e quem o espera",
    },
    examples={
        "en": ("what does FINANCE_PAYROLL depend on?", "who waits for FINANCE_EXTRACT?"),
        "pt": ("de quem o FINANCE_PAYROLL depende?", "quem espera pelo FINANCE_EXTRACT?"),
    },
    slash="deps JOB",
)
