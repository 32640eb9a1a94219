"""Reads bank.toml and widens it to the number of jobs asked for, by copies of the streams with a suffix."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from tws.simulator.definitions import Bank, External, JobDef, ResourceDef, StreamDef, WorkstationDef

MINUTES_A_DAY = 1440
Table = Mapping[str, Any]


@cache
def read_table(file: str) -> dict[str, Any]:
    """A data file that lies beside this module."""
    return tomllib.loads(files("tws.simulator").joinpath(file).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class BankReader:
    table: Table

    def bank(self) -> Bank:
        stations = {row["name"]: WorkstationDef(**row) for row in self.table["workstation"]}
        master = stations[self.table["master"]]
        streams = [self._stream(row, stations, master) for row in self.table["stream"]]
        return Bank(
            timezone=self.table["timezone"],
            master=master,
            workstations=tuple(stations.values()),
            resources=tuple(ResourceDef(**row) for row in self.table["resource"]),
            streams=tuple(in_order_of_dependencies(streams)),
        )

    def _stream(self, row: Table, stations: Mapping[str, WorkstationDef], master: WorkstationDef) -> StreamDef:
        hour, minute = row["start"].split(":")
        first = int(hour) * 60 + int(minute)
        return StreamDef(
            name=row["name"],
            folder=row["folder"],
            workstation=master,
            starts=tuple(first + n * row.get("every", 0) for n in range(row.get("times", 1))),
            jobs=tuple(jobs_of_levels(row["levels"], row, stations)),
            externals=tuple(External(*name.split(".")) for name in row.get("after", ())),
            priority=row.get("priority", 10),
            deadline=row.get("deadline"),
            prompt=row.get("prompt", ""),
        )


def jobs_of_levels(levels: list[list[str]], row: Table, stations: Mapping[str, WorkstationDef]) -> Iterator[JobDef]:
    before: tuple[int, ...] = ()
    position = 0
    for level in levels:
        for text in level:
            yield parse_job(text, row, stations, before)
        before = tuple(range(position, position + len(level)))
        position += len(level)


def parse_job(text: str, row: Table, stations: Mapping[str, WorkstationDef], before: tuple[int, ...]) -> JobDef:
    name, kind, minutes, *options = text.split(":")
    given = {name: value for name, _, value in (option.partition("=") for option in options)}
    return JobDef(
        name=name,
        kind=kind,
        minutes=int(minutes),
        workstation=stations[given.get("agent") or row["agent"]],
        predecessors=before,
        priority=int(given.get("priority") or row.get("priority", 10)),
        critical="critical" in given,
        at=int(given["at"]) if "at" in given else None,
        deadline=int(given["deadline"]) if "deadline" in given else None,
        prompt=given.get("prompt", ""),
    )


def in_order_of_dependencies(streams: list[StreamDef]) -> Iterator[StreamDef]:
    waiting, known = list(streams), set[str]()
    while waiting:
        ready = [s for s in waiting if known.issuperset(e.stream for e in s.externals)]
        if not ready:
            raise ValueError(f"streams wait for each other: {[s.name for s in waiting]}")
        yield from ready
        known.update(s.name for s in ready)
        waiting = [s for s in waiting if s.name not in known]


def copy_of(stream: StreamDef, number: int, shift: int) -> StreamDef:
    """The stream once more under another name, at other minutes of the day."""
    suffix = f"_{number:02d}"
    return replace(
        stream,
        name=stream.name + suffix,
        starts=tuple(sorted((start + shift) % MINUTES_A_DAY for start in stream.starts)),
        jobs=tuple(replace(job, name=job.name + suffix) for job in stream.jobs),
        externals=tuple(External(e.stream + suffix, e.job and e.job + suffix) for e in stream.externals),
    )


def number_of_jobs(stream: StreamDef) -> int:
    return len(stream.jobs) * len(stream.starts)


def make_bank(seed: int, jobs: int) -> Bank:
    """A bank whose day has at least about `jobs` jobs; below the size of bank.toml all of that is kept."""
    bank = BankReader(read_table("bank.toml")).bank()
    streams = list(bank.streams)
    missing = jobs - sum(map(number_of_jobs, streams))
    shifts = random.Random(f"{seed}:shifts")
    number = 2
    while missing > 0:
        shift = shifts.randrange(MINUTES_A_DAY)
        for stream in bank.streams:
            if missing > 0:
                streams.append(copy_of(stream, number, shift))
                missing -= number_of_jobs(stream)
        number += 1
    return replace(bank, streams=tuple(streams))
