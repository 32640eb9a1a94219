"""One event of the ledger, before and after it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audit.instant import EPOCH, instant
from audit.text import bounded

GENESIS = "0" * 64
WIDTHS: Mapping[str, int] = {"kind": 60, "who": 200, "where": 200, "subject": 400}
VALUE = 2_000
MEMBERS = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened: texts are cut to their bounds, `at` must be aware; None means now."""

    kind: str
    who: str
    where: str = ""
    subject: str = ""
    body: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None

    def __post_init__(self) -> None:
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        for name, most in WIDTHS.items():
            object.__setattr__(self, name, bounded(str(getattr(self, name)), most))
        members = list(self.body.items())[:MEMBERS]
        object.__setattr__(self, "body", {bounded(str(k), 100): bounded(str(v), VALUE) for k, v in members})


@dataclass(frozen=True, slots=True)
class Row:
    """One event as it stands in the ledger."""

    seq: int
    at: datetime
    kind: str
    who: str
    where: str
    subject: str
    body: Mapping[str, str]
    hash: str


def canonical(value: object) -> str:
    """The one spelling that is hashed. Raises TypeError for what JSON cannot hold."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def digest(cells: Sequence[object]) -> str:
    """SHA-256 over seq, at, kind, who, where, subject, body, prev, each as it is stored."""
    return hashlib.sha256(canonical(list(cells)).encode("ascii")).hexdigest()


def as_row(seq: int, at: str, kind: str, who: str, where: str, subject: str, body: str, _prev: str, own: str) -> Row:
    """A row that somebody spoiled is still shown; `verify` says that it is."""
    return Row(seq, _moment(at), str(kind), str(who), str(where), str(subject), _body(body), str(own))


def _moment(text: str) -> datetime:
    try:
        return instant(text)
    except (ValueError, TypeError):
        return EPOCH


def _body(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, TypeError):
        return {"unreadable": str(text)[:VALUE]}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {"unreadable": str(found)}
