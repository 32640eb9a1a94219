"""Records beside the plan's objects, as the engine answers with them (contract, 3.2, 4.1, 4.5 and A.4)."""

from __future__ import annotations

from pydantic import ValidationError

from tws.client.wire import Instant, Many, Maybe, Number, Text, Wire


class IssueWire(Wire):
    issueType: Text = ""
    issueMessage: Text = ""


class IssuesWire(Wire):
    issues: Many[IssueWire] = ()


class IssueWire1(Wire):
    value: Maybe[IssueWire] = IssueWire()


class ResourceWire(Wire):
    id: Text = ""
    name: Text = ""
    workstation: Text = ""
    quantity: Number = 0
    quantityInUse: Number = 0
    quantityAvailable: Number = 0
    status: Text = ""


class ResourceKeyWire(Wire):
    name: Text = ""
    workstationInPlanKey: Text = ""


class ResourceWire1(Wire):
    id: Text = ""
    resourceInPlanKey: Maybe[ResourceKeyWire] = ResourceKeyWire()
    quantityDefined: Number = 0
    quantityInUse: Number = 0
    quantityAvailable: Number = 0
    status: Text = ""


class MessageWire(Wire):
    id: Text = ""
    timestamp: Instant = None
    message: Text = ""
    eventType: Text = ""
    ruleName: Text = ""
    workstationName: Text = ""


class ResolutionWire(Wire):
    description: Text = ""
    ticketNumber: Text = ""


class AuditWire(Wire):
    id: Text = ""
    timestamp: Instant = None
    userName: Text = ""
    actionType: Text = ""
    objectType: Text = ""
    objectName: Text = ""
    objName: Text = ""
    reason: Text = ""
    resolutionData: Maybe[ResolutionWire] = ResolutionWire()


class TriggeredWire(Wire):
    id: Text = ""
    timestamp: Instant = None
    ruleName: Text = ""
    actionType: Text = ""
    pluginName: Text = ""
    actionStatus: Text = ""
    message: Text = ""
    actionResult: Text = ""


class HeaderWire(Wire):
    """Of a definition in the database; only its id is of use."""

    id: Text = ""


class DoneWire(Wire):
    id: Text = ""
    message: Text = ""


class DoneByFilterWire(Wire):
    """An action by filter answers 200 even where each one failed."""

    successfulResourceResponses: Many[DoneWire] = ()
    failedResourceResponses: Many[DoneWire] = ()


def id_in(answer: bytes) -> str:
    """Of one object that was made; empty where the engine does not tell it."""
    try:
        return HeaderWire.model_validate_json(answer).id
    except ValidationError:
        return ""
