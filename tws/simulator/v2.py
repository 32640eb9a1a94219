"""REST V2, the reading side: GET below /twsd/api/v2 (section 4.1 of the contract)."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from tws.simulator.answers import bad_request, not_found, refused, whole_number
from tws.simulator.forms import Json
from tws.simulator.identifiers import uuid_of
from tws.simulator.issues import issues_of
from tws.simulator.joblog import LogWriter
from tws.simulator.off_loop import array, json_text, worked, written
from tws.simulator.oql import OqlError, OqlQuery, parse_oql
from tws.simulator.oql_fields import job_fields, prompt_fields, resource_fields, stream_fields, workstation_fields
from tws.simulator.oql_values import Field, like_pattern
from tws.simulator.prompts import prompts_of
from tws.simulator.relations import Step, before, behind, walked
from tws.simulator.timeline import JobInstance
from tws.simulator.v2_view import V2View

if TYPE_CHECKING:
    from tws.simulator.server import Engine

T = TypeVar("T")
ROOT = "/twsd/api/v2"
MAX_LIMIT = 10_000
MAX_DEPTH = 100
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
        }
        if self.engine.release >= (10, 2):
            paths["plan/prompt"] = self.prompts
            paths["plan/prompt/{id}"] = self.prompt
        else:
            paths["plan/job/{id}/predecessors"] = self.predecessors
            paths["plan/job/{id}/successors"] = self.successors
        return [web.get(f"{ROOT}/{path}", handler) for path, handler in paths.items()]

    def view(self, request: web.Request, *, whole: bool = False) -> V2View:
        scope = request.headers.get("scope", "")
        return V2View(
            self.engine.snapshot(),
            self.engine.version,
            dependencies=whole or scope in _WITH_DEPENDENCIES,
            definitions="NO_JOB_DEFINITIONS" not in scope,
        )

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
        view = self.view(request)
        plan = view.snapshot.plan
        items = filtered(plan.jobs, request, lambda j: j.key)
        return await listing(request, items, job_fields(view.snapshot), view.job)

    async def streams(self, request: web.Request) -> web.Response:
        view = self.view(request)
        items = filtered(list(view.snapshot.plan.streams), request, lambda s: s.key)
        return await listing(request, items, stream_fields(view.snapshot), view.stream)

    async def workstations(self, request: web.Request) -> web.Response:
        view = self.view(request)
        stations = view.snapshot.stations()
        return await listing(request, stations, workstation_fields(view.snapshot), view.workstation)

    async def resources(self, request: web.Request) -> web.Response:
        view = self.view(request)
        resources = view.snapshot.plan.bank.resources
        in_plan = len(view.snapshot.plan.jobs)
        return await listing(request, resources, resource_fields(view.snapshot), view.resource, in_plan)

    async def prompts(self, request: web.Request) -> web.Response:
        view = self.view(request)
        return await listing(request, prompts_of(view.snapshot.plan), prompt_fields(view.snapshot), view.prompt)

    async def prompt(self, request: web.Request) -> web.Response:
        view, identifier = self.view(request, whole=True), request.match_info["id"]
        prompts = {p.id: p for p in prompts_of(view.snapshot.plan)}
        return web.json_response(view.prompt(prompts.get(identifier) or not_found(f"prompt={identifier}")))

    async def job(self, request: web.Request) -> web.Response:
        view = self.view(request, whole=True)
        return web.json_response(view.job(self._job(view, request)))

    def _job(self, view: V2View, request: web.Request) -> JobInstance:
        identifier = request.match_info["id"]
        return view.snapshot.plan.jobs_by_id.get(identifier) or not_found(f"jb={identifier}")

    async def stream(self, request: web.Request) -> web.Response:
        view, identifier = self.view(request, whole=True), request.match_info["id"]
        found = view.snapshot.plan.streams_by_id.get(identifier) or not_found(f"js={identifier}")
        return web.json_response(view.stream(found))

    async def workstation(self, request: web.Request) -> web.Response:
        view, identifier = self.view(request, whole=True), request.match_info["id"]
        stations = {uuid_of(s.key): s for s in view.snapshot.stations()}
        return web.json_response(view.workstation(stations.get(identifier) or not_found(f"ws={identifier}")))

    async def predecessors(self, request: web.Request) -> web.Response:
        return self._related(request, before)

    async def successors(self, request: web.Request) -> web.Response:
        return self._related(request, behind)

    def _related(self, request: web.Request, step: Step) -> web.Response:
        view = self.view(request)
        depth = min(whole_number(request.query.get("depth"), 1, "depth"), MAX_DEPTH)
        return envelope(request, written(view.job(j) for j in walked(self._job(view, request), step, depth)))

    async def count(self, request: web.Request) -> web.Response:
        view = self.view(request)
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
        view = self.view(request)
        jobs = filtered(view.snapshot.plan.jobs, request, lambda j: j.key)
        query = parsed(request, job_fields(view.snapshot))
        found = await asyncio.to_thread(
            lambda: [i for j in jobs if query.matches(j) for i in issues_of(view.snapshot, j)]
        )
        return web.json_response({"issues": found})

    async def job_log(self, request: web.Request) -> web.Response:
        snapshot = self.engine.snapshot()
        identifier = request.match_info["run"]
        job, number = snapshot.plan.runs_by_id.get(identifier) or not_found(f"jbrun={identifier}")
        run = job.runs[number - 1] if job.runs else None
        if run is None or run.start > snapshot.now:
            refused("AWSBIN076E There is no job log: the job has not run.")
        lines = LogWriter(job, run, self.engine.book.zone).lines(snapshot.now)
        first = max(1, whole_number(request.query.get("from_line"), 1, "from_line"))
        last = whole_number(request.query.get("to_line"), len(lines), "to_line")
        text = "".join(f"{line}\n" for line in lines[first - 1 : last])
        return web.Response(text=text, content_type="text/plain", charset="utf-8")


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
