"""What both APIs do with an order: may this login, does it fit the job's state, then into the plan's journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.answers import forbidden, incorrect_state
from tws.simulator.orders import DELAY, Order
from tws.simulator.prompts import Prompt, prompts_of
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import JobInstance

if TYPE_CHECKING:
    from tws.simulator.server import Engine

READER = web.RequestKey("reader", bool)
"""Set by the gate: a login that may only read."""
_NOT_BEGUN = frozenset({"HOLD", "READY"})
_FITTING = {
    "hold": _NOT_BEGUN,
    "release": _NOT_BEGUN,
    "kill": frozenset({"EXEC"}),
    "cancel": frozenset({"HOLD", "READY", "INTRO", "EXEC", "ABEND", "FAIL"}),
    "confirm-succ": frozenset({"HOLD", "READY", "INTRO", "EXEC", "ABEND"}),
    "confirm-abend": frozenset({"HOLD", "READY", "INTRO", "EXEC", "ABEND"}),
    "rerun": frozenset({"SUCC", "ABEND", "FAIL", "CANCL"}),
}
"""States in which an action is taken; what has no effect there is taken, too (section 6.2 of the contract)."""
VERBS = tuple(verb for verb in _FITTING if verb != "rerun")


def check_rights(request: web.Request, verb: str, what: str) -> None:
    if request.get(READER, True):
        forbidden(verb, what)


def on_job(engine: Engine, request: web.Request, verb: str, job: JobInstance, run: int | None = None) -> None:
    """Takes the order, or refuses with AWSJDB817E (rights) or AWSBIN076E (state). `run`: only if it is the last."""
    check_rights(request, verb, job.key)
    at = engine.now() + DELAY
    snapshot = Snapshot(engine.book.at(engine.now()), at)
    runs = snapshot.runs(job)
    if snapshot.job(job).internal not in _FITTING[verb] or (run is not None and run != len(runs)):
        incorrect_state(verb)
    if verb == "rerun" and not runs:
        incorrect_state(verb)
    engine.book.obey(job.stream, Order(at, verb, job.id))


def on_prompt(engine: Engine, request: web.Request, prompt: Prompt, *, yes: bool) -> None:
    """May be answered before it is asked, but not twice."""
    check_rights(request, "reply", prompt.text)
    at = engine.now() + DELAY
    if prompt.status(at).startswith("ANSWERED"):
        incorrect_state("reply")
    engine.book.obey(prompt.stream, Order(at, "reply-yes" if yes else "reply-no", prompt.id))


def prompt_of(engine: Engine, identifier: str) -> Prompt | None:
    plan = engine.snapshot().plan
    return next((p for p in prompts_of(plan) if p.id == identifier), None)
