"""Objects of the plan in the shapes of REST V2 (section 4.5 of the contract)."""

from __future__ import annotations

from dataclasses import dataclass

from tws.models import CommonStatus
from tws.simulator import durations
from tws.simulator.definitions import ResourceDef, WorkstationDef
from tws.simulator.dependencies import (
    V2_UNTIL,
    recovery_members,
    stats,
    until_gone,
)
from tws.simulator.forms import Json, iso_duration, v2_instant, without_nulls
from tws.simulator.identifiers import uuid_of
from tws.simulator.joblog import program, script_of, user_of
from tws.simulator.prompts import Prompt
from tws.simulator.snapshot import Snapshot, State
from tws.simulator.timeline import REGULAR, JobInstance, Run, StreamInstance
from tws.simulator.v2_links import V2Links


@dataclass(frozen=True)
class V2View:
    snapshot: Snapshot
    version: str
    dependencies: bool = False
    """Whether answers list the dependencies (header `scope`, or an answer of one object)."""
    definitions: bool = True

    @property
    def _timezone(self) -> str:
        return self.snapshot.plan.bank.timezone

    def job(self, job: JobInstance) -> Json:
        state, stream, late = self.snapshot.job(job), job.stream, self.snapshot.is_late(job)
        definition, gone = job.definition, until_gone(job, self.snapshot.now)
        pending = job.pending <= self.snapshot.now and state.common is not CommonStatus.CANCELED
        return without_nulls(
            {
                "flowNodeType": "JOB",
                "id": job.id,
                "planId": self.snapshot.plan_id,
                "name": definition.name,
                "folder": stream.definition.folder,
                "key": job.key,
                "workstation": definition.workstation.key,
                "workstationId": uuid_of(definition.workstation.key),
                "jobStreamName": stream.definition.name,
                "jobStreamId": stream.id,
                "jobStreamWorkstation": stream.definition.workstation.key,
                "position": job.position + 1,
                "jobDefinitionFlags": {"monitored": False, "aliased": False, "interactive": False},
                "jobStatusFlags": {"jobLate": late, "deadlineHasPassed": late, "untilGone": gone},
                "jobOptions": self._job_options(job),
                "lastRunCompositeStatus": {**composite(state), "cancelPending": pending},
                "lastRunCommonStatus": state.common,
                "jobDefinition": self._definition(job) if self.definitions else None,
                "priority": self.snapshot.priority(job),
                "origPriority": definition.priority,
                "jobruns": self._runs(job),
                "schedTime": v2_instant(stream.scheduled),
                "timeZone": self._timezone,
                "timeRestrictions": {
                    **self._restrictions(job, late=late),
                    **durations.v2_members(job, state.run, self.snapshot.now),
                },
                "dependencies": V2Links(self.snapshot).of_job(job) if self.dependencies else [],
                "dependenciesStats": stats(self.snapshot, job),
                "criticalStart": self._critical_start(job),
                "repeatInterval": iso_duration(definition.every * 60) if definition.every else None,
                "actions": [] if self.snapshot.archived else [{"key": "HOLD_JOB", "id": job.id}],
                "archived": self.snapshot.archived,
            }.items()
        )

    def _job_options(self, job: JobInstance) -> Json:
        return {
            "critical": job.definition.critical,
            "noOperation": False,
            "requiresConfirmation": job.definition.confirmed,
            "every": job.definition.every is not None,
        }

    def _critical_start(self, job: JobInstance) -> str | None:
        if not job.definition.critical or job.deadline is None:
            return None
        return v2_instant(job.deadline - job.definition.minutes * 60)

    def _definition(self, job: JobInstance) -> Json:
        task = program(job.definition.kind)["task"]
        return {
            "folder": job.stream.definition.folder,
            "name": job.definition.name,
            "workstation": job.definition.workstation.key,
            "task": {task: {"taskString": script_of(job), "userName": user_of(job)}},
            "isCommand": False,
            "estimatedDuration": iso_duration(job.definition.minutes * 60),
            **recovery_members(job),
            "userLogins": [user_of(job)],
        }

    def _restrictions(self, item: JobInstance | StreamInstance, *, late: bool) -> Json:
        starts_at = item.starts_at if isinstance(item, JobInstance) else item.scheduled
        deadline, until = item.deadline, item.until if isinstance(item, JobInstance) else None
        gone = isinstance(item, JobInstance) and until_gone(item, self.snapshot.now)
        action = item.definition.on_until if isinstance(item, JobInstance) and until else None
        return without_nulls(
            {
                "latestStartTime": v2_instant(until),
                "lateStartAction": V2_UNTIL[action] if action else None,
                "latestStartSatisfied": None if until is None else not gone,
                "startTime": v2_instant(starts_at),
                "deadlineTime": v2_instant(deadline),
                "timeDependent": starts_at is not None,
                "deadlineSatisfied": None if deadline is None else not late,
            }.items()
        )

    def _runs(self, job: JobInstance) -> list[Json]:
        runs = self.snapshot.runs(job)
        if not runs:
            return [self._not_yet_run(job)]
        last = job.last_run(self.snapshot.now)
        return [self.run(job, run, last=run is last) for run in runs]

    def _not_yet_run(self, job: JobInstance) -> Json:
        state = self.snapshot.job(job)
        return {
            "id": job.run_id(1),
            "name": job.definition.name,
            "jobId": job.id,
            "actualWorkstation": job.definition.workstation.key,
            "compositeStatus": composite(state),
            "commonStatus": state.common,
            "rerunType": "REGULAR",
            "lastInRerunChain": True,
            "runAttempt": 1,
            "timeInfo": {"estimatedDuration": iso_duration(job.definition.minutes * 60)},
            "actions": [],
        }

    def run(self, job: JobInstance, run: Run, *, last: bool) -> Json:
        state = self.snapshot.run_of(job, run)
        ended = run.end <= self.snapshot.now
        again = ended and last and not self.snapshot.archived
        log = [{"key": "GET_JOB_LOG", "id": job.run_id(run.number)}] if run.start <= self.snapshot.now else []
        return without_nulls(
            {
                "id": job.run_id(run.number),
                "name": job.definition.name,
                "jobId": job.id,
                "jobKey": job.key,
                "jobNumber": run.job_number if run.intro <= self.snapshot.now else None,
                "actualWorkstation": job.definition.workstation.key,
                "compositeStatus": composite(state),
                "commonStatus": state.common,
                "returnCode": run.return_code if ended and run.outcome != "FAIL" else None,
                "rerunType": run.kind,
                "rerunJob": run.kind != REGULAR,
                "lastInRerunChain": last,
                "runAttempt": run.number,
                **durations.flags(job, run, self.snapshot.now),
                "timeInfo": self._run_times(job, run),
                "actions": log + ([{"key": "RERUN_JOB", "id": job.run_id(run.number)}] if again else []),
            }.items()
        )

    def _run_times(self, job: JobInstance, run: Run) -> Json:
        now = self.snapshot.now
        return without_nulls(
            {
                "estimatedDuration": iso_duration(job.definition.minutes * 60),
                "actualStartTime": v2_instant(run.start) if run.start <= now else None,
                "elapsedTime": iso_duration(min(now, run.end) - run.start) if run.start <= now else None,
                "actualEndTime": v2_instant(run.end) if run.end <= now else None,
            }.items()
        )

    def stream(self, stream: StreamInstance) -> Json:
        state, late = self.snapshot.stream(stream), self.snapshot.is_late(stream)
        definition = stream.definition
        began, ended = self.snapshot.began(stream), self.snapshot.ended(stream)
        return without_nulls(
            {
                "flowNodeType": "JOBSTREAM",
                "id": stream.id,
                "planId": self.snapshot.plan_id,
                "name": definition.name,
                "originalJobStreamName": definition.name,
                "key": stream.key,
                "folder": definition.folder,
                "workstation": definition.workstation.key,
                "schedTime": v2_instant(stream.scheduled),
                "timeZone": self._timezone,
                "commonStatus": state.common,
                "compositeStatus": composite(state),
                "priority": definition.priority,
                "origPriority": definition.priority,
                "limit": definition.limit,
                "internalIdentifier": stream.identifier,
                "jsDefinitionFlags": {"aliased": False, "carriedForward": stream in self.snapshot.plan.carried},
                "jsStatusFlags": {"lateJobStream": late, "pendingPredecessor": False},
                "jsOptions": {"carryForward": True, "monitored": False},
                "timeInfo": without_nulls(
                    {"actualStartTime": v2_instant(began), "actualEndTime": v2_instant(ended)}.items()
                ),
                "timeRestrictions": self._restrictions(stream, late=late),
                "jobStreamStats": stream_stats(self.snapshot, stream),
                "dependencies": V2Links(self.snapshot).of_stream(stream) if self.dependencies else [],
                "actions": [],
                "archived": self.snapshot.archived,
            }.items()
        )

    def workstation(self, station: WorkstationDef) -> Json:
        return {
            "id": uuid_of(station.key),
            "name": station.name,
            "folder": station.folder,
            "key": station.key,
            "type": station.kind,
            "hostType": "MASTER" if station.kind == "MANAGER" else "WORKSTATION",
            "os": station.os,
            "domainName": "MASTERDM",
            "activeStates": active_states(station),
            "activeFlags": ["AUTO_LINK"],
            "limit": station.limit,
            "fence": station.fence,
            "runNumber": self.snapshot.plan.run_number,
            "nodeName": station.node,
            "tcpPort": 31114,
            "version": self.version,
            "timeStarted": v2_instant(self.snapshot.plan.valid_from - 60),
            "securityLevel": "HTTPS",
            "host": "/MDM_DWB",
            "actions": [],
        }

    def resource(self, resource: ResourceDef) -> Json:
        used, quantity = resource_in_use(self.snapshot, resource), self.snapshot.quantity(resource)
        key = resource.key
        return {
            "id": uuid_of(key),
            "name": resource.name,
            "folder": "/",
            "key": key,
            "workstation": f"/{resource.workstation}",
            "quantity": quantity,
            "quantityInUse": used,
            "quantityAvailable": max(0, quantity - used),
            "status": "AVAILABLE" if used < quantity else "NOT_AVAILABLE",
            "holders": [self._holder(job, units) for job, units in self.snapshot.in_use(resource).items()],
            "actions": [],
        }

    def _holder(self, job: JobInstance, units: int) -> Json:
        stream = job.stream
        names = {"jobStreamId": stream.id, "jobStream": stream.definition.name, "job": job.definition.name}
        return {**names, "jobId": job.id, "jobKey": job.key, "quantity": units, "shared": True}

    def prompt(self, prompt: Prompt) -> Json:
        now = self.snapshot.now
        return without_nulls(
            {
                "id": prompt.id,
                "name": prompt.name,
                "folder": "/",
                "workstation": self.snapshot.plan.bank.master.key,
                "jobId": prompt.job.id if prompt.job else None,
                "jobKey": prompt.job.key if prompt.job else None,
                "jobStreamId": prompt.stream.id,
                "jobStreamKey": prompt.stream.key,
                "text": prompt.text,
                "status": prompt.status(now),
                "type": prompt.kind,
                "number": prompt.number,
                "timeAsked": v2_instant(prompt.asked) if prompt.asked <= now else None,
                "timeRespond": v2_instant(prompt.answered) if prompt.answered <= now else None,
                "actions": [],
            }.items()
        )


