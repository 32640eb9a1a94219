"""Plays job streams through a day: each event at its instant, so that nobody knows of the future.

Jobs that nothing can disturb (no order, no mishap, nothing scarce) are worked out at once; the others are lives whose
events are taken in the order of their times. Statuses go into the plan when all is played.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush

from tws.simulator.chance import Chance
from tws.simulator.conditions import is_met, joined
from tws.simulator.counters import Counter, Place
from tws.simulator.definitions import (
    ANY_DURATION,
    NO_LIMIT,
    Condition,
    JobDef,
    PromptDef,
    ResourceDef,
    WorkstationDef,
)
from tws.simulator.life import UNTIL, Life
from tws.simulator.mishaps import Mishaps
from tws.simulator.orders import Order
from tws.simulator.stations import HI, Stations
from tws.simulator.timeline import NEVER, JobInstance, StreamInstance

Event = tuple[float, int, int]
"""Instant; ordinal of the job (of a bell: a negative number); how often the job was put down."""
Luck = tuple[float, Sequence[Chance]]
"""Seconds to the answer of the stream's prompt, and the jobs' luck."""


@dataclass(frozen=True)
class Rules:
    """What holds for the whole day."""

    luck: Callable[[StreamInstance], Luck]
    mishaps: Mishaps
    orders: Mapping[str, Sequence[Order]]
    stations: Stations
    resources: Mapping[str, ResourceDef]
    answers: Callable[[PromptDef], float]
    """When predefined prompts are answered."""
    tight: frozenset[str]
    """Workstations that may reach their limit."""


@dataclass(repr=False)
class Play:
    rules: Rules
    streams: Sequence[StreamInstance]
    done: dict[JobInstance, float] = field(default_factory=dict)
    """Known so far."""
    lives: dict[int, Life] = field(default_factory=dict)
    """By ordinal of the job."""
    lots: dict[StreamInstance, Luck] = field(default_factory=dict)
    opened: set[StreamInstance] = field(default_factory=set)
    asked: set[JobInstance | StreamInstance] = field(default_factory=set)
    """Whose prompts were asked."""
    events: list[Event] = field(default_factory=list)
    versions: dict[int, int] = field(default_factory=dict)
    counters: dict[object, Counter[Life]] = field(default_factory=dict)
    bells: list[Callable[[float], None]] = field(default_factory=list)
    """What is to be done at instants that are no job's."""
    queues: dict[Life, Counter[Life]] = field(default_factory=dict)
    """Where a life waits."""
    taken: dict[Life, list[tuple[Counter[Life], int]]] = field(default_factory=dict)
    """What a launched one holds."""

    def run(self) -> None:
        self.inside = frozenset(self.streams)
        for stream in self.streams:
            self._prepare(stream)
        for stream in self.streams:
            self._look_at_stream(stream)
        while self.events:
            now, number, version = heappop(self.events)
            if number < 0:
                self.bells[-1 - number](now)
            elif self.versions[number] == version:
                self._turn(self.lives[number], now)
        self._write()

    def _prepare(self, stream: StreamInstance) -> None:
        """Jobs of which something was ordered live from midnight on."""
        released = (o.at for o in self.rules.orders.get(stream.id, ())) if self.rules.orders else ()
        stream.released = min(released, default=NEVER)
        if stream.released < NEVER:
            self._ring(partial(self._open, stream), [stream.released])
        for job in stream.jobs:
            orders = self._orders_of(job)
            if orders:
                self._put_down(self._give_life(job, orders))

    def _orders_of(self, job: JobInstance) -> Sequence[Order]:
        """And the one that nobody gives."""
        given = self.rules.orders.get(job.id, ()) if self.rules.orders else ()
        if job.until is None:
            return given
        return sorted([*given, Order(job.until, UNTIL, job.id)], key=lambda order: order.at)

    def _replies(self, prompt: str) -> Sequence[Order]:
        return self.rules.orders.get(prompt, ())

    def _ask(self, item: JobInstance | StreamInstance, gate: float, wait: float) -> float:
        self.asked.add(item)
        replies = self._replies(item.prompt_id) if self.rules.orders else ()
        named = item.definition.named
        return ask(item, gate, self.rules.answers(named) if named else gate + wait, replies)

    def _give_life(self, job: JobInstance, orders: Sequence[Order] = ()) -> Life:
        chance = self._luck(job.stream)[1][job.position]
        life = Life(job, chance, self.rules.mishaps.get(job), orders, self._replies)
        self.lives[job.ordinal] = life
        return life

    def _luck(self, stream: StreamInstance) -> Luck:
        if stream not in self.lots:
            self.lots[stream] = self.rules.luck(stream)
        return self.lots[stream]

    def _done(self, item: JobInstance | StreamInstance) -> float:
        """As far as it is known; what is not played here stands in the plan."""
        if isinstance(item, StreamInstance):
            return max(map(self._done, item.jobs)) if item in self.inside else item.done
        return self.done.get(item, NEVER) if item.stream in self.inside else item.done

    def _look_at_stream(self, stream: StreamInstance) -> None:
        """Opens it when all that it waits for is known."""
        if stream in self.opened or stream not in self.inside:
            return
        gate = max([stream.scheduled, *map(self._done, stream.externals)])
        if gate == NEVER:
            return
        if stream.definition.prompt:
            gate = self._ask(stream, gate, self._luck(stream)[0])
        self._open(stream, min(gate, stream.released))

    def _open(self, stream: StreamInstance, gate: float) -> None:
        if stream in self.opened and stream.gate <= gate:
            return
        self.opened.add(stream)
        stream.gate = gate
        for job in stream.jobs:
            self._look_at(job)

    def _look_at(self, job: JobInstance) -> None:
        """Lets it begin when all that it waits for is known."""
        life = self.lives.get(job.ordinal)
        begun = min(life.gate, life.skipped) < NEVER if life else job in self.done
        if begun or job.stream not in self.opened:
            return
        gate = self._gate(job)
        if gate == NEVER:
            return
        if job.definition.conditional and not self._goes(job):
            life = life or self._give_life(job)
            life.skip(gate)
            self._put_down(life)
            return
        if job.definition.prompt:
            gate = self._ask(job, gate, self._luck(job.stream)[1][job.position].answer)
        if life is None and self._is_plain(job):
            self._play_at_once(job, gate)
        else:
            life = life or self._give_life(job)
            life.open(gate)
            self._put_down(life)

    def _gate(self, job: JobInstance) -> float:
        """NEVER as long as it is not known."""
        gate, jobs, done = max(job.stream.gate, job.arrives), job.stream.jobs, self.done
        for position in job.definition.predecessors:
            gate = max(gate, done.get(jobs[position], NEVER))
        for condition in job.definition.conditional:
            gate = max(gate, self._ended(jobs[condition.position]))
        for join in job.definition.joins:
            gate = max(gate, joined(join, [done.get(jobs[n], NEVER) for n in join.members]))
        return gate if job.definition.at is None else max(gate, job.starts_at or 0)

    def _ended(self, job: JobInstance) -> float:
        """For better or worse, as far as it is known."""
        life = self.lives.get(job.ordinal)
        return min(self.done.get(job, NEVER), life.fell if life else NEVER)

    def _goes(self, job: JobInstance) -> bool:
        """Whether its conditional dependencies are met; what they are about has ended."""
        return all(self._fits(job.stream.jobs[c.position], c) for c in job.definition.conditional)

    def _fits(self, job: JobInstance, condition: Condition) -> bool:
        life = self.lives.get(job.ordinal)
        if life is not None:
            life.write()
        return is_met(condition, job)

    def _is_plain(self, job: JobInstance) -> bool:
        definition, station = job.definition, job.definition.workstation
        if definition.need or definition.confirmed or definition.priority == 0 or job in self.rules.mishaps:
            return False
        if definition.every or definition.conditional or definition.durations is not ANY_DURATION:
            return False
        if job.stream.definition.limit != NO_LIMIT or station.name in self.rules.tight:
            return False
        return self.rules.stations.launches(station, definition.priority)

    def _play_at_once(self, job: JobInstance, gate: float) -> None:
        run = self._luck(job.stream)[1][job.position].run(1, gate) if gate < NEVER else None
        course = (
            Life(job, _NO_CHANCE)
            if job.restarts or job.fell < NEVER or job.holds or job.cancels or job.priorities
            else None
        )
        if course:
            course.write()
        job.gate, job.runs, job.done = gate, (run,) if run else (), run.end if run else NEVER
        job.released = job.suppressed = job.pending = NEVER
        self.done[job] = job.done
        for stream in job.stream.successors:
            self._look_at_stream(stream)

    def _tell(self, life: Life) -> None:
        """To all that may have waited for it; a job comes after its predecessors."""
        job = life.job
        life.told, self.done[job] = True, life.done
        for later in job.stream.jobs[job.position + 1 :]:
            self._look_at(later)
        for stream in job.stream.successors:
            self._look_at_stream(stream)

    def _put_down(self, life: Life) -> None:
        """For its next event; what was put down of it before counts no more."""
        number = life.job.ordinal
        self.versions[number] = self.versions.get(number, 0) + 1
        due = life.due()
        if due < NEVER:
            heappush(self.events, (due, number, self.versions[number]))

    def _turn(self, life: Life, now: float) -> None:
        if life.is_to_launch(now):
            self._launch(life, now)
        elif life.done <= now and not life.told:
            self._tell(life)
        else:
            life.turn(now)
        self._settle(life, now)

    def _settle(self, life: Life, now: float) -> None:
        """After each event: it leaves the queue, and gives back what it does not need any more."""
        if life in self.queues and (life.wish is None or life.wakes < NEVER):
            queue = self.queues.pop(life)
            queue.leave(life)
            self._serve(queue, now)
        self._put_down(life)
        if life.over == NEVER:
            self._note_fall(life, now)
            for counter, units in self.taken.pop(life, ()):
                counter.used -= units
                self._serve(counter, now)

    def _note_fall(self, life: Life, now: float) -> None:
        """It has ended badly, and nothing follows by itself: those that wait for just that may go."""
        if life.fell < NEVER or not life.is_lost(now):
            return
        life.fell = now
        for later in life.job.stream.jobs[life.job.position + 1 :]:
            if later.definition.conditional:
                self._look_at(later)

    def _serve(self, counter: Counter[Life], now: float) -> None:
        while life := counter.next(now):
            self.queues.pop(life, None)
            self._launch(life, now)
            self._settle(life, now)

    def _launch(self, life: Life, now: float) -> None:
        """Or makes it wait, for its workstation or in a queue."""
        station, priority = life.job.definition.workstation, life.priority(now)
        life.wakes = self.rules.stations.opens(station, priority, now) if life.wish else NEVER
        if life.wakes > now or life.wish is None:
            return
        place = (-priority, life.wish.since, life.job.ordinal)
        wanted = self._wanted(life)
        for counter, units in wanted:
            if not self._passes(counter, place, units, now, life):
                life.wakes = NEVER
                counter.wait(place, units, life)
                self.queues[life] = counter
                return
        for counter, units in wanted:
            counter.used += units
        self.taken[life] = wanted
        life.start(now)

    def _passes(self, counter: Counter[Life], place: Place, units: int, now: float, life: Life) -> bool:
        """Jobs of priority hi and go do not ask for the limit of their workstation."""
        station = counter is self.counters.get(life.job.definition.workstation.name)
        return (station and -place[0] >= HI) or counter.grants(place, units, now)

    def _wanted(self, life: Life) -> list[tuple[Counter[Life], int]]:
        definition, stream = life.job.definition, life.job.stream
        wanted: list[tuple[Counter[Life], int]] = []
        if definition.need and life.released == NEVER:
            wanted.append((self._resource(self.rules.resources[definition.need.resource]), definition.need.units))
        if stream.definition.limit != NO_LIMIT:
            wanted.append((self._counter(stream, lambda _: stream.definition.limit, ()), 1))
        if self._has_limit(definition):
            wanted.append((self._station(definition.workstation), 1))
        return wanted

    def _has_limit(self, definition: JobDef) -> bool:
        name = definition.workstation.name
        return name in self.rules.tight or name in self.rules.stations.changes

    def _resource(self, resource: ResourceDef) -> Counter[Life]:
        stations = self.rules.stations
        return self._counter(resource.key, partial(stations.quantity, resource), stations.moments(resource.key))

    def _station(self, station: WorkstationDef) -> Counter[Life]:
        stations = self.rules.stations
        return self._counter(station.name, lambda now: stations.at(station, now).limit, stations.moments(station.name))

    def _counter(self, key: object, capacity: Callable[[float], int], moments: Sequence[float]) -> Counter[Life]:
        if key not in self.counters:
            self.counters[key] = Counter(capacity)
            if moments:
                self._ring(partial(self._serve, self.counters[key]), moments)
        return self.counters[key]

    def _ring(self, bell: Callable[[float], None], moments: Sequence[float]) -> None:
        self.bells.append(bell)
        for moment in moments:
            heappush(self.events, (moment, -len(self.bells), 0))

    def _write(self) -> None:
        for stream in self.streams:
            if stream not in self.opened:
                stream.gate = NEVER
            self._ask_never(stream)
            for job in stream.jobs:
                self._ask_never(job)
                life = self.lives.get(job.ordinal)
                if life:
                    life.write()
                elif job not in self.done:
                    Life(job, _NO_CHANCE).write()

    def _ask_never(self, item: JobInstance | StreamInstance) -> None:
        """Not on this day; but it may have been answered."""
        if item.definition.prompt and item not in self.asked:
            self._ask(item, NEVER, 0)


_NO_CHANCE = Chance(0, 0, 0, 0, 0)


def ask(item: JobInstance | StreamInstance, gate: float, answered: float, replies: Sequence[Order]) -> float:
    """Asks a prompt; gives when the way is free. Nobody answers twice; a no stays a no."""
    item.asked, item.answered, item.refused = gate, answered, NEVER
    first = next((r for r in replies if r.at < item.answered), None)
    if first is not None and first.verb == "reply-no":
        item.answered, item.refused = NEVER, first.at
    elif first is not None:
        item.answered = first.at
    return max(gate, item.answered)


def luck_of(seed: int, stream: StreamInstance) -> Luck:
    rng = random.Random(f"{seed}:{stream.identifier}")
    return rng.uniform(120, 1500), [Chance.draw(rng, job.definition.minutes) for job in stream.jobs]
