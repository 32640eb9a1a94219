"""What happened in a time: for an auditor's desk, as Markdown, CSV or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from audit.entry import Row
from audit.ledger import Ledger
from audit.memories import Memories
from audit.memory import State
from audit.verify import Verdict

PAGE = 500
TURN, ACTION, REFUSAL = "turn", "action", "refusal"
"""Kinds of entries that the report knows; `turn.…`, `action.…` and `refusal.…` count to them. Members of the body:
turn `intent`; action `verb`, `reason`, `approved_by`, `outcome`; refusal `intent` or `verb`, `reason`."""
OWN_SECTION = (TURN, ACTION, REFUSAL)


@dataclass(frozen=True, slots=True)
class Asked:
    who: str
    what: str
    times: int


@dataclass(frozen=True, slots=True)
class Done:
    """An action or a refusal."""

    seq: int
    at: datetime
    who: str
    where: str
    verb: str
    subject: str
    reason: str
    approved_by: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Learned:
    at: datetime
    memory: str
    subject: str
    taught_by: str
    state: str
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    since: datetime
    until: datetime
    events: int
    asked: tuple[Asked, ...]
    actions: tuple[Done, ...]
    refusals: tuple[Done, ...]
    learned: tuple[Learned, ...]
    other: tuple[Asked, ...]
    verdict: Verdict


async def report(ledger: Ledger, memories: Memories, since: datetime, until: datetime) -> Report:
    """`until` is not included. Reads the ledger in pages and its whole chain once."""
    rows = [row async for row in _rows(ledger, since, until)][::-1]
    turns = Counter((r.who, r.body.get("intent", "")) for r in rows if _of(r, TURN))
    other = Counter((r.who, r.kind) for r in rows if not any(_of(r, kind) for kind in OWN_SECTION))
    return Report(
        since=since,
        until=until,
        events=len(rows),
        asked=_counted(turns),
        actions=tuple(_done(r) for r in rows if _of(r, ACTION)),
        refusals=tuple(_done(r) for r in rows if _of(r, REFUSAL)),
        learned=await _learned(memories, since, until),
        other=_counted(other),
        verdict=await ledger.verify(),
    )


async def _rows(ledger: Ledger, since: datetime, until: datetime) -> AsyncIterator[Row]:
    before: int | None = None
    while page := await ledger.events(since=since, until=until, limit=PAGE, before=before):
        for row in page:
            yield row
        before = page[-1].seq


def _of(row: Row, kind: str) -> bool:
    return row.kind == kind or row.kind.startswith(f"{kind}.")


def _counted(of: Counter[tuple[str, str]]) -> tuple[Asked, ...]:
    return tuple(Asked(who, what, times) for (who, what), times in sorted(of.items()))


def _done(row: Row) -> Done:
    body = row.body
    verb = body.get("verb") or body.get("intent") or row.kind.partition(".")[2]
    said = (body.get("reason", ""), body.get("approved_by", ""), body.get("outcome", ""))
    return Done(row.seq, row.at, row.who, row.where, verb, row.subject, *said)


async def _learned(memories: Memories, since: datetime, until: datetime) -> tuple[Learned, ...]:
    steps = await memories.changed(since, until)
    ends = [(memory, step) for memory, step in steps if step.state is not State.JUDGING]
    return tuple(Learned(s.at, m.id, m.subject, m.taught_by, s.state, s.who, s.reason) for m, s in ends)
