"""REST V2, the changing side: PUT on one object, 200 with its id and address (sections 4.3 and 4.4 of the contract)."""

from __future__ import annotations

import json
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
    on_station,
    on_stream,
    prompt_of,
)
from tws.simulator.answers import bad_request, not_found, whole_number
from tws.simulator.definitions import Bank, StreamDef, WorkstationDef
from tws.simulator.identifiers import uuid_of
from tws.simulator.submissions import jobs_like, streams_like, submit
from tws.simulator.timeline import JobInstance, StreamInstance

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
            web.put(f"{PLAN}/workstation/{{id}}/action/update-limit", self.limit),
            web.put(f"{PLAN}/workstation/{{id}}/action/update-fence", self.fence),
            web.post(f"{PLAN}/jobstream/submit", self._submit(streams_like)),
            web.post(f"{PLAN}/job/submit", self._submit(jobs_like)),
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

    def _job(self, request: web.Request) -> JobInstance:
        identifier = request.match_info["id"]
        return self.engine.snapshot().plan.jobs_by_id.get(identifier) or not_found(f"jb={identifier}")

    def _station(self, request: web.Request) -> WorkstationDef:
        identifier = request.match_info["id"]
        stations = {uuid_of(s.key): s for s in self.engine.book.bank.workstations}
        return stations.get(identifier) or not_found(f"ws={identifier}")

    async def rerun(self, request: web.Request) -> web.Response:
        await body_of(request)
        identifier = request.match_info["run"]
        runs = self.engine.snapshot().plan.runs_by_id
        job, number = runs.get(identifier) or not_found(f"jbrun={identifier}")
        on_job(self.engine, request, "rerun", job, number)
        return done(request, "job", job.id)

    async def reply(self, request: web.Request) -> web.Response:
        identifier, body = request.match_info["id"], await body_of(request)
        prompt = prompt_of(self.engine, identifier) or not_found(f"prompt={identifier}")
        answer = body.get("answer")
        if not isinstance(answer, bool):
            bad_request("answer must be true or false")
        on_prompt(self.engine, request, prompt, yes=answer)
        return done(request, "prompt", prompt.id)

    def _submit(self, find: Callable[[Bank, str], list[StreamDef]]) -> Handler:
        async def act(request: web.Request) -> web.Response:
            body = await body_of(request)
            found = find(self.engine.book.bank, request.query.get("model_filter", ""))
            most = whole_number(request.query.get("max_object_affected"), 1, "max_object_affected")
            if len(found) > most:
                bad_request(f"{len(found)} objects match; max_object_affected is {most}")
            return by_filter(request, [submit(self.engine, request, one, body) for one in found])

        return act


def _number(request: web.Request, name: str, verb: str) -> int:
    """Of the query string; 400 where it is missing or out of its range."""
    if name not in request.query:
        bad_request(f"{name} is missing")
    return in_range(whole_number(request.query[name], 0, name), verb)


def done(request: web.Request, kind: str, identifier: str) -> web.Response:
    return web.json_response({"id": identifier, "url": _address(request, kind, identifier)})


def by_filter(request: web.Request, streams: list[StreamInstance]) -> web.Response:
    """Submitted jobs come back with their composite id, which no other call takes (section 2 of the contract)."""
    rows = []
    for stream in streams:
        alone = stream.definition.name == "JOBS"
        identifier = f"{stream.definition.workstation.name};JOBS;{stream.jobs[0].definition.name}"
        own = identifier if alone else stream.id
        url = _address(request, "job" if alone else "jobstream", own)
        rows.append({"id": own, "url": url, "isError": False, "error": False})
    return web.json_response({"successfulResourceResponses": rows, "failedResourceResponses": []})


def _address(request: web.Request, kind: str, identifier: str) -> str:
    return f"{request.url.origin()}{PLAN}/{kind}/{identifier}"


async def body_of(request: web.Request) -> dict[str, object]:
    """The JSON object of a body; 415 without its content type, 400 where it is none."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.text() or "{}")
    except (ValueError, RecursionError):
        bad_request("The body is not JSON")
    return body if isinstance(body, dict) else bad_request("The body is no object")
