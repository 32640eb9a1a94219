"""Job streams and jobs of the database that are put into the plan (sections 4.4, A.5 and A.6 of the contract)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.actions import check_rights
from tws.simulator.ad_hoc import JOBS, NAME
from tws.simulator.answers import bad_request
from tws.simulator.definitions import ANY_DURATION, Bank, JobDef, StreamDef
from tws.simulator.oql_values import instant, like_pattern
from tws.simulator.orders import DELAY
from tws.simulator.timeline import StreamInstance

if TYPE_CHECKING:
    from tws.simulator.server import Engine


def job_key(stream: StreamDef, job: JobDef) -> str:
    """Of a job definition, with the folder of its job stream."""
    return f"{job.workstation.key}#{stream.folder}{job.name}"


def stream_key(stream: StreamDef) -> str:
    return f"{stream.workstation.key}#{stream.folder}{stream.name}"


def streams_like(bank: Bank, pattern: str) -> list[StreamDef]:
    fits = like_pattern(pattern).fullmatch
    return [s for s in bank.streams if fits(stream_key(s))]


def jobs_like(bank: Bank, pattern: str) -> list[StreamDef]:
    """As job streams JOBS with one job each, for that is where they go."""
    fits = like_pattern(pattern).fullmatch
    return [_alone(s, j) for s, j in _jobs(bank) if fits(job_key(s, j))]


def _jobs(bank: Bank) -> Iterator[tuple[StreamDef, JobDef]]:
    return ((stream, job) for stream in bank.streams for job in stream.jobs)


def _alone(stream: StreamDef, job: JobDef) -> StreamDef:
    """Without what is told of the job in its job stream only."""
    alone = replace(job, predecessors=(), conditional=(), joins=(), need=None, file=None)
    own = replace(alone, at=None, deadline=None, critical=False, until=None, every=None, durations=ANY_DURATION)
    return StreamDef(JOBS, stream.folder, job.workstation, (0,), (own,))


def with_alias(wanted: StreamDef, alias: object) -> StreamDef:
    """A job stream gets the name; of a job in JOBS the job does."""
    if alias in (None, ""):
        return wanted
    if not isinstance(alias, str) or not NAME.match(alias):
        bad_request("alias is not a name")
    if wanted.name != JOBS:
        return replace(wanted, name=alias)
    return replace(wanted, jobs=(replace(wanted.jobs[0], name=alias),))


async def submit(engine: Engine, request: web.Request, wanted: StreamDef, body: Mapping[str, object]) -> StreamInstance:
    """Into the current plan. `body`: alias and inputArrivalTime are looked at."""
    check_rights(engine, request, "submit", "JOBSTREAM", stream_key(wanted))
    named = with_alias(wanted, body.get("alias"))
    return engine.submit(named, _when(engine, body.get("inputArrivalTime")))


def _when(engine: Engine, given: object) -> float:
    """Now, or a later instant of the current plan."""
    now = engine.now() + DELAY
    if given in (None, ""):
        return now
    try:
        at = instant(str(given))
    except ValueError:
        bad_request("inputArrivalTime is no instant")
    if at >= engine.book.at(now).valid_to:
        bad_request("inputArrivalTime is after the end of the plan")
    return max(now, at)
