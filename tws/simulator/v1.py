"""REST V1, the reading side: bare arrays below /twsd (section 3.2 of the contract)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from tws.simulator.answers import bad_request, not_found, refused, whole_number
from tws.simulator.forms import Json, v1_instant
from tws.simulator.identifiers import decode
from tws.simulator.issues import issues_of
from tws.simulator.joblog import LogWriter
from tws.simulator.off_loop import array, json_text, worked, written
from tws.simulator.prompts import prompts_of
from tws.simulator.relations import before
from tws.simulator.risk import risk_of
from tws.simulator.v1_filters import (
    Member,
    compiled,
    job_members,
    listed,
    prompt_members,
    resource_members,
    stream_members,
    workstation_members,
)
from tws.simulator.v1_view import JobRecord, V1View
from tws.simulator.v2_actions import body_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

T = TypeVar("T")
DEFAULT_HOW_MANY = 10_000
"""Where How-Many is absent; the product's own default is not known."""
LINES_A_PAGE = 500
PLAN = "/twsd/plan/{plan}"


class V1:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        queries = {
            "job": self.jobs,
            "jobstream": self.streams,
            "workstation": self.workstations,
            "criticaljob": self.critical_jobs,
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
            web.post(f"{PLAN}/criticaljob/summary_info", self.summary),
            web.post("/twsd/plan/query", self.plans),
            web.get("/twsd/engine/info", self.info),
            web.get(f"{PLAN}/job/{{id}}", self.job),
            web.get(f"{PLAN}/job/{{id}}/joblog", self.job_log),
            web.get(f"{PLAN}/job/{{id}}/predecessors", self.predecessors),
            web.get(f"{PLAN}/jobstream/{{id}}", self.stream),
            web.get(f"{PLAN}/workstation/{{id}}", self.workstation),
        ]

    def view(self, request: web.Request) -> V1View:
        plan = request.match_info.get("plan", "current")
        if plan != "current":
            not_found(f"plan={plan}")
        return V1View(
            self.engine.snapshot(),
            self.engine.version,
            encoded=request.headers.get("Id-Encoding", "1") != "0",
            linked=request.headers.get("Context-PlanDependenciesScope") == "1",
        )

    def records(self, view: V1View, *, all_runs: bool) -> list[JobRecord]:
        found: list[JobRecord] = []
        for job in view.snapshot.plan.jobs:
            last = view.snapshot.job(job).run
            if all_runs and last and last.number > 1:
                found += [JobRecord(job, run, last=False) for run in job.runs[: last.number - 1]]
            found.append(JobRecord(job, last))
        return found

    async def jobs(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "jobInPlanFilter")
        all_runs = request.headers.get("Context-JobHistoryScope") == "0" or wanted.get("lastInRerunChain") is False
        members = job_members(view)
        records = self.records(view, all_runs=all_runs)
        return await listing(request, records, wanted, members, view.job, lambda r: view.id(r.composite_id))

    async def count(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "jobInPlanFilter")
        matches = compiled(wanted, job_members(view))
        records = self.records(view, all_runs=False)
        number = await worked(lambda: sum(map(matches, records)), len(records))
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
        items = prompts_of(view.snapshot.plan)
        return await listing(request, items, wanted, prompt_members(view), view.prompt, lambda p: p.id)

    async def resources(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "resourceInPlanFilter")
        items = view.snapshot.plan.bank.resources
        plan = len(view.snapshot.plan.jobs)
        return await listing(request, items, wanted, resource_members(view), view.resource, lambda r: r.name, plan)

    def _critical(self, view: V1View) -> list[JobRecord]:
        return [r for r in self.records(view, all_runs=False) if r.job.definition.critical]

    async def critical_jobs(self, request: web.Request) -> web.Response:
        view = self.view(request)
        wanted = await filter_of(request, "criticalJobInPlanFilter")
        level: Member[JobRecord] = listed(lambda r: risk_of(view.snapshot, r.job).level)
        members = {**job_members(view), "alertLevelList": level}
        items = self._critical(view)
        plan = len(view.snapshot.plan.jobs)
        by = view.critical_job
        return await listing(request, items, wanted, members, by, lambda r: view.id(r.composite_id), plan)

    async def summary(self, request: web.Request) -> web.Response:
        view = self.view(request)

        def work() -> Counter[str]:
            return Counter(risk_of(view.snapshot, r.job).level for r in self._critical(view))

        levels = await worked(work, len(view.snapshot.plan.jobs))
        return web.json_response(
            {
                "numberOfCriticalJobsNoRisk": levels["ON_TRACK"],
                "numberOfCriticalJobsPotentialRisk": levels["POTENTIAL_RISK"],
                "numberOfCriticalJobsHighRisk": levels["HIGH_RISK"],
                "lastCritPathRecalculation": v1_instant(view.snapshot.now // 60 * 60),
            }
        )

    def _record(self, view: V1View, request: web.Request) -> JobRecord:
        identifier = request.match_info["id"]
        composite = decode(identifier)
        job = view.snapshot.plan.jobs_by_id.get(composite)
        if job is not None:
            return JobRecord(job, view.snapshot.job(job).run)
        before, _, number = composite.rpartition(";")
        job = view.snapshot.plan.jobs_by_id.get(before)
        for run in view.snapshot.runs(job)[:-1] if job else ():
            if job and str(run.number) == number:
                return JobRecord(job, run, last=False)
        not_found(f"jb={composite or identifier}")

    async def job(self, request: web.Request) -> web.Response:
        view = self.view(request)
        return web.json_response(view.job(self._record(view, request)))

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
        jobs = before(self._record(view, request).job)
        return web.json_response([view.job(JobRecord(j, view.snapshot.job(j).run)) for j in jobs])

    async def job_log(self, request: web.Request) -> web.Response:
        view = self.view(request)
        record = self._record(view, request)
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

    async def plans(self, request: web.Request) -> web.Response:
        await filter_of(request, "symphonyInPlanFilter")
        plan = self.engine.snapshot().plan
        master = plan.bank.master.name
        symphony = {
            "id": "current",
            "key": {"name": "Symphony", "type": "CURRENT"},
            "runNumber": plan.run_number,
            "validFrom": v1_instant(plan.valid_from),
            "validTo": v1_instant(plan.valid_to),
            "creationDate": v1_instant(plan.valid_from - 29),
            "startOfDay": f"{plan.day.isoformat()}T00:00:00",
            "active": True,
            "masterWorkstationName": master,
            "masterDomainName": "MASTERDM",
            "criticalPathEnabled": True,
            "whatIfEnabled": True,
            "size": 1024 * len(plan.jobs),
            "numberOfCpu": len(plan.bank.workstations),
        }
        return web.json_response([symphony], headers={"How-Many-Returned": "1"})

    async def info(self, request: web.Request) -> web.Response:
        plan, version = self.engine.snapshot().plan, self.engine.version
        master = plan.bank.master.name
        return web.json_response(
            {
                "displayVersion": version,
                "fullVersion": version,
                "version": version,
                "engineType": "DIST",
                "hasPlan": True,
                "hasModel": True,
                "hasDatabasePlan": True,
                "locale": "en_US",
                "timezone": plan.bank.timezone,
                "planTimezone": plan.bank.timezone,
                "timezoneEnable": True,
                "workstationName": master,
                "domainName": "MASTERDM",
                "masterWorkstation": master,
                "masterDomain": "MASTERDM",
                "synphonyFound": True,
                "synphonyRunNumber": plan.run_number,
                "synphonyBatchManStatus": "LIVES",
                "synphonyPlanStart": v1_instant(plan.valid_from),
                "synphonyPlanEnd": v1_instant(plan.valid_to),
                "synphonyScheduledDate": f"{plan.day.isoformat()}T00:00:00",
                "licenseType": "PerServer",
            }
        )


async def filter_of(request: web.Request, name: str) -> Mapping[str, Any]:
    """The filter object of the body, with or (`query_next`) without its envelope."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.text() or "{}")
    except (ValueError, RecursionError):
        bad_request("The body is not JSON")
    filters = body.get("filters", body) if isinstance(body, dict) else None
    wanted = (filters or {}).get(name) if isinstance(filters or {}, dict) else None
    if not isinstance(body, dict) or not isinstance(wanted or {}, dict):
        bad_request("The body is no query")
    if body.get("complexFilters"):
        bad_request("complexFilters are not known to the simulator")
    return wanted or {}


async def listing(
    request: web.Request,
    items: Sequence[T],
    wanted: Mapping[str, Any],
    members: Mapping[str, Member[T]],
    shape: Callable[[T], Json],
    identify: Callable[[T], str],
    looked_at: int = 0,
) -> web.Response:
    """`looked_at`: how many other objects are behind each."""
    matches = compiled(wanted, members)
    size, offset = page_of(request)

    def work() -> web.Response:
        found = [item for item in items if matches(item)]
        first = offset + following(request, found, identify)
        page = found[first : first + size] if size else found[first:]
        last = identify(page[-1]) if page else ""
        pieces = written(map(shape, page))
        return json_text(array(pieces), headers={"How-Many-Returned": str(len(pieces)), "Last-Object": last})

    return await worked(work, max(len(items), looked_at))


def page_of(request: web.Request) -> tuple[int, int]:
    """Size (0 for everything) and offset; Query-PageNumber is an offset despite its name."""
    headers = request.headers
    paged = "Query-PageSize" in headers or "Query-PageNumber" in headers
    if paged and "How-Many" in headers:
        bad_request("How-Many excludes Query-PageSize and Query-PageNumber")
    size = whole_number(headers.get("Query-PageSize" if paged else "How-Many"), DEFAULT_HOW_MANY, "How-Many")
    return min(size, DEFAULT_HOW_MANY), whole_number(headers.get("Query-PageNumber"), 0, "Query-PageNumber")


def following(request: web.Request, found: list[T], identify: Callable[[T], str]) -> int:
    """How many to leave out before the ones that come after Last-Object."""
    last = request.headers.get("Last-Object", "")
    if not request.path.endswith("query_next"):
        return 0
    if not last:
        bad_request("Last-Object is missing")
    places = (n for n, item in enumerate(found, 1) if identify(item) == last)
    return next(places, len(found))
