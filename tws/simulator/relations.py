"""Who waits for whom in the plan, over the borders of job streams."""

from __future__ import annotations

from tws.simulator.timeline import JobInstance, StreamInstance


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
