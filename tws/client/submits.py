"""Putting job streams and jobs of the database into the plan (contract, 4.4, A.5 and A.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from tws.client import oql
from tws.client.dialect import in_path
from tws.client.orders import Order
from tws.client.ranges import told
from tws.client.refusals import message_ids
from tws.client.transport import Question, Transport
from tws.client.wire_records import DoneByFilterWire, HeaderWire, id_in
from tws.errors import NotInPlan, SchedulerRefused
from tws.models import Signed
from tws.names import WILDCARDS
from tws.records import Submission

MOST_VARIABLES, LONGEST_VALUE = 100, 4_000
_BY_FILTER = TypeAdapter(DoneByFilterWire)
_HEADERS = TypeAdapter(tuple[HeaderWire, ...])
_TEMPLATE = TypeAdapter(dict[str, object])
_IDS = TypeAdapter(list[str])
_PLAN1 = "/plan/current"


async def stream_v2(transport: Transport, wanted: Submission, signed: Signed) -> str:
    what, key = _named(wanted)
    body = {**_options(wanted), **_at(wanted)}
    order = Order("/api/v2/plan/jobstream/submit", what, signed, body, params=_only(key), verb="POST")
    return _first_id(what, await transport.order(order))


async def job_v2(transport: Transport, wanted: Submission, signed: Signed) -> str:
    what, key = _named(wanted)
    body = {**_options(wanted), **({"earliestDate": told(wanted.at)} if wanted.at else {})}
    order = Order("/api/v2/plan/job/submit", what, signed, body, params=_only(key), verb="POST")
    return _first_id(what, await transport.order(order))


async def stream_v1(transport: Transport, wanted: Submission, signed: Signed, now: datetime) -> str:
    what, _ = _named(wanted)
    filters = {"jobStreamName": wanted.name, "workstationName": _bare(wanted), "validIn": told(wanted.at or now)}
    found = await _definition(transport, what, "jobstream", "jobstreamFilter", filters)
    body = {**_options_v1(wanted), "inputArrivalTime": told(wanted.at or now)}
    path = f"{_PLAN1}/jobstream/{in_path(found)}/action/submit_jobstream"
    said = await transport.order(Order(path, what, signed, body, verb="POST"))
    try:
        return next(iter(_IDS.validate_json(said)), "")
    except ValidationError:
        return ""


async def job_v1(transport: Transport, wanted: Submission, signed: Signed) -> str:
    """A template is asked for first, which changes nothing; sending it back submits it."""
    what, _ = _named(wanted)
    filters = {"jobDefinitionName": wanted.name, "workstationName": _bare(wanted)}
    found = await _definition(transport, what, "jobdefinition", "jobDefinitionFilter", filters)
    stream = in_path(f"{_bare(wanted)};JOBS")
    path = f"{_PLAN1}/jobstream/{stream}/action/submit_job"
    asked = Question(path, body={"jobDefinitionId": found, **_options_v1(wanted)})
    template = await transport.ask(_TEMPLATE, asked)
    body = {"job": {**template, **_not_before(wanted)}}
    order = Order(f"{_PLAN1}/job/action/submit_ad_hoc_job", what, signed, body, verb="POST")
    return id_in(await transport.order(order))


def checked(wanted: Submission) -> str:
    """What it is, for people. Raises SchedulerRefused, and nothing is sent."""
    return _named(wanted)[0]


def _named(wanted: Submission) -> tuple[str, str]:
    """For people, and as the engine's filters have it: /MDM#/FIN/PAYROLL. One object, never a pattern."""
    parts = (wanted.name, wanted.workstation, wanted.alias, wanted.folder)
    if any(c in WILDCARDS for part in parts for c in part):
        raise SchedulerRefused("A submission names one job stream or job, without wildcards; nothing was sent")
    oql.checked(wanted.name)
    oql.checked(wanted.workstation + wanted.folder, path=True)
    if wanted.alias:
        oql.checked(wanted.alias)
    _check_variables(wanted.variables)
    folder = "/" + "".join(f"{part}/" for part in wanted.folder.split("/") if part)
    key = f"/{wanted.workstation.lstrip('/')}#{folder}{wanted.name}"
    return f"submission of {key}", key


def _check_variables(variables: Mapping[str, str]) -> None:
    if len(variables) > MOST_VARIABLES or any(len(k) + len(v) > LONGEST_VALUE for k, v in variables.items()):
        raise SchedulerRefused(
            f"A submission takes {MOST_VARIABLES} variables of {LONGEST_VALUE} characters each; nothing was sent"
        )


def _only(key: str) -> dict[str, str | int]:
    return {"model_filter": key, "max_object_affected": 1}


def _options(wanted: Submission) -> dict[str, object]:
    alias = {"alias": wanted.alias} if wanted.alias else {}
    return {**alias, **({"parameters": dict(wanted.variables)} if wanted.variables else {})}


def _at(wanted: Submission) -> dict[str, object]:
    return {"inputArrivalTime": told(wanted.at)} if wanted.at else {}


def _options_v1(wanted: Submission) -> dict[str, object]:
    alias = {"alias": wanted.alias} if wanted.alias else {}
    table = [{"key": name, "value": value} for name, value in wanted.variables.items()]
    return {**alias, **({"variableTable": table} if table else {})}


def _not_before(wanted: Submission) -> dict[str, object]:
    """What the job definition says of times is about its job stream's day, not about this run."""
    return {"timeRestriction": {"startTime": told(wanted.at)}} if wanted.at else {}


def _bare(wanted: Submission) -> str:
    return wanted.workstation.rpartition("/")[2]


async def _definition(transport: Transport, what: str, kind: str, filter_name: str, wanted: dict[str, str]) -> str:
    """Its id. V1 does not filter by folder: where there is another one of that name, nobody knows which is meant."""
    asked = Question(f"/model/{kind}/header/query", body={"filters": {filter_name: wanted}}, headers={"How-Many": "2"})
    found = await transport.ask(_HEADERS, asked)
    if len(found) > 1:
        raise SchedulerRefused(f"The {what} was not sent: the database has several of that name")
    if not found:
        raise NotInPlan(f"The {what} was not sent: the database has no such {kind}")
    return found[0].id


def _first_id(what: str, said: bytes) -> str:
    """Of the one object; SchedulerRefused where the engine lists it as failed. No list is no fault: it was 2xx."""
    try:
        done = _BY_FILTER.validate_json(said)
    except ValidationError:
        return ""
    if done.successfulResourceResponses:
        return done.successfulResourceResponses[0].id
    if done.failedResourceResponses:
        told_why = done.failedResourceResponses[0].message
        raise SchedulerRefused(f"The {what} was not done. {told_why}", message_ids=message_ids(told_why))
    raise NotInPlan(f"The {what} was not done: the database has no such object")
