"""Actions as each version of the interface takes them (contract, 3.2, 4.3, A.2 and A.13)."""

from __future__ import annotations

from typing import Literal

from tws.client.again import DEPTH
from tws.client.dialect import in_path
from tws.client.orders import Order
from tws.client.ranges import told
from tws.errors import SchedulerRefused
from tws.models import Job, JobStream, Prompt, Signed, Workstation
from tws.records import RerunOptions

Verb = Literal[
    "cancel",
    "cancel_pending",
    "hold",
    "release",
    "release_dependencies",
    "kill",
    "confirm_succ",
    "confirm_abend",
]
StreamVerb = Literal["cancel", "cancel-pending", "hold", "release"]
StationVerb = Literal["link", "unlink", "start", "stop"]
HIGHEST_PRIORITY, HIGHEST_LIMIT = 101, 1024
"""`go`; and the most jobs that a workstation runs at once."""
_V1 = "/plan/current"
_V2 = "/api/v2/plan"
_V1_SPELLING = {"cancel_pending": "cancelpending", "release_dependencies": "release_all_dependencies"}
"""Of jobs; job streams have cancel_pending."""
_V2_SPELLING = {"release_dependencies": "release-all-dependencies"}


def on_job(verb: Verb, job: Job, signed: Signed, *, v2: bool) -> Order:
    what, target = f"{verb.replace('_', ' ')} of {job.key}", in_path(job.id)
    if not v2:
        return Order(f"{_V1}/job/{target}/action/{_V1_SPELLING.get(verb, verb)}", what, signed)
    body: dict[str, object] | None = {"conditions": []} if verb.startswith("confirm") else None
    return Order(f"{_V2}/job/{target}/action/{_V2_SPELLING.get(verb, verb.replace('_', '-'))}", what, signed, body)


def priority_of(job: Job, signed: Signed, priority: int, whole: object) -> Order:
    """`whole` is the job as V1 knows it, with the new priority; None where V2 is spoken."""
    what, target = f"priority {priority} for {job.key}", in_path(job.id)
    if whole is not None:
        return Order(f"{_V1}/job/{target}", what, signed, whole)
    return Order(f"{_V2}/job/{target}/action/update-priority", what, signed, params={"priority": priority})


def rerun(job: Job, signed: Signed, options: RerunOptions, *, v2: bool) -> Order:
    """V2 reruns the run that the caller saw: if somebody was faster, the engine says no."""
    run, what = job.last_run, f"rerun of {job.key}{' with its successors' if options.with_successors else ''}"
    if run is None:
        raise SchedulerRefused(f"The {what} was not sent: the job has not run yet")
    if v2:
        return Order(
            f"{_V2}/job/run/{in_path(run.id)}/action/rerun", what, signed, {**_details(options), **_too(options)}
        )
    if options.with_successors:
        return _with_successors(job, signed, what, options)
    return Order(f"{_V1}/job/{in_path(job.id)}/action/rerun", what, signed, _details(options))


def _too(options: RerunOptions) -> dict[str, object]:
    return {"successorsInfo": {"depth": DEPTH}} if options.with_successors else {}


def _with_successors(job: Job, signed: Signed, what: str, options: RerunOptions) -> Order:
    """V1 has a call of its own for it, which takes no options."""
    if _details(options):
        raise SchedulerRefused(
            f"The {what} was not sent: this engine takes no priority, time or step with it. "
            "Rerun the job alone with them, or with its successors without them"
        )
    return Order(
        f"{_V1}/job/{in_path(job.id)}/jobsuccessors/action/rerun", what, signed, params={"internalOnly": "false"}
    )


def _details(options: RerunOptions) -> dict[str, object]:
    """RerunDetails; both versions name these members alike."""
    wanted = {
        "priority": options.priority,
        "startTime": told(options.at) if options.at else None,
        "stepName": options.step or None,
        "rerunJobOnSameWorkstation": options.same_workstation,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def on_stream(verb: StreamVerb, stream: JobStream, signed: Signed, *, v2: bool) -> Order:
    what, target = f"{verb} of {stream.key}", in_path(stream.id)
    if v2:
        return Order(f"{_V2}/jobstream/{target}/action/{verb}", what, signed)
    return Order(f"{_V1}/jobstream/{target}/action/{verb.replace('-', '_')}", what, signed)


def on_workstation(verb: StationVerb, station: Workstation, signed: Signed, *, v2: bool) -> Order:
    root = _V2 if v2 else _V1
    return Order(f"{root}/workstation/{in_path(station.id)}/action/{verb}", f"{verb} of {station.key}", signed)


def limit_of(station: Workstation, signed: Signed, limit: int, *, v2: bool) -> Order:
    what, target = f"limit {limit} for {station.key}", in_path(station.id)
    if v2:
        return Order(f"{_V2}/workstation/{target}/action/update-limit", what, signed, params={"limit": limit})
    return Order(f"{_V1}/workstation/{target}/action/update_limit", what, signed, limit)


def fence_of(station: Workstation, signed: Signed, fence: int, *, v2: bool, v10_2: bool) -> Order:
    """10.2 names the parameter `fence`, 10.1 `priority` (contract, 4.3)."""
    what, target = f"fence {fence} for {station.key}", in_path(station.id)
    if not v2:
        return Order(f"{_V1}/workstation/{target}/action/update_fence", what, signed, fence)
    wanted = {"fence" if v10_2 else "priority": fence}
    return Order(f"{_V2}/workstation/{target}/action/update-fence", what, signed, params=wanted)


def reply(prompt: Prompt, signed: Signed, *, yes: bool, v2: bool) -> Order:
    what, target = f"reply to prompt {prompt.number or prompt.name or prompt.id}", in_path(prompt.id)
    if v2:
        return Order(f"{_V2}/prompt/{target}/action/reply", what, signed, {"answer": yes})
    answer = {"Answer": "true" if yes else "false"}
    return Order(f"{_V1}/prompt/{target}/action/reply", what, signed, headers=answer)


def within(what: str, value: int, most: int) -> int:
    """The value, where it lies in 0 to `most`; else SchedulerRefused, and nothing is sent."""
    if not 0 <= value <= most:
        raise SchedulerRefused(f"A {what} is a number from 0 to {most}, not {value}; nothing was sent")
    return value
