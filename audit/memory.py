"""What the team taught, and where it stands."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from audit.judgement import Judgement, Label


class State(StrEnum):
    """candidate -> judging -> kept | flagged | quarantined; a reviewer then says approved or rejected."""

    CANDIDATE = "candidate"
    JUDGING = "judging"
    KEPT = "kept"
    FLAGGED = "flagged"
    QUARANTINED = "quarantined"
    APPROVED = "approved"
    REJECTED = "rejected"


RECALLABLE = (State.KEPT, State.APPROVED)
UNDECIDED = (State.FLAGGED, State.QUARANTINED)
"""Where a reviewer's word is possible; flagged ones wait for it."""

AFTER: dict[Label, State] = {
    Label.KEEP: State.KEPT,
    Label.FLAG: State.FLAGGED,
    Label.DELETE: State.QUARANTINED,
}


@dataclass(frozen=True, slots=True)
class Memory:
    """`subject` is what it is about, such as a job's name; `family` the id of the failure family."""

    id: str
    version: int
    state: State
    question: str
    answer: str
    facts: str
    subject: str
    family: str
    taught_by: str
    taught_at: datetime
    judged: Judgement | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""
    uses: int = 0
    repeats: int = 0
    failures: int = 0
    holder: str = ""

    @property
    def pattern(self) -> bool:
        """The same fix was taught again: a resolution pattern."""
        return self.repeats > 0


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a memory's state or text."""

    version: int
    at: datetime
    who: str
    state: State
    reason: str
    answer: str


def as_memory(row: Any) -> Memory:
    return Memory(
        id=row.id,
        version=row.version,
        state=State(row.state),
        question=row.question,
        answer=row.answer,
        facts=row.facts,
        subject=row.subject,
        family=row.family,
        taught_by=row.taught_by,
        taught_at=row.taught_at,
        judged=_judgement(row),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        uses=row.uses,
        repeats=row.repeats,
        failures=row.failures,
        holder=row.holder,
    )


def _judgement(row: Any) -> Judgement | None:
    if not row.label:
        return None
    return Judgement(Label(row.label), row.confidence, row.reason, tuple(json.loads(row.evidence)))


def lesson(subject: str, family: str, question: str, answer: str) -> str:
    """The same words about the same thing give the same digest, whatever their case and spacing."""
    about = "" if subject or family else question
    said = " ".join(f"{about}\n{answer}".casefold().split()).rstrip(".!")
    return hashlib.sha256(said.encode()).hexdigest()
