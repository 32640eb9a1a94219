"""From V1's objects to the models."""

from __future__ import annotations

from tws.client.dialect import CURRENT
from tws.client.read_v2 import counts_of, has_begun, limit_of
from tws.client.wire import folder_of, placed
from tws.client.wire_v1 import JobWire1, PlaceWire, PlanWire, StreamWire1, SummaryWire, WorkstationWire1
from tws.client.words import status_of, workstation_kind
from tws.models import CriticalSummary, Job, JobRun, JobStream, PlanInfo, Workstation

_LINKED = frozenset({"LINKED", "FULLY_LINKED"})


def job_of(wire: JobWire1) -> Job:
    """V1 tells of the last run only."""
    run, stream = _run_of(wire), wire.jobStreamInPlan
    return Job(
        id=wire.id,
        name=wire.name,
        workstation=_key(wire.workstationInPlan),
        job_stream=stream.name,
        job_stream_id=stream.id,
        job_stream_workstation=_key(stream.workstationKey),
        folder=folder_of(stream.folderKey),
        status=run.status,
        runs=(run,) if has_begun(run) else (),
        priority=10 if wire.priority is None else wire.priority,
        scheduled=stream.startTime,
        starts_at=wire.timeRestriction.startTime,
        deadline=wire.timeRestriction.deadlineTime,
        late=wire.jobLate,
        critical=wire.criticalNetworkInfo.critical,
        waits_for=wire.dependenciesStats.numberOfUnresolvedDependencies or 0,
        estimated=wire.timeInfo.estimatedDuration,
    )


def _run_of(wire: JobWire1) -> JobRun:
    return JobRun(
        id=wire.jobRunId or wire.id,
        number=wire.jobNumber,
        status=status_of(wire.status.commonStatus, wire.status.internalStatus),
        return_code=wire.jobDefinition.returnCode,
        started=wire.timeInfo.actualStartTime,
        ended=wire.timeInfo.actualEndTime,
        elapsed=wire.timeInfo.elapsedTime,
        estimated=wire.timeInfo.estimatedDuration,
        workstation=placed("/", wire.actualWorkstation) or _key(wire.workstationInPlan),
        kind=wire.rerunType or "REGULAR",
        last=wire.lastInRerunChain,
    )


def _key(place: PlaceWire) -> str:
    return placed(place.folderKey, place.name)


def job_stream_of(wire: StreamWire1) -> JobStream:
    return JobStream(
        id=wire.id,
        name=wire.key.name,
        workstation=_key(wire.key.workstationKey),
        folder=folder_of(wire.key.folderKey),
        status=status_of(wire.status.commonStatus, wire.status.internalStatus),
        counts=counts_of(wire.jobStreamStats),
        scheduled=wire.key.startTime,
        started=wire.timeInfo.actualStartTime,
        ended=wire.timeInfo.actualEndTime,
        deadline=wire.timeRestriction.deadlineTime,
        late=wire.lateJobStream,
        priority=10 if wire.priority is None else wire.priority,
        limit=limit_of(wire.limit),
    )


def workstation_of(wire: WorkstationWire1) -> Workstation:
    place = wire.key if wire.key.name else wire.workstationInPlanKey
    folder, _, name = _key(place).rpartition("/")
    return Workstation(
        id=wire.id,
        name=name,
        folder=folder_of(folder),
        kind=workstation_kind(wire.type),
        linked=wire.linkStatus in _LINKED,
        running=wire.jobmanUp,
        limit=limit_of(wire.limit),
        fence=wire.fence or 0,
        host=wire.nodeName,
        os=wire.os,
        version=wire.version,
    )


def plan_of(wire: PlanWire) -> PlanInfo:
    return PlanInfo(
        run_number=wire.runNumber,
        valid_from=wire.validFrom,
        valid_to=wire.validTo,
        created=wire.creationDate,
        master=wire.masterWorkstationName,
        id=wire.id or CURRENT,
    )


def summary_of(wire: SummaryWire) -> CriticalSummary:
    return CriticalSummary(
        on_track=wire.numberOfCriticalJobsNoRisk or 0,
        potential_risk=wire.numberOfCriticalJobsPotentialRisk or 0,
        high_risk=wire.numberOfCriticalJobsHighRisk or 0,
        calculated=wire.lastCritPathRecalculation,
    )
