"""Who waits for whom in the plan, over the borders of job streams."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tws.simulator.timeline import JobInstance, StreamInstance

Step = Callable[[JobInstance], list[JobInstance]]


def before(job: JobInstance) -> list[JobInstance]:
    """What the job waits for: in its job stream, or with its job stream."""
    if job.predecessors:
        return job.predecessors
    return [j for e in job.stream.externals for j in ([e] if isinstance(e, JobInstance) else last_jobs(e))]


def behind(job: JobInstance) -> list[JobInstance]:
    """Those that wait for the job: in its job stream, and the first of the job streams that follow."""
    following = (s for s in job.stream.successors if {job, job.stream} & set(s.externals))
    return job.successors + [first for stream in following for first in stream.jobs if not first.predecessors]


def last_jobs(stream: StreamInstance) -> list[JobInstance]:
    return [job for job in stream.jobs if not job.successors]


def walked(job: JobInstance, step: Step, depth: int) -> list[JobInstance]:
    """Level by level, each once."""
    found: dict[JobInstance, None] = {}
    level: Iterable[JobInstance] = [job]
    for _ in range(depth):
        level = [other for one in level for other in step(one) if other is not job and other not in found]
        if not level:
            break
        found.update(dict.fromkeys(level))
    return list(found)
