"""What a rerun with successors runs again (contract, 3.2 and 6.2)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from tws.client.dialect import in_path
from tws.client.read_v1 import job_of
from tws.client.transport import Question, Transport
from tws.client.walk import Walk
from tws.client.wire_v1 import AgainWire
from tws.models import Job
from tws.records import RerunPreview

DEPTH = 100
"""Levels of successors: more than any plan has in a row."""
MOST = 1_000
_BUSY = frozenset({"EXEC", "EXEC+", "WAIT", "INTRO", "INTRO+", "READY", "PEND", "SUCCP", "ABENP"})
"""Cannot be rerun now."""
_STOPS = frozenset({"HOLD", "BOUND", "FENCE", "SCHED", "ADD", "WAITD"})
"""Have not run: they and what is behind them are left alone."""
_AGAIN = TypeAdapter(AgainWire)


async def told_by_engine(transport: Transport, job_id: str) -> tuple[list[Job], bool | None]:
    """By V1 and its ids; and whether the engine would do it, where it says so. Needs plan replication."""
    path = f"/plan/current/job/{in_path(job_id)}/jobsuccessors/preview"
    wire = await transport.ask(_AGAIN, Question(path))
    return [job_of(one) for one in wire.values if one.id != job_id], wire.allAllowed


async def found_in_plan(walk: Walk, job: Job) -> list[Job]:
    """By the same rules on this side."""
    behind = await walk.successors(job, DEPTH, MOST, through=lambda j: j.status.internal not in _STOPS)
    return [d.job for d in behind if d.job is not None]


def preview_of(jobs: Sequence[Job], *, allowed: bool | None) -> RerunPreview:
    refused = tuple(job for job in jobs if job.status.internal in _BUSY)
    return RerunPreview(tuple(jobs), allowed is not False and not refused, refused)
