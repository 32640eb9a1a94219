"""Orchestration Query Language, V2's filters (contract, 4.2). Names cannot smuggle anything into a query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from tws.errors import NotInPlan, SchedulerRefused
from tws.names import WILDCARDS

_NAME = re.compile(r"[A-Za-z0-9_@*?-]+\Z")
_PATH = re.compile(r"[A-Za-z0-9_@*?/-]+\Z")
_ID = re.compile(r"[A-Za-z0-9-]{1,64}\Z")
_WORD = re.compile(r"[A-Z_]+\Z")
EVERYTHING = "name LIKE '@'"


def checked(name: str, *, path: bool = False) -> str:
    """The name with `@` for `*`; a name that the product cannot have is refused, without asking it."""
    if not (_PATH if path else _NAME).match(name):
        raise SchedulerRefused(f"{name[:60]!r} is not a name that the scheduler can have")
    return name.replace("*", "@")


def named(field: str, name: str, *, path: bool = False) -> str:
    """`field = 'NAME'`, or LIKE where the name has wildcards."""
    safe = checked(name, path=path)
    operator = "LIKE" if any(c in WILDCARDS for c in safe) else "="
    return f"{field} {operator} '{safe}'"


def at_workstation(field: str, name: str) -> str:
    """A workstation by its path; without a folder, in every folder."""
    safe = checked(name, path=True)
    if "/" in safe:
        return named(field, safe, path=True)
    return f"({named(field, '/' + safe, path=True)} OR {field} LIKE '@/{safe}')"


def in_folder(field: str, folder: str) -> str:
    """A folder, written by the engine with or without its last slash."""
    safe = checked(folder, path=True)
    if any(c in WILDCARDS for c in safe):
        return named(field, safe, path=True)
    bare = "/" + safe.strip("/")
    return f"{field} = '/'" if bare == "/" else f"{field} IN ['{bare}', '{bare}/']"


def same_id(field: str, identifier: str) -> str:
    """`field = 'ca15f24a-…'`; what cannot be an id is in no plan."""
    if not _ID.match(identifier):
        raise NotInPlan("That is not the id of an object in the plan")
    return f"{field} = '{identifier}'"


def one_of(field: str, words: Iterable[str]) -> str:
    """`field IN ['A', 'B']` for words of an enumeration."""
    listed = list(words)
    if not listed or not all(_WORD.match(w) for w in listed):
        raise ValueError("only words of an enumeration")
    return f"{field} IN [{', '.join(repr(str(w)) for w in listed)}]"


def compared(field: str, operator: str, at: datetime) -> str:
    """`field >= '2025-12-01T23:00:00.000Z'`."""
    utc = at.astimezone(UTC)
    return f"{field} {operator} '{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z'"


def flag(field: str, value: bool) -> str:
    return f"{field} = {'true' if value else 'false'}"


def query(terms: Iterable[str], *, order: str = "name") -> str:
    """All terms, joined by AND, in the order of a field."""
    return f"{' AND '.join(terms) or EVERYTHING} ORDER BY {order} ASC"
