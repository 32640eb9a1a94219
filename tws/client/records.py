"""Reads beside the plan's objects: why a job does not run, resources, operator messages, the audit trail.

Event rules and audit are known to V1 only (contract, 3.2); there How-Many is mandatory.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from pydantic import TypeAdapter

from tws.client import oql
from tws.client.ranges import told
from tws.client.tables import bare
from tws.client.transport import Question, Transport
from tws.client.wire import Wire
from tws.client.wire_records import (
    AuditWire,
    IssuesWire,
    IssueWire,
    IssueWire1,
    MessageWire,
    ResourceWire,
    ResourceWire1,
    TriggeredWire,
)
from tws.client.wire_v2 import SheetWire
from tws.models import Job
from tws.records import AuditRecord, Issue, OperatorMessage, Resource, TriggeredAction
from tws.scheduler import MAX_PAGE

W = TypeVar("W", bound=Wire)

_ISSUES = TypeAdapter(IssuesWire)
_ISSUES1 = TypeAdapter(IssueWire1 | tuple[IssueWire1, ...])
_RESOURCES = TypeAdapter(SheetWire[ResourceWire])
_RESOURCES1 = TypeAdapter(tuple[ResourceWire1, ...])
_MESSAGES = TypeAdapter(tuple[MessageWire, ...])
_TRIGGERED = TypeAdapter(tuple[TriggeredWire, ...])
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_AUDIT = TypeAdapter(tuple[AuditWire, ...])


async def issues_v2(transport: Transport, job: Job) -> tuple[Issue, ...]:
    asked = Question("/api/v2/plan/job/issues", {"oql": oql.same_id("id", job.id)})
    return tuple(map(_issue_of, (await transport.ask(_ISSUES, asked)).issues))


async def issues_v1(transport: Transport, job: Job) -> tuple[Issue, ...]:
    """One object or several: the contract shows one."""
    answer = await transport.ask(_ISSUES1, Question("/plan/current/job/issues", body={"jobIdList": [job.id]}))
    wires = answer if isinstance(answer, tuple) else (answer,)
    return tuple(_issue_of(wire.value) for wire in wires if wire.value.issueMessage)


def _issue_of(wire: IssueWire) -> Issue:
    return Issue(wire.issueType, wire.issueMessage)


async def resources_v2(transport: Transport, name: str) -> tuple[Resource, ...]:
    wanted = oql.query([oql.named("name", name)] if name else [])
    sheet = await transport.ask(_RESOURCES, Question("/api/v2/plan/resource", {"oql": wanted, "limit": MAX_PAGE}))
    return tuple(map(_resource_of, sheet.results))


def _resource_of(wire: ResourceWire) -> Resource:
    return Resource(
        id=wire.id,
        name=wire.name,
        workstation=wire.workstation,
        quantity=wire.quantity or 0,
        in_use=wire.quantityInUse or 0,
        available=wire.quantityAvailable or 0,
        status=wire.status,
    )


async def resources_v1(transport: Transport, name: str) -> tuple[Resource, ...]:
    wanted = {"resourceName": oql.checked(name)} if name else {}
    found = await _listed(transport, _RESOURCES1, "/plan/current/resource/query", "resourceInPlanFilter", wanted)
    return tuple(sorted(map(_resource_of1, found), key=lambda r: r.name))


def _resource_of1(wire: ResourceWire1) -> Resource:
    key = wire.resourceInPlanKey
    return Resource(
        id=wire.id,
        name=key.name,
        workstation="/" + key.workstationInPlanKey.lstrip("/"),
        quantity=wire.quantityDefined or 0,
        in_use=wire.quantityInUse or 0,
        available=wire.quantityAvailable or 0,
        status=wire.status,
    )


async def operator_messages(
    transport: Transport, since: datetime, now: datetime, limit: int
) -> tuple[OperatorMessage, ...]:
    path = "/eventrule/engine/message_log_record/header/query"
    found = await _listed(transport, _MESSAGES, path, "messageLogRecordFilter", _since(since, now), limit)
    return tuple(
        OperatorMessage(w.id, w.timestamp, w.message, w.eventType, w.ruleName, w.workstationName) for w in found
    )


async def triggered_actions(
    transport: Transport, since: datetime, now: datetime, limit: int
) -> tuple[TriggeredAction, ...]:
    path = "/eventrule/engine/action_run/header/query"
    found = await _listed(transport, _TRIGGERED, path, "actionRunFilter", _since(since, now), limit)
    return tuple(sorted(map(_triggered_of, found), key=lambda a: a.at or _LONG_AGO, reverse=True))


def _triggered_of(wire: TriggeredWire) -> TriggeredAction:
    return TriggeredAction(
        id=wire.id,
        at=wire.timestamp,
        rule=wire.ruleName,
        kind=wire.actionType or wire.pluginName,
        status=wire.actionStatus,
        text=wire.message or wire.actionResult,
    )


async def audit_records(transport: Transport, since: datetime, now: datetime, limit: int) -> tuple[AuditRecord, ...]:
    path = "/eventrule/engine/audit_record/header/query"
    found = await _listed(transport, _AUDIT, path, "auditRecordFilter", _since(since, now), limit)
    return tuple(map(_audit_of, found))


def _audit_of(wire: AuditWire) -> AuditRecord:
    return AuditRecord(
        id=wire.id,
        at=wire.timestamp,
        user=wire.userName,
        action=wire.actionType,
        object_kind=wire.objectType,
        object_name=wire.objectName or wire.objName,
        reason=wire.resolutionData.description or wire.reason,
        ticket=wire.resolutionData.ticketNumber,
    )


def _since(since: datetime, now: datetime) -> dict[str, object]:
    return {"timeRange": {"rangeStart": told(since), "rangeEnd": told(now)}}


async def _listed(
    transport: Transport,
    shape: TypeAdapter[tuple[W, ...]],
    path: str,
    filter_name: str,
    wanted: dict[str, object] | dict[str, str],
    limit: int = MAX_PAGE,
) -> tuple[W, ...]:
    most = {"How-Many": str(min(max(limit, 1), MAX_PAGE))}
    answer = await transport.read(Question(path, body={"filters": {filter_name: dict(wanted)}}, headers=most))
    return tuple((await transport.table(bare(shape), answer, list)).items)
