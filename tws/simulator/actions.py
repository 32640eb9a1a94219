"""What both APIs do with an order: may this login, does it fit the state; then the plan's journal and the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.answers import bad_request, forbidden, incorrect_state
from tws.simulator.definitions import ResourceDef, WorkstationDef
from tws.simulator.notices import Audited
from tws.simulator.orders import DELAY, Order
from tws.simulator.prompts import Prompt, prompts_of
from tws.simulator.snapshot import Snapshot
from tws.simulator.stations import VERBS as STATION_VERBS
from tws.simulator.timeline import RECOVERY, JobInstance, StreamInstance

if TYPE_CHECKING:
    from tws.simulator.server import Engine

READER = web.RequestKey("reader", bool)
"""Set by the gate: a login that may only read."""
LOGIN = web.RequestKey("login", str)
RELEASE_ALL = "release-all-dependencies"
_NOT_BEGUN = frozenset({"HOLD", "READY"})
_CONFIRMABLE = _NOT_BEGUN | {"INTRO", "EXEC", "SUCCP", "ABENP", "PEND", "ABEND"}
_FITTING = {
    "hold": _NOT_BEGUN,
    "release": _NOT_BEGUN,
    RELEASE_ALL: _NOT_BEGUN,
    "update-priority": _NOT_BEGUN,
    "cancel-pending": frozenset({"HOLD", "READY", "INTRO", "EXEC"}),
    "kill": frozenset({"EXEC"}),
    "cancel": _CONFIRMABLE | {"FAIL", "SUPPR"},
    "confirm-succ": _CONFIRMABLE | {"SUPPR"},
    "confirm-abend": _CONFIRMABLE,
    "rerun": frozenset({"SUCC", "ABEND", "FAIL", "CANCL", "SUPPR"}),
}
"""States in which an action is taken; what has no effect there is taken, too (section 6.2 of the contract)."""
VERBS = tuple(verb for verb in _FITTING if verb not in ("rerun", "update-priority"))
STREAM_VERBS = ("hold", "release", "cancel", "cancel-pending", RELEASE_ALL)
NUMBERS = {"update-priority": 101, "limit": 1024, "fence": 101, "quantity": 1024}
"""The highest of each."""
__all__ = [
    "NUMBERS",
    "STATION_VERBS",
    "STREAM_VERBS",
    "VERBS",
    "on_job",
    "on_prompt",
    "on_resource",
    "on_station",
    "on_stream",
]


def check_rights(engine: Engine, request: web.Request, verb: str, kind: str, what: str) -> None:
    """403, or a line in the audit trail (also where the order is refused later on: somebody tried)."""
    if request.get(READER, True):
        forbidden(verb, what)
    engine.notices.audit(Audited.of(request, request.get(LOGIN, ""), verb, kind, what, engine.now()))


def on_job(
    engine: Engine, request: web.Request, verb: str, job: JobInstance, run: int | None = None, number: int = 0
) -> None:
    """Takes the order, or refuses with AWSJDB817E (rights) or AWSBIN076E (state). `run`: only if it is the last."""
    check_rights(engine, request, verb, "JOB", job.key)
    at = engine.now() + DELAY
    snapshot = Snapshot(engine.book.at(engine.now()), at)
    last = job.last_run(at)
    word = snapshot.job(job).internal
    if word not in _FITTING[verb] or (run is not None and run != (last.number if last else 1)):
        incorrect_state(verb)
    if verb == "rerun" and ((last is None and word != "SUPPR") or recovers(snapshot, job)):
        incorrect_state(verb)
    engine.book.obey(job.stream, Order(at, verb, job.id, number=number))


def recovers(snapshot: Snapshot, job: JobInstance) -> bool:
    """Its recovery job is at work."""
    return any(run.kind == RECOVERY and run.ready <= snapshot.now < run.end for run in job.runs)


def on_stream(engine: Engine, request: web.Request, verb: str, stream: StreamInstance) -> None:
    """Goes to each job of it that it fits; its own dependencies are released of the job stream itself."""
    check_rights(engine, request, verb, "JOBSTREAM", stream.key)
    at = engine.now() + DELAY
    snapshot = Snapshot(engine.book.at(engine.now()), at)
    jobs = [job for job in stream.jobs if snapshot.job(job).internal in _FITTING[verb]]
    if not jobs:
        incorrect_state(verb)
    targets = [stream.id] if verb == RELEASE_ALL else [job.id for job in jobs]
    engine.book.obey(stream, *(Order(at, verb, target) for target in targets))


async def on_station(engine: Engine, request: web.Request, verb: str, station: WorkstationDef, number: int = 0) -> None:
    check_rights(engine, request, verb, "WORKSTATION", station.key)
    await engine.change_station(station.name, verb, number)


def on_prompt(engine: Engine, request: web.Request, prompt: Prompt, *, yes: bool) -> None:
    """May be answered before it is asked, but not twice."""
    check_rights(engine, request, "reply", "PROMPT", prompt.text)
    at = engine.now() + DELAY
    if prompt.status(at).startswith("ANSWERED"):
        incorrect_state("reply")
    engine.book.obey(prompt.stream, Order(at, "reply-yes" if yes else "reply-no", prompt.id))


async def on_resource(engine: Engine, request: web.Request, resource: ResourceDef, quantity: int) -> None:
    check_rights(engine, request, "update-quantity", "RESOURCE", resource.key)
    await engine.change_station(resource.key, "quantity", quantity)


def prompt_of(engine: Engine, identifier: str) -> Prompt | None:
    snapshot = engine.snapshot()
    return next((p for p in prompts_of(snapshot.plan, snapshot.now) if p.id == identifier), None)


def in_range(value: int, verb: str) -> int:
    if not 0 <= value <= NUMBERS[verb]:
        bad_request(f"{verb} takes 0 to {NUMBERS[verb]}")
    return value
