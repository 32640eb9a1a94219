"""The fields of OQL for each object, bound to one snapshot. `jobruns.` fields speak of the last run of the chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from tws.simulator.definitions import ResourceDef, WorkstationDef
from tws.simulator.dependencies import STATS, V2_UNTIL, recovery_word, stats
from tws.simulator.durations import is_too_long, is_too_short
from tws.simulator.identifiers import uuid_of
from tws.simulator.joblog import program, user_of
from tws.simulator.oql_values import Duration, Field, Instant, Literal
from tws.simulator.prompts import Prompt
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import REGULAR, JobInstance, StreamInstance
from tws.simulator.v2_view import active_states, resource_in_use, stream_stats

T = TypeVar("T")


def one(kind: type, value: Callable[[T], Literal]) -> Field[T]:
    return Field(kind, lambda item: (value(item),))


def job_fields(snapshot: Snapshot) -> dict[str, Field[JobInstance]]:
    return {**_job_names(snapshot), **_run_fields(snapshot), **_run_times(snapshot), **_job_dependencies(snapshot)}


def _job_names(snapshot: Snapshot) -> dict[str, Field[JobInstance]]:
    return {
        "name": one(str, lambda j: j.definition.name),
        "id": one(str, lambda j: j.id),
        "folder": one(str, lambda j: j.stream.definition.folder),
        "workstation": one(str, lambda j: j.definition.workstation.key),
        "priority": one(float, snapshot.priority),
        "jobStreamName": one(str, lambda j: j.stream.definition.name),
        "jobStreamId": one(str, lambda j: j.stream.id),
        "jobStreamWorkstation": one(str, lambda j: j.stream.definition.workstation.key),
        "jobOptions.critical": one(bool, lambda j: j.definition.critical),
        "jobOptions.every": one(bool, lambda j: j.definition.every is not None),
        "jobOptions.noOperation": one(bool, lambda j: False),
        "jobOptions.requiresConfirmation": one(bool, lambda j: j.definition.confirmed),
        "jobDefinition.taskType": one(str, lambda j: program(j.definition.kind)["task"]),
        "jobDefinition.userLogin": one(str, user_of),
        "jobDefinition.recoveryOption": one(str, lambda j: recovery_word(j.definition.recovery)),
        "jobDefinition.isCommand": one(bool, lambda j: False),
        "jobDefinition.workstation": one(str, lambda j: j.definition.workstation.key),
        "jobDefinition.key.name": one(str, lambda j: j.definition.name),
        "timeRestrictions.untilTime": one(Instant, lambda j: j.until),
        "timeRestrictions.untilAction": one(str, lambda j: V2_UNTIL[j.definition.on_until] if j.until else None),
    }


def _run_fields(snapshot: Snapshot) -> dict[str, Field[JobInstance]]:
    def code(job: JobInstance) -> Literal:
        run = snapshot.job(job).run
        return run.return_code if run and run.end <= snapshot.now and run.outcome != "FAIL" else None

    def number(job: JobInstance) -> Literal:
        run = snapshot.job(job).run
        return run.job_number if run and run.intro <= snapshot.now else None

    def rerun_type(job: JobInstance) -> Literal:
        run = snapshot.job(job).run
        return run.kind if run else REGULAR

    return {
        "jobruns.commonStatus": one(str, lambda j: snapshot.job(j).common),
        "jobruns.compositeStatus.status": one(str, lambda j: snapshot.job(j).internal),
        "jobruns.returnCode": one(float, code),
        "jobruns.jobNumber": one(float, number),
        "jobruns.rerunType": one(str, rerun_type),
        "jobruns.actualWorkstation": one(str, lambda j: j.definition.workstation.key),
        "jobruns.maxDurationGone": one(bool, lambda j: is_too_long(j, snapshot.job(j).run, snapshot.now)),
        "jobruns.minDurationNotReached": one(bool, lambda j: is_too_short(j, snapshot.job(j).run, snapshot.now)),
    }


def _run_times(snapshot: Snapshot) -> dict[str, Field[JobInstance]]:
    now = snapshot.now

    def started(job: JobInstance) -> float | None:
        run = snapshot.job(job).run
        return run.start if run and run.start <= now else None

    def ended(job: JobInstance) -> float | None:
        run = snapshot.job(job).run
        return run.end if run and run.end <= now else None

    def elapsed(job: JobInstance) -> float | None:
        start, end = started(job), ended(job)
        return None if start is None else (now if end is None else end) - start

    return {
        "jobruns.timeInfo.actualStartTime": one(Instant, started),
        "jobruns.timeInfo.actualEndTime": one(Instant, ended),
        "jobruns.elapsedTime": one(Duration, elapsed),
        "jobruns.estimatedDuration": one(Duration, lambda j: j.definition.minutes * 60),
    }


def _job_dependencies(snapshot: Snapshot) -> dict[str, Field[JobInstance]]:
    def each(value: Callable[[JobInstance], Literal]) -> Field[JobInstance]:
        return Field(str, lambda j: tuple(map(value, j.predecessors)))

    return {
        "dependencies.jobId": each(lambda p: p.id),
        "dependencies.jobStreamId": each(lambda p: p.stream.id),
        "dependencies.jobStreamName": each(lambda p: p.stream.definition.name),
        "dependencies.jobStreamFolder": each(lambda p: p.stream.definition.folder),
        "dependencies.jobStreamWorkstation": each(lambda p: p.stream.definition.workstation.key),
        "dependencies.dependencyStatus": each(lambda p: "SATISFIED" if p.done <= snapshot.now else "UNSATISFIED"),
        **{f"dependenciesStats.{name}": one(float, _stat(snapshot, name)) for name in STATS},
    }


def _stat(snapshot: Snapshot, name: str) -> Callable[[JobInstance], Literal]:
    return lambda job: int(stats(snapshot, job)[name])


def stream_fields(snapshot: Snapshot) -> dict[str, Field[StreamInstance]]:
    def stat(name: str) -> Field[StreamInstance]:
        return one(float, lambda s: stream_stats(snapshot, s)[name])

    counts = ("numberOfJob", "numberOfSuccessfullJob", "numberOfExecutingJob", "numberOfAbendedJob")
    more = ("numberOfFailedJob", "numberOfNotRunningJob")
    return {
        "name": one(str, lambda s: s.definition.name),
        "id": one(str, lambda s: s.id),
        "folder": one(str, lambda s: s.definition.folder),
        "workstation": one(str, lambda s: s.definition.workstation.key),
        "priority": one(float, lambda s: s.definition.priority),
        "aliasJobStreamName": one(str, lambda s: None),
        "commonStatus": one(str, lambda s: snapshot.stream(s).common),
        "compositeStatus.status": one(str, lambda s: snapshot.stream(s).internal),
        "schedTime": one(Instant, lambda s: s.scheduled),
        "timeInfo.actualStartTime": one(Instant, snapshot.began),
        "timeInfo.actualEndTime": one(Instant, snapshot.ended),
        "timeRestrictions.startTime": one(Instant, lambda s: s.scheduled),
        "timeRestrictions.deadlineTime": one(Instant, lambda s: s.deadline),
        "timeRestrictions.untilTime": one(Instant, lambda s: None),
        "pendingPredecessor": one(bool, lambda s: False),
        "dependencies.jobId": Field(str, lambda s: tuple(e.id for e in s.externals if isinstance(e, JobInstance))),
        "dependencies.jobStreamId": Field(str, lambda s: tuple(_stream_of(e).id for e in s.externals)),
        **{f"jobStreamStats.{name}": stat(name) for name in counts + more},
    }


def _stream_of(external: JobInstance | StreamInstance) -> StreamInstance:
    return external.stream if isinstance(external, JobInstance) else external


def workstation_fields(snapshot: Snapshot) -> dict[str, Field[WorkstationDef]]:
    return {
        "name": one(str, lambda w: w.name),
        "folder": one(str, lambda w: w.folder),
        "id": one(str, lambda w: uuid_of(w.key)),
        "domainName": one(str, lambda w: "MASTERDM"),
        "type": one(str, lambda w: {"X-AGENT": "XA"}.get(w.kind, w.kind)),
        "jobmanUp": one(bool, lambda w: w.linked and w.running),
        "activeStates": Field(str, active_states),
    }


def resource_fields(snapshot: Snapshot) -> dict[str, Field[ResourceDef]]:
    return {
        "name": one(str, lambda r: r.name),
        "folder": one(str, lambda r: "/"),
        "workstation": one(str, lambda r: f"/{r.workstation}"),
        "quantity": one(float, snapshot.quantity),
        "quantityInUse": one(float, lambda r: resource_in_use(snapshot, r)),
        "quantityAvailable": one(float, snapshot.available),
    }


def prompt_fields(snapshot: Snapshot) -> dict[str, Field[Prompt]]:
    fields: dict[str, Field[Any]] = {
        "id": one(str, lambda p: p.id),
        "name": one(str, lambda p: p.name),
        "type": one(str, lambda p: p.kind),
        "text": one(str, lambda p: p.text),
        "status": one(str, lambda p: p.status(snapshot.now)),
        "number": one(float, lambda p: p.number),
    }
    return fields
