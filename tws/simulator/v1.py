"""REST V1, the reading side: bare arrays below /twsd (section 3.2 of the contract)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tws.off_loop import worked
from tws.simulator.answers import bad_request, not_found, refused, whole_number
from tws.simulator.bodies import body_of
from tws.simulator.identifiers import decode
from tws.simulator.issues import issues_of
from tws.simulator.joblog import LogWriter
from tws.simulator.prompts import prompts_of
from tws.simulator.relations import before
from tws.simulator.v1_filters import (
    compiled,
    job_members,
    prompt_members,
    resource_members,
    stream_members,
    workstation_members,
)
from tws.simulator.v1_query import filter_of, listing
from tws.simulator.v1_records import PLAN, record_of, records_of, view_of
from tws.simulator.v1_view import JobRecord, V1View, resource_id

if TYPE_CHECKING:
    from tws.simulator.server import Engine

LINES_A_PAGE = 500


class V1:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        queries = {
            "job": self.jobs,
            "jobstream": self.streams,
            "workstation": self.workstations,
            "prompt": self.prompts,
            "resource": self.resources,
        }
        return [
            *(
                web.post(f"{PLAN}/{name}/{verb}", do)
                for name, do in queries.items()
                for verb in ("query", "query_next")
            ),
            web.post(f"{PLAN}/job/count", self.count),
            web.post(f"{PLAN}/job/issues", self.issues),
            web.get(f"{PLAN}/job/{{id}}", self.job),
            web.get(f"{PLAN}/job/{{id}}/joblog", self.job_log),
            web.get(f"{PLAN}/job/{{id}}/predecessors", self.predecessors),
            web.get(f"{PLAN}/jobstream/{{id}}", self.stream),
            web.get(f"{PLAN}/workstation/{{id}}", self.workstation),
            web.get(f"{PLAN}/prompt/{{id}}", self.prompt),
            web.get(f"{PLAN}/resource/{{id}}", self.resource),
        ]

    def view(self, request: web.Request) -> V1View:
        return view_of(self.engine, request)

    async def jobs(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "jobInPlanFilter")
        all_runs = request.headers.get("Context-JobHistoryScope") == "0" or wanted.get("lastInRerunChain") is False
        members = job_members(view)
        found = await records_of(view, all_runs=all_runs)
        return await listing(request, found, wanted, members, view.job, lambda r: view.id(r.composite_id))

    async def count(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "jobInPlanFilter")
        matches = compiled(wanted, job_members(view))
        found = await records_of(view)
        number = await worked(lambda: sum(map(matches, found)), len(found))
        return web.json_response(str(number), status=202)

    async def streams(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "jobStreamInPlanFilter")
        streams = view.snapshot.plan.streams
        return await listing(
            request, streams, wanted, stream_members(view), view.stream, lambda s: view.id(s.composite_id)
        )

    async def workstations(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "workstationInPlanFilter")
        stations = view.snapshot.stations()
        return await listing(
            request, stations, wanted, workstation_members(view), view.workstation, lambda w: view.id(w.name)
        )

    async def prompts(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "promptInPlanFilter")
        items = prompts_of(view.snapshot.plan, view.snapshot.now)
        return await listing(request, items, wanted, prompt_members(view), view.prompt, lambda p: p.id)

    async def resources(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "resourceInPlanFilter")
        items = view.snapshot.plan.bank.resources
        plan = len(view.snapshot.plan.jobs)
        return await listing(
            request, items, wanted, resource_members(view), view.resource, lambda r: view.id(resource_id(r)), plan
        )

    async def job(self, request: web.Request) -> web.Response:
        view = self.view(request)
        return web.json_response(view.job(record_of(view, request)))

    async def issues(self, request: web.Request) -> web.Response:
        """One `value` for each reason (the contract shows one)."""
        view = self.view(request)
        wanted = (await body_of(request)).get("jobIdList")
        if not isinstance(wanted, list):
            bad_request("jobIdList is missing")
        jobs = [view.snapshot.plan.jobs_by_id.get(decode(str(one))) or not_found(f"jb={one}") for one in wanted]
        return web.json_response([{"value": issue} for job in jobs for issue in issues_of(view.snapshot, job)])

    async def predecessors(self, request: web.Request) -> web.Response:
        view = self.view(request)
        jobs = before(record_of(view, request).job)
        return web.json_response([view.job(JobRecord(j, view.snapshot.job(j).run)) for j in jobs])

    async def job_log(self, request: web.Request) -> web.Response:
        view = self.view(request)
        record = record_of(view, request)
        now = view.snapshot.now
        if record.run is None or record.run.start > now:
            refused("AWSBIN076E There is no job log: the job has not run.")
        size = whole_number(request.query.get("lines"), LINES_A_PAGE, "lines") or LINES_A_PAGE
        page = whole_number(request.query.get("pageNumber"), 0, "pageNumber")
        lines = LogWriter(record.job, record.run, self.engine.book.zone).lines(now)
        part = lines[page * size : (page + 1) * size]
        return web.json_response(
            {
                "jobId": view.id(record.composite_id),
                "fileId": record.job.run_id(record.run.number),
                "pageNumber": page,
                "lines": len(part),
                "lastPage": (page + 1) * size >= len(lines),
                "log": "\n".join(part),
            }
        )

    async def stream(self, request: web.Request) -> web.Response:
        view, identifier = self.view(request), request.match_info["id"]
        composite = decode(identifier)
        found = view.snapshot.plan.streams_by_id.get(composite) or not_found(f"js={composite or identifier}")
        return web.json_response(view.stream(found))

    async def workstation(self, request: web.Request) -> web.Response:
        view, identifier = self.view(request), request.match_info["id"]
        stations = {name: s for s in view.snapshot.stations() for name in (s.name, view.id(s.name))}
        return web.json_response(view.workstation(stations.get(identifier) or not_found(f"ws={identifier}")))

    async def resource(self, request: web.Request) -> web.Response:
        view, identifier = self.view(request), decode(request.match_info["id"])
        resources = {resource_id(r): r for r in view.snapshot.plan.bank.resources}
        found = resources.get(identifier) or not_found(f"resource={identifier}")
        return web.json_response(await worked(lambda: view.resource(found), len(view.snapshot.plan.jobs)))

    async def prompt(self, request: web.Request) -> web.Response:
        view, identifier = self.view(request), request.match_info["id"]
        wanted = decode(identifier).removeprefix("PROMPT;")
        prompts = {p.id: p for p in prompts_of(view.snapshot.plan, view.snapshot.now)}
        return web.json_response(view.prompt(prompts.get(wanted) or not_found(f"prompt={identifier}")))
