"""Reads bank.toml and widens it to the number of jobs asked for, by copies of the streams with a suffix."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import count
from math import ceil
from typing import Any

from tws.simulator.definitions import (
    ANY_DURATION,
    CONTINUE,
    NO_LIMIT,
    STOP,
    SUPPRESS,
    Bank,
    Condition,
    Durations,
    External,
    FileDef,
    JobDef,
    Join,
    Need,
    PromptDef,
    Recovery,
    ResourceDef,
    StreamDef,
    WorkstationDef,
)

MINUTES_A_DAY = 1440
HIGHEST_LIMIT = 1024
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
        files = {row["name"]: file_of(row) for row in self.table["file"]}
        prompts = {row["name"]: prompt_of(row) for row in self.table["prompt"]}
        options = Options(stations, files, prompts)
        streams = [self._stream(row, options, master) for row in self.table["stream"]]
        return Bank(
            timezone=self.table["timezone"],
            master=master,
            workstations=tuple(stations.values()),
            resources=tuple(ResourceDef(**row) for row in self.table["resource"]),
            streams=tuple(in_order_of_dependencies(streams)),
        )

    def _stream(self, row: Table, options: Options, master: WorkstationDef) -> StreamDef:
        first = minutes_of(row["start"])
        return StreamDef(
            name=row["name"],
            folder=row["folder"],
            workstation=master,
            starts=tuple(first + n * row.get("every", 0) for n in range(row.get("times", 1))),
            jobs=tuple(jobs_of_levels(row["levels"], row, options)),
            externals=tuple(externals_of(row)),
            priority=row.get("priority", 10),
            deadline=row.get("deadline"),
            **options.prompt(row.get("prompt", "")),
            limit=row.get("limit", NO_LIMIT),
            calm=row.get("calm", False),
        )


def externals_of(row: Table) -> Iterator[External]:
    for names, previous in ((row.get("after", ()), False), (row.get("previous", ()), True)):
        for stream, _, job in (name.partition(".") for name in names):
            yield External(stream, job, previous)


def minutes_of(clock_face: str) -> int:
    hour, minute = clock_face.split(":")
    return int(hour) * 60 + int(minute)


def file_of(row: Table) -> FileDef:
    return FileDef(row["path"], row["workstation"], minutes_of(row["arrives"]), row.get("late", 0.0))


def prompt_of(row: Table) -> PromptDef:
    return PromptDef(row["name"], row["text"], minutes_of(row["answered"]))


def jobs_of_levels(levels: list[list[str]], row: Table, options: Options) -> Iterator[JobDef]:
    before: tuple[int, ...] = ()
    places: dict[str, int] = {}
    for level in levels:
        for text in level:
            yield options.job(text, row, before, places)
        before = tuple(range(len(places), len(places) + len(level)))
        places |= {text.partition(":")[0]: n for n, text in enumerate(level, len(places))}


@dataclass(frozen=True)
class Options:
    """What may be written behind a job's name."""

    stations: Mapping[str, WorkstationDef]
    files: Mapping[str, FileDef]
    prompts: Mapping[str, PromptDef]

    def prompt(self, text: str) -> dict[str, Any]:
        """`@NAME` stands for a predefined one."""
        named = self.prompts[text[1:]] if text.startswith("@") else None
        return {"prompt": named.text if named else text, "named": named}

    def job(self, text: str, row: Table, before: tuple[int, ...], places: Mapping[str, int]) -> JobDef:
        """`places`: positions of the jobs of the levels before."""
        name, kind, minutes, *options = text.split(":")
        given = {name: value for name, _, value in (option.partition("=") for option in options)}
        conditional = tuple(_conditions(given.get("if", ""), places))
        joins = tuple(_joins(given.get("join", ""), places))
        named = {c.position for c in conditional} | {n for join in joins for n in join.members}
        return JobDef(
            name=name,
            kind=kind,
            minutes=int(minutes),
            workstation=self.stations[given.get("agent") or row["agent"]],
            predecessors=tuple(n for n in before if n not in named),
            conditional=conditional,
            joins=joins,
            every=_number(given, "every"),
            durations=_durations(given),
            priority=int(given.get("priority") or row.get("priority", 10)),
            critical="critical" in given,
            at=_number(given, "at"),
            deadline=_number(given, "deadline"),
            **self.prompt(given.get("prompt", "")),
            until=_number(given, "until"),
            on_until=given.get("onuntil", SUPPRESS),
            need=_need(given.get("uses", "")),
            file=self.files[given["opens"]] if "opens" in given else None,
            recovery=_recovery(given),
            confirmed="confirmed" in given,
            conditions=tuple(given["conditions"].split(",")) if "conditions" in given else (),
        )


def _number(given: Mapping[str, str], name: str) -> int | None:
    return int(given[name]) if name in given else None


