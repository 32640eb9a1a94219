"""Critical jobs: how near they are to missing their deadline (section 6.5 of the contract)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tws.simulator.relations import before
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import NEVER, JobInstance

CALCULATED_EVERY = 60
"""Seconds between two calculations of the critical path."""
LONG_DURATION = 1.5
"""A job that runs longer than this many times its estimate endangers the deadline."""
RISK_CONFIDENCE = 80
"""Below this many percent the risk is high (the product's `riskConfidence` on new installs)."""
APPROACHING = 120
"""Seconds before its critical start from which a job that could run endangers the deadline
(`approachingLateOffset`)."""
COST_OF_ERROR, COST_OF_DELAY = 25, 10
"""Percent of confidence lost to a failed job that nobody has repaired, and to one that is late or too long."""
_ERROR = frozenset({"ABEND", "FAIL"})


@dataclass(frozen=True, slots=True)
class Risk:
    level: str
    confidence: float
    """Percent; when the job has ended 100 (in time) or 0."""
    deadline: float
    critical_start: float
    estimated_start: float
    estimated_end: float


def risk_of(snapshot: Snapshot, job: JobInstance) -> Risk:
    """Of a critical job, which always has a deadline."""
    deadline = NEVER if job.deadline is None else job.deadline
    work = job.definition.minutes * 60
    seen: dict[JobInstance, float] = {}
    end = estimated_end(snapshot, job, seen)
    ended = job.done <= snapshot.now
    late = end > deadline
    cost = 0 if ended else danger(snapshot, job, seen)
    sure = (0.0 if late else 100.0) if ended else confidence(deadline - end, cost)
    return Risk(
        level="HIGH_RISK" if late or sure < RISK_CONFIDENCE else "POTENTIAL_RISK" if cost else "ON_TRACK",
        confidence=sure,
        deadline=deadline,
        critical_start=deadline - work,
        estimated_start=estimated_start(snapshot, job, end),
        estimated_end=end,
    )


def confidence(slack: float, cost: int) -> float:
    """A guess at a probability: half where the estimate meets the deadline, sure with an hour to spare."""
    return round(min(99.0, max(1.0, 50 + slack / 72)) - (cost if slack > 0 else 0), 1)


def estimated_end(snapshot: Snapshot, job: JobInstance, seen: dict[JobInstance, float]) -> float:
    """Walking forwards from what is known now."""
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
    starts = (job.stream.scheduled, job.starts_at or 0)
    return max(snapshot.now, *starts, *(estimated_end(snapshot, p, seen) for p in before(job))) + work


def estimated_start(snapshot: Snapshot, job: JobInstance, end: float) -> float:
    """Of a job that has started, when it did."""
    run = snapshot.job(job).run
    started = run is not None and run.start <= snapshot.now and (snapshot.now < run.end or job.done <= snapshot.now)
    return run.start if run and started else end - job.definition.minutes * 60


def unfinished(snapshot: Snapshot, critical: JobInstance) -> list[JobInstance]:
    """The critical network: the job, and all that has not ended yet and must before it."""
    found: dict[JobInstance, None] = {}
    waiting = [critical] if critical.done > snapshot.now else []
    while waiting:
        job = waiting.pop()
        found[job] = None
        waiting += [p for p in before(job) if p.done > snapshot.now and p not in found]
    return list(found)


def critical_starts(ends: dict[JobInstance, float], critical: JobInstance, deadline: float) -> dict[JobInstance, float]:
    """Walking backwards: the latest starts that still meet the deadline. `ends` are the estimates of the network."""
    limit = dict.fromkeys(ends, NEVER)
    limit[critical] = deadline
    for job in sorted(ends, key=lambda j: (j is critical, ends[j]), reverse=True):
        limit[job] -= job.definition.minutes * 60
        for other in before(job):
            if other in limit:
                limit[other] = min(limit[other], limit[job])
    return limit


def danger(snapshot: Snapshot, critical: JobInstance, seen: dict[JobInstance, float] | None = None) -> int:
    """What the hot list costs in percent of confidence: its worst job counts."""
    return max(_costs(snapshot, critical, {} if seen is None else seen), default=0)


def _costs(snapshot: Snapshot, critical: JobInstance, seen: dict[JobInstance, float]) -> Iterator[int]:
    ends = {job: estimated_end(snapshot, job, seen) for job in unfinished(snapshot, critical)}
    deadline = NEVER if critical.deadline is None else critical.deadline
    for job, start in critical_starts(ends, critical, deadline).items():
        if endangers(snapshot, job, start):
            yield COST_OF_ERROR if snapshot.job(job).internal in _ERROR else COST_OF_DELAY


def endangers(snapshot: Snapshot, job: JobInstance, critical_start: float) -> bool:
    """Whether it belongs on the hot list: failed, running for too long, or not started although it could be."""
    state = snapshot.job(job)
    if state.internal in _ERROR:
        return True
    if state.internal == "EXEC" and state.run:
        return snapshot.now - state.run.start > job.definition.minutes * 60 * LONG_DURATION
    if job.suppressed <= snapshot.now:
        return True
    waiting = state.internal in ("READY", "HOLD") and job.gate <= snapshot.now
    return waiting and (critical_start - snapshot.now < APPROACHING or _is_barred(snapshot, job))


def _is_barred(snapshot: Snapshot, job: JobInstance) -> bool:
    """By a limit of 0, by the fence, or by its own priority."""
    station, priority = snapshot.station(job.definition.workstation), snapshot.priority(job)
    return 0 in (station.limit, job.stream.definition.limit, priority) or priority <= station.fence
