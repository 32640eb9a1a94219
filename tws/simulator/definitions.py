"""What the bank defines: job streams, jobs, workstations, resources. Minutes count from 00:00 of the plan day."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class External:
    """A dependency on another stream, or on one job of it where `job` is given."""

    stream: str
    job: str = ""


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
