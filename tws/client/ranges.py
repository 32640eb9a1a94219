"""Queries of the models as V1 filter objects (contract, 3.1): never less than the query lets through."""

from __future__ import annotations

from datetime import UTC, datetime

from tws.client.oql import checked
from tws.models import CommonStatus, JobQuery, JobStreamQuery

Filter = dict[str, object]


def job_filter(query: JobQuery) -> Filter:
    """Only last runs. Folders and full keys are looked at on this side."""
    filters: Filter = {"lastInRerunChain": True, **_status(query.statuses)}
    if query.name:
        filters["jobName"] = checked(query.name)
    if query.job_stream:
        filters["jobStreamName"] = checked(query.job_stream)
    elif query.workstation:
        filters["workstationName"] = _bare(query.workstation)
    if query.workstation + query.folder:
        checked(query.workstation + query.folder, path=True)
    for name, value in (("critical", query.critical), ("late", query.late)):
        if value is not None:
            filters[name] = value
    return (
        filters
        | _range("actualStartTime", query.started_since, query.started_until)
        | _range("actualEndTime", query.ended_since, query.ended_until)
    )


def stream_filter(query: JobStreamQuery) -> Filter:
    filters = _status(query.statuses)
    if query.name:
        filters["jobStreamName"] = checked(query.name)
    if query.workstation:
        filters["workstationName"] = _bare(query.workstation)
    if query.folder:
        checked(query.folder, path=True)
    return filters


def workstation_filter(name: str) -> Filter:
    return {"workstationName": _bare(name)} if name else {}


def _bare(path: str) -> str:
    """V1 names workstations without their folder."""
    return checked(path, path=True).rpartition("/")[2] or "@"


def _status(statuses: tuple[CommonStatus, ...]) -> Filter:
    return {"statusList": [str(s) for s in statuses]} if statuses and CommonStatus.UNKNOWN not in statuses else {}


def _range(name: str, since: datetime | None, until: datetime | None) -> Filter:
    bounds = {key: told(at) for key, at in (("rangeStart", since), ("rangeEnd", until)) if at is not None}
    return {f"{name}Range": bounds} if bounds else {}


def told(at: datetime) -> str:
    """An instant as V1 takes it."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"
