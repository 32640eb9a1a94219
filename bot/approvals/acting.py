"""An order and the plan of its engine: whether all is still as it was asked about, and the one call that sends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.approvals.order import REPLY_PROMPT, Order, Target
from bot.approvals.submitting import in_the_way, submit
from bot.requests import Verb
from tws.errors import NotInPlan
from tws.models import Job, Prompt, Signed
from tws.records import RerunOptions
from tws.scheduler import Scheduler

_WITH_SUCCESSORS = RerunOptions(with_successors=True)


async def moved_on(order: Order, scheduler: Scheduler) -> str:
    """What is different now from what was asked about; empty where all is as it was."""
    target = order.target
    if target.submits:
        return await in_the_way(target, scheduler)
    if not target.job_id:
        return "" if await _prompt(target, scheduler) else "prompt"
    try:
        job = await scheduler.job(target.job_id)
        if order.verb == Verb.RERUN_SUCCESSORS and await again(job, scheduler) != target.again:
            return "successors"
    except NotInPlan:
        return "gone"
    same = (job.status.internal, job.priority) == (target.status, target.priority)
    return "" if same and not newer_run(job, target) else job.status.internal


async def again(job: Job, scheduler: Scheduler) -> tuple[str, ...]:
    """Keys of what a rerun with successors would run again beside the job; empty where it is not allowed now."""
    preview = await scheduler.rerun_preview(job)
    return tuple(sorted(one.key for one in preview.jobs)) if preview.allowed else ()


def newer_run(job: Job, target: Target) -> bool:
    """Whether the job has run again since the target was noted."""
    run = job.last_run
    return len(job.runs) > target.runs or (run.id if run else "") != target.run_id


async def act(order: Order, scheduler: Scheduler) -> Target:
    """The target, with what came of it. Raises SchedulerError."""
    signed = Signed(order.asked_name, order.reason)
    if order.verb == REPLY_PROMPT:
        prompt = await _prompt(order.target, scheduler)
        if prompt is None:
            raise NotInPlan("The prompt is not asked any more. No reply was sent.")
        await scheduler.reply_prompt(prompt, signed, yes=order.target.yes)
    elif order.target.submits:
        return await submit(order, signed, scheduler)
    else:
        job = await scheduler.job(order.target.job_id)
        await _verbs(scheduler)[Verb(order.verb)](job, signed)
    return order.target


async def _prompt(target: Target, scheduler: Scheduler) -> Prompt | None:
    return next((p for p in await scheduler.prompts() if p.id == target.prompt_id), None)


def _verbs(scheduler: Scheduler) -> Mapping[Verb, Callable[[Job, Signed], Awaitable[None]]]:
    return {
        Verb.RERUN: scheduler.rerun,
        Verb.RERUN_SUCCESSORS: lambda job, signed: scheduler.rerun(job, signed, _WITH_SUCCESSORS),
        Verb.CANCEL: scheduler.cancel,
        Verb.HOLD: scheduler.hold,
        Verb.RELEASE: scheduler.release,
        Verb.KILL: scheduler.kill,
        Verb.CONFIRM_SUCCESS: lambda job, signed: scheduler.confirm(job, signed, successful=True),
        Verb.CONFIRM_ABEND: lambda job, signed: scheduler.confirm(job, signed, successful=False),
    }
