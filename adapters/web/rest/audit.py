"""GET /api/audit/events and /api/audit/report: what the ledger holds, for reviewers and admins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from adapters.web.frames import sentence
from adapters.web.limits import EVENTS_PAGE, REPORT_DAYS
from adapters.web.problem import Problem
from adapters.web.rest.facts import NOT_HERE
from adapters.web.services import Events, Reports
from audit.entry import Row
from bot.turn import Person
from tws.clock import Clock

EXAMPLE = "since and until: 30m, 24h, 7d or 2026-11-21T06:00:00Z; limit: a number up to 500."
TYPES: Mapping[str, str] = {"md": "text/markdown", "csv": "text/csv", "json": "application/json"}
_SPAN = re.compile(r"(\d{1,4})([mhdw])")
_DATED = re.compile(r"(19|20|21)\d\d-\d\d-\d\dT[\d:.+Z-]+")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _span(value: object) -> object:
    """`7d` as a time span; an instant is left to its own reading. A bare number is neither."""
    if not isinstance(value, str) or _DATED.fullmatch(value):
        return value
    found = _SPAN.fullmatch(value)
    if found is None:
        raise ValueError("should be a time span or an instant with its zone")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


When = Annotated[AwareDatetime | timedelta | None, BeforeValidator(_span)]
Short = Annotated[str, Field(max_length=400)]


class _Query(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    since: When = None
    until: When = None


Query = TypeVar("Query", bound=_Query)


class EventsQuery(_Query):
    kind: Short = ""
    who: Short = ""
    subject: Short = ""
    limit: int = Field(100, ge=1, le=EVENTS_PAGE)
    before: int | None = Field(None, ge=1)
    """The last number of the page before."""


class ReportQuery(_Query):
    since: When = timedelta(days=7)
    format: Literal["md", "csv", "json"] = "md"


class AuditDesk:
    def __init__(self, events: Events | None, reports: Reports | None, clock: Clock) -> None:
        self._events, self._reports, self._clock = events, reports, clock

    async def events(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/audit/events"""
        if self._events is None:
            raise NOT_HERE
        query = _read(EventsQuery, request)
        since, until = self._instant(query.since), self._instant(query.until)
        rows = await self._events.events(
            since=since,
            until=until,
            kind=query.kind,
            who=query.who,
            subject=query.subject,
            limit=query.limit,
            before=query.before,
        )
        more = rows[-1].seq if len(rows) == query.limit else None
        return web.json_response({"events": [_event(row) for row in rows], "before": more}, headers=_FRESH)

    async def report(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/audit/report"""
        if self._reports is None:
            raise NOT_HERE
        query, now = _read(ReportQuery, request), self._clock()
        since, until = self._instant(query.since) or now, self._instant(query.until) or now
        if not timedelta(0) < until - since <= timedelta(days=REPORT_DAYS):
            raise Problem(422, f"A report covers up to {REPORT_DAYS} days, since before until.", EXAMPLE)
        text = await self._reports.write(since, until, query.format)
        named = {"Content-Disposition": f'attachment; filename="resync-audit.{query.format}"'}
        return web.Response(text=text, content_type=TYPES[query.format], charset="utf-8", headers={**_FRESH, **named})

    def _instant(self, when: datetime | timedelta | None) -> datetime | None:
        return self._clock() - when if isinstance(when, timedelta) else when and when.astimezone(UTC)


_FRESH = {"Cache-Control": "no-store"}


def _read(kind: type[Query], request: web.Request) -> Query:
    try:
        return kind.model_validate(dict(request.query))
    except ValidationError as error:
        raise Problem(422, sentence(error), EXAMPLE) from None


def _event(row: Row) -> Mapping[str, object]:
    return {
        "seq": row.seq,
        "at": row.at.isoformat(),
        "kind": row.kind,
        "who": row.who,
        "where": row.where,
        "subject": row.subject,
        "body": dict(row.body),
        "hash": row.hash,
    }
