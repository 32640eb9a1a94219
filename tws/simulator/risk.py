"""Critical jobs: how near they are to missing their deadline (section 6.5 of the contract)."""

from __future__ import annotations

from dataclasses import dataclass

from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import NEVER, JobInstance

CALCULATED_EVERY = 60
"""Seconds between two calculations of the critical path."""
LONG_DURATION = 1.5
"""A job that runs longer than this many times its estimate endangers the deadline."""
RISK_CONFIDENCE = 80
"""Below this many percent the risk is high (the product's `riskConfidence` on new installs)."""
COST_OF_ERROR, COST_OF_DELAY = 25, 10
"""Percent of confidence lost to a failed job that nobody has repaired, and to one that runs too long."""


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
    cost = 0 if ended else danger(snapshot, job)
    sure = (0.0 if late else 100.0) if ended else confidence(deadline - end, cost)
    return Risk(
        level="HIGH_RISK" if late or sure < RISK_CONFIDENCE else "POTENTIAL_RISK" if cost else "ON_TRACK",
        confidence=sure,
        deadline=deadline,
        critical_start=deadline - work,
        estimated_start=end - work,
        estimated_end=end,
    )


def confidence(slack: float, cost: int) -> float:
    """A guess at a probability: half where the estimate meets the deadline, sure with an hour to spare."""
    return round(min(99.0, max(1.0, 50 + slack / 72)) - (cost if slack > 0 else 0), 1)


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


def danger(snapshot: Snapshot, job: JobInstance) -> int:
    """What the unfinished jobs on the way cost (the hot list): the worst of them counts."""
    waiting, seen, worst = [job], {job}, 0
    while waiting:
        one = waiting.pop()
        worst = max(worst, _cost(snapshot, one))
        before = [p for p in feeding(one) if p.done > snapshot.now and p not in seen]
        seen.update(before)
        waiting += before
    return worst


def _cost(snapshot: Snapshot, job: JobInstance) -> int:
    state = snapshot.job(job)
    if state.internal in ("ABEND", "FAIL"):
        return COST_OF_ERROR
    long = state.run and snapshot.now - state.run.start > job.definition.minutes * 60 * LONG_DURATION
    return COST_OF_DELAY if state.internal == "EXEC" and long else 0
