"""One order and the states it goes through.

draft -> withdrawn | expired                      nobody confirmed it
draft -> waiting -> refused | expired | stale     a second person was needed
draft | waiting -> stale                          the plan had moved on, or another order was first
draft | waiting -> sending -> sent | succeeded | failed | unknown
sent -> succeeded | failed | unknown              what became of it
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from bot.turn import Place


class State(StrEnum):
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    WAITING = "waiting"
    """For a second person."""
    REFUSED = "refused"
    STALE = "stale"
    """The plan moved on between the question and the click: nothing was sent."""
    SENDING = "sending"
    SENT = "sent"
    """The scheduler took it; the outcome is followed."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was sent and no answer came, or its end was not seen. Never sent again."""


ENDED = frozenset(State) - {State.DRAFT, State.WAITING, State.SENDING, State.SENT}
_SUBMITTED = frozenset({State.SENDING, State.SUCCEEDED, State.UNKNOWN})
"""In which a submission runs, or may."""


@dataclass(frozen=True, slots=True)
class Target:
    """What the order is about, as it stood when it was asked for."""

    name: str
    """Of the job, or the prompt's text."""
    job_id: str = ""
    key: str = ""
    run_id: str = ""
    runs: int = 0
    status: str = ""
    priority: int = 10
    """Changed by a hold or a release at the console, which the status word alone does not show."""
    critical: bool = False
    waiting: int = 0
    """Jobs that wait behind it."""
    at_risk: tuple[str, ...] = ()
    """Critical jobs behind it, with their deadlines in ISO form: `FINANCE_PAYROLL 2026-11-21T09:00:00+00:00`."""
    scheduled: str = ""
    """Day and time of the job in its plan, in ISO form: a name may stand in it twice."""
    last: str = ""
    """How its last run ended, in the product's word; empty where none has."""
    ended: str = ""
    """When that was, in ISO form."""
    prompt_id: str = ""
    yes: bool = True
    waits: str = ""
    """The job or job stream that waits for the answer to a prompt."""
    engine: str = ""
    """Whose plan it stands in, where there are several; empty for the only one."""
    submits: Literal["", "job", "job_stream"] = ""
    """What a definition to be put into the plan is; `runs` are then those that stand in it already."""
    again: tuple[str, ...] = ()
    """Keys of the jobs that run again with it, as they were shown."""

    @property
    def about(self) -> tuple[str, str, str]:
        """What two orders may not be about at once: ids are of their engine alone."""
        return self.engine, self.job_id or f"{self.submits} {self.key}", self.prompt_id


@dataclass(frozen=True, slots=True)
class Order:
    id: str
    state: State
    verb: str
    """A `bot.requests.Verb`, or reply_prompt."""
    target: Target
    place: Place
    language: str
    timezone: str
    """Of who asked: the card in their place is in their time."""
    asked_by: str
    """`Member.key`."""
    asked_name: str
    asked_at: datetime
    reason: str
    second: bool
    second_why: str
    decided_by: str
    decided_name: str
    decided_at: datetime | None
    sent_at: datetime | None
    ended_at: datetime | None
    outcome: str
    expires: datetime


def overtakes(other: Order, order: Order) -> bool:
    """Whether the other is about the same and on its way, or went so lately that the plan may not show it yet."""
    if other.id == order.id or other.target.about != order.target.about:
        return False
    if order.target.submits:
        return other.state in _SUBMITTED and other.sent_at is not None and other.sent_at >= order.asked_at
    same_run = other.target.run_id == order.target.run_id
    return other.state is State.SENDING or (other.state is State.SENT and same_run)


REPLY_PROMPT: Final = "reply_prompt"

NO_ANSWER: Final = "no answer"
OUTCOMES = frozenset({NO_ANSWER, "cut off", "not seen", "gone", "prompt", "other order", "successors", "submitted"})
"""Outcomes in our own words; all others are the scheduler's or a person's, and shown as they are."""


def columns(order: Order) -> dict[str, object]:
    """As the table `orders` keeps it."""
    row = {name: getattr(order, name) for name in Order.__slots__}
    return {**row, "target": json.dumps(asdict(order.target)), "place": json.dumps(asdict(order.place))}


def from_row(row: dict[str, object]) -> Order:
    target = json.loads(str(row["target"]))
    target |= {name: tuple(target.get(name, ())) for name in ("at_risk", "again")}
    made = {**row, "state": State(str(row["state"])), "target": Target(**target)}
    return Order(**{**made, "place": Place(**json.loads(str(row["place"])))})  # type: ignore[arg-type]
