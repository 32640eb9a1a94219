"""What was sent, looked for in the plan until it has ended or nobody can tell any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.approvals.acting import newer_run
from bot.approvals.order import Order
from bot.approvals.submitting import Standing, Untraceable, of_job, submitted
from tws.errors import NotInPlan
from tws.models import ENDED
from tws.scheduler import Scheduler

SHOWN = timedelta(minutes=10)
"""How long the plan may take to show what was sent: mailbox, batchman, Symphony, mirror, database are seconds
(hwa-rest-api 6.7), and a switch of the plan holds batchman for some minutes."""
FOLLOWED = timedelta(hours=12)
"""How long an outcome is waited for: a long job of a night."""


async def standing(order: Order, scheduler: Scheduler) -> Standing | None:
    """How it stands; None while the plan does not show it. Raises Untraceable."""
    if not order.target.submits:
        return await _rerun(order, scheduler)
    found = await submitted(order.target, scheduler)
    if found is None and order.outcome:
        raise Untraceable("gone")
    return found


async def _rerun(order: Order, scheduler: Scheduler) -> Standing | None:
    """By a newer run; one that still waits for its turn shows in the job's status alone."""
    try:
        job = await scheduler.job(order.target.job_id)
    except NotInPlan as fault:
        raise Untraceable("gone") from fault
    waits, seen_before = job.status.common not in ENDED, bool(order.outcome)
    if not (newer_run(job, order.target) or waits or seen_before):
        return None
    return of_job(job)


def given_up(order: Order, found: Standing | None, now: datetime) -> str:
    """Why it is not followed any longer: one of `order.OUTCOMES`, empty where it is."""
    sent = order.sent_at or order.asked_at
    begins = datetime.fromisoformat(order.target.at) if order.target.at else sent
    if found is None and not order.outcome and sent + SHOWN < now:
        return "not shown"
    return "not seen" if max(sent, begins) + FOLLOWED < now else ""
