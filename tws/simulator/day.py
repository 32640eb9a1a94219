"""One plan day played from midnight to its end: nobody acts, so all its times can be worked out at once."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tws.simulator.definitions import Bank, External
from tws.simulator.failures import failure
from tws.simulator.mishaps import Mishap, Mishaps, draw_mishaps
from tws.simulator.timeline import NEVER, JobInstance, Run, StreamInstance

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
    mishaps: Mishaps = field(default_factory=dict)
    by_name: dict[str, list[StreamInstance]] = field(default_factory=lambda: defaultdict(list))

    @property
    def midnight(self) -> float:
        return datetime.combine(self.day, datetime.min.time(), ZoneInfo(self.bank.timezone)).timestamp()

    def build(self) -> list[StreamInstance]:
        streams = [s for definition in self.bank.streams for s in self._instances(definition.name)]
        self._play(streams)
        self.mishaps = draw_mishaps(streams, self.midnight, random.Random(f"{self.seed}:{self.day}:mishaps"))
        self._play(streams)
        return streams

    def _instances(self, name: str) -> list[StreamInstance]:
        definition = self._definitions[name]
        found = self.by_name[name]
        for start in definition.starts:
            stream = StreamInstance(definition, self.day, self.midnight + start * 60)
            stream.jobs = [JobInstance(job, stream, n) for n, job in enumerate(definition.jobs)]
            self._link(stream)
            found.append(stream)
        return found

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
            open_stream(stream, chance.uniform(120, 1500))
            for job in stream.jobs:
                play_job(job, Chance.draw(chance, job.definition.minutes), self.mishaps.get(job))


@dataclass(frozen=True, slots=True)
class Chance:
    """The day's luck of one job. Seconds; drawn alike whether it fails or not."""

    queue: float
    intro: float
    work: float
    answer: float
    job_number: int

    @classmethod
    def draw(cls, rng: random.Random, minutes: int) -> Chance:
        return cls(
            queue=rng.uniform(3, 45),
            intro=rng.uniform(1, 6),
            work=minutes * 60 * rng.uniform(0.8, 1.2) * (1.7 if rng.random() < 0.04 else 1),
            answer=rng.uniform(120, 2400),
            job_number=rng.randrange(100_000, 900_000_000),
        )


def open_stream(stream: StreamInstance, answer: float) -> None:
    gate = max([stream.scheduled, *(predecessor.done for predecessor in stream.externals)])
    if stream.definition.prompt:
        stream.asked, gate = gate, gate + answer
        stream.answered = gate
    stream.gate = gate


def play_job(job: JobInstance, chance: Chance, mishap: Mishap | None) -> None:
    job.gate = max([job.stream.gate, job.starts_at or 0, *(p.done for p in job.predecessors)])
    if job.definition.prompt:
        job.asked, job.answered = job.gate, job.gate + chance.answer
        job.gate = job.answered
    launches = job.gate < NEVER and job.definition.workstation.linked and job.definition.priority > 0
    job.runs = tuple(_runs(job, chance, mishap)) if launches else ()
    job.done = job.runs[-1].end if job.runs and job.runs[-1].outcome == "SUCC" else NEVER


def _runs(job: JobInstance, chance: Chance, mishap: Mishap | None) -> list[Run]:
    if mishap is None:
        return [_run(chance, 1, job.gate, "", 1)]
    runs: list[Run] = []
    ready, pause = job.gate, mishap.repaired_after or 0
    for name in mishap.failures:
        runs.append(_run(chance, len(runs) + 1, ready, name, mishap.fraction))
        ready = runs[-1].end + pause
    if mishap.repaired_after is not None:
        runs.append(_run(chance, len(runs) + 1, ready, "", 1))
    return runs


def _run(chance: Chance, number: int, ready: float, failure_name: str, fraction: float) -> Run:
    kind = failure(failure_name) if failure_name else None
    intro = ready + chance.queue
    start = intro + chance.intro
    work = 1.0 if kind and kind.outcome == "FAIL" else max(5.0, chance.work * fraction)
    return Run(
        number=number,
        job_number=chance.job_number + (number - 1) * 7919,
        ready=ready,
        intro=intro,
        start=start,
        end=start + work,
        outcome=kind.outcome if kind else "SUCC",
        failure=failure_name,
        return_code=kind.exit_status if kind else 0,
    )


def is_carried_forward(stream: StreamInstance, midnight: float) -> bool:
    """At midnight: still at work, or failed in the last hours."""
    if stream.done <= midnight or stream.gate == NEVER:
        return False
    ends = [run.end for job in stream.jobs for run in job.runs]
    return max(ends, default=0) > midnight - CARRY_FAILURES
