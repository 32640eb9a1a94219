"""The engine's /metrics: Prometheus text, open without login (section 5 of the contract)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tws.models import CommonStatus
from tws.simulator.risk import risk_of
from tws.simulator.snapshot import Snapshot

_STATUSES = [status for status in CommonStatus if status is not CommonStatus.UNKNOWN]


def metrics_text(snapshot: Snapshot) -> str:
    return "".join(f"{line}\n" for line in _lines(snapshot))


def _lines(snapshot: Snapshot) -> Iterator[str]:
    counts = Counter(snapshot.job(job).common for job in snapshot.plan.jobs)
    yield "# TYPE application_wa_JobsInPlanCount_job gauge"
    for status in _STATUSES:
        yield f'application_wa_JobsInPlanCount_job{{jobstatus="{status}"}} {counts[status]}'
    for station in snapshot.stations():
        up = int(station.linked)
        yield f'application_wa_workstation_linked_boolean{{workstation="{station.key}"}} {up}'
        yield f'application_wa_workstation_running_boolean{{workstation="{station.key}"}} {up}'
    yield from _critical(snapshot)
    yield "application_wa_DB_connected_boolean 1"


def _critical(snapshot: Snapshot) -> Iterator[str]:
    for job in snapshot.plan.jobs:
        if job.definition.critical:
            risk = risk_of(snapshot, job)
            labels = f'jobName="{job.definition.name}",jobStreamName="{job.stream.definition.name}"'
            yield f"application_wa_criticalJob_highRisk_boolean{{{labels}}} {int(risk.level == 'HIGH_RISK')}"
            yield f"application_wa_criticalJob_confidence_factor{{{labels}}} {risk.confidence}"
