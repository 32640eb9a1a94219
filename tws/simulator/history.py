"""Runs of earlier plans, as the database keeps them (`/model/jobhistoryrun/query`, section 3.2 of the contract)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from tws.simulator.answers import bad_request
from tws.simulator.forms import Json, milliseconds, v1_instant
from tws.simulator.oql_values import instant
from tws.simulator.timeline import NEVER, JobInstance, Run, StreamInstance
from tws.simulator.v2_actions import body_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

DAYS, MOST_JOBS = 30, 30_000
"""Kept by the simulated database, before the current plan: fewer days where they would hold more jobs."""


@dataclass
class History:
    engine: Engine
    days: dict[date, list[Past]] = field(default_factory=dict)
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
            past_runs = await asyncio.to_thread(self._past)
        rows = [
            past.row()
            for past in past_runs
            if wanted.get("name") in (None, "", past.name)
            and wanted.get("jobstreamName") in (None, "", past.stream)
            and since <= past.start
            and past.end <= min(until, self.engine.now())
        ]
        return web.json_response(rows, headers={"How-Many-Returned": str(len(rows))})

    def _past(self) -> list[Past]:
        book = self.engine.book
        today = book.day_of(self.engine.now())
        days = max(1, min(DAYS, MOST_JOBS // max(book.bank.jobs_a_day, 1)))
        wanted = [today - timedelta(days=n) for n in range(1, days + 1)]
        self.days = {day: self.days.get(day) or _runs(book.played(day).streams) for day in wanted}
        return [past for runs in self.days.values() for past in runs]


class Past(NamedTuple):
    """One run, without the plan that it was in."""

    name: str
    stream: str
    workstation: str
    minutes: int
    number: int
    job_number: int
    start: float
    end: float
    good: bool
    return_code: int | None

    def row(self) -> Json:
        return {
            "name": self.name,
            "jobstreamName": self.stream,
            "workstationName": self.workstation,
            "jobNumber": self.job_number,
            "status": "SUCCESSFUL" if self.good else "ABEND",
            "returnCode": self.return_code,
            "actualStartTime": v1_instant(self.start),
            "elapsedTime": milliseconds(self.end - self.start),
            "estimatedDuration": milliseconds(self.minutes * 60),
            "rerunType": "REGULAR" if self.number == 1 else "RERUN",
        }


def _runs(streams: list[StreamInstance]) -> list[Past]:
    return [_past(job, run) for stream in streams for job in stream.jobs for run in job.runs]


def _past(job: JobInstance, run: Run) -> Past:
    return Past(
        name=job.definition.name,
        stream=job.stream.definition.name,
        workstation=job.definition.workstation.key,
        minutes=job.definition.minutes,
        number=run.number,
        job_number=run.job_number,
        start=run.start,
        end=run.end,
        good=run.outcome == "SUCC" or run.settled < NEVER,
        return_code=None if run.outcome == "FAIL" else run.return_code,
    )


def _range(limits: object) -> tuple[float, float]:
    try:
        given = limits if isinstance(limits, dict) else {}
        first, last = given.get("rangeStart"), given.get("rangeEnd")
        return (instant(first) if first else float("-inf"), instant(last) if last else float("inf"))
    except (ValueError, TypeError, AttributeError):
        bad_request("runDateRange has a value of the wrong kind")
