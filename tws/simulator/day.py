"""One plan day played from midnight to its end: all its times are worked out at once, and anew after each order."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tws.simulator.definitions import Bank, External, StreamDef
from tws.simulator.life import Chance, open_stream, play_job
from tws.simulator.mishaps import Mishaps, downstream, draw_mishaps
from tws.simulator.orders import Order
from tws.simulator.stations import Stations
from tws.simulator.timeline import NEVER, JobInstance, StreamInstance

FIRST_PLAN = date(2025, 1, 1)
CARRY_FAILURES = 6 * 3600
"""Seconds before midnight: streams that failed later than this are carried forward."""


def run_number(day: date) -> int:
    """The plan's run number goes up by one a day."""
    return (day - FIRST_PLAN).days + 1


@dataclass
class DayBuilder:
    bank: Bank
    seed: int
    day: date
    calm: bool = False
    """Nothing fails by itself."""
    mishaps: Mishaps = field(default_factory=dict)
    orders: dict[str, list[Order]] = field(default_factory=dict)
    """By target; from the journal of the day."""
    stations: Stations = field(default_factory=Stations)
    submitted: Sequence[tuple[StreamDef, float]] = ()
    """Job streams that people have put into the plan, with their schedule times."""
    streams: list[StreamInstance] = field(default_factory=list)
    by_name: dict[str, list[StreamInstance]] = field(default_factory=lambda: defaultdict(list))

    @property
    def midnight(self) -> float:
        return datetime.combine(self.day, datetime.min.time(), ZoneInfo(self.bank.timezone)).timestamp()

    def build(self) -> list[StreamInstance]:
        self.streams = [s for definition in self.bank.streams for s in self._instances(definition.name)]
        orders, self.orders = self.orders, {}
        self._play(self.streams)
        if not self.calm:
            rng = random.Random(f"{self.seed}:{self.day}:mishaps")
            self.mishaps = draw_mishaps(self.streams, self.midnight, rng)
        self.orders = orders
        for definition, scheduled in self.submitted:
            self.streams.append(self._instance(definition, scheduled))
        self._play(self.streams)
        return self.streams

    def submit(self, definition: StreamDef, scheduled: float) -> StreamInstance:
        """One more job stream; its name need not be one of the bank's (an alias)."""
        stream = self._instance(definition, scheduled)
        self.streams.append(stream)
        self._play([stream])
        return stream

    def play_again(self) -> None:
        """After an order that may touch every job."""
        self._play(self.streams)

    def obey(self, stream: StreamInstance, order: Order) -> list[StreamInstance]:
        """Notes an order and plays again what it can touch: the job stream and all behind it."""
        self.orders[order.target] = sorted([*self.orders.get(order.target, ()), order], key=lambda o: o.at)
        touched = {stream, *downstream(stream)}
        again = [s for s in self.streams if s in touched]
        self._play(again)
        return again

    def _instances(self, name: str) -> list[StreamInstance]:
        definition = self._definitions[name]
        found = [self._instance(definition, self.midnight + start * 60) for start in definition.starts]
        self.by_name[name] += found
        return found

    def _instance(self, definition: StreamDef, scheduled: float) -> StreamInstance:
        stream = StreamInstance(definition, self.day, scheduled)
        stream.jobs = [JobInstance(job, stream, n) for n, job in enumerate(definition.jobs)]
        self._link(stream)
        return stream

    def __post_init__(self) -> None:
        self._definitions = {stream.name: stream for stream in self.bank.streams}

    def _link(self, stream: StreamInstance) -> None:
        for job in stream.jobs:
            for predecessor in job.predecessors:
                predecessor.successors.append(job)
        for external in stream.definition.externals:
            other = self._closest_preceding(external, stream.scheduled)
            stream.externals.append(next((j for j in other.jobs if j.definition.name == external.job), other))
            other.successors.append(stream)

    def _closest_preceding(self, external: External, scheduled: float) -> StreamInstance:
        instances = self.by_name[external.stream]
        position = bisect_right([s.scheduled for s in instances], scheduled)
        return instances[max(position - 1, 0)]

    def _play(self, streams: list[StreamInstance]) -> None:
        for stream in streams:
            chance = random.Random(f"{self.seed}:{stream.identifier}")
            open_stream(stream, chance.uniform(120, 1500), self._orders(stream.prompt_id))
            for job in stream.jobs:
                luck = Chance.draw(chance, job.definition.minutes)
                orders, replies = self._orders(job.id), self._orders(job.prompt_id)
                play_job(job, luck, self.mishaps.get(job), orders, replies, self.stations)

    def _orders(self, target: str) -> list[Order]:
        return self.orders.get(target, [])


def is_carried_forward(stream: StreamInstance, midnight: float) -> bool:
    """At midnight: still at work, or failed in the last hours."""
    if stream.done <= midnight or stream.gate == NEVER:
        return False
    ends = [run.end for job in stream.jobs for run in job.runs]
    return max(ends, default=0) > midnight - CARRY_FAILURES
