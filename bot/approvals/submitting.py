"""A definition that is put into the plan: sent once, and found there again among others of its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.approvals.order import Order, Target
from tws import freshness
from tws.models import Job, JobQuery, JobStreamQuery, Signed, Status
from tws.records import Submission
from tws.scheduler import MAX_PAGE, Scheduler


@dataclass(frozen=True, slots=True)
class Standing:
    """How something of the plan stands now."""

    id: str
    status: Status
    ended: datetime | None = None


class Untraceable(Exception):
    """What was sent cannot be found again; `why` is one of `order.OUTCOMES`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def in_plan(kind: Literal["", "job", "job_stream"], key: str, scheduler: Scheduler) -> tuple[Standing, ...]:
    """All that the plan has of a definition: a second submission of what somebody has just submitted runs it twice."""
    wanted = _defined(key)
    if kind == "job_stream":
        streams = await scheduler.job_streams(JobStreamQuery(name=wanted.name), limit=MAX_PAGE)
        return tuple(Standing(s.id, s.status, s.ended) for s in streams.items if s.key == key)
    jobs = await scheduler.jobs(JobQuery(name=wanted.name), limit=MAX_PAGE)
    there = (job for job in jobs.items if job.workstation == wanted.workstation)
    return tuple(map(of_job, there))


def of_job(job: Job) -> Standing:
    return Standing(job.id, job.status, job.last_run.ended if job.last_run else None)


async def in_the_way(target: Target, scheduler: Scheduler) -> str:
    """Why it is not to be submitted now: somebody was first, or the plan has the name that it was given. Empty else."""
    if len(await in_plan(target.submits, target.key, scheduler)) > target.runs:
        return "submitted"
    return "alias" if target.alias and await in_plan(target.submits, _key(target), scheduler) else ""


async def submit(order: Order, signed: Signed, scheduler: Scheduler) -> Target:
    """The target, with all that tells what comes of it from the others of its name. Raises SchedulerError."""
    target = order.target
    with freshness.anew():
        there = await in_plan(target.submits, _key(target), scheduler)
    send = scheduler.submit_job if target.submits == "job" else scheduler.submit_stream
    made = await send(_wanted(target), signed)
    return replace(target, made=made, before=tuple(one.id for one in there))


async def submitted(target: Target, scheduler: Scheduler) -> Standing | None:
    """By the id that the engine told; that of a job is of another kind (hwa-rest-api 2): then by being the new one.

    None where the plan does not show it. Raises Untraceable where it may be one of several.
    """
    there = await in_plan(target.submits, _key(target), scheduler)
    told = next((one for one in there if one.id == target.made), None)
    fresh = [one for one in there if one.id not in target.before]
    if told is None and len(fresh) > 1:
        raise Untraceable("several")
    return told or next(iter(fresh), None)


def _key(target: Target) -> str:
    """As the plan names what comes of it."""
    return target.key.removesuffix(target.name) + target.known_as


def _wanted(target: Target) -> Submission:
    at = datetime.fromisoformat(target.at) if target.at else None
    return replace(_defined(target.key), alias=target.alias, variables=dict(target.variables), at=at)


def _defined(key: str) -> Submission:
    """From /WS#/FOLDER/NAME."""
    station, _, path = key.partition("#")
    folder, slash, name = path.rpartition("/")
    return Submission(name, station, folder + slash)
