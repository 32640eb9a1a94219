"""One plan day played from midnight to its end: all its times are worked out at once, and anew after each order."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

from tws.simulator.definitions import Bank, External, FileDef, PromptDef, StreamDef, WorkstationDef
from tws.simulator.mishaps import Mishaps, draw_mishaps
from tws.simulator.orders import Order
from tws.simulator.play import Luck, Play, Rules, luck_of
from tws.simulator.stations import Stations
from tws.simulator.timeline import NEVER, JobInstance, StreamInstance

FIRST_PLAN = date(2025, 1, 1)
CARRY_FAILURES = 6 * 3600
"""Seconds before midnight: streams that failed later than this are carried forward."""
MARGIN = 1.25
"""A workstation whose limit is this many times what the plan needs never makes a job wait."""


def run_number(day: date) -> int:
    """The plan's run number goes up by one a day."""
    return (day - FIRST_PLAN).days + 1


@dataclass(repr=False)
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
    jobs: int = 0
    """How many there are."""
    _known_users: tuple[object, Mapping[str, list[StreamInstance]]] = (None, MappingProxyType({}))
    tight: frozenset[str] = frozenset()
    """Workstations that come near their limit: who runs there may wait for others."""

    @cached_property
    def midnight(self) -> float:
        return datetime.combine(self.day, datetime.min.time(), ZoneInfo(self.bank.timezone)).timestamp()

    def build(self) -> list[StreamInstance]:
        self.streams = [s for definition in self.bank.streams for s in self._instances(definition.name)]
        orders, self.orders = self.orders, {}
        drawn: dict[StreamInstance, Luck] = {}
        self._play(self.streams, drawn)
        self.tight = near_their_limit(self.streams)
        if not self.calm:
            rng = random.Random(f"{self.seed}:{self.day}:mishaps")
            self.mishaps = draw_mishaps(self.streams, self.midnight, rng)
        self.orders = orders
        for definition, scheduled in self.submitted:
            self.streams.append(self._instance(definition, scheduled))
        disturbed = self.streams if self.orders or self.submitted else self._disturbed()
        self._play(disturbed, drawn)
        return self.streams

    def _disturbed(self) -> list[StreamInstance]:
        """Those that a mishap or a limit of their workstation touches: the others went as they were played."""
        crowded = (s for s in self.streams if any(job.workstation.name in self.tight for job in s.definition.jobs))
        return self._entangled(*crowded, *(job.stream for job in self.mishaps))

    def submit(self, definition: StreamDef, scheduled: float) -> StreamInstance:
        """One more job stream; its name need not be one of the bank's (an alias)."""
        stream = self._instance(definition, scheduled)
        self.streams.append(stream)
        self._play(self._entangled(stream))
        return stream

    def play_again(self) -> None:
        """After an order that may touch every job."""
        self._play(self.streams)

    def note(self, order: Order) -> None:
        self.orders[order.target] = sorted([*self.orders.get(order.target, ()), order], key=lambda o: o.at)

    def obey(self, stream: StreamInstance, *orders: Order) -> list[StreamInstance]:
        """Notes orders and plays again what they can touch; gives those job streams."""
        for order in orders:
            self.note(order)
        again = self._entangled(stream)
        self._play(again)
        return again

    def _entangled(self, *streams: StreamInstance) -> list[StreamInstance]:
        """With the job streams behind them, those that share a scarce thing or a prompt, those behind these …"""
        users = self._users()
        found, waiting = set(streams), [*streams]
        while waiting:
            one = waiting.pop()
            near = {*one.successors, *(u for thing in self._scarce(one) for u in users[thing])} - found
            found |= near
            waiting += near
        return [s for s in self.streams if s in found]

    def _users(self) -> Mapping[str, list[StreamInstance]]:
        """Of each scarce thing; worked out anew where there are more job streams or more workstations with orders."""
        state = (len(self.streams), frozenset(self.stations.changes))
        if self._known_users[0] != state:
            users: dict[str, list[StreamInstance]] = defaultdict(list)
            for stream in self.streams:
                for thing in self._scarce(stream):
                    users[thing].append(stream)
            self._known_users = (state, users)
        return self._known_users[1]

    def _scarce(self, stream: StreamInstance) -> set[str]:
        definitions = stream.definition.jobs
        stations = {job.workstation.name for job in definitions}
        limited = {name for name in stations if name in self.tight or name in self.stations.changes}
        named = [stream.definition.named, *(job.named for job in definitions)]
        prompts = {prompt.name for prompt in named if prompt}
        return {job.need.resource for job in definitions if job.need} | limited | prompts

    def _instances(self, name: str) -> list[StreamInstance]:
        definition = self._definitions[name]
        for start in definition.starts:
            self.by_name[name].append(self._instance(definition, self.midnight + start * 60))
        return self.by_name[name]

    def _instance(self, definition: StreamDef, scheduled: float) -> StreamInstance:
        stream = StreamInstance(definition, self.day, scheduled)
        stream.jobs = [JobInstance(job, stream, n, self.jobs + n) for n, job in enumerate(definition.jobs)]
        self.jobs += len(stream.jobs)
        for job in stream.jobs:
            if job.definition.file:
                job.arrives = self.midnight + arrival(job.definition.file, f"{self.seed}:{self.day}")
        self._link(stream)
        return stream

    def __post_init__(self) -> None:
        self._definitions = {stream.name: stream for stream in self.bank.streams}
        self._resources = {resource.name: resource for resource in self.bank.resources}

    def _link(self, stream: StreamInstance) -> None:
        for job in stream.jobs:
            for predecessor in job.predecessors:
                predecessor.successors.append(job)
        for external in stream.definition.externals:
            other = self._meant(external, stream.scheduled)
            if other is not None:
                tie(stream, other, external)

    def _meant(self, external: External, scheduled: float) -> StreamInstance | None:
        """The closest preceding one, or the first of the day; of `previous`, none where there was none today."""
        instances = self.by_name[external.stream]
        if external.previous:
            earlier = bisect_left([s.scheduled for s in instances], scheduled)
            return instances[earlier - 1] if earlier else None
        position = bisect_right([s.scheduled for s in instances], scheduled)
        return instances[max(position - 1, 0)]

    def follow(self, before: DayBuilder) -> None:
        """The first of the day wait for those of the day before that are still to end (`previous`)."""
        wanted = ((s, e) for s in self.streams for e in s.definition.externals if e.previous)
        for stream, external in wanted:
            last = before.by_name[external.stream][-1:]
            if self._meant(external, stream.scheduled) is None and last and self._delays(last[0], stream):
                tie(stream, last[0], external)
                self._play(self._entangled(stream))

    def _delays(self, other: StreamInstance, stream: StreamInstance) -> bool:
        return other.done > stream.scheduled and is_carried_forward(other, self.midnight)

    def _answers(self, prompt: PromptDef) -> float:
        return self.midnight + answer(prompt, f"{self.seed}:{self.day}")

    def _play(self, streams: Sequence[StreamInstance], drawn: dict[StreamInstance, Luck] | None = None) -> None:
        """`drawn`: luck that another play may need again."""
        luck = partial(luck_of, self.seed)
        rules = Rules(luck, self.mishaps, self.orders, self.stations, self._resources, self._answers, self.tight)
        Play(rules, streams, lots={} if drawn is None else drawn).run()


