"""Actions as each version of the interface takes them (contract, 3.2, 4.3, A.2 and A.13)."""

from __future__ import annotations

from typing import Literal

from tws.client.dialect import in_path
from tws.client.orders import Order
from tws.errors import SchedulerRefused
from tws.models import Job, Prompt, Signed

Verb = Literal["cancel", "hold", "release", "kill", "confirm-succ", "confirm-abend"]
_V1 = "/plan/current"
_V2 = "/api/v2/plan"


def on_job(verb: Verb, job: Job, signed: Signed, *, v2: bool) -> Order:
    what, target = f"{verb} of {job.key}", in_path(job.id)
    if not v2:
        return Order(f"{_V1}/job/{target}/action/{verb.replace('-', '_')}", what, signed)
    body: dict[str, object] | None = {"conditions": []} if verb.startswith("confirm") else None
    return Order(f"{_V2}/job/{target}/action/{verb}", what, signed, body)


def rerun(job: Job, signed: Signed, *, v2: bool) -> Order:
    """V2 reruns the run that the caller saw: if somebody was faster, the engine says no."""
    run, what = job.last_run, f"rerun of {job.key}"
    if run is None:
        raise SchedulerRefused(f"The {what} was not sent: the job has not run yet")
    if not v2:
        return Order(f"{_V1}/job/{in_path(job.id)}/action/rerun", what, signed, {})
    return Order(f"{_V2}/job/run/{in_path(run.id)}/action/rerun", what, signed, {})


def reply(prompt: Prompt, signed: Signed, *, yes: bool, v2: bool) -> Order:
    what, target = f"reply to prompt {prompt.number or prompt.name or prompt.id}", in_path(prompt.id)
    if v2:
        return Order(f"{_V2}/prompt/{target}/action/reply", what, signed, {"answer": yes})
    answer = {"Answer": "true" if yes else "false"}
    return Order(f"{_V1}/prompt/{target}/action/reply", what, signed, headers=answer)
