"""Queries of the models as OQL terms: what V2 can filter, and never less than the query lets through."""

from __future__ import annotations

from tws.client import oql
from tws.models import CommonStatus, JobQuery, JobStreamQuery


def job_terms(query: JobQuery) -> list[str]:
    """What the engine can filter; never less than the query lets through."""
    terms = [oql.named("name", query.name)] if query.name else []
    if query.job_stream:
        terms.append(oql.named("jobStreamName", query.job_stream))
    if query.workstation:
        terms.append(_station(query))
    if query.folder:
        terms.append(oql.in_folder("folder", query.folder))
    if query.critical is not None:
        terms.append(oql.flag("jobOptions.critical", query.critical))
    return terms + _status("jobruns.commonStatus", query.statuses) + _windows(query)


def _station(query: JobQuery) -> str:
    """With a job stream it is a full key, whose workstation is the stream's."""
    own = oql.at_workstation("workstation", query.workstation)
    if not query.job_stream:
        return own
    return f"({own} OR {oql.at_workstation('jobStreamWorkstation', query.workstation)})"


def _status(field: str, statuses: tuple[CommonStatus, ...]) -> list[str]:
    """The engine has no word for UNKNOWN: then this side looks."""
    return [oql.one_of(field, statuses)] if statuses and CommonStatus.UNKNOWN not in statuses else []


def _windows(query: JobQuery) -> list[str]:
    started, ended = "jobruns.timeInfo.actualStartTime", "jobruns.timeInfo.actualEndTime"
    bounds = (
        (started, ">=", query.started_since),
        (started, "<=", query.started_until),
        (ended, ">=", query.ended_since),
        (ended, "<=", query.ended_until),
    )
    return [oql.compared(field, operator, at) for field, operator, at in bounds if at is not None]


def stream_terms(query: JobStreamQuery) -> list[str]:
    terms = [oql.named("name", query.name)] if query.name else []
    if query.workstation:
        terms.append(oql.at_workstation("workstation", query.workstation))
    if query.folder:
        terms.append(oql.in_folder("folder", query.folder))
    return terms + _status("commonStatus", query.statuses)


def workstation_terms(name: str) -> list[str]:
    """Workstations have their folder in a field of its own."""
    if not name:
        return []
    folder, slash, bare = oql.checked(name, path=True).rpartition("/")
    terms = [oql.named("name", bare)] if bare else []
    return terms + ([oql.in_folder("folder", folder or "/")] if slash else [])
