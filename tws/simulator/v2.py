"""REST V2, the reading side: GET below /twsd/api/v2 (section 4.1 of the contract)."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from tws.off_loop import worked
from tws.simulator.answers import bad_request, is_true, not_found, refused, whole_number
from tws.simulator.forms import Json
from tws.simulator.identifiers import uuid_of
from tws.simulator.issues import issues_of
from tws.simulator.logs import Wanted, growing, lines_of
from tws.simulator.off_loop import array, json_text, written
from tws.simulator.oql import OqlError, OqlQuery, parse_oql
from tws.simulator.oql_fields import job_fields, prompt_fields, resource_fields, stream_fields, workstation_fields
from tws.simulator.oql_values import Field, like_pattern
from tws.simulator.prompts import prompts_of
from tws.simulator.timeline import JobInstance
from tws.simulator.v2_view import V2View

if TYPE_CHECKING:
    from tws.simulator.server import Engine

T = TypeVar("T")
ROOT = "/twsd/api/v2"
MAX_LIMIT = 10_000
_WITH_DEPENDENCIES = ("WHOLE", "WHOLE_NO_JOB_DEFINITIONS")


class V2:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        paths = {
            "engine/info": self.info,
            "plan/job": self.jobs,
            "plan/job/count": self.count,
            "plan/job/issues": self.issues,
            "plan/job/run/{run}/joblog": self.job_log,
            "plan/job/{id}": self.job,
            "plan/jobstream": self.streams,
            "plan/jobstream/{id}": self.stream,
            "plan/workstation": self.workstations,
            "plan/workstation/{id}": self.workstation,
            "plan/resource": self.resources,
            "plan/resource/{id}": self.resource,
        }
        if self.engine.release >= (10, 2):
            paths["plan/prompt"] = self.prompts
            paths["plan/prompt/{id}"] = self.prompt
        return [web.get(f"{ROOT}/{path}", handler) for path, handler in paths.items()]

    async def info(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "displayVersion": self.engine.version,
                "fullVersion": self.engine.version,
                "licenseType": "PERSERVER",
                "locale": "en_US",
                "timezone": self.engine.book.bank.timezone,
                "referenceId": uuid_of("engine"),
                "capabilities": {},
                "adminRoles": {},
            }
        )

    async def jobs(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        plan = view.snapshot.plan
        items = filtered(plan.jobs, request, lambda j: j.key)
        return await listing(request, items, job_fields(view.snapshot), view.job)

    async def streams(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        items = filtered(list(view.snapshot.plan.streams), request, lambda s: s.key)
        return await listing(request, items, stream_fields(view.snapshot), view.stream)

    async def workstations(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        stations = view.snapshot.stations()
        return await listing(request, stations, workstation_fields(view.snapshot), view.workstation)

    async def resources(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        resources = view.snapshot.plan.bank.resources
        in_plan = len(view.snapshot.plan.jobs)
        return await listing(request, resources, resource_fields(view.snapshot), view.resource, in_plan)

    async def resource(self, request: web.Request) -> web.Response:
        view, identifier = view_of(self.engine, request, whole=True), request.match_info["id"]
        resources = {uuid_of(r.key): r for r in view.snapshot.plan.bank.resources}
        found = resources.get(identifier) or not_found(f"resource={identifier}")
        return web.json_response(await worked(lambda: view.resource(found), len(view.snapshot.plan.jobs)))

    async def prompts(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        return await listing(
            request, prompts_of(view.snapshot.plan, view.snapshot.now), prompt_fields(view.snapshot), view.prompt
        )

    async def prompt(self, request: web.Request) -> web.Response:
        view, identifier = view_of(self.engine, request, whole=True), request.match_info["id"]
        prompts = {p.id: p for p in prompts_of(view.snapshot.plan, view.snapshot.now)}
        return web.json_response(view.prompt(prompts.get(identifier) or not_found(f"prompt={identifier}")))

    async def job(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request, whole=True)
        return web.json_response(view.job(self._job(view, request)))

    def _job(self, view: V2View, request: web.Request) -> JobInstance:
        identifier = request.match_info["id"]
        return view.snapshot.plan.jobs_by_id.get(identifier) or not_found(f"jb={identifier}")

    async def stream(self, request: web.Request) -> web.Response:
        view, identifier = view_of(self.engine, request, whole=True), request.match_info["id"]
        found = view.snapshot.plan.streams_by_id.get(identifier) or not_found(f"js={identifier}")
        return web.json_response(view.stream(found))

    async def workstation(self, request: web.Request) -> web.Response:
        view, identifier = view_of(self.engine, request, whole=True), request.match_info["id"]
        stations = {uuid_of(s.key): s for s in view.snapshot.stations()}
        return web.json_response(view.workstation(stations.get(identifier) or not_found(f"ws={identifier}")))

    async def count(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        items = filtered(view.snapshot.plan.jobs, request, lambda j: j.key)
        grouping: dict[str, Callable[[JobInstance], str]] = {
            "workstation": lambda j: j.definition.workstation.key,
            "status": lambda j: str(view.snapshot.job(j).common),
            "folder": lambda j: j.stream.definition.folder,
        }
        names = [n for n in request.query.get("grouping_filters", "").split(",") if n]
        if not grouping.keys() >= set(names):
            bad_request("grouping_filters takes workstation, status and folder")

        def work() -> dict[str, int]:
            return dict(Counter(",".join(grouping[n](j) for n in names) for j in items)) if names else {}

        return web.json_response({"count": len(items), "groupedCount": await worked(work, len(items))})

    async def issues(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        jobs = filtered(view.snapshot.plan.jobs, request, lambda j: j.key)
        query = parsed(request, job_fields(view.snapshot))
        found = await asyncio.to_thread(
            lambda: [i for j in jobs if query.matches(j) for i in issues_of(view.snapshot, j)]
        )
        return web.json_response({"issues": found})

    async def job_log(self, request: web.Request) -> web.StreamResponse:
        snapshot, identifier = self.engine.look(request), request.match_info["run"]
        job, number = snapshot.plan.runs_by_id.get(identifier) or not_found(f"jbrun={identifier}")
        run = job.runs[number - 1] if number <= len(job.runs) else None
        if run is None or run.start > snapshot.now:
            refused("AWSBIN076E There is no job log: the job has not run.")
        wanted = _part(request)
        if is_true(request, "follow") and not snapshot.archived:
            return await _followed(request, growing(self.engine.snapshot, identifier, wanted))
        text = _text(lines_of(snapshot, job, run, wanted))
        return web.Response(text=text, content_type="text/plain", charset="utf-8")


def view_of(engine: Engine, request: web.Request, *, whole: bool = False) -> V2View:
    scope = request.headers.get("scope", "")
    return V2View(
        engine.look(request),
        engine.version,
        dependencies=whole or scope in _WITH_DEPENDENCIES,
        definitions="NO_JOB_DEFINITIONS" not in scope,
    )


def _part(request: web.Request) -> Wanted:
    first = max(1, whole_number(request.query.get("from_line"), 1, "from_line"))
    last = whole_number(request.query.get("to_line"), -1, "to_line")
    return Wanted(first, None if last < 0 else last, is_true(request, "contentOnly"))


async def _followed(request: web.Request, parts: AsyncIterator[list[str]]) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_type, response.charset = "text/plain", "utf-8"
    await response.prepare(request)
    async for lines in parts:
        await response.write(_text(lines).encode())
    return response


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def filtered(items: list[T], request: web.Request, key: Callable[[T], str]) -> list[T]:
    """By `plan_filter`, conman's way of naming: /FOLDER/WS#/FOLDER/STREAM.JOB with @ and ?."""
    text = request.query.get("plan_filter", "")
    if not text:
        return items
    station, sharp, rest = text.partition("#")
    if not sharp:
        bad_request("plan_filter: # is missing")
    # A lone folder selects all below it; /@/ also means the root.
    rest = rest if rest.rpartition("/")[2] else rest + "@"
    pattern = f"{station}#{rest}".replace("/@/", "/@")
    fits = like_pattern(pattern).fullmatch
    return [item for item in items if fits(key(item))]


