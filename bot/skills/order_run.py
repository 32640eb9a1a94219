"""The run that an order is about: the job's only one, or that of the time which was named; never another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.context import Context
from bot.reply import Heading, Reply, Text, Tone
from bot.requests import Change, JobStatus, Window
from bot.skills.blocks import answer, buttons, status_button
from bot.skills.which import Found, find, meant, not_found, the_one
from tws.models import Job
from tws.names import JobName


async def run_of(request: Change, context: Context, fits: Callable[[Job], bool]) -> Job | Reply:
    """The job of the current plan, or the answer that asks which; only what the plan holds can be changed."""
    if request.window is None:
        return await meant(request, context, fits=fits, unfit="order.none_fits")
    found = await find(request.job, context.scheduler)
    if not found:
        return await not_found(request, context)
    now = context.services.clock()
    there = [job for job in found if is_of(job, request.window, now)]
    if not there:
        return _not_now(request, context)
    shown = [job for job in there if job.id == request.job_id]
    several = shown or [job for job in there if fits(job)] or there
    return the_one(request, [Found(job) for job in several], context)


def is_of(job: Job, window: Window, now: datetime) -> bool:
    """Whether the job was to start within the window, or ran in it; what still waits is of now too."""
    due = job.scheduled or job.starts_at
    if not job.runs and _meets(now, now, window):
        return True
    ran = any(_meets(run.started, run.ended or now, window) for run in job.runs if run.started)
    return ran or (due is not None and due >= window.since and (window.until is None or due < window.until))


def _meets(started: datetime, ended: datetime, window: Window) -> bool:
    return ended >= window.since and (window.until is None or started < window.until)


async def on_its_way(job: Job, context: Context) -> Text | None:
    """What was sent for the job and the plan does not show yet: without it people send it again."""
    order = await context.services.approvals.on_its_way(job, context.told_engine)
    if order is None:
        return None
    words, verb = context.words, context.words("verb." + order.verb)
    when = words.when(order.sent_at)
    return Text(words("order.on_its_way", verb=verb, when=when, who=order.asked_name), Tone.WARN)


def _not_now(request: Change, context: Context) -> Reply:
    words, name = context.words, request.job.name
    look = status_button(words, name, JobStatus(JobName(name), window=request.window))
    return answer(context, Heading(words("order.not_in_plan"), Tone.WARN), buttons(look))
