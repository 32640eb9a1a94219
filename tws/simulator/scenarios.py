"""Nights with a name: what is made to go wrong, beside or instead of what the seed has drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from tws.simulator.orders import Order
from tws.simulator.timeline import JobInstance, Run

if TYPE_CHECKING:
    from tws.simulator.server import Engine

LATE_JOB, AGENT, DISK_AGENT = "TS_LOAD_HOURS", "AGT_FIN01", "AGT_FIN02"
STORM = 500
STORM_JOBS = 8_000
HOUR = 3600.0
SWITCH_IN, SWITCH_FOR = 60.0, 90.0
"""Seconds of the plan from the start to the switch, and how long it takes."""


@dataclass(frozen=True, slots=True)
class Scenario:
    told: str
    play: Callable[[Engine], None]
    jobs: int = 0
    """The plan has at least about this many."""


def _quiet(_: Engine) -> None:
    """The seed has drawn nothing, and nothing is added."""


def _payroll_late(engine: Engine) -> None:
    """A job that the payroll waits for has failed in this day's plan, or will; nobody reruns it."""
    for job, run in _runs(engine, -24 * HOUR, 24 * HOUR):
        if job.definition.name == LATE_JOB:
            _fail(engine, job, (run.start + run.end) / 2, "disk_full")


def _agent_down(engine: Engine) -> None:
    engine.book.order_station(AGENT, engine.now(), "unlink")


def _disk_full(engine: Engine) -> None:
    """Whatever writes on one agent fails, from an hour ago to two hours ahead."""
    for job, run in _runs(engine, -HOUR, 2 * HOUR):
        if job.definition.workstation.name == DISK_AGENT:
            _fail(engine, job, (run.start + run.end) / 2, "disk_full")


def _plan_switch(engine: Engine) -> None:
    """For a while the engine has no plan to answer from."""
    engine.no_plan = (engine.now() + SWITCH_IN, engine.now() + SWITCH_IN + SWITCH_FOR)


def _storm(engine: Engine) -> None:
    """One cause, many jobs: the newest that nobody waits for, for else some would never have begun."""
    last = [pair for pair in _runs(engine, -24 * HOUR, 0) if not (pair[0].successors or pair[0].stream.successors)]
    last.sort(key=lambda pair: pair[1].start, reverse=True)
    for job, run in last[:STORM]:
        _fail(engine, job, (run.start + min(run.end, engine.now())) / 2, "disk_full", play=False)
    engine.book.forget_days()


def _runs(engine: Engine, since: float, until: float) -> Iterator[tuple[JobInstance, Run]]:
    """Last runs of this day's plan that overlap a span; seconds from now."""
    now = engine.now()
    for job in list(engine.book.at(now).jobs):
        if job.runs and job.runs[-1].start < now + until and job.runs[-1].end > now + since:
            yield job, job.runs[-1]


def _fail(engine: Engine, job: JobInstance, at: float, kind: str, *, play: bool = True) -> None:
    order = Order(at, "fail", job.id, kind, again=False)
    if play:
        engine.book.obey(job.stream, order)
    else:
        engine.book.journal.setdefault(job.stream.day, []).append(order)


SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "quiet-night": Scenario("Nothing fails.", _quiet),
        "payroll-late": Scenario(f"{LATE_JOB} fails, and FINANCE_PAYROLL waits behind it.", _payroll_late),
        "agent-down": Scenario(f"{AGENT} is not linked.", _agent_down),
        "disk-full": Scenario(f"The disk of {DISK_AGENT} is full.", _disk_full),
        "plan-switch": Scenario("In a minute the plan is switched: no answers for a minute and a half.", _plan_switch),
        "storm": Scenario(f"{STORM} failures from one cause.", _storm, STORM_JOBS),
    }
)
