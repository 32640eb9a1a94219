"""REST V1 below /twsd/eventrule/engine: operator messages and the audit trail (section 3.2 of the contract)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.answers import bad_request, whole_number
from tws.simulator.forms import Json
from tws.simulator.notices import messages
from tws.simulator.oql_values import instant
from tws.simulator.v2_actions import body_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

ROOT = "/twsd/eventrule/engine"


class EventRules:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{ROOT}/message_log_record/header/query", self.messages),
            web.post(f"{ROOT}/audit_record/header/query", self.audit),
        ]

    async def messages(self, request: web.Request) -> web.Response:
        wanted = await _filter_of(request, "messageLogRecordFilter")
        snapshot = self.engine.snapshot()
        rows = await asyncio.to_thread(lambda: sorted(messages(snapshot.plan, snapshot.now), key=lambda r: r[0]))
        return _listed(request, rows, wanted)

    async def audit(self, request: web.Request) -> web.Response:
        wanted = await _filter_of(request, "auditRecordFilter")
        return _listed(request, ((a.at, a.row()) for a in self.engine.notices.audits), wanted)


async def _filter_of(request: web.Request, name: str) -> dict[str, object]:
    """How-Many is mandatory here."""
    if "How-Many" not in request.headers:
        bad_request("The header How-Many is missing")
    filters = (await body_of(request)).get("filters")
    wanted = filters.get(name) if isinstance(filters, dict) else None
    return wanted if isinstance(wanted, dict) else bad_request("The body is no query")


def _listed(request: web.Request, rows: Iterable[tuple[float, Json]], wanted: dict[str, object]) -> web.Response:
    """Newest first."""
    since, until = _range(wanted.get("timeRange"))
    most = whole_number(request.headers.get("How-Many"), 0, "How-Many") or None
    found = [row for at, row in rows if since <= at <= until][::-1][:most]
    return web.json_response(found, headers={"How-Many-Returned": str(len(found))})


def _range(limits: object) -> tuple[float, float]:
    given = limits if isinstance(limits, dict) else {}
    try:
        first, last = given.get("rangeStart"), given.get("rangeEnd")
        return (instant(first) if first else float("-inf"), instant(last) if last else float("inf"))
    except (ValueError, TypeError, AttributeError):
        bad_request("timeRange has a value of the wrong kind")