async def listing(
    request: web.Request,
    items: Sequence[T],
    fields: Mapping[str, Field[T]],
    shape: Callable[[T], Json],
    looked_at: int = 0,
) -> web.Response:
    """`looked_at`: how many other objects are behind each."""
    query = parsed(request, fields)
    limit = min(whole_number(request.query.get("limit"), MAX_LIMIT, "limit"), MAX_LIMIT)
    offset = whole_number(request.query.get("offset"), 0, "offset")

    def work() -> web.Response:
        found = ordered([item for item in items if query.matches(item)], query)
        page = written(shape(item) for item in found[offset : offset + limit])
        return envelope(request, page, len(found), limit, offset)

    return await worked(work, max(len(items), looked_at))


def parsed(request: web.Request, fields: Mapping[str, Field[T]]) -> OqlQuery[T]:
    try:
        return parse_oql(request.query.get("oql", ""), fields)
    except OqlError as error:
        bad_request(f"OQL_FILTER_SYNTAX_ERROR {error}")


def ordered(items: list[T], query: OqlQuery[T]) -> list[T]:
    """By ORDER BY; what has no value comes last."""
    field = query.order_by
    if field is None:
        return items
    values = {id(item): next(iter(field.values(item)), None) for item in items}
    known = [item for item in items if values[id(item)] is not None]

    def value(item: T) -> Any:
        return values[id(item)]

    unknown = [item for item in items if values[id(item)] is None]
    return sorted(known, key=value, reverse=query.descending) + unknown


def envelope(
    request: web.Request, pieces: list[str], total: int | None = None, limit: int = MAX_LIMIT, offset: int = 0
) -> web.Response:
    """The list of objects, written already, with its count and the addresses of its neighbours."""
    total = len(pieces) if total is None else total
    counted = request.headers.get("Include-Count", "true").lower() != "false"
    rest: Json = {"count": total} if counted else {}
    if limit and offset + limit < total:
        rest["next"] = page_url(request, limit, offset + limit)
    if offset and limit:
        rest["previous"] = page_url(request, limit, max(0, offset - limit))
    members = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in rest.items()]
    return json_text("{" + ", ".join([*members, f'"results": {array(pieces)}']) + "}")


def page_url(request: web.Request, limit: int, offset: int) -> str:
    return str(request.url.update_query(limit=limit, offset=offset))
