"""Runs of earlier plans, as the database keeps them (`/model/jobhistoryrun/query`, section 3.2 of the contract)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from tws.simulator.answers import bad_request
from tws.simulator.bodies import body_of
from tws.simulator.forms import Json, milliseconds, v1_instant
from tws.simulator.off_loop import array, json_text, seldom_collected, written
from tws.simulator.timeline import RECOVERY, JobInstance, Run, take_apart
from tws.simulator.v1_filters import range_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

DAYS, MOST_JOBS = 30, 30_000
"""Kept by the simulated database, before the current plan: fewer days where they would hold more jobs."""


@dataclass
class History:
    engine: Engine
    days: dict[date, tuple[int, list[Past]]] = field(default_factory=dict)
    """With the number of orders that each was played with: a job stream that is carried forward takes more."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/twsd/model/jobhistoryrun/query", self.query)]

    async def query(self, request: web.Request) -> web.Response:
        filters = (await body_of(request)).get("filters")
        wanted = filters.get("jobHistoryRunFilter") if isinstance(filters, dict) else None
        if not isinstance(wanted, dict):
            bad_request("The body is no query")
        since, until = range_of(wanted.get("runDateRange"), "runDateRange")
        now = self.engine.now()

        def fits(past: Past) -> bool:
            named = wanted.get("name") in (None, "", past.name)
            inside = wanted.get("jobstreamName") in (None, "", past.stream)
            return named and inside and since <= past.start and past.end <= min(until, now)

        async with self.turn:
            rows = await asyncio.to_thread(lambda: written(past.row() for past in self._past() if fits(past)))
        return json_text(array(rows), headers={"How-Many-Returned": str(len(rows))})

    def _past(self) -> list[Past]:
        book = self.engine.book
        today = book.day_of(self.engine.now())
        days = max(1, min(DAYS, MOST_JOBS // max(book.bank.jobs_a_day, 1)))
        self.days = {day: self._day(day) for day in (today - timedelta(days=n) for n in range(1, days + 1))}
        return [past for _, runs in self.days.values() for past in runs]

    def _day(self, day: date) -> tuple[int, list[Past]]:
        book = self.engine.book
        orders, known = len(book.journal.get(day, ())), self.days.get(day)
        if day == book.day_of(self.engine.now()) - timedelta(days=1):
            orders += sum(map(len, book.stations.changes.values()))
        return known if known and known[0] == orders else (orders, self._runs(day))

    def _runs(self, day: date) -> list[Past]:
        """The day is taken apart afterwards: a big one would keep the garbage collector busy."""
        with seldom_collected():
            streams = self.engine.book.played(day).streams
            found = [_past(j, r) for s in streams for j in s.jobs for r in j.runs]
            for stream in streams:
                take_apart(stream)
        return found


class Past(NamedTuple):
    """One run, without the plan that it was in."""

    name: str
    stream: str
    workstation: str
    minutes: int
    kind: str
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
            "rerunType": self.kind,
        }


def _past(job: JobInstance, run: Run) -> Past:
    """A recovery job ran under its own name."""
    definition, recovery = job.definition, job.definition.recovery
    own = run.kind != RECOVERY
    return Past(
        name=definition.name if own else recovery.job,
        stream=job.stream.definition.name,
        workstation=definition.workstation.key,
        minutes=definition.minutes if own else recovery.minutes,
        kind=run.kind,
        job_number=run.job_number,
        start=run.start,
        end=run.end,
        good=run.good,
        return_code=None if run.outcome == "FAIL" else run.return_code,
    )
