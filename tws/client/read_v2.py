"""From V2's objects to the models."""

from __future__ import annotations

from datetime import UTC, datetime

from tws.client.wire import folder_of
from tws.client.wire_v2 import JobWire, RunWire, StreamStatsWire, StreamWire, WorkstationWire
from tws.client.words import status_of, workstation_kind
from tws.models import CommonStatus, Job, JobRun, JobStream, JobStreamCounts, Status, Workstation

_LINKED = frozenset({"LINKED", "FULLY_LINKED", "DIRECTLY_LINKED", "HOST_LINKED", "EXTENDED_LINKED"})
_POOLS = frozenset({"POOL", "D-POOL"})
_BEGUN = frozenset({CommonStatus.RUNNING, CommonStatus.SUCCESSFUL, CommonStatus.ERROR})
_FAR = datetime.max.replace(tzinfo=UTC)


def job_of(wire: JobWire) -> Job:
    runs = _runs_of(wire)
    return Job(
        id=wire.id,
        name=wire.name,
        workstation=wire.workstation,
        job_stream=wire.jobStreamName,
        job_stream_id=wire.jobStreamId,
        job_stream_workstation=wire.jobStreamWorkstation,
        folder=folder_of(wire.folder),
        status=_job_status(wire),
        runs=tuple(r for r in runs if has_begun(r)),
        priority=_number(wire.priority, 10),
        scheduled=wire.schedTime,
        starts_at=wire.timeRestrictions.startTime,
        deadline=wire.timeRestrictions.deadlineTime,
        late=wire.jobStatusFlags.jobLate,
        critical=wire.jobOptions.critical,
        waits_for=_number(wire.dependenciesStats.numberOfUnresolvedDependencies, 0),
        estimated=runs[-1].estimated if runs else None,
    )


def has_begun(run: JobRun) -> bool:
    """The engine lists a run of a job that waits, too: that is none yet."""
    return run.started is not None or run.status.common in _BEGUN


def _runs_of(wire: JobWire) -> list[JobRun]:
    """Oldest first; exactly one is the last."""
    ordered = sorted(wire.jobruns, key=lambda r: (r.lastInRerunChain, r.timeInfo.actualStartTime or _FAR))
    return [_run_of(run, last=run is ordered[-1]) for run in ordered]


def _run_of(wire: RunWire, *, last: bool) -> JobRun:
    return JobRun(
        id=wire.id,
        number=wire.jobNumber,
        status=status_of(wire.commonStatus, wire.compositeStatus.status, wire.compositeStatus.substatus),
        return_code=wire.returnCode,
        started=wire.timeInfo.actualStartTime,
        ended=wire.timeInfo.actualEndTime,
        elapsed=wire.timeInfo.elapsedTime,
        estimated=wire.timeInfo.estimatedDuration,
        workstation=wire.actualWorkstation,
        kind=wire.rerunType or "REGULAR",
        last=last,
    )


def _job_status(wire: JobWire) -> Status:
    """The job's own words; where the engine leaves them out, those of its last run."""
    last = next((r for r in wire.jobruns if r.lastInRerunChain), wire.jobruns[-1] if wire.jobruns else RunWire())
    own = wire.lastRunCompositeStatus
    shown = own if own.status else last.compositeStatus
    return status_of(wire.lastRunCommonStatus or last.commonStatus, shown.status, shown.substatus)


def job_stream_of(wire: StreamWire) -> JobStream:
    return JobStream(
        id=wire.id,
        name=wire.name,
        workstation=wire.workstation,
        folder=folder_of(wire.folder),
        status=status_of(wire.commonStatus, wire.compositeStatus.status, wire.compositeStatus.substatus),
        counts=counts_of(wire.jobStreamStats),
        scheduled=wire.schedTime,
        started=wire.timeInfo.actualStartTime,
        ended=wire.timeInfo.actualEndTime,
        deadline=wire.timeRestrictions.deadlineTime,
        late=wire.jsStatusFlags.lateJobStream,
        priority=_number(wire.priority, 10),
        limit=limit_of(wire.limit),
    )


def counts_of(wire: StreamStatsWire) -> JobStreamCounts:
    return JobStreamCounts(
        total=_number(wire.numberOfJob, 0),
        successful=_number(wire.numberOfSuccessfullJob, 0),
        running=_number(wire.numberOfExecutingJob, 0),
        abended=_number(wire.numberOfAbendedJob, 0),
        failed=_number(wire.numberOfFailedJob, 0),
        waiting=_number(wire.numberOfNotRunningJob, 0),
    )


def limit_of(limit: int | None) -> int | None:
    """-1 says "no limit"."""
    return None if limit is None or limit < 0 else limit


def workstation_of(wire: WorkstationWire) -> Workstation:
    states, kind = frozenset(wire.activeStates), workstation_kind(wire.type)
    return Workstation(
        id=wire.id,
        name=wire.name.rpartition("/")[2],
        folder=folder_of(wire.folder),
        kind=kind,
        linked=bool(states & _LINKED),
        running="JOBMAN_UP" in states or (kind in _POOLS and "RUNNING" in states),
        limit=limit_of(wire.limit),
        fence=_number(wire.fence, 0),
        host=wire.nodeName,
        os=wire.os,
        version=wire.version,
    )


def _number(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value
