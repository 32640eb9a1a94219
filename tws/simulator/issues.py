"""Why a job does not run (section 4.1 and A.4 of the contract; texts and types are the simulator's own)."""

from __future__ import annotations

from collections.abc import Iterator

from tws.simulator.dependencies import until_gone
from tws.simulator.forms import Json
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import RECOVERY, JobInstance

Reason = tuple[str, str]


def issues_of(snapshot: Snapshot, job: JobInstance) -> list[Json]:
    return [{"id": job.id, "issueType": kind, "issueMessage": text} for kind, text in _reasons(snapshot, job)]


def _reasons(snapshot: Snapshot, job: JobInstance) -> Iterator[Reason]:
    state = snapshot.job(job)
    if state.internal in ("ABEND", "FAIL"):
        yield from _after_error(snapshot, job)
    if state.internal == "PEND":
        yield "CONFIRMATION", "The job has ended and waits for somebody to confirm how"
    if state.internal == "SUPPR":
        yield "CONDITION", f"The job will not run: {_unmet(snapshot, job)}"
    if state.internal == "READY" and (state.run is None or state.run.ready > snapshot.now):
        yield from _why_ready(snapshot, job)
    if state.internal == "HOLD":
        yield from _why_on_hold(snapshot, job)


def _after_error(snapshot: Snapshot, job: JobInstance) -> Iterator[Reason]:
    """What its recovery options have begun, or that they are at their end."""
    now = snapshot.now
    asked = [r for r in job.restarts if r.asked <= now < min(r.answered, r.refused)]
    if any(run.kind == RECOVERY and run.ready <= now < run.end for run in job.runs):
        yield "RECOVERY", f"The job ended in error and its recovery job {job.definition.recovery.job} runs"
    elif asked:
        yield "PROMPT", f"The job ended in error. Waiting for an answer to: {asked[-1].text}"
    elif job.done > now:
        yield "STATUS", "The job ended in error and waits for an operator"


def _why_on_hold(snapshot: Snapshot, job: JobInstance) -> Iterator[Reason]:
    now = snapshot.now
    if job.is_held(now):
        yield "PRIORITY", "The priority of the job is 0"
    if job.suppressed <= now and until_gone(job, now):
        yield "UNTIL", "The latest start time has passed: the job is suppressed and will not start"
    if (run := job.last_run(now)) and run.due > now:
        yield "TIME", "The job repeats, and the time of its next run has not come"
        return
    yield from _inside(snapshot, job)
    for external in job.stream.externals if job.stream.gate > now else ():
        if external.done > now:
            yield "DEPENDENCY", f"The job stream is waiting for {external.key}"
    yield from _prompt_file_and_time(job, now)


def _inside(snapshot: Snapshot, job: JobInstance) -> Iterator[Reason]:
    """What it waits for in its own job stream."""
    definition, jobs, now = job.definition, job.stream.jobs, snapshot.now
    for other in (jobs[n] for n in definition.predecessors):
        if other.done > now:
            yield "DEPENDENCY", f"The job is waiting for job {other.key}"
    for condition in definition.conditional:
        if not snapshot.meets(job, condition):
            words, key = " or ".join(condition.words), jobs[condition.position].key
            yield "DEPENDENCY", f"The job is waiting for job {key} to end with {words}"
    for join in definition.joins:
        if not snapshot.is_joined(job, join):
            names = ", ".join(jobs[n].key for n in join.members)
            yield "DEPENDENCY", f"The job is waiting for {join.quantity} of {len(join.members)} jobs: {names}"


def _unmet(snapshot: Snapshot, job: JobInstance) -> str:
    jobs, wanted = job.stream.jobs, job.definition.conditional
    unmet = (c for c in wanted if not snapshot.meets(job, c))
    return "; ".join(f"job {jobs[c.position].key} has not ended with {' or '.join(c.words)}" for c in unmet)


def _prompt_file_and_time(job: JobInstance, now: float) -> Iterator[Reason]:
    for item in (job, job.stream):
        if item.definition.prompt and item.answered > now and item.gate > now:
            yield "PROMPT", f"Waiting for an answer to: {item.definition.prompt}"
    file = job.definition.file
    if file and job.arrives > now:
        yield "FILE", f"Waiting for file {file.path} on {file.workstation}"
    if (job.starts_at or 0) > now or min(job.stream.scheduled, job.stream.gate) > now:
        yield "TIME", "The start time has not come"


def _why_ready(snapshot: Snapshot, job: JobInstance) -> Iterator[Reason]:
    station = snapshot.station(job.definition.workstation)
    if not (station.linked and station.running):
        yield "WORKSTATION", f"Workstation {station.key} is not linked or not running"
    elif snapshot.priority(job) <= station.fence:
        yield "FENCE", f"The fence of workstation {station.key} is {station.fence}"
    elif station.limit == 0:
        yield "LIMIT", f"The limit of workstation {station.key} is 0"
    else:
        yield from _why_in_a_queue(snapshot, job)


def _why_in_a_queue(snapshot: Snapshot, job: JobInstance) -> Iterator[Reason]:
    need, stream = job.definition.need, job.stream.definition
    if need and snapshot.lacks(job):
        resource = snapshot.plan.resources[need.resource]
        free, all_units = snapshot.available(resource), snapshot.quantity(resource)
        asks = f"The job is waiting for {need.units} of resource {resource.key}"
        yield "RESOURCE", f"{asks}: {free} of {all_units} are free, and others have asked before"
    elif stream.limit >= 0 and snapshot.launched(job.stream) >= stream.limit:
        yield "LIMIT", f"Job stream {job.stream.key} runs {stream.limit} jobs at once"
    else:
        station = snapshot.station(job.definition.workstation)
        yield "LIMIT", f"Workstation {station.key} runs {station.limit} jobs at once, and others have asked before"
