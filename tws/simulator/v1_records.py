"""What REST V1 looks at: the plan that the path names, and the lines of it; a rerun job has one for each run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tws.off_loop import worked
from tws.simulator.answers import not_found
from tws.simulator.identifiers import decode
from tws.simulator.v1_view import JobRecord, V1View

if TYPE_CHECKING:
    from tws.simulator.server import Engine

PLAN = "/twsd/plan/{plan}"


def view_of(engine: Engine, request: web.Request) -> V1View:
    return V1View(
        engine.look(request),
        engine.version,
        encoded=request.headers.get("Id-Encoding", "1") != "0",
        linked=request.headers.get("Context-PlanDependenciesScope") == "1",
    )


async def records_of(view: V1View, *, all_runs: bool = False) -> list[JobRecord]:
    return await worked(lambda: records(view, all_runs=all_runs), len(view.snapshot.plan.jobs))


def records(view: V1View, *, all_runs: bool = False) -> list[JobRecord]:
    found: list[JobRecord] = []
    for job in view.snapshot.plan.jobs:
        last = view.snapshot.job(job).run
        if all_runs and last and last.number > 1:
            found += [JobRecord(job, run, last=False) for run in job.runs[: last.number - 1]]
        found.append(JobRecord(job, last))
    return found


def record_of(view: V1View, request: web.Request) -> JobRecord:
    """The one that the path names: a job by its last run, or an earlier run; else 404."""
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