def tie(stream: StreamInstance, other: StreamInstance, external: External) -> None:
    """The one waits for the other, or for a job of it."""
    stream.externals.append(next((j for j in other.jobs if j.definition.name == external.job), other))
    other.successors.append(stream)


def answer(prompt: PromptDef, seed: str) -> float:
    """Seconds after midnight."""
    return prompt.answered * 60 + random.Random(f"{seed}:{prompt.name}").uniform(0, 1800)


def arrival(file: FileDef, seed: str) -> float:
    """Seconds after midnight: about when it should, or late."""
    rng = random.Random(f"{seed}:{file.path}")
    late = rng.uniform(1200, 7200) if rng.random() < file.late else rng.uniform(-900, 0)
    return file.arrives * 60 + late


def near_their_limit(streams: Iterable[StreamInstance]) -> frozenset[str]:
    """Workstations on which, by the plan, nearly as many jobs run at once as may."""
    changes: dict[WorkstationDef, list[tuple[float, int]]] = defaultdict(list)
    for job in (job for stream in streams for job in stream.jobs):
        for run in job.runs:
            changes[job.definition.workstation] += [(run.ready, 1), (run.end, -1)]
    peaks = {s: max(accumulate(step for _, step in sorted(found))) for s, found in changes.items()}
    return frozenset(s.name for s, peak in peaks.items() if peak * MARGIN > s.limit)


def is_carried_forward(stream: StreamInstance, midnight: float) -> bool:
    """At midnight: still at work, or failed in the last hours."""
    if stream.done <= midnight or stream.gate == NEVER:
        return False
    ends = [run.end for job in stream.jobs for run in job.runs]
    return max(ends, default=0) > midnight - CARRY_FAILURES
