"""What the bank defines: job streams, jobs, workstations, resources. Minutes count from 00:00 of the plan day."""

from __future__ import annotations

from dataclasses import dataclass

SUPPRESS, CONTINUE, CANCEL = "SUPPRESS", "CONTINUE", "CANCEL"
"""What becomes of a job that was not launched in time (`onuntil suppr`, `cont`, `canc`)."""
NO_LIMIT = -1


@dataclass(frozen=True, slots=True)
class WorkstationDef:
    name: str
    kind: str = "AGENT"
    folder: str = "/"
    node: str = ""
    os: str = "LINUX"
    limit: int = 10
    linked: bool = True
    running: bool = True
    """JobManager is up."""
    fence: int = 0

    @property
    def key(self) -> str:
        return f"{self.folder}{self.name}"


@dataclass(frozen=True, slots=True)
class ResourceDef:
    name: str
    workstation: str
    quantity: int

    @property
    def key(self) -> str:
        return f"/{self.workstation}#/{self.name}"


@dataclass(frozen=True, slots=True)
class FileDef:
    """A file that jobs wait for (`opens`)."""

    path: str
    workstation: str
    arrives: int
    """Minutes from 00:00, on most days."""
    late: float = 0.0
    """Share of days on which it comes up to two hours later."""


@dataclass(frozen=True, slots=True)
class PromptDef:
    """A predefined prompt: one question, whose answer counts for all that wait for it."""

    name: str
    text: str
    answered: int
    """Minutes from 00:00 at which the operator of the day answers it, or up to half an hour later."""


@dataclass(frozen=True, slots=True)
class Need:
    """Units of a resource that a run holds from its launch to its end."""

    resource: str
    units: int = 1


@dataclass(frozen=True, slots=True)
class Recovery:
    """What follows an ABEND (section 6.3 of the contract)."""

    option: str = "STOP"
    """STOP, CONTINUE or RERUN."""
    prompt: str = ""
    job: str = ""
    """Name of the recovery job; none where empty."""
    minutes: int = 5
    """Estimated duration of the recovery job."""
    attempts: int = 1
    """Of RERUN: how often before somebody is asked."""
    pause: int = 0
    """Minutes before each of these."""


STOP = Recovery()


@dataclass(frozen=True, slots=True)
class Durations:
    """How long a run should last, in minutes, and what becomes of it otherwise (`maxdur`, `mindur`)."""

    most: int | None = None
    kills: bool = False
    """It is killed when that time is over; else it goes on."""
    least: int | None = None
    on_short: str = CONTINUE
    """What a shorter one that ended well becomes: CONTINUE (nothing), ABEND or CONFIRMED (somebody is asked)."""


ANY_DURATION = Durations()


@dataclass(frozen=True, slots=True)
class Condition:
    """A dependency on how a job of the same stream ends."""

    position: int
    words: tuple[str, ...]
    """SUCC, ABEND, FAIL or SUPPR, and names of its output conditions: one of them is enough."""


@dataclass(frozen=True, slots=True)
class Join:
    """Several dependencies on jobs of the same stream, of which some may be enough."""

    name: str
    members: tuple[int, ...]
    quantity: int

    @property
    def criteria(self) -> str:
        return "ALL" if self.quantity == len(self.members) else "AT_LEAST"


@dataclass(frozen=True, slots=True)
class JobDef:
    name: str
    kind: str
    """What runs it: UNIX, ORACLE, SAP … (a table of programs.toml)."""
    minutes: int
    """Estimated duration."""
    workstation: WorkstationDef
    predecessors: tuple[int, ...] = ()
    """Positions inside the same stream."""
    priority: int = 10
    critical: bool = False
    at: int | None = None
    """Minutes after the stream's start."""
    deadline: int | None = None
    """Minutes after the stream's start."""
    prompt: str = ""
    """Text; of its own, or that of `named`."""
    named: PromptDef | None = None
    until: int | None = None
    """Minutes after the stream's start: the latest launch."""
    on_until: str = SUPPRESS
    need: Need | None = None
    file: FileDef | None = None
    recovery: Recovery = STOP
    confirmed: bool = False
    """Its end waits for somebody's word (state PEND)."""
    conditions: tuple[str, ...] = ()
    """Names of its output conditions."""
    every: int | None = None
    """Minutes from one run to the next; they end at `until`, or a day after the stream's start."""
    durations: Durations = ANY_DURATION
    conditional: tuple[Condition, ...] = ()
    joins: tuple[Join, ...] = ()
    command: str = ""
    """What a person had run once; empty for jobs of the bank, whose script follows from their kind."""
    login: str = ""


@dataclass(frozen=True, slots=True)
class External:
    """A dependency on another stream, or on one job of it where `job` is given."""

    stream: str
    job: str = ""
    previous: bool = False
    """On the one before it (`follows … previous`), if need be of the day before; else on the closest preceding."""


@dataclass(frozen=True, slots=True)
class StreamDef:
    name: str
    folder: str
    workstation: WorkstationDef
    starts: tuple[int, ...]
    jobs: tuple[JobDef, ...]
    externals: tuple[External, ...] = ()
    priority: int = 10
    deadline: int | None = None
    """Minutes after the start."""
    prompt: str = ""
    named: PromptDef | None = None
    limit: int = NO_LIMIT
    """Jobs of it that run at once."""
    calm: bool = False
    """Nothing in it goes wrong by chance."""


@dataclass(frozen=True, slots=True)
class Bank:
    timezone: str
    master: WorkstationDef
    workstations: tuple[WorkstationDef, ...]
    resources: tuple[ResourceDef, ...]
    streams: tuple[StreamDef, ...]
    """A stream comes after those it depends on."""

    @property
    def jobs_a_day(self) -> int:
        return sum(len(stream.jobs) * len(stream.starts) for stream in self.streams)
