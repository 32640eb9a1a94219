"""One job at the time that is asked about: of the current plan, or of an archived one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.context import Context
from bot.reply import Block, Reply
from bot.requests import ExplainFailure, JobHistory, JobStatus, ShowJobLog, Window
from bot.skills import job_history
from bot.skills.blocks import window_words
from bot.skills.past import began_in, named_in, reach, told, told_plan
from bot.skills.which import Found, Jobs, find, not_found, which
from tws.models import Job
from tws.scheduler import PastPlan, Scheduler

OfTime = JobStatus | ShowJobLog | ExplainFailure


def plan_of(found: Found, context: Context) -> Scheduler | PastPlan:
    """Where the job's log is."""
    return context.scheduler.archived(found.plan) if found.plan else context.scheduler


async def pressed(request: OfTime, context: Context) -> Found | None:
    """What a button names by its ids."""
    if not request.job_id:
        return None
    where: Jobs = context.scheduler.archived(request.plan) if request.plan else context.scheduler
    return Found(await where.job(request.job_id), request.plan)


async def of_window(
    request: OfTime, window: Window, context: Context, fits: Callable[[Job], bool] = lambda job: True
) -> Found | Reply:
    """The run that began then, or else was under way; for several the choice.

    Where no plan has it, what the history knows of that time.
    """
    there = await reach(window, context)
    found = await named_in(there, request.job, window, context)
    if not found:
        return await _by_history(request, window, context)
    fitting = [one for one in found if fits(one.job)] or found
    several = [one for one in fitting if began_in(one.job, window, context.services.clock())] or fitting
    if len(several) == 1:
        return several[0]
    title = context.words(
        "ambiguous.which_of_time", count=len(several), job=request.job, window=window_words(context, window)
    )
    return with_note(which(request, several, context, title), await told(there, context))


async def _by_history(request: OfTime, window: Window, context: Context) -> Reply:
    if request.job.has_wildcard or not await find(request.job, context.scheduler):
        span = window_words(context, window)
        return await not_found(request, context, context.words("job_status.none_of_time", job=request.job, window=span))
    return await job_history.run(JobHistory(request.job, window=window), context)


async def dated(reply: Reply, found: Found, context: Context) -> Reply:
    """With the run that it is about, and the date of its plan where that is not the current one."""
    about = replace(reply, job_id=found.current_id)
    return with_note(about, await told_plan(found.plan, context))


def with_note(reply: Reply, note: Block | None) -> Reply:
    """Right under the heading."""
    return replace(reply, blocks=(*reply.blocks[:1], note, *reply.blocks[1:])) if note else reply
