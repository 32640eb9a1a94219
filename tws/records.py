"""What the scheduler tells beside the plan's objects, and what is handed in with a submission or a rerun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """One reason why a job does not run, in the engine's words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Resource:
    id: str
    name: str
    workstation: str
    quantity: int
    in_use: int
    available: int
    status: str
    """AVAILABLE, NOT_AVAILABLE or UNDECIDED."""


@dataclass(frozen=True, slots=True)
class OperatorMessage:
    """Written by an event rule (action MSGLOG)."""

    id: str
    at: datetime | None
    text: str
    kind: str
    """What happened: JobStatusChanged, UPGRADE …"""
    rule: str = ""
    workstation: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of the scheduler's own audit trail."""

    id: str
    at: datetime | None
    user: str
    action: str
    object_kind: str
    object_name: str
    reason: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A job stream or a job of the database that is to be put into the plan."""

    name: str
    workstation: str
    """With or without its folder: /MDM or MDM."""
    folder: str = "/"
    alias: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    """The schedule (input arrival) time of a job stream; None for now."""


@dataclass(frozen=True, slots=True)
class RerunOptions:
    priority: int | None = None
    at: datetime | None = None
    """Not before this instant."""
    step: str = ""
    same_workstation: bool | None = None
    """For jobs of a pool."""
