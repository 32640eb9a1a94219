"""REST V2, the changing side: PUT on one object, 200 with its id and address (sections 4.3 and 4.4 of the contract)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.actions import (
    STATION_VERBS,
    STREAM_VERBS,
    VERBS,
    in_range,
    on_job,
    on_prompt,
    on_resource,
    on_station,
    on_stream,
    prompt_of,
)
from tws.simulator.answers import bad_request, not_found, whole_number
from tws.simulator.bodies import body_of
from tws.simulator.definitions import WorkstationDef
from tws.simulator.identifiers import uuid_of
from tws.simulator.rerun_chains import rerun_with
from tws.simulator.snapshot import Snapshot
from tws.simulator.successors import Following, following
from tws.simulator.timeline import JobInstance

if TYPE_CHECKING:
    from tws.simulator.server import Engine

PLAN = "/twsd/api/v2/plan"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class V2Actions:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        on_jobs = [web.put(f"{PLAN}/job/{{id}}/action/{verb}", self._act(verb)) for verb in VERBS]
        on_streams = [web.put(f"{PLAN}/jobstream/{{id}}/action/{v}", self._act_on_stream(v)) for v in STREAM_VERBS]
        on_stations = [web.put(f"{PLAN}/workstation/{{id}}/action/{v}", self._act_on_station(v)) for v in STATION_VERBS]
        replies = [web.put(f"{PLAN}/prompt/{{id}}/action/reply", self.reply)] if self.engine.release >= (10, 2) else []
        return [
            *on_jobs,
            *on_streams,
            *on_stations,
            *replies,
            web.put(f"{PLAN}/job/run/{{run}}/action/rerun", self.rerun),
            web.put(f"{PLAN}/job/{{id}}/action/update-priority", self.priority),
            web.put(f"{PLAN}/resource/{{id}}/action/update-quantity", self.quantity),
            web.put(f"{PLAN}/workstation/{{id}}/action/update-limit", self.limit),
            web.put(f"{PLAN}/workstation/{{id}}/action/update-fence", self.fence),
        ]

    def _act(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            job = self._job(request)
            on_job(self.engine, request, verb, job)
            return done(request, "job", job.id)

        return act

    def _act_on_stream(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            identifier = request.match_info["id"]
            streams = self.engine.snapshot().plan.streams_by_id
            stream = streams.get(identifier) or not_found(f"js={identifier}")
            on_stream(self.engine, request, verb, stream)
            return done(request, "jobstream", stream.id)

        return act

    def _act_on_station(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            return await self._on_station(request, verb)

        return act

    async def limit(self, request: web.Request) -> web.Response:
        return await self._on_station(request, "limit", _number(request, "limit", "limit"))

    async def fence(self, request: web.Request) -> web.Response:
        """10.2 names the parameter `fence`, 10.1 `priority`."""
        name = "fence" if self.engine.release >= (10, 2) else "priority"
        return await self._on_station(request, "fence", _number(request, name, "fence"))

    async def _on_station(self, request: web.Request, verb: str, number: int = 0) -> web.Response:
        station = self._station(request)
        await on_station(self.engine, request, verb, station, number)
        return done(request, "workstation", uuid_of(station.key))

    async def priority(self, request: web.Request) -> web.Response:
        job, number = self._job(request), _number(request, "priority", "update-priority")
        on_job(self.engine, request, "update-priority", job, number=number)
        return done(request, "job", job.id)

    async def quantity(self, request: web.Request) -> web.Response:
        identifier, number = request.match_info["id"], _number(request, "quantity", "quantity")
        resources = {uuid_of(r.key): r for r in self.engine.book.bank.resources}
        resource = resources.get(identifier) or not_found(f"resource={identifier}")
        await on_resource(self.engine, request, resource, number)
        return done(request, "resource", identifier)

    def _job(self, request: web.Request) -> JobInstance:
        identifier = request.match_info["id"]
        return self.engine.snapshot().plan.jobs_by_id.get(identifier) or not_found(f"jb={identifier}")

    def _station(self, request: web.Request) -> WorkstationDef:
        identifier = request.match_info["id"]
        stations = {uuid_of(s.key): s for s in self.engine.book.bank.workstations}
        return stations.get(identifier) or not_found(f"ws={identifier}")

    async def rerun(self, request: web.Request) -> web.Response:
        body, identifier = await body_of(request), request.match_info["run"]
        snapshot = self.engine.snapshot()
        job, number = snapshot.plan.runs_by_id.get(identifier) or not_found(f"jbrun={identifier}")
        found = _successors(snapshot, job, body.get("successorsInfo") or body.get("successorsInformation") or {})
        rerun_with(self.engine, request, job, found, number)
        return done(request, "job", job.id)

    async def reply(self, request: web.Request) -> web.Response:
        identifier, body = request.match_info["id"], await body_of(request)
        prompt = prompt_of(self.engine, identifier) or not_found(f"prompt={identifier}")
        answer = body.get("answer")
        if not isinstance(answer, bool):
            bad_request("answer must be true or false")
        on_prompt(self.engine, request, prompt, yes=answer)
        return done(request, "prompt", prompt.id)


def _successors(snapshot: Snapshot, job: JobInstance, info: object) -> Following:
    """By `depth` or by `successorsIds`; none where neither is given."""
    wanted = info if isinstance(info, dict) else {"depth": info}
    depth, ids = wanted.get("depth"), wanted.get("successorsIds")
    if depth is not None and ids is not None:
        bad_request("successorsInfo takes depth or successorsIds")
    if ids is None:
        return following(snapshot, job, depth=_depth(depth))
    found = following(snapshot, job)
    chosen = [str(one) for one in ids] if isinstance(ids, list) else ["successorsIds"]
    if unknown := set(chosen) - {j.id for j in found.jobs}:
        bad_request(f"No successors of the job: {', '.join(sorted(unknown))}")
    return found.only(chosen)


def _depth(given: object) -> int:
    if given is None:
        return 0
    return given if type(given) is int and given >= 0 else bad_request("depth is not a whole number")


def _number(request: web.Request, name: str, verb: str) -> int:
    """Of the query string; 400 where it is missing or out of its range."""
    if name not in request.query:
        bad_request(f"{name} is missing")
    return in_range(whole_number(request.query[name], 0, name), verb)


def done(request: web.Request, kind: str, identifier: str) -> web.Response:
    return web.json_response({"id": identifier, "url": address(request, kind, identifier)})


def address(request: web.Request, kind: str, identifier: str) -> str:
    return f"{request.url.origin()}{PLAN}/{kind}/{identifier}"