_STARTED = frozenset({"EXEC", "SUCCP", "ABENP", "PEND", "SUCC", "ABEND", "STUCK"})


def composite(state: State) -> Json:
    return {
        "status": state.internal,
        **({"substatus": state.reason} if state.reason else {}),
        "canceled": state.common is CommonStatus.CANCELED,
        "cancelPending": False,
        "error": state.common is CommonStatus.ERROR,
        "started": state.internal in _STARTED,
        "dontRun": False,
    }


def stream_stats(snapshot: Snapshot, stream: StreamInstance) -> Json:
    """Both APIs count alike; the third name is misspelt by the product."""
    words = [snapshot.job(job).internal for job in stream.jobs]
    return {
        "numberOfJob": len(words),
        "numberOfCurrentNodes": len(words),
        "numberOfSuccessfullJob": words.count("SUCC"),
        "numberOfExecutingJob": words.count("EXEC"),
        "numberOfAbendedJob": words.count("ABEND"),
        "numberOfFailedJob": words.count("FAIL"),
        "numberOfNotRunningJob": words.count("HOLD") + words.count("READY") + words.count("INTRO"),
        "numberOfUndecidedJob": 0,
    }


def active_states(station: WorkstationDef) -> list[str]:
    if not station.linked:
        return ["IS_INITED"]
    master = ["MASTER", "EVT_PROC_RUNNING", "SERVER_STARTED"] if station.kind == "MANAGER" else []
    running = ["JOBMAN_UP", "INSTALLED_AND_RUNNING"] if station.running else []
    return [*master, "LINKED", "IS_INITED", *running]


def resource_in_use(snapshot: Snapshot, resource: ResourceDef) -> int:
    return sum(snapshot.in_use(resource).values())
