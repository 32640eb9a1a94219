"""What is written down of a plan day: who waits for whom, and when each run begins and ends.

Instants are seconds since 1970 in UTC (floats, as there are many); NEVER stands for "not on this day".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tws.simulator.definitions import JobDef, StreamDef
from tws.simulator.identifiers import stream_identifier, uuid_of

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Run:
    number: int
    """1 for the first run, then one more for each rerun."""
    job_number: int
    """Process number as the log shows it."""
    ready: float
    intro: float
    start: float
    end: float
    outcome: str
    """SUCC, ABEND or FAIL."""
    failure: str = ""
    """Name of an entry of failures.toml."""
    return_code: int = 0
    settled: float = NEVER
    """When somebody confirmed that its ABEND was none."""


@dataclass(frozen=True, slots=True)
class Span:
    since: float
    until: float = NEVER

    def covers(self, instant: float) -> bool:
        return self.since <= instant < self.until


@dataclass(eq=False)
class JobInstance:
    definition: JobDef
    stream: StreamInstance
    position: int
    gate: float = NEVER
    """When its dependencies and its `at` time are satisfied."""
    asked: float = NEVER
    answered: float = NEVER
    refused: float = NEVER
    """When the prompt was answered with no."""
    runs: tuple[Run, ...] = ()
    done: float = NEVER
    """When its successors may go: end of the run that succeeded, or when it was confirmed or cancelled."""
    holds: tuple[Span, ...] = ()
    cancels: tuple[Span, ...] = ()
    priorities: tuple[tuple[float, int], ...] = ()
    """Since when which priority was ordered."""
    successors: list[JobInstance] = field(default_factory=list)
    """Inside the same stream."""

    @cached_property
    def id(self) -> str:
        return uuid_of(self.stream.identifier, self.definition.name)

    @cached_property
    def composite_id(self) -> str:
        return f"{self.stream.composite_id};{self.definition.name}"

    @cached_property
    def key(self) -> str:
        return f"{self.stream.key}.{self.definition.name}"

    @property
    def predecessors(self) -> list[JobInstance]:
        return [self.stream.jobs[n] for n in self.definition.predecessors]

    @property
    def starts_at(self) -> float | None:
        at = self.definition.at
        return None if at is None else self.stream.scheduled + at * 60

    @property
    def deadline(self) -> float | None:
        minutes = self.definition.deadline
        return None if minutes is None else self.stream.scheduled + minutes * 60

    def priority(self, now: float) -> int:
        """Without regard to holds; a released job has the product's 10."""
        ordered = [value for since, value in self.priorities if since <= now and value]
        return ordered[-1] if ordered else self.definition.priority or 10

    def is_held(self, now: float) -> bool:
        return any(span.covers(now) for span in self.holds)

    def is_canceled(self, now: float) -> bool:
        return any(span.covers(now) for span in self.cancels)

    @cached_property
    def prompt_id(self) -> str:
        return uuid_of("prompt", self.id)

    def run_id(self, number: int) -> str:
        return uuid_of(self.id, number)


@dataclass(eq=False)
class StreamInstance:
    definition: StreamDef
    day: date
    scheduled: float
    jobs: list[JobInstance] = field(default_factory=list)
    externals: list[JobInstance | StreamInstance] = field(default_factory=list)
    successors: list[StreamInstance] = field(default_factory=list)
    gate: float = NEVER
    """When its schedule time has come and its external dependencies and prompt are satisfied."""
    asked: float = NEVER
    answered: float = NEVER
    refused: float = NEVER
    """When the prompt was answered with no."""

    @cached_property
    def prompt_id(self) -> str:
        return uuid_of("prompt", self.id)

    @property
    def done(self) -> float:
        return max(job.done for job in self.jobs)

    @property
    def deadline(self) -> float | None:
        minutes = self.definition.deadline
        return None if minutes is None else self.scheduled + minutes * 60

    @cached_property
    def identifier(self) -> str:
        return stream_identifier(self.day.isoformat(), self.definition.name, self.scheduled)

    @cached_property
    def id(self) -> str:
        return uuid_of(self.identifier)

    @cached_property
    def composite_id(self) -> str:
        return f"{self.definition.workstation.name};{self.identifier}"

    @cached_property
    def key(self) -> str:
        return f"{self.definition.workstation.key}#{self.definition.folder}{self.definition.name}"
