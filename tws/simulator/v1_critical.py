"""REST V1: critical jobs, their risk and what they wait for (section 3.2 of the contract)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from aiohttp import web

from tws.off_loop import worked
from tws.simulator.answers import bad_request, not_found
from tws.simulator.bodies import body_of
from tws.simulator.forms import Json, v1_instant
from tws.simulator.network import Node, is_hot, network
from tws.simulator.risk import CALCULATED_EVERY, risk_of
from tws.simulator.v1_filters import Member, job_members, listed
from tws.simulator.v1_query import filter_in, filter_of, listing
from tws.simulator.v1_records import PLAN, record_of, records, view_of
from tws.simulator.v1_view import JobRecord, V1View

if TYPE_CHECKING:
    from tws.simulator.server import Engine

_CHOICES: Mapping[str, Callable[[V1View, Node], bool]] = MappingProxyType(
    {
        "CRITICAL_PATH": lambda view, node: node.on_path,
        "HOT_LIST": lambda view, node: is_hot(view.snapshot, node),
        "INCOMPLETE_PREDECESSORS": lambda view, node: True,
    }
)
"""The values of `option`; the contract tells what can be asked for, not its spelling."""


class V1Critical:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        root = f"{PLAN}/criticaljob"
        return [
            web.post(f"{root}/query", self.jobs),
            web.post(f"{root}/query_next", self.jobs),
            web.post(f"{root}/summary_info", self.summary),
            web.post(f"{root}/{{id}}/query_predecessors_chain", self.chain),
        ]

    async def jobs(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        wanted = await filter_of(request, "criticalJobInPlanFilter")
        level: Member[JobRecord] = listed(lambda r: risk_of(view.snapshot, r.job).level)
        members = {**job_members(view), "alertLevelList": level}
        plan, by = len(view.snapshot.plan.jobs), view.critical_job
        items = await worked(lambda: _critical(view), plan)
        return await listing(request, items, wanted, members, by, lambda r: view.id(r.composite_id), plan)

    async def summary(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)

        def work() -> Counter[str]:
            return Counter(risk_of(view.snapshot, r.job).level for r in _critical(view))

        levels = await worked(work, len(view.snapshot.plan.jobs))
        return web.json_response(
            {
                "numberOfCriticalJobsNoRisk": levels["ON_TRACK"],
                "numberOfCriticalJobsPotentialRisk": levels["POTENTIAL_RISK"],
                "numberOfCriticalJobsHighRisk": levels["HIGH_RISK"],
                "lastCritPathRecalculation": v1_instant(view.snapshot.now // CALCULATED_EVERY * CALCULATED_EVERY),
            }
        )

    async def chain(self, request: web.Request) -> web.Response:
        """In the order in which the jobs will end, the critical job last. Empty where it has ended."""
        view, body = view_of(self.engine, request), await body_of(request)
        job = record_of(view, request).job
        if not job.definition.critical:
            not_found(f"critical jb={request.match_info['id']}")
        choice = _CHOICES.get(str(body.get("option") or "CRITICAL_PATH"))
        if choice is None:
            bad_request(f"option takes {', '.join(_CHOICES)}")
        wanted = filter_in(body.get("filter") or {}, "jobInPlanOnCriticalPathFilter")
        nodes = await worked(lambda: network(view.snapshot, job), len(view.snapshot.plan.jobs))
        return await listing(
            request,
            [node for node in nodes if choice(view, node)],
            wanted,
            _members(view),
            partial(_shape, view),
            lambda node: view.id(node.job.composite_id),
        )


def _members(view: V1View) -> dict[str, Member[Node]]:
    def of_node(member: Member[JobRecord]) -> Member[Node]:
        def applied(value: object) -> Callable[[Node], bool]:
            test = member(value)
            return lambda node: test(_record(view, node))

        return applied

    return {name: of_node(member) for name, member in job_members(view).items()}


def _record(view: V1View, node: Node) -> JobRecord:
    return JobRecord(node.job, view.snapshot.job(node.job).run)


def _shape(view: V1View, node: Node) -> Json:
    info = {
        "critical": node.job.definition.critical,
        "onCriticalPath": node.on_path,
        "late": view.snapshot.is_late(node.job),
        "longRunning": False,
        "criticalStart": v1_instant(node.critical_start),
        "estimatedStartTime": v1_instant(node.estimated_start),
        "estimatedEndTime": v1_instant(node.estimated_end),
    }
    if node.job.definition.critical:
        return view.critical_job(_record(view, node))
    return {**view.job(_record(view, node)), "criticalNetworkInfo": info}


def _critical(view: V1View) -> list[JobRecord]:
    return [r for r in records(view) if r.job.definition.critical]
