"""What the engine writes down beside the plan: who ordered what, and the messages of event rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aiohttp import web

from tws.simulator.forms import Json, v1_instant
from tws.simulator.identifiers import uuid_of
from tws.simulator.timeline import JobInstance, Run

MOST = 10_000
RULE, MAIL_RULE = "JOB_ABENDED", "CRITICAL_JOB_ABENDED"
AFTER = 1.0
"""Seconds from an event to the action of its rule."""


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


Row = tuple[float, Json]
"""With the instant that it is about."""


def messages(jobs: Iterable[JobInstance], now: float) -> Iterator[Row]:
    """One for each run that failed, as a rule with the action MSGLOG would write it."""
    for job, run in _failed(jobs, now):
        name, station = job.definition.name, job.definition.workstation.name
        row = {
            "id": uuid_of("message", job.key, run.end),
            "scope": f"{job.key} LOGGED",
            "eventType": "JobStatusChanged",
            "ruleName": RULE,
            "ruleType": "FILTER",
            "timestamp": v1_instant(run.end),
            "message": f"{name} on {station} ended with an error",
            "workstationName": station,
        }
        yield run.end, row


def actions(jobs: Iterable[JobInstance], now: float) -> Iterator[Row]:
    """What the rules have done: the message of each failure, and a mail where the job is critical."""
    for job, run in _failed(jobs, now - AFTER):
        yield _action(job, run, RULE, "MSGLOG", "MessageLogger", "LOGGED")
        if job.definition.critical:
            yield _action(job, run, MAIL_RULE, "SendMail", "MailSender", "SENT")


def _failed(jobs: Iterable[JobInstance], now: float) -> Iterator[tuple[JobInstance, Run]]:
    return ((job, run) for job in jobs for run in job.runs if run.failed and run.end <= now)


def _action(job: JobInstance, run: Run, rule: str, kind: str, plugin: str, done: str) -> Row:
    at = run.end + AFTER
    row = {
        "id": uuid_of("action", rule, job.key, run.end),
        "actionScope": f"{job.key} {done}",
        "actionType": kind,
        "ruleName": rule,
        "ruleType": "FILTER",
        "pluginName": plugin,
        "timestamp": v1_instant(at),
        "actionStatus": "SUCCESSFUL",
        "message": f"{job.definition.name} on {job.definition.workstation.name} ended with an error",
    }
    return at, row
