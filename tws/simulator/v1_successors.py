"""REST V1: rerun of a job with its successors, and the look at them before (section 3.2 of the contract)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.answers import is_true, refused
from tws.simulator.identifiers import decode
from tws.simulator.rerun_chains import TOO_MANY, refuse, rerun_with
from tws.simulator.successors import Following, following
from tws.simulator.timeline import JobInstance
from tws.simulator.v1_records import PLAN, record_of, view_of
from tws.simulator.v1_view import JobRecord, V1View

if TYPE_CHECKING:
    from tws.simulator.server import Engine


class V1Successors:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PLAN}/job/{{id}}/jobsuccessors/preview", self.preview),
            web.put(f"{PLAN}/job/{{id}}/jobsuccessors/action/rerun", self.rerun),
        ]

    async def preview(self, request: web.Request) -> web.Response:
        """Of `sublist` the contract tells only the name: here the successors of the same job stream."""
        view = view_of(self.engine, request)
        job, found = self._found(view, request)
        if found.too_many and is_true(request, "failOnMaxJobs"):
            refused(TOO_MANY)
        if found.refused and is_true(request, "failOnNotInAction"):
            refuse(found.refused)
        return web.json_response(
            {
                "values": [_told(view, j) for j in found.jobs],
                "sublist": [_told(view, j) for j in found.home],
                "question": f"Rerun {job.definition.name} and {len(found.jobs)} successors?",
                "internalAllowed": not found.home_refused,
                "allAllowed": not (found.refused or found.too_many),
            }
        )

    async def rerun(self, request: web.Request) -> web.Response:
        view = view_of(self.engine, request)
        job, found = self._found(view, request)
        home = is_true(request, "internalOnly")
        rerun_with(self.engine, request, job, found.only(j.id for j in found.home) if home else found)
        return web.Response(status=202)

    def _found(self, view: V1View, request: web.Request) -> tuple[JobInstance, Following]:
        job = record_of(view, request).job
        skipped = [*request.query.getall("toSkipJobId", []), *request.query.getall("toSkipJobNum", [])]
        ids = [decode(text) or text for one in skipped for text in one.split(",")]
        through = request.query.get("stopOnHold", "").lower() == "false"
        return job, following(view.snapshot, job, skipped=ids, through_holds=through)


def _told(view: V1View, job: JobInstance) -> dict[str, object]:
    return view.job(JobRecord(job, view.snapshot.job(job).run))
