"""The current plan: today's streams and those carried forward from yesterday, made anew at each midnight."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from tws.simulator.day import DayBuilder, is_carried_forward, run_number
from tws.simulator.definitions import Bank, ResourceDef, StreamDef
from tws.simulator.off_loop import uncollected
from tws.simulator.orders import Journal, Order, by_target
from tws.simulator.stations import Stations
from tws.simulator.timeline import JobInstance, StreamInstance


@dataclass(eq=False, repr=False)
class Plan:
    bank: Bank
    day: date
    valid_from: float
    valid_to: float
    streams: Sequence[StreamInstance]
    carried: frozenset[StreamInstance]
    stations: Stations = field(default_factory=Stations)

    @property
    def run_number(self) -> int:
        return run_number(self.day)

    @cached_property
    def jobs(self) -> list[JobInstance]:
        """In the order of their keys."""
        return sorted(
            (job for stream in self.streams for job in stream.jobs), key=lambda j: (j.key, j.stream.scheduled)
        )

    @cached_property
    def jobs_by_id(self) -> dict[str, JobInstance]:
        """By UUID and by composite id."""
        return {i: job for job in self.jobs for i in (job.id, job.composite_id)}

    @cached_property
    def streams_by_id(self) -> dict[str, StreamInstance]:
        return {i: stream for stream in self.streams for i in (stream.id, stream.composite_id)}

    @cached_property
    def resources(self) -> dict[str, ResourceDef]:
        return {resource.name: resource for resource in self.bank.resources}

    @cached_property
    def users(self) -> dict[str, list[JobInstance]]:
        """Jobs that need a resource, by its name."""
        found: dict[str, list[JobInstance]] = {}
        for job in self.jobs:
            if job.definition.need:
                found.setdefault(job.definition.need.resource, []).append(job)
        return found

    @cached_property
    def runs_by_id(self) -> dict[str, tuple[JobInstance, int]]:
        return {job.run_id(n): (job, n) for job in self.jobs for n in range(1, max(1, len(job.runs)) + 1)}

    def learn_runs(self, streams: Sequence[StreamInstance]) -> None:
        """Orders make new runs."""
        for job in (job for stream in streams for job in stream.jobs if job.id in self.jobs_by_id):
            self.runs_by_id.update({job.run_id(run.number): (job, run.number) for run in job.runs})

    def warm(self) -> None:
        """Makes the indexes, so that no request pays for them."""
        for index in (self.jobs_by_id, self.streams_by_id, self.runs_by_id):
            len(index)


@dataclass(repr=False)
class PlanBook:
    """The plan of each day, worked out when it is first looked at; a few are kept."""

    bank: Bank
    seed: int
    calm: bool = False
    """Nothing fails by itself."""
    kept: dict[date, Plan] = field(default_factory=dict)
    days: dict[date, DayBuilder] = field(default_factory=dict)
    journal: Journal = field(default_factory=dict)
    stations: Stations = field(default_factory=Stations)
    submitted: dict[date, list[tuple[StreamDef, float]]] = field(default_factory=dict)
    orders: int = 0
    """How often something was ordered or submitted."""

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.bank.timezone)

    def day_of(self, now: float) -> date:
        return datetime.fromtimestamp(now, UTC).astimezone(self.zone).date()

    def has(self, now: float) -> bool:
        return self.day_of(now) in self.kept

    def at(self, now: float) -> Plan:
        day = self.day_of(now)
        if day not in self.kept:
            self.kept = dict([*self.kept.items()][-2:])
            with uncollected(self.bank.jobs_a_day) if day not in self.days else nullcontext():
                self.kept[day] = self._make(day)
        return self.kept[day]

    def _make(self, day: date) -> Plan:
        midnight = self._midnight(day)
        carried = [s for s in self._streams(day - timedelta(days=1)) if is_carried_forward(s, midnight)]
        plan = Plan(
            bank=self.bank,
            day=day,
            valid_from=midnight,
            valid_to=self._midnight(day + timedelta(days=1)),
            streams=sorted([*carried, *self._streams(day)], key=lambda s: (s.key, s.scheduled)),
            carried=frozenset(carried),
            stations=self.stations,
        )
        plan.warm()
        return plan

    def _midnight(self, day: date) -> float:
        return datetime.combine(day, datetime.min.time(), self.zone).timestamp()

    def _streams(self, day: date) -> list[StreamInstance]:
        if day not in self.days:
            self.days = dict([*self.days.items()][-3:])
            self.days[day] = self.played(day)
        return self.days[day].streams

    def played(self, day: date) -> DayBuilder:
        """The day with all that was ordered of it, made afresh."""
        builder, before = self._built(day), day - timedelta(days=1)
        disturbed = before in self.journal or self.stations.changes
        if self._followed and (before in self.days or disturbed):
            builder.follow(self.days.get(before) or self._built(before))
        return builder

    @cached_property
    def _followed(self) -> frozenset[str]:
        """Job streams for which those of the next day may wait: on a day without orders they end in time."""
        streams = self.bank.streams
        return frozenset(e.stream for stream in streams for e in stream.externals if e.previous)

    def _built(self, day: date) -> DayBuilder:
        builder = DayBuilder(
            self.bank,
            self.seed,
            day,
            self.calm,
            orders=by_target(self.journal.get(day, [])),
            stations=self.stations,
            submitted=self.submitted.get(day, ()),
        )
        builder.build()
        return builder

    def obey(self, stream: StreamInstance, *orders: Order) -> None:
        """Plans of later days are made again: what is carried forward may have changed."""
        self.journal.setdefault(stream.day, []).extend(orders)
        self.orders += 1
        first = min(order.at for order in orders)
        self.kept = {day: plan for day, plan in self.kept.items() if day <= self.day_of(first)}
        self._forget_followers(stream)
        builder = self.days.get(stream.day)
        if builder is None or stream not in builder.streams:
            self.kept.clear()
            return
        touched = builder.obey(stream, *orders)
        for plan in list(self.kept.values()):
            plan.learn_runs(touched)

    def _forget_followers(self, stream: StreamInstance) -> None:
        """The next day is played anew where job streams of it may wait for this one."""
        behind = stream.day + timedelta(days=1)
        if stream.definition.name in self._followed and behind in self.days:
            del self.days[behind]
            self.kept.clear()

    def submit(self, definition: StreamDef, at: float) -> StreamInstance:
        """Puts a job stream into the plan of that day; the plan is made anew when it is next looked at."""
        day = self.day_of(at)
        self._streams(day)
        self.orders += 1
        stream = self.days[day].submit(definition, at)
        self.submitted.setdefault(day, []).append((definition, at))
        self.kept = {kept: plan for kept, plan in self.kept.items() if kept < day}
        return stream

    def order_station(self, name: str, at: float, verb: str, number: int = 0) -> None:
        """Every job may be touched: the days are played again, from some 0.1 s for 10,000 jobs on."""
        self.stations.order(name, at, verb, number)
        heard = -1
        while heard < self.orders:  # what was ordered meanwhile, on another thread, is played too
            heard = self.orders
            for builder in list(self.days.values()):
                builder.play_again()
        for plan in list(self.kept.values()):
            plan.learn_runs(plan.streams)

    def forget_days(self) -> None:
        """All is played again from the journal when it is next looked at."""
        self.days.clear()
        self.kept.clear()
