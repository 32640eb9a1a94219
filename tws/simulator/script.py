"""What a test makes happen in the plan, beside what the seed has drawn."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tws.simulator.failures import failure
from tws.simulator.orders import Order

if TYPE_CHECKING:
    from tws.simulator.server import Engine
    from tws.simulator.timeline import JobInstance


def make_fail(engine: Engine, job_name: str, at: datetime, kind: str, *, again: bool) -> None:
    """The run of that name that is at work at that instant, or was to have ended, fails then; else ValueError."""
    instant = at.timestamp()
    if instant <= engine.now():
        raise ValueError(f"{at:%H:%M} has passed")
    failure(kind)
    job = _running(engine, job_name, instant)
    engine.book.obey(job.stream, Order(instant, "fail", job.id, kind, again))


def _running(engine: Engine, job_name: str, instant: float) -> JobInstance:
    now = engine.now()
    for job in engine.book.at(instant).jobs:
        if job.definition.name == job_name and any(r.start < instant and r.end > now for r in job.runs):
            return job
    raise ValueError(f"{job_name} does not run then")
