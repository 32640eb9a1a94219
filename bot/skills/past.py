"""Plans of earlier days: which of them a window lies in, and what they hold."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.context import Context
from bot.reply import Text, Tone
from bot.requests import Window
from bot.skills.waits import planned
from bot.skills.which import Found, Jobs, began, find
from bot.words import zone
from tws.errors import NotInPlan, SchedulerForbidden, SchedulerRefused
from tws.models import EngineInfo, Job, JobQuery, JobRun, PlanInfo
from tws.names import JobName
from tws.scheduler import MAX_PAGE

log = structlog.get_logger()

MOST = 7
"""Archived plans that are read for one answer."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The plans that a window lies in."""

    plans: tuple[PlanInfo, ...] = ()
    """Archived ones, the newest first."""
    current: bool = True
    begins: datetime | None = None
    """From when on the answer is whole, where that is later than what was asked."""
    cut: bool = False
    """Plans before `begins` are there and were left out."""


@dataclass(frozen=True, slots=True)
class _Span:
    plan: PlanInfo
    begin: datetime
    end: datetime


async def reach(window: Window | None, context: Context) -> Reach:
    """Only the current plan where the window begins in it, or where there is no archive."""
    start = (await context.scheduler.plan_info()).valid_from
    if window is None or start is None or window.since >= start:
        return Reach()
    until = window.until or context.services.clock()
    inside = [s for s in _spans(await _archived(context), start) if s.begin < until and s.end > window.since]
    if not inside:
        return Reach(begins=start)
    read, oldest = inside[:MOST], inside[:MOST][-1].begin
    begins = oldest if oldest > window.since else None
    return Reach(tuple(s.plan for s in read), until > start, begins, len(inside) > MOST)


async def _archived(context: Context) -> tuple[PlanInfo, ...]:
    """Empty where the engine keeps none or does not show them to the bot."""
    try:
        return await context.scheduler.archived_plans()
    except (NotInPlan, SchedulerForbidden, SchedulerRefused) as fault:
        log.info("no_archived_plans", ids=fault.message_ids, status=fault.status)
        return ()


def _spans(plans: Sequence[PlanInfo], end: datetime) -> list[_Span]:
    """The newest first; each lasts until the next one begins, however far it had been extended."""
    spans = []
    dated = [(plan.valid_from, plan) for plan in plans if plan.valid_from is not None]
    for begin, plan in sorted(dated, key=lambda pair: pair[0], reverse=True):
        if begin < end:
            spans.append(_Span(plan, begin, end))
            end = begin
    return spans


def places(there: Reach, context: Context) -> list[tuple[str, Jobs]]:
    """Plan ids with where their jobs are looked up; the current one first, under an empty id."""
    now: list[tuple[str, Jobs]] = [("", context.scheduler)] if there.current else []
    return now + [(plan.id, context.scheduler.archived(plan.id)) for plan in there.plans]


@dataclass(frozen=True, slots=True)
class Joined:
    """Jobs of several plans, in the order in which they began."""

    found: list[Found]
    cut: bool = False
    """A plan has more of them than were read."""


async def jobs_in(there: Reach, query: JobQuery, context: Context) -> Joined:
    """Each run once: of one that went over to the next plan, the newer plan's word counts."""
    where = places(there, context)
    pages = await asyncio.gather(*(jobs.jobs(query, limit=MAX_PAGE) for _, jobs in where))
    found = await asyncio.to_thread(_joined, [plan for plan, _ in where], [page.items for page in pages])
    return Joined(found, any(page.more for page in pages))


def _joined(plans: Sequence[str], found: Sequence[Sequence[Job]]) -> list[Found]:
    """Off the event loop: a week of a big plan takes a third of a second."""
    each: dict[tuple[object, ...], Found] = {}
    for plan, jobs in zip(plans, found, strict=True):
        for job in jobs:
            each.setdefault(_identity(job), Found(job, plan))
    return sorted(each.values(), key=lambda one: (began(one.job), one.job.key))


async def named_in(there: Reach, name: JobName, window: Window, context: Context) -> list[Found]:
    """The jobs of that name or key whose time lies in the window, the latest first."""
    where = places(there, context)
    answers = await asyncio.gather(*(find(name, jobs) for _, jobs in where))
    each: dict[tuple[object, ...], Found] = {}
    for (plan, _), jobs in zip(where, answers, strict=True):
        for job in jobs:
            if _touches(job, window, context.services.clock()):
                each.setdefault(_identity(job), Found(job, plan))
    return sorted(each.values(), key=lambda one: began(one.job), reverse=True)


def _identity(job: Job) -> tuple[object, ...]:
    run = job.last_run
    return job.key, job.scheduled, run.started if run else None


def _touches(job: Job, window: Window, now: datetime) -> bool:
    """It ran in the window, or was to run and did not."""
    if any(run.started for run in job.runs):
        return bool(runs_in(job, window, now))
    due = planned(job)
    return due is not None and window.since <= due <= (window.until or now)


def runs_in(job: Job, window: Window, now: datetime) -> tuple[JobRun, ...]:
    """Its runs that were under way at some time of the window, the oldest first."""
    until = window.until or now
    return tuple(r for r in job.runs if r.started and r.started <= until and (r.ended or now) >= window.since)


def began_in(job: Job, window: Window, now: datetime) -> bool:
    return any(run.started and run.started >= window.since for run in runs_in(job, window, now))


async def told(there: Reach, context: Context, *, cut: bool = False) -> Text | None:
    """Which plans the answer is from, and where it is not whole; `cut` as in `Joined`."""
    words = context.words
    parts = [words("note.jobs_cut", count=words.number(MAX_PAGE))] if cut else []
    if there.plans:
        engine = await context.scheduler.engine_info()
        days = ", ".join(words.date(plan_day(plan, engine)) for plan in reversed(there.plans))
        key = "also_archived" if there.current else "archived" if len(there.plans) == 1 else "several_archived"
        parts.append(words(f"note.{key}", days=days))
    if there.begins is not None:
        key = "plans_cut" if there.cut else "archive_begins" if there.plans else "plan_begins"
        parts.append(words(f"note.{key}", start=words.when(there.begins), count=len(there.plans)))
    return Text(" ".join(parts), Tone.QUIET) if parts else None


async def told_plan(plan_id: str, context: Context) -> Text | None:
    """The archived plan that one job was read from."""
    if not plan_id:
        return None
    plan = next((p for p in await context.scheduler.archived_plans() if p.id == plan_id), None)
    return await told(Reach((plan,), current=False), context) if plan else None


def plan_day(plan: PlanInfo, engine: EngineInfo) -> date | None:
    """The batch day as the master counts it, not the reader's."""
    if plan.batch_date is not None:
        return plan.batch_date.date()
    return plan.valid_from.astimezone(zone(engine.timezone or "UTC")).date() if plan.valid_from else None
