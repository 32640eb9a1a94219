"""One order and the states it goes through.

draft -> withdrawn | expired                      nobody confirmed it
draft -> waiting -> refused | expired | stale     a second person was needed
draft | waiting -> stale                          the plan had moved on, or another order was first
draft | waiting -> sending -> sent | succeeded | failed | unknown
sent -> succeeded | failed | unknown              what became of it
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from bot.requests import Verb
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
_SUBMITTED = frozenset({State.SENDING, State.SENT, State.SUCCEEDED, State.UNKNOWN})
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
    alias: str = ""
    """The name in the plan of what is submitted; its own where empty."""
    at: str = ""
    """When a job stream that is submitted is to begin, in ISO form; now where empty."""
    variables: tuple[tuple[str, str], ...] = ()
    """Names and values that a submission is given."""
    earlier: str = ""
    """When an order for the same was sent of which nothing was seen, in ISO form, and by whom."""
    made: str = ""
    """The id of what was submitted: as the engine told it, once it was seen that of the plan."""
    before: tuple[str, ...] = ()
    """Ids of what the plan had under that name when it was submitted."""

    @property
    def known_as(self) -> str:
        """The name in the plan."""
        return self.alias or self.name

    @property
    def about(self) -> tuple[str, str, str]:
        """What two orders may not be about at once: ids are of their engine alone."""
        return self.engine, self.job_id or f"{self.submits} {self.key}", self.prompt_id

    @property
    def stood(self) -> tuple[tuple[str, str, str], str, int]:
        """What it is about, with what the plan had of it."""
        return self.about, self.run_id, self.runs


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
        return other.state in _SUBMITTED and _went_after(other, order)
    lost = other.state is State.UNKNOWN and other.verb in RUNS and _went_after(other, order)
    same_run = other.target.run_id == order.target.run_id
    return other.state is State.SENDING or ((other.state is State.SENT or lost) and same_run)


def _went_after(other: Order, order: Order) -> bool:
    """Whether the other was sent when this one had been asked about already: then its form did not tell of it."""
    return other.sent_at is not None and other.sent_at >= order.asked_at


REPLY_PROMPT: Final = "reply_prompt"
RERUNS: Final = frozenset({Verb.RERUN, Verb.RERUN_SUCCESSORS})
RUNS: Final = RERUNS | {Verb.SUBMIT}
"""Sent twice, they run something twice."""

NO_ANSWER: Final = "no answer"
NO_ID: Final = "no id"
OUTCOMES = frozenset(
    {NO_ANSWER, NO_ID, "cut off", "not shown", "not seen", "several", "gone", "prompt", "other order"}
    | {"successors", "submitted", "alias"}
)
"""Outcomes in our own words; all others are the scheduler's or a person's, and shown as they are."""


def columns(order: Order) -> dict[str, object]:
    """As the table `orders` keeps it."""
    return in_row({name: getattr(order, name) for name in Order.__slots__})


def in_row(values: Mapping[str, object]) -> dict[str, object]:
    """Some members of an order, as the table keeps them."""
    return {name: _kept(value) for name, value in values.items()}


def _kept(value: object) -> object:
    return json.dumps(asdict(value)) if isinstance(value, Target | Place) else value


def from_row(row: dict[str, object]) -> Order:
    target = json.loads(str(row["target"]))
    target |= {name: tuple(target.get(name, ())) for name in ("at_risk", "again", "before")}
    target["variables"] = tuple((name, value) for name, value in target.get("variables", ()))
    made = {**row, "state": State(str(row["state"])), "target": Target(**target)}
    return Order(**{**made, "place": Place(**json.loads(str(row["place"])))})  # type: ignore[arg-type]
