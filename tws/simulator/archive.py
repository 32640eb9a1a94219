"""Plans of earlier days, each as it ended; nothing in them moves (`plan_id`, section 2 of the contract)."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from aiohttp import web

from tws.simulator.answers import not_found
from tws.simulator.off_loop import BIG, seldom_collected
from tws.simulator.plan import PlanBook
from tws.simulator.snapshot import CURRENT, Snapshot
from tws.simulator.timeline import JobInstance, StreamInstance, take_apart

DAYS, MOST_JOBS = 7, 20_000
"""Kept by the engine: fewer days where they would hold more jobs, but always the day before."""
PAST = web.RequestKey("past", Snapshot)
"""Set by the gate where a request is about an archived plan."""


def plan_of(request: web.Request) -> str:
    """Which plan is asked for: in V1 by the path, in V2 by `plan_id`."""
    return request.match_info.get("plan") or request.query.get("plan_id") or CURRENT


@dataclass
class Archive:
    book: PlanBook
    kept: dict[str, Snapshot] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def days(self, now: float) -> dict[str, date]:
        """By plan id, the newest first."""
        number = min(DAYS, MOST_JOBS // max(1, self.book.bank.jobs_a_day))
        today = self.book.day_of(now)
        return {id_of(day): day for day in (today - timedelta(days=n) for n in range(1, max(1, number) + 1))}

    async def fetch(self, plan_id: str, now: float) -> Snapshot:
        """404 where there is no such plan; a plan is played when it is first asked for."""
        days = self.days(now)
        if plan_id not in days:
            not_found(f"plan={plan_id}")
        async with self.turn:
            if plan_id not in self.kept:
                ended = await asyncio.to_thread(self._ended, plan_id, days[plan_id])
                self.kept = {key: old for key, old in self.kept.items() if key in days} | {plan_id: ended}
            return self.kept[plan_id]

    def _ended(self, plan_id: str, day: date) -> Snapshot:
        """In a book of its own: what is kept of the current plan stays."""
        with seldom_collected():
            before = self.book.played(day - timedelta(days=1))
            own = {before.day: before, day: self.book.days.get(day) or self.book.played(day)}
            noon = datetime.combine(day, time(12), self.book.zone).timestamp()
            plan = replace(self.book, kept={}, days=own).at(noon)
            forget(before.streams, plan.carried)
            if self.book.bank.jobs_a_day >= BIG:
                gc.freeze()
        return Snapshot(plan, plan.valid_to, plan_id)

    def forget(self) -> None:
        """After something was made to happen in the past."""
        self.kept.clear()


def forget(streams: Iterable[StreamInstance], kept: Collection[StreamInstance]) -> None:
    """Takes a day apart, but for those job streams and what is tied to them: the collector would find it late."""
    tied, waiting = set(kept), [*kept]
    while waiting:
        one = waiting.pop()
        ahead = (other.stream if isinstance(other, JobInstance) else other for other in one.externals)
        near = {*one.successors, *ahead} - tied
        tied |= near
        waiting += near
    for stream in streams:
        if stream not in tied:
            take_apart(stream)


def span(book: PlanBook, day: date) -> tuple[float, float]:
    """From midnight to midnight."""
    first, last = (datetime.combine(d, time.min, book.zone).timestamp() for d in (day, day + timedelta(days=1)))
    return first, last


def id_of(day: date) -> str:
    """YYYYMMDDHHMM: when the plan began, in its own time zone."""
    return f"{day:%Y%m%d}0000"
