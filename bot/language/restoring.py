"""Rows that were pointed at stand in the text as plain tokens while it is read; here they become themselves again.

So no name of a plan, however odd, can change what the words around it mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bot.recognition import Recognition
from bot.shown import Item, Kind
from tws.names import JobName

_PREFIXES: Mapping[Kind, str] = {"job": "", "job_stream": "job stream ", "workstation": "workstation "}
_MARK = "SHOWN_ROW_"
Tokens = Mapping[str, Item]


def token(at: int) -> str:
    return f"{_MARK}{at + 1:02}"


def spoken(at: int, kind: Kind) -> str:
    """As it stands in the text: with its kind, so that it is read as nothing else."""
    return _PREFIXES[kind] + token(at)


def is_free(text: str) -> bool:
    """Whether a person wrote none of our tokens."""
    return _MARK.lower() not in text.lower()


def restored(found: Recognition, rows: Tokens) -> Recognition:
    """The recognition of a text with tokens, about the rows themselves."""
    slots = {name: _text(value, rows) if isinstance(value, str) else value for name, value in found.slots.items()}
    more = tuple(_whole(request, rows) for request in found.more)
    return replace(found, request=_whole(found.request, rows), more=more, slots=slots)


def _whole(made: Any, rows: Tokens) -> Any:
    """A request, or a part of one, with every token in it replaced; the job's id goes where the request keeps one."""
    if isinstance(made, JobName):
        return JobName.parse(rows[made.name].name) if made.name in rows else made
    if type(made) is str:
        return _text(made, rows)
    if isinstance(made, tuple):
        return tuple(_whole(part, rows) for part in made)
    if not is_dataclass(made) or isinstance(made, type):
        return made
    values = {f.name: _whole(getattr(made, f.name), rows) for f in fields(made)}
    job = getattr(made, "job", None)
    if "job_id" in values and isinstance(job, JobName) and job.name in rows:
        values["job_id"] = rows[job.name].job_id
    return replace(made, **values)


def _text(said: str, rows: Tokens) -> str:
    for name, item in rows.items():
        said = said.replace(name, item.name)
    return said
