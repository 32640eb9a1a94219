"""Critical jobs: how near they are to missing their deadline (section 6.5 of the contract)."""

from __future__ import annotations

from dataclasses import dataclass

from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import NEVER, JobInstance

CALCULATED_EVERY = 60
"""Seconds between two calculations of the critical path."""
LONG_DURATION = 1.5
"""A job that runs longer than this many times its estimate endangers the deadline."""


@dataclass(frozen=True, slots=True)
class Risk:
    level: str
    confidence: float
    """Percent."""
    deadline: float
    critical_start: float
    estimated_start: float
    estimated_end: float


def risk_of(snapshot: Snapshot, job: JobInstance) -> Risk:
    """Of a critical job, which always has a deadline."""
    deadline = NEVER if job.deadline is None else job.deadline
    work = job.definition.minutes * 60
    end = estimated_end(snapshot, job, {})
    ended = job.done <= snapshot.now
    late = end > deadline
    danger = not ended and in_danger(snapshot, job)
    return Risk(
        level="HIGH_RISK" if late else "POTENTIAL_RISK" if danger else "ON_TRACK",
        confidence=(0.0 if late else 100.0) if ended else confidence(deadline - end, danger=danger),
        deadline=deadline,
        critical_start=deadline - work,
        estimated_start=end - work,
        estimated_end=end,
    )


def confidence(slack: float, *, danger: bool) -> float:
    """A guess at a probability: half where the estimate meets the deadline, sure with an hour to spare."""
    return round(min(99.0, max(1.0, 50 + slack / 72)) - (10 if danger and slack > 0 else 0), 1)


def estimated_end(snapshot: Snapshot, job: JobInstance, seen: dict[JobInstance, float]) -> float:
    if job not in seen:
        seen[job] = _estimated_end(snapshot, job, seen)
    return seen[job]


def _estimated_end(snapshot: Snapshot, job: JobInstance, seen: dict[JobInstance, float]) -> float:
    if job.done <= snapshot.now:
        return job.done
    work = job.definition.minutes * 60
    run = snapshot.job(job).run
    if run and run.start <= snapshot.now < run.end:
        return max(snapshot.now, run.start + work)
    gates = [snapshot.now, job.stream.scheduled, *(estimated_end(snapshot, p, seen) for p in feeding(job))]
    return max(gates) + work


def feeding(job: JobInstance) -> list[JobInstance]:
    """All that must succeed before the job: in its stream, and for its stream."""
    outside = [e if isinstance(e, JobInstance) else e.jobs[-1] for e in job.stream.externals]
    return job.predecessors or outside


def in_danger(snapshot: Snapshot, job: JobInstance) -> bool:
    """Whether some unfinished job on the way is in error or has been running too long (the hot list)."""
    state = snapshot.job(job)
    if state.internal in ("ABEND", "FAIL"):
        return True
    long = state.run and snapshot.now - state.run.start > job.definition.minutes * 60 * LONG_DURATION
    if state.internal == "EXEC" and long:
        return True
    return any(p.done > snapshot.now and in_danger(snapshot, p) for p in feeding(job))
