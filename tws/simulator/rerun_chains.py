"""A rerun of a job and of what follows it, as both APIs order it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aiohttp import web

from tws.simulator.actions import on_job
from tws.simulator.answers import refused
from tws.simulator.successors import MOST, Following
from tws.simulator.timeline import JobInstance

if TYPE_CHECKING:
    from tws.simulator.server import Engine

TOO_MANY = f"More than {MOST} successors would be rerun."


def rerun_with(
    engine: Engine, request: web.Request, job: JobInstance, wanted: Following, run: int | None = None
) -> None:
    """Refuses all of it (500, AWSBIN076E) where one of the jobs cannot be rerun. `run`: only if it is the last."""
    snapshot = engine.snapshot()
    if wanted.too_many:
        refused(TOO_MANY)
    if wanted.refused:
        refuse(wanted.refused)
    on_job(engine, request, "rerun", job, run)
    engine.chain.add(snapshot, job, wanted.jobs)


def refuse(jobs: Iterable[JobInstance]) -> None:
    names = ", ".join(job.key for job in jobs)
    refused(f"AWSBIN076E The operation cannot be performed. These jobs are in an incorrect state: {names}")
