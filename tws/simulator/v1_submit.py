"""REST V1: definitions of the database, and putting them into the plan (A.5 and A.6 of the contract)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.ad_hoc import AdHoc, ad_hoc, is_in_plan
from tws.simulator.answers import bad_request, not_found, refused
from tws.simulator.bodies import body_of
from tws.simulator.definitions import StreamDef, WorkstationDef
from tws.simulator.forms import Json
from tws.simulator.identifiers import decode, encode
from tws.simulator.submissions import job_key, jobs_like, stream_key, streams_like, submit
from tws.simulator.v1_query import filter_of
from tws.simulator.v1_records import PLAN

if TYPE_CHECKING:
    from tws.simulator.server import Engine

TEMPLATE = "modelId"
"""Where a template carries the job definition that it was made of."""


class V1Submit:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/twsd/model/jobstream/header/query", self.streams),
            web.post("/twsd/model/jobdefinition/header/query", self.jobs),
            web.post(f"{PLAN}/jobstream/{{id}}/action/submit_jobstream", self.submit_stream),
            web.post(f"{PLAN}/jobstream/{{id}}/action/submit_job", self.template),
            web.post(f"{PLAN}/job/action/submit_ad_hoc_job", self.submit_job),
        ]

    async def streams(self, request: web.Request) -> web.Response:
        wanted = await filter_of(request, "jobstreamFilter")
        found = [
            {"id": encode(f"MODEL;{stream_key(s)}"), "key": {"name": s.name}}
            for s in self.engine.book.bank.streams
            if wanted.get("jobStreamName") in (None, s.name)
            and wanted.get("workstationName") in (None, s.workstation.name)
        ]
        return web.json_response(found)

    async def jobs(self, request: web.Request) -> web.Response:
        wanted = await filter_of(request, "jobDefinitionFilter")
        found = [
            {"id": encode(f"MODEL;{job_key(s, j)}"), "key": {"name": j.name}}
            for s in self.engine.book.bank.streams
            for j in s.jobs
            if wanted.get("jobDefinitionName") in (None, j.name)
            and wanted.get("workstationName") in (None, j.workstation.name)
        ]
        return web.json_response(found)

    async def submit_stream(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        found = streams_like(self.engine.book.bank, _model(request.match_info["id"]))
        stream = await submit(self.engine, request, _one(found), body)
        return web.json_response([stream.composite_id])

    async def template(self, request: web.Request) -> web.Response:
        """Changes nothing."""
        body = await body_of(request)
        identifier = str(body.get("jobDefinitionId", ""))
        definition = _one(jobs_like(self.engine.book.bank, _model(identifier)))
        made: Json = {"name": body.get("alias") or definition.jobs[0].name, TEMPLATE: identifier}
        return web.json_response(made)

    async def submit_job(self, request: web.Request) -> web.Response:
        """A template of `submit_job`, or a job made by the other side: with a task of its own."""
        body = await body_of(request)
        given = body.get("job")
        if not isinstance(given, dict):
            bad_request("job is missing")
        if TEMPLATE in given:
            wanted = _one(jobs_like(self.engine.book.bank, _model(str(given[TEMPLATE]))))
        else:
            wanted = self._new(given, body.get("alias"))
        starts = _member(given, "timeRestriction").get("startTime")
        alias = given.get("name") if TEMPLATE in given else None
        stream = await submit(self.engine, request, wanted, {"alias": alias, "inputArrivalTime": starts})
        return web.json_response({"id": encode(stream.jobs[0].composite_id)}, status=201)

    def _new(self, job: Json, alias: object) -> StreamDef:
        """500 where the job stream JOBS of that workstation has a job of that name; V1 does not tell how."""
        wanted = ad_hoc(self._told(job, alias))
        if is_in_plan(self.engine, wanted):
            refused(f"The job {wanted.jobs[0].name} is in the job stream JOBS already.")
        return wanted

    def _told(self, job: Json, alias: object) -> AdHoc:
        definition = _member(job, "jobDefinition")
        key = _member(definition, "jobDefinitionInPlanKey")
        station = _member(job, "workstationInPlan") or _member(key, "workstationInPlanKey")
        return AdHoc(
            station=self._station(station.get("name")),
            kind=definition.get("taskType") or job.get("taskType") or "UNIX",
            command=definition.get("taskString"),
            login=definition.get("userLogin"),
            name=alias or job.get("name") or key.get("name"),
            priority=job.get("priority"),
        )

    def _station(self, name: object) -> WorkstationDef:
        bank = self.engine.book.bank
        known = {n: s for s in bank.workstations for n in (s.name, s.key)}
        return known.get(str(name)) or not_found(f"ws={name}")


def _member(of: Json, name: str) -> Json:
    value = of.get(name) or {}
    return value if isinstance(value, dict) else bad_request(f"{name} is no object")


def _model(identifier: str) -> str:
    """The key of a definition, out of its id."""
    return decode(identifier).removeprefix("MODEL;") or not_found(f"definition={identifier}")


def _one(found: list[StreamDef]) -> StreamDef:
    return found[0] if found else not_found("definition")
