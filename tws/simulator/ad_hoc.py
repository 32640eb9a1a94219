"""Commands that a person runs once: a job that no database knows, in the job stream JOBS (sections 3.2 and 4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tws.simulator.answers import bad_request
from tws.simulator.bank import read_table
from tws.simulator.definitions import JobDef, StreamDef, WorkstationDef
from tws.simulator.orders import DELAY

if TYPE_CHECKING:
    from tws.simulator.server import Engine

MOST_TEXT, MOST_NAME = 4095, 40
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}\Z")
JOBS = "JOBS"


@dataclass(frozen=True, slots=True)
class AdHoc:
    """As it came over the wire; `ad_hoc` looks at it."""

    station: WorkstationDef
    kind: object
    """Of task: UNIX, WINDOWS, EXECUTABLE …"""
    command: object
    login: object = None
    name: object = None
    priority: object = None


def ad_hoc(given: AdHoc) -> StreamDef:
    """A job stream JOBS with that one job; 400 where a member is not what it should be."""
    command = _text(given.command, "taskString")
    if not command:
        bad_request("taskString is missing")
    job = JobDef(
        name=_name(given.name, command),
        kind=_program(given.kind),
        minutes=1,
        workstation=given.station,
        priority=_priority(given.priority),
        command=command,
        login=_text(given.login, "userName"),
    )
    return StreamDef(JOBS, given.station.folder, given.station, (0,), (job,))


def is_in_plan(engine: Engine, wanted: StreamDef) -> bool:
    """Whether the job stream JOBS of that workstation has a job of that name."""
    name, station = wanted.jobs[0].name, wanted.workstation.name
    streams = engine.book.at(engine.now() + DELAY).streams
    mine = (s.definition for s in streams if s.definition.name == JOBS)
    return any(s.workstation.name == station and s.jobs[0].name == name for s in mine)


def _text(given: object, name: str) -> str:
    if given is not None and not isinstance(given, str):
        bad_request(f"{name} is not a text")
    text = (given or "").strip()
    return text if len(text) <= MOST_TEXT else bad_request(f"{name} is longer than {MOST_TEXT} characters")


def _name(given: object, command: str) -> str:
    """The one given, or the first word of the command in capitals."""
    if given in (None, ""):
        word = re.split(r"[\s;|&]", re.sub(r"^\S*[/\\]", "", command))[0].partition(".")[0]
        made = re.sub(r"[^A-Z0-9_-]", "", word.upper())[:MOST_NAME]
        return made if NAME.match(made) else f"JOB{made}"[:MOST_NAME]
    if not isinstance(given, str) or not NAME.match(given):
        bad_request("alias is not a name")
    return given


def _program(kind: object) -> str:
    """The programs that run such a task; the kind itself where there is one of its name."""
    tasks = {name: str(told["task"]) for name, told in read_table("programs.toml").items()}
    wanted = str(kind).upper()
    fitting = [name for name, task in tasks.items() if wanted in (name, task)]
    return fitting[0] if fitting else bad_request(f"task takes {', '.join(sorted(set(tasks.values())))}")


def _priority(given: object) -> int:
    if given is None:
        return 10
    if type(given) is not int or not 0 <= given <= 101:
        bad_request("priority takes 0 to 101")
    return given
