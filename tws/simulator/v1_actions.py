"""REST V1, the changing side: PUT on one object, 202 with nothing in it (section 3.2 of the contract)."""

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
    on_resource,
    on_station,
    on_stream,
    prompt_of,
)
from tws.simulator.answers import bad_request, not_found
from tws.simulator.bodies import body_of
from tws.simulator.definitions import WorkstationDef
from tws.simulator.identifiers import decode
from tws.simulator.timeline import JobInstance
from tws.simulator.v1_records import PLAN
from tws.simulator.v1_view import resource_id

if TYPE_CHECKING:
    from tws.simulator.server import Engine

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_JOB_SPELLING = {"cancel-pending": "cancelpending"}


class V1Actions:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        verbs = {verb: _JOB_SPELLING.get(verb, verb.replace("-", "_")) for verb in (*VERBS, "rerun")}
        return [
            *(web.put(f"{PLAN}/job/{{id}}/action/{word}", self._act(verb)) for verb, word in verbs.items()),
            *(
                web.put(f"{PLAN}/jobstream/{{id}}/action/{verb.replace('-', '_')}", self._act_on_stream(verb))
                for verb in STREAM_VERBS
            ),
            *(web.put(f"{PLAN}/workstation/{{id}}/action/{v}", self._act_on_station(v)) for v in STATION_VERBS),
            web.put(f"{PLAN}/workstation/{{id}}/action/update_limit", self._number_of_station("limit")),
            web.put(f"{PLAN}/workstation/{{id}}/action/update_fence", self._number_of_station("fence")),
            web.put(f"{PLAN}/job/{{id}}", self.modify),
            web.put(f"{PLAN}/prompt/{{id}}/action/reply", self.reply),
            web.put(f"{PLAN}/resource/{{id}}", self.resource),
        ]

    def _act(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            if verb == "rerun":
                await body_of(request)
            on_job(self.engine, request, verb, self._job(request))
            return web.Response(status=202)

        return act

    def _job(self, request: web.Request) -> JobInstance:
        composite = decode(request.match_info["id"])
        jobs = self.engine.snapshot().plan.jobs_by_id
        return jobs.get(composite) or not_found(f"jb={composite or request.match_info['id']}")

    async def modify(self, request: web.Request) -> web.Response:
        """Of a job only the priority can be changed here."""
        job, wanted = self._job(request), (await body_of(request)).get("priority")
        if type(wanted) is not int:
            bad_request("priority is missing")
        number = in_range(wanted, "update-priority")
        on_job(self.engine, request, "update-priority", job, number=number)
        return web.Response(status=200)

    def _act_on_stream(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            composite = decode(request.match_info["id"])
            streams = self.engine.snapshot().plan.streams_by_id
            stream = streams.get(composite) or not_found(f"js={composite or request.match_info['id']}")
            on_stream(self.engine, request, verb, stream)
            return web.Response(status=202)

        return act

    def _act_on_station(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            await on_station(self.engine, request, verb, self._station(request))
            return web.Response(status=200 if verb == "link" else 202)

        return act

    def _number_of_station(self, verb: str) -> Handler:
        async def act(request: web.Request) -> web.Response:
            station = self._station(request)
            number = in_range(await _bare_number(request), verb)
            await on_station(self.engine, request, verb, station, number)
            return web.Response(status=202)

        return act

    def _station(self, request: web.Request) -> WorkstationDef:
        name = decode(request.match_info["id"]) or request.match_info["id"]
        stations = {s.name: s for s in self.engine.book.bank.workstations}
        return stations.get(name) or not_found(f"ws={name}")

    async def resource(self, request: web.Request) -> web.Response:
        """Of a resource only the quantity can be changed here."""
        identifier, wanted = decode(request.match_info["id"]), (await body_of(request)).get("quantityDefined")
        resources = {resource_id(r): r for r in self.engine.book.bank.resources}
        resource = resources.get(identifier) or not_found(f"resource={identifier}")
        if type(wanted) is not int:
            bad_request("quantityDefined is missing")
        await on_resource(self.engine, request, resource, in_range(wanted, "quantity"))
        return web.Response(status=200)

    async def reply(self, request: web.Request) -> web.Response:
        identifier = decode(request.match_info["id"])
        prompt = prompt_of(self.engine, identifier.removeprefix("PROMPT;")) or not_found(f"prompt={identifier}")
        answer = request.headers.get("Answer", "").lower()
        if answer not in ("true", "false"):
            bad_request("The header Answer must be true or false")
        on_prompt(self.engine, request, prompt, yes=answer == "true")
        return web.Response(status=202)


async def _bare_number(request: web.Request) -> int:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        number = json.loads(await request.text())
    except ValueError:
        bad_request("The body is no number")
    return number if type(number) is int else bad_request("The body is no number")
