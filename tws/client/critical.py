"""Critical jobs: what only V1 tells (contract, 3.2 and A.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import TypeAdapter

from tws.client.read_v1 import job_of
from tws.client.transport import Question, Transport
from tws.client.wire_v1 import JobWire1
from tws.client.words import tell_once
from tws.models import LETS_GO, CriticalJob, Job, RiskLevel
from tws.scheduler import MAX_PAGE

_JOBS = TypeAdapter(tuple[JobWire1, ...])
_FAR = datetime.max.replace(tzinfo=UTC)
_LEVELS = {
    "ON_TRACK": RiskLevel.ON_TRACK,
    "POTENTIAL_RISK": RiskLevel.POTENTIAL,
    "HIGH_RISK": RiskLevel.HIGH,
}
Found = tuple[CriticalJob, Job]


async def critical_jobs(transport: Transport, now: datetime) -> list[Found]:
    """The nearest deadline first, each with the job as V1 knows it."""
    asked = Question(
        "/plan/current/criticaljob/query",
        body={"filters": {"criticalJobInPlanFilter": {}}},
        headers={"How-Many": str(MAX_PAGE)},
    )
    found = [_critical_of(wire, now) for wire in await transport.ask(_JOBS, asked)]
    return sorted(found, key=lambda pair: (pair[0].deadline or _FAR, pair[0].name))


def _critical_of(wire: JobWire1, now: datetime) -> Found:
    job, network = job_of(wire), wire.criticalNetworkInfo
    alert = network.criticalJobInfo
    deadline = alert.appliedDeadlineTime or job.deadline
    late = deadline is not None and deadline < now and job.status.common not in LETS_GO
    critical = CriticalJob(
        job_id=job.id,
        name=job.name,
        job_stream=job.job_stream,
        workstation=job.workstation,
        deadline=deadline,
        risk=RiskLevel.LATE if late else _level(alert.alertLevel),
        estimated_end=network.estimatedEndTime,
        confidence=alert.confidenceFactor,
    )
    return critical, job


def _level(word: str) -> RiskLevel:
    if word and word not in _LEVELS:
        tell_once("risk", word)
    return _LEVELS.get(word, RiskLevel.UNKNOWN)


def with_ids_of(found: Sequence[Found], jobs: Sequence[Job]) -> list[CriticalJob]:
    """The critical jobs with the ids by which V2 knows them."""
    ids = {(j.name, j.job_stream, j.scheduled): j.id for j in jobs}
    return [replace(c, job_id=ids.get((j.name, j.job_stream, j.scheduled), c.job_id)) for c, j in found]
