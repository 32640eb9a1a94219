"""What the engine writes down beside the plan: who ordered what, and the messages of event rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from aiohttp import web

from tws.simulator.forms import Json, v1_instant, without_nulls
from tws.simulator.identifiers import uuid_of
from tws.simulator.plan import Plan

MOST = 10_000
RULE = "JOB_ABENDED"


@dataclass(frozen=True, slots=True)
class Audited:
    at: float
    user: str
    verb: str
    kind: str
    name: str
    category: str = ""
    reason: str = ""
    ticket: str = ""

    @classmethod
    def of(cls, request: web.Request, user: str, verb: str, kind: str, name: str, at: float) -> Audited:
        told = [request.headers.get(f"Justification-{part}", "") for part in ("Category", "Description", "Ticket-Num")]
        return cls(at, user, verb, kind, name, *told)

    def row(self) -> Json:
        return {
            "id": uuid_of("audit", self.at, self.verb, self.name),
            "auditType": "PLAN",
            "objectType": self.kind,
            "actionType": self.verb.replace("-", "_").upper(),
            "userName": self.user,
            "objectName": self.name,
            "timestamp": v1_instant(self.at),
            "resolutionData": {"category": self.category, "description": self.reason, "ticketNumber": self.ticket},
        }


@dataclass
class Notices:
    audits: deque[Audited] = field(default_factory=lambda: deque(maxlen=MOST))

    def audit(self, record: Audited) -> None:
        self.audits.append(record)


def messages(plan: Plan, now: float) -> Iterator[tuple[float, Json]]:
    """One for each run that failed, as a rule with the action MSGLOG would write it."""
    for job in plan.jobs:
        for run in job.runs:
            if run.outcome != "SUCC" and run.end <= now:
                yield run.end, _message(job.key, job.definition.name, job.definition.workstation.name, run.end)


def _message(key: str, name: str, station: str, at: float) -> Json:
    return without_nulls(
        {
            "id": uuid_of("message", key, at),
            "scope": f"{key} LOGGED",
            "eventType": "JobStatusChanged",
            "ruleName": RULE,
            "ruleType": "FILTER",
            "timestamp": v1_instant(at),
            "message": f"{name} on {station} ended with an error",
            "workstationName": station,
        }.items()
    )
