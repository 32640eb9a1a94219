"""Why a job does not run (section 4.1 and A.4 of the contract; texts and types are the simulator's own)."""

from __future__ import annotations

from collections.abc import Iterator

from tws.simulator.forms import Json
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import JobInstance


def issues_of(snapshot: Snapshot, job: JobInstance) -> list[Json]:
    return [{"id": job.id, "issueType": kind, "issueMessage": text} for kind, text in _reasons(snapshot, job)]


def _reasons(snapshot: Snapshot, job: JobInstance) -> Iterator[tuple[str, str]]:
    state, now = snapshot.job(job), snapshot.now
    if state.internal in ("ABEND", "FAIL"):
        yield "STATUS", "The job ended in error and waits for an operator"
    if state.internal == "READY" and state.run is None:
        yield from _station_reasons(snapshot, job)
    if state.internal != "HOLD":
        return
    if job.is_held(now):
        yield "PRIORITY", "The priority of the job is 0"
    for other in job.predecessors:
        if other.done > now:
            yield "DEPENDENCY", f"The job is waiting for job {other.key}"
    for external in job.stream.externals:
        if external.done > now:
            yield "DEPENDENCY", f"The job stream is waiting for {external.key}"
    yield from _prompt_and_time(job, now)


def _prompt_and_time(job: JobInstance, now: float) -> Iterator[tuple[str, str]]:
    for item in (job, job.stream):
        if item.definition.prompt and item.answered > now:
            yield "PROMPT", f"Waiting for an answer to: {item.definition.prompt}"
    starts = max(job.stream.scheduled, job.starts_at or 0)
    if starts > now:
        yield "TIME", "The start time has not come"


def _station_reasons(snapshot: Snapshot, job: JobInstance) -> Iterator[tuple[str, str]]:
    station = snapshot.station(job.definition.workstation)
    if not (station.linked and station.running):
        yield "WORKSTATION", f"Workstation {station.key} is not linked or not running"
    elif snapshot.priority(job) <= station.fence:
        yield "FENCE", f"The fence of workstation {station.key} is {station.fence}"
    elif station.limit == 0:
        yield "LIMIT", f"The limit of workstation {station.key} is 0"
