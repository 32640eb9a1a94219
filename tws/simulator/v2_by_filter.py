"""REST V2: actions on what a filter selects (section 4.3 of the contract). One object, unless more are allowed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web

from tws.off_loop import worked
from tws.simulator.actions import STREAM_VERBS, VERBS, on_job, on_stream
from tws.simulator.answers import bad_request, whole_number
from tws.simulator.forms import Json
from tws.simulator.oql_fields import job_fields, stream_fields
from tws.simulator.oql_values import Field
from tws.simulator.timeline import JobInstance, StreamInstance
from tws.simulator.v2 import filtered, parsed
from tws.simulator.v2_actions import PLAN, address

if TYPE_CHECKING:
    from tws.simulator.server import Engine

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
T = TypeVar("T", JobInstance, StreamInstance)


class V2ByFilter:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        jobs = [web.put(f"{PLAN}/job/action/{verb}", self._on_jobs(verb)) for verb in (*VERBS, "rerun")]
        return jobs + [web.put(f"{PLAN}/jobstream/action/{verb}", self._on_streams(verb)) for verb in STREAM_VERBS]

    def _on_jobs(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            snapshot = self.engine.snapshot()
            found = await _selected(request, snapshot.plan.jobs, job_fields(snapshot))
            return _answer(request, "job", found, partial(on_job, self.engine, request, verb))

        return act

    def _on_streams(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            snapshot = self.engine.snapshot()
            found = await _selected(request, list(snapshot.plan.streams), stream_fields(snapshot))
            return _answer(request, "jobstream", found, partial(on_stream, self.engine, request, verb))

        return act


async def _selected(request: web.Request, items: list[T], fields: dict[str, Field[T]]) -> list[T]:
    """400 without a filter, and where it selects more than `max_object_affected`."""
    if not (request.query.get("oql") or request.query.get("plan_filter")):
        bad_request("oql or plan_filter is missing")
    query, chosen = parsed(request, fields), filtered(items, request, lambda item: item.key)
    found = await worked(lambda: [item for item in chosen if query.matches(item)], len(chosen))
    most = whole_number(request.query.get("max_object_affected"), 1, "max_object_affected")
    if len(found) > most:
        bad_request(f"{len(found)} objects match; max_object_affected is {most}")
    return found


def _answer(request: web.Request, kind: str, found: list[T], act: Callable[[T], None]) -> web.Response:
    rows = [_row(request, kind, item, act) for item in found]
    return web.json_response(
        {
            "successfulResourceResponses": [row for row in rows if not row["isError"]],
            "failedResourceResponses": [row for row in rows if row["isError"]],
        }
    )


def _row(request: web.Request, kind: str, item: T, act: Callable[[T], None]) -> Json:
    told = {"id": item.id, "url": address(request, kind, item.id), "isError": False, "error": False}
    try:
        act(item)
    except web.HTTPInternalServerError as refusal:
        return told | {"isError": True, "error": True, "message": json.loads(refusal.text or "{}")["messages"][0]}
    return told
