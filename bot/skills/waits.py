"""What a job that has not begun waits for, and when it can begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.context import Context
from bot.skills.blocks import some
from bot.words import Words
from tws.models import CommonStatus, Dependency, Job

NAMED = 3
RESTS = frozenset({CommonStatus.WAITING, CommonStatus.READY, CommonStatus.HELD, CommonStatus.BLOCKED})
OVER = frozenset({CommonStatus.SUCCESSFUL, CommonStatus.CANCELED, CommonStatus.SUPPRESS})


@dataclass(frozen=True, slots=True)
class Wait:
    open: tuple[Dependency, ...]
    """Neighbours that are not met."""
    until: datetime | None
    """The earliest start as far as it can be told; None where something has no time."""

    def told(self, words: Words) -> str:
        """`PAY_A (running, expected end 02:10), prompt GO`."""
        return some([_link(link, words) for link in self.open[:NAMED]], len(self.open) - NAMED, words)


def planned(job: Job) -> datetime | None:
    """When it may start at the earliest: its own time, else its stream's."""
    return job.starts_at or job.scheduled


async def wait_of(job: Job, context: Context) -> Wait | None:
    """None for a job that has begun, or is over."""
    if job.runs or job.status.common not in RESTS:
        return None
    links = await context.scheduler.predecessors(job) if job.waits_for else ()
    found = tuple(link for link in links if not link.met)
    held = job.status.common is CommonStatus.HELD and not job.priority
    return Wait(found, None if held else _start(job, found, context.services.clock()))


def _start(job: Job, links: Sequence[Dependency], now: datetime) -> datetime | None:
    """After its own time and the expected end of all that runs before it."""
    ends = [expected_end(link.job, now) if link.job else None for link in links]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    own = [at for at in (job.starts_at, job.scheduled) if at is not None and at > now]
    return max([*known, *own], default=None)


def expected_end(job: Job, now: datetime) -> datetime | None:
    """Of a job that runs, by how long it usually takes; one that is over its time may end any minute."""
    run = job.last_run
    if job.status.common is not CommonStatus.RUNNING or run is None or run.started is None:
        return None
    usual = run.estimated or job.estimated
    return max(now, run.started + usual) if usual else None


def _link(link: Dependency, words: Words) -> str:
    if link.job is None:
        kind = words("relations.kind_" + link.kind)
        return f"{kind} {link.name or link.job_stream}".strip()
    status = words("status." + link.job.status.common.value)
    end = expected_end(link.job, words.now)
    told = words("waits.ends", status=status, when=words.when(end)) if end else status
    return f"{link.job.name} ({told})"
