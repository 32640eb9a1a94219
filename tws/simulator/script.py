"""What a test makes happen in the plan, beside what the seed has drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from tws.simulator.ad_hoc import NAME
from tws.simulator.definitions import JobDef, StreamDef
from tws.simulator.failures import failure
from tws.simulator.orders import Order
from tws.simulator.scenarios import SCENARIOS
from tws.simulator.stations import VERBS
from tws.simulator.timeline import NEVER

if TYPE_CHECKING:
    from tws.simulator.server import Engine
    from tws.simulator.timeline import JobInstance, StreamInstance

STATION_VERBS = (*VERBS, "limit", "fence")
LONGEST_TEXT = 200
"""Characters of a prompt."""


def make_fail(engine: Engine, job_name: str, at: datetime, kind: str, *, again: bool) -> None:
    """The run of that name that is at work at that instant, or was to have ended, fails then; else ValueError."""
    instant = at.timestamp()
    if instant <= engine.now():
        raise ValueError(f"{at:%H:%M} has passed")
    failure(kind)
    job = _running(engine, job_name, instant)
    engine.book.obey(job.stream, Order(instant, "fail", job.id, kind, again))


def _running(engine: Engine, job_name: str, instant: float) -> JobInstance:
    now = engine.now()
    for job in engine.book.at(instant).jobs:
        if job.definition.name == job_name and any(r.start < instant and r.end > now for r in job.runs):
            return job
    raise ValueError(f"{job_name} does not run then")


def fail_next(engine: Engine, job_name: str, kind: str, *, again: bool) -> float:
    """The run that is at work fails in a second, or else the next one, of today or tomorrow, in its middle.

    Tells when. ValueError where there is none.
    """
    failure(kind)
    plan = engine.snapshot().plan
    for instant in (engine.now(), plan.valid_to + 1):
        jobs = engine.book.at(instant).jobs
        moments = [(at, job) for job in jobs for at in _moments(job, job_name, engine.now())]
        if moments:
            at, job = min(moments, key=lambda pair: pair[0])
            engine.book.obey(job.stream, Order(at, "fail", job.id, kind, again))
            return at
    raise ValueError(f"{job_name} does not run, today or tomorrow")


def _moments(job: JobInstance, name: str, now: float) -> Iterator[float]:
    for run in job.runs if job.definition.name == name else ():
        if now + 1 < run.end < NEVER:
            yield now + 1 if run.start < now else (run.start + run.end) / 2


def order_station(engine: Engine, name: str, verb: str, number: int = 0) -> None:
    """At once. ValueError for a workstation or a verb that is not known."""
    if verb not in STATION_VERBS:
        raise ValueError(f"a workstation takes {', '.join(STATION_VERBS)}")
    if name not in {station.name for station in engine.book.bank.workstations}:
        raise ValueError(f"there is no workstation {name}")
    engine.book.order_station(name, engine.now(), verb, number)


def load(engine: Engine, name: str) -> None:
    """On top of what is there. ValueError where it is not known, or the plan is too small for it."""
    scenario = SCENARIOS.get(name)
    if scenario is None:
        raise ValueError(f"scenarios are {', '.join(SCENARIOS)}")
    if engine.book.bank.jobs_a_day < scenario.jobs:
        raise ValueError(f"{name} needs a plan of {scenario.jobs} jobs: start with it, or with more jobs")
    scenario.play(engine)
    engine.archive.forget()


def ask(engine: Engine, text: str, job_stream: str) -> StreamInstance:
    """A job stream with one job, which waits for the answer. After some minutes the plan's own operator says yes."""
    if not text.strip() or len(text) > LONGEST_TEXT or not NAME.match(job_stream):
        raise ValueError(f"a prompt has a text of 1 to {LONGEST_TEXT} characters, and its job stream a name")
    master = engine.book.bank.master
    job = JobDef(f"{job_stream}_GO"[:40], "UNIX", 1, master)
    return engine.submit(StreamDef(job_stream, "/", master, (0,), (job,), prompt=text.strip()), engine.now())
