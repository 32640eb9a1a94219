"""A day of a few jobs, told in words; times are minutes after the start of the job stream."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from tws.simulator.day import DayBuilder
from tws.simulator.definitions import Bank, FileDef, JobDef, ResourceDef, StreamDef, WorkstationDef
from tws.simulator.orders import Order
from tws.simulator.plan import Plan
from tws.simulator.snapshot import Snapshot
from tws.simulator.stations import Stations
from tws.simulator.timeline import NEVER, JobInstance, StreamInstance

DAY = date(2026, 3, 5)
MASTER = WorkstationDef("MDM", "MANAGER")
AGENT = WorkstationDef("AGT01", limit=100)
START = 120
"""Minutes after midnight."""


def job(name: str, minutes: int = 10, *after: int, **more: object) -> JobDef:
    plain = JobDef(name, "UNIX", minutes, AGENT, predecessors=after)
    return replace(plain, **more)  # type: ignore[arg-type]


def stream(*jobs: JobDef, name: str = "NIGHT", start: int = START, **more: object) -> StreamDef:
    return replace(StreamDef(name, "/T/", MASTER, (start,), jobs), **more)  # type: ignore[arg-type]


def missing_file(late: float = 0.0) -> FileDef:
    return FileDef("/batch/in/rates.csv", "AGT01", START + 60, late)


@dataclass
class Small:
    """Plays the job streams; `order` and `build` give the plan anew."""

    streams: tuple[StreamDef, ...]
    resources: tuple[ResourceDef, ...] = ()
    seed: int = 7
    builder: DayBuilder = field(init=False)

    def __post_init__(self) -> None:
        self.builder = self.fresh()

    @property
    def bank(self) -> Bank:
        return Bank("America/Sao_Paulo", MASTER, (MASTER, AGENT), self.resources, self.streams)

    def fresh(self, orders: dict[str, list[Order]] | None = None, stations: Stations | None = None) -> DayBuilder:
        builder = DayBuilder(self.bank, self.seed, DAY, calm=True, orders=orders or {}, stations=stations or Stations())
        builder.build()
        return builder

    @property
    def midnight(self) -> float:
        return self.builder.midnight

    def at(self, minutes: float) -> float:
        return self.midnight + (START + minutes) * 60

    def stream(self, name: str = "NIGHT") -> StreamInstance:
        return next(s for s in self.builder.streams if s.definition.name == name)

    def job(self, name: str) -> JobInstance:
        return next(j for s in self.builder.streams for j in s.jobs if j.definition.name == name)

    def order(self, name: str, verb: str, at: float, **more: object) -> None:
        """`at` is an instant; of a job by its name."""
        self.reply(self.job(name), self.job(name).id, verb, at, **more)

    def reply(self, job: JobInstance, target: str, verb: str, at: float, **more: object) -> None:
        self.builder.obey(job.stream, replace(Order(at, verb, target), **more))  # type: ignore[arg-type]

    def station(self, verb: str, at: float, number: int = 0, name: str = "AGT01") -> None:
        self.builder.stations.order(name, at, verb, number)
        self.builder.play_again()

    def look(self, at: float) -> Snapshot:
        streams = self.builder.streams
        plan = Plan(self.bank, DAY, self.midnight, self.midnight + 86_400, streams, frozenset(), self.builder.stations)
        return Snapshot(plan, at)

    def word(self, name: str, at: float) -> str:
        return self.look(at).job(self.job(name)).internal


def starts(small: Small, *names: str) -> list[float]:
    return [small.job(name).runs[0].ready if small.job(name).runs else NEVER for name in names]
