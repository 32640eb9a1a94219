"""What is written down of a plan day: who waits for whom, and when each run begins and ends.

Instants are seconds since 1970 in UTC (floats, as there are many); NEVER stands for "not on this day".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from tws.simulator.definitions import JobDef, PromptDef, StreamDef
from tws.simulator.identifiers import stream_identifier, uuid_of

NEVER = float("inf")
MINUTES_A_DAY = 1440
SUCC, ABEND, FAIL, PEND = "SUCC", "ABEND", "FAIL", "PEND"
REGULAR, RERUN, RECOVERY, RECOVERY_RERUN = "REGULAR", "RERUN", "RECOVERY", "RECOVERY_RERUN"
EVERY = "RERUN_EVERY"
_PLEDGED: Mapping[str, str] = MappingProxyType({SUCC: "SUCCP", ABEND: "ABENP"})


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
    """SUCC, ABEND or FAIL; PEND where it waits for somebody's word."""
    failure: str = ""
    """Name of an entry of failures.toml."""
    return_code: int = 0
    kind: str = REGULAR
    """As `RerunType` of V2: REGULAR, RERUN, RECOVERY (the recovery job), RECOVERY_RERUN or RERUN_EVERY."""
    settled: float = NEVER
    """When somebody confirmed its end."""
    verdict: str = SUCC
    """What was confirmed, or will be when it ends."""
    pledged: float = NEVER
    """When that was said of it while it ran on (SUCCP, ABENP)."""
    entered: float = NEVER
    """Of a job that repeats: when this run came into the plan, to wait for its time (`due`)."""
    due: float = NEVER

    @property
    def seen(self) -> float:
        """From when on it stands in the plan."""
        return min(self.ready, self.entered)

    @property
    def failed(self) -> bool:
        """By itself, whatever was confirmed later."""
        return self.outcome in (ABEND, FAIL)

    @property
    def good(self) -> bool:
        """In the end, by itself or by somebody's word."""
        return self.outcome == SUCC or (self.settled < NEVER and self.verdict == SUCC)

    def word(self, now: float) -> str:
        """The internal status, from the instant on at which it may be launched."""
        if now < self.start:
            return "READY" if now < self.intro else "INTRO"
        if now < self.end:
            return "EXEC" if now < self.pledged else _PLEDGED[self.verdict]
        return self.verdict if self.settled <= now else self.outcome


@dataclass(frozen=True, slots=True)
class Span:
    since: float
    until: float = NEVER

    def covers(self, instant: float) -> bool:
        return self.since <= instant < self.until


@dataclass(frozen=True, slots=True)
class RestartPrompt:
    """A recovery prompt: asked when a run has abended."""

    run: int
    """Number of that run."""
    text: str
    asked: float
    answered: float = NEVER
    refused: float = NEVER


@dataclass(eq=False, repr=False)
class JobInstance:
    definition: JobDef
    stream: StreamInstance
    position: int
    ordinal: int = 0
    """Its place in the whole day."""
    arrives: float = 0
    """When the file that it waits for is there."""
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
    pending: float = NEVER
    """Since when it is to be cancelled once its dependencies are met."""
    released: float = NEVER
    """When somebody released it from its dependencies."""
    suppressed: float = NEVER
    """When its latest start had passed, and it was not to start any more."""
    skipped: float = field(default=NEVER, init=False)
    """When its conditional dependencies turned out not to be met."""
    settled: float = field(default=NEVER, init=False)
    """When somebody confirmed the end of one that was skipped."""
    fell: float = field(default=NEVER, init=False)
    """When it first ended badly with nothing to follow by itself. These three take room only where they are set."""
    restarts: tuple[RestartPrompt, ...] = ()
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
        """Plain ones, then conditional ones, then members of joins."""
        definition = self.definition
        special = [c.position for c in definition.conditional] + [n for join in definition.joins for n in join.members]
        return [self.stream.jobs[n] for n in (*definition.predecessors, *special)]

    @property
    def starts_at(self) -> float | None:
        at = self.definition.at
        return None if at is None else self.stream.scheduled + at * 60

    @property
    def deadline(self) -> float | None:
        minutes = self.definition.deadline
        return None if minutes is None else self.stream.scheduled + minutes * 60

    @property
    def until(self) -> float | None:
        """The latest launch; of a job that repeats, where nothing else is said, a day after its job stream."""
        minutes = self.definition.until
        if minutes is None and self.definition.every:
            minutes = MINUTES_A_DAY
        return None if minutes is None else self.stream.scheduled + minutes * 60

    def priority(self, now: float) -> int:
        return priority_of(self.definition, self.priorities, now)

    def last_run(self, now: float) -> Run | None:
        """Of the rerun chain: recovery jobs do not count."""
        own = (run for run in reversed(self.runs) if run.kind != RECOVERY)
        return next((run for run in own if run.seen <= now), None)

    def is_held(self, now: float) -> bool:
        return any(span.covers(now) for span in self.holds)

    def is_canceled(self, now: float) -> bool:
        return any(span.covers(now) for span in self.cancels)

    @cached_property
    def prompt_id(self) -> str:
        return prompt_id(self.definition.named, self.stream.day, self.id)

    def holds_units(self, now: float) -> bool:
        """Of the resource that it needs."""
        return self.released > now and any(run.ready <= now < run.end for run in self.runs)

    def restart_id(self, run: int) -> str:
        """Of the recovery prompt that was asked after that run."""
        return uuid_of("restart prompt", self.id, run)

    def run_id(self, number: int) -> str:
        return uuid_of(self.id, number)


def prompt_id(named: PromptDef | None, day: date, owner: str) -> str:
    """A predefined prompt is one and the same for all that wait for it."""
    return uuid_of("predefined prompt", named.name, day) if named else uuid_of("prompt", owner)


def priority_of(definition: JobDef, ordered: Sequence[tuple[float, int]], now: float) -> int:
    """Without regard to holds; a released job has the product's 10."""
    values = [value for since, value in ordered if since <= now and value]
    return values[-1] if values else definition.priority or 10


@dataclass(eq=False, repr=False)
class StreamInstance:
    definition: StreamDef
    day: date
    scheduled: float
    jobs: list[JobInstance] = field(default_factory=list)
    externals: list[JobInstance | StreamInstance] = field(default_factory=list)
    successors: list[StreamInstance] = field(default_factory=list)
    released: float = NEVER
    """When somebody released it from its dependencies."""
    gate: float = NEVER
    """When its schedule time has come and its external dependencies and prompt are satisfied."""
    asked: float = NEVER
    answered: float = NEVER
    refused: float = NEVER
    """When the prompt was answered with no."""

    @cached_property
    def prompt_id(self) -> str:
        return prompt_id(self.definition.named, self.day, self.id)

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


def take_apart(stream: StreamInstance) -> None:
    """What is kept of a day that is over goes at once: its objects hold each other."""
    stream.externals.clear()
    stream.successors.clear()
    for job in stream.jobs:
        job.successors.clear()
    stream.jobs.clear()
