"""REST V2: definitions of the database, and commands of a person, put into the plan (section 4.4 of the contract)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.ad_hoc import JOBS, AdHoc, ad_hoc, is_in_plan
from tws.simulator.answers import bad_request, conflict, not_found, whole_number
from tws.simulator.bodies import body_of
from tws.simulator.definitions import Bank, StreamDef, WorkstationDef
from tws.simulator.forms import Json
from tws.simulator.identifiers import uuid_of
from tws.simulator.submissions import jobs_like, streams_like, submit
from tws.simulator.timeline import StreamInstance
from tws.simulator.v2_actions import PLAN, address

if TYPE_CHECKING:
    from tws.simulator.server import Engine


class V2Submit:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{PLAN}/jobstream/submit", self.streams),
            web.post(f"{PLAN}/job/submit", self.jobs),
            web.post(f"{PLAN}/job/submit-ad-hoc-job", self.command),
        ]

    async def streams(self, request: web.Request) -> web.Response:
        return await self._submit(request, streams_like)

    async def jobs(self, request: web.Request) -> web.Response:
        return await self._submit(request, jobs_like)

    async def _submit(self, request: web.Request, find: Callable[[Bank, str], list[StreamDef]]) -> web.Response:
        body = await body_of(request)
        found = find(self.engine.book.bank, request.query.get("model_filter", ""))
        most = whole_number(request.query.get("max_object_affected"), 1, "max_object_affected")
        if len(found) > most:
            bad_request(f"{len(found)} objects match; max_object_affected is {most}")
        rows = [_row(request, await submit(self.engine, request, one, _begins(body))) for one in found]
        return web.json_response({"successfulResourceResponses": rows, "failedResourceResponses": []})

    async def command(self, request: web.Request) -> web.Response:
        """409 where the job stream JOBS of that workstation has a job of that name."""
        body = await body_of(request)
        wanted = ad_hoc(_told(body, self._station(body)))
        if is_in_plan(self.engine, wanted):
            conflict(f"The job {wanted.jobs[0].name} is in the job stream JOBS already.")
        stream = await submit(self.engine, request, wanted, {"inputArrivalTime": _begins(body)["inputArrivalTime"]})
        row = _row(request, stream)
        return web.json_response({"id": row["id"], "url": row["url"]})

    def _station(self, body: Json) -> WorkstationDef:
        """The master where none is named."""
        bank = self.engine.book.bank
        key, identifier = body.get("workstationKey"), body.get("workstationId")
        if not (key or identifier):
            return bank.master
        known = {name: s for s in bank.workstations for name in (s.key, s.name, uuid_of(s.key))}
        return known.get(str(key or identifier)) or not_found(f"ws={key or identifier}")


def _told(body: Json, station: WorkstationDef) -> AdHoc:
    """`task` holds one kind of task with its members; the others are not looked at."""
    task = body.get("task")
    kind, members = next(iter(task.items()), ("", None)) if isinstance(task, dict) else ("", None)
    if not isinstance(members, dict):
        bad_request("task is missing")
    text, login = members.get("taskString"), members.get("userName")
    return AdHoc(station, kind, text, login, body.get("alias"), body.get("priority"))


def _begins(body: Json) -> Json:
    """A job's earliest start stands for the time of the job stream JOBS that it is alone in."""
    return {**body, "inputArrivalTime": body.get("inputArrivalTime") or body.get("earliestDate")}


def _row(request: web.Request, stream: StreamInstance) -> Json:
    """Submitted jobs come back with their composite id, which no other call takes (section 2 of the contract)."""
    alone = stream.definition.name == JOBS
    composite = f"{stream.definition.workstation.name};JOBS;{stream.jobs[0].definition.name}"
    own = composite if alone else stream.id
    url = address(request, "job" if alone else "jobstream", own)
    return {"id": own, "url": url, "isError": False, "error": False}