def _need(text: str) -> Need | None:
    resource, _, units = text.partition("*")
    return Need(resource, int(units or 1)) if resource else None


def _conditions(text: str, places: Mapping[str, int]) -> Iterator[Condition]:
    """`JOB/WORD,WORD`."""
    job, _, words = text.partition("/")
    if job:
        yield Condition(places[job], tuple(words.split(",")))


def _joins(text: str, places: Mapping[str, int]) -> Iterator[Join]:
    """`NAME/QUANTITY/JOB,JOB`."""
    if text:
        name, quantity, jobs = text.split("/")
        yield Join(name, tuple(places[job] for job in jobs.split(",")), int(quantity))


def _durations(given: Mapping[str, str]) -> Durations:
    """`maxdur=MIN/KILL`, `mindur=MIN/ABEND` or `mindur=MIN/CONFIRMED`; without a word nothing but a flag is set."""
    if not given.keys() & {"maxdur", "mindur"}:
        return ANY_DURATION
    most, _, kill = given.get("maxdur", "").partition("/")
    least, _, word = given.get("mindur", "").partition("/")
    return Durations(int(most) if most else None, kill == "KILL", int(least) if least else None, word or CONTINUE)


def _recovery(given: Mapping[str, str]) -> Recovery:
    if not given.keys() & {"recovery", "ask", "runs"}:
        return STOP
    job, _, minutes = given.get("runs", "").partition("/")
    return Recovery(
        option=given.get("recovery", "STOP"),
        prompt=given.get("ask", ""),
        job=job,
        minutes=int(minutes or 5),
        attempts=_number(given, "attempts") or 1,
        pause=_number(given, "pause") or 0,
    )


def in_order_of_dependencies(streams: list[StreamDef]) -> Iterator[StreamDef]:
    waiting, known = list(streams), set[str]()
    while waiting:
        ready = [s for s in waiting if known.issuperset(e.stream for e in s.externals if e.stream != s.name)]
        if not ready:
            raise ValueError(f"streams wait for each other: {[s.name for s in waiting]}")
        yield from ready
        known.update(s.name for s in ready)
        waiting = [s for s in waiting if s.name not in known]


def copy_of(stream: StreamDef, number: int, shift: int) -> StreamDef:
    """The stream once more under another name, at other minutes of the day, with resources and prompts of its own."""
    suffix = f"_{number:02d}"
    return replace(
        stream,
        name=stream.name + suffix,
        starts=tuple(sorted((start + shift) % MINUTES_A_DAY for start in stream.starts)),
        jobs=tuple(_copied(job, suffix, shift) for job in stream.jobs),
        named=stream.named and replace(stream.named, name=stream.named.name + suffix),
        externals=tuple(External(e.stream + suffix, e.job and e.job + suffix, e.previous) for e in stream.externals),
    )


def _copied(job: JobDef, suffix: str, shift: int) -> JobDef:
    need, file, named = job.need, job.file, job.named
    return replace(
        job,
        name=job.name + suffix,
        named=named and replace(named, name=named.name + suffix),
        need=need and replace(need, resource=need.resource + suffix),
        file=file and replace(file, path=file.path + suffix, arrives=(file.arrives + shift) % MINUTES_A_DAY),
    )


def number_of_jobs(stream: StreamDef) -> int:
    return len(stream.jobs) * len(stream.starts)


def make_bank(seed: int, jobs: int) -> Bank:
    """A bank whose day has at least about `jobs` jobs; below the size of bank.toml all of that is kept."""
    table = read_table("bank.toml")
    bank = BankReader(table).bank()
    if jobs <= bank.jobs_a_day:
        return bank
    bank = BankReader(_with_limits(table, round(jobs / bank.jobs_a_day))).bank()
    copies = ceil(jobs / bank.jobs_a_day)
    resources = [replace(r, name=f"{r.name}_{n:02d}") for n in range(2, copies + 1) for r in bank.resources]
    streams = (*bank.streams, *_copies(bank, seed, jobs))
    return replace(bank, streams=streams, resources=(*bank.resources, *resources))


def _with_limits(table: Table, copies: float) -> Table:
    """Workstations are not copied: each carries the jobs of all copies."""
    stations = [{**row, "limit": min(HIGHEST_LIMIT, row.get("limit", 10) * copies)} for row in table["workstation"]]
    return {**table, "workstation": stations}


def _copies(bank: Bank, seed: int, jobs: int) -> Iterator[StreamDef]:
    missing = jobs - bank.jobs_a_day
    shifts = random.Random(f"{seed}:shifts")
    for number in count(2):
        shift = shifts.randrange(MINUTES_A_DAY)
        for stream in bank.streams:
            if missing <= 0:
                return
            yield copy_of(stream, number, shift)
            missing -= number_of_jobs(stream)
