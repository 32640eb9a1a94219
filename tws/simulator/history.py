"""Runs of earlier plans, as the database keeps them (`/model/jobhistoryrun/query`, section 3.2 of the contract)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.answers import bad_request
from tws.simulator.forms import Json, milliseconds, v1_instant
from tws.simulator.oql_values import instant
from tws.simulator.timeline import NEVER, JobInstance, Run, StreamInstance
from tws.simulator.v2_actions import body_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

DAYS = 7
"""Kept by the simulated database, before the current plan."""


@dataclass
class History:
    engine: Engine
    days: dict[date, list[StreamInstance]] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/twsd/model/jobhistoryrun/query", self.query)]

    async def query(self, request: web.Request) -> web.Response:
        filters = (await body_of(request)).get("filters")
        wanted = filters.get("jobHistoryRunFilter") if isinstance(filters, dict) else None
        if not isinstance(wanted, dict):
            bad_request("The body is no query")
        since, until = _range(wanted.get("runDateRange"))
        async with self.turn:
            days = await asyncio.to_thread(self._past)
        rows = [
            _row(job, run)
            for job, run in _runs(days, wanted.get("name"), wanted.get("jobstreamName"))
            if since <= run.start and run.end <= min(until, self.engine.now())
        ]
        return web.json_response(rows, headers={"How-Many-Returned": str(len(rows))})

    def _past(self) -> list[StreamInstance]:
        book = self.engine.book
        today = book.day_of(self.engine.now())
        wanted = [today - timedelta(days=n) for n in range(1, DAYS + 1)]
        self.days = {day: self.days.get(day) or book.played(day).streams for day in wanted}
        return [stream for streams in self.days.values() for stream in streams]


def _runs(streams: list[StreamInstance], name: object, stream_name: object) -> Iterator[tuple[JobInstance, Run]]:
    for stream in streams:
        if stream_name in (None, "", stream.definition.name):
            for job in stream.jobs:
                if name in (None, "", job.definition.name):
                    yield from ((job, run) for run in job.runs)


def _range(limits: object) -> tuple[float, float]:
    try:
        given = limits if isinstance(limits, dict) else {}
        first, last = given.get("rangeStart"), given.get("rangeEnd")
        return (instant(first) if first else float("-inf"), instant(last) if last else float("inf"))
    except (ValueError, TypeError, AttributeError):
        bad_request("runDateRange has a value of the wrong kind")


def _row(job: JobInstance, run: Run) -> Json:
    good = run.outcome == "SUCC" or run.settled < NEVER
    return {
        "name": job.definition.name,
        "jobstreamName": job.stream.definition.name,
        "workstationName": job.definition.workstation.key,
        "jobNumber": run.job_number,
        "status": "SUCCESSFUL" if good else "ABEND",
        "returnCode": None if run.outcome == "FAIL" else run.return_code,
        "actualStartTime": v1_instant(run.start),
        "elapsedTime": milliseconds(run.end - run.start),
        "estimatedDuration": milliseconds(job.definition.minutes * 60),
        "rerunType": "REGULAR" if run.number == 1 else "RERUN",
    }
