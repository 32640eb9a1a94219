"""Objects of the plan in the shapes of REST V1 (section 3.3 of the contract): other spellings, milliseconds, no Z."""

from __future__ import annotations

from dataclasses import dataclass

from tws.models import CommonStatus
from tws.simulator import durations
from tws.simulator.definitions import Join, ResourceDef, WorkstationDef
from tws.simulator.dependencies import on_file, on_resource, recovery_word, stats, until_gone
from tws.simulator.forms import Json, milliseconds, v1_instant, without_nulls
from tws.simulator.identifiers import encode
from tws.simulator.joblog import program, script_of, user_of
from tws.simulator.prompts import Prompt
from tws.simulator.risk import risk_of
from tws.simulator.snapshot import Snapshot, State
from tws.simulator.timeline import RECOVERY_RERUN, REGULAR, JobInstance, Run, StreamInstance
from tws.simulator.v2_view import resource_in_use, stream_stats

_SPELLING = {"FAIL": "FAILED", "CANCL": "CANCEL", "ABENP": "ABENDP", "SUPPR": "SUPPRESS"}
_KINDS = {"X-AGENT": "XA", "WORKLOAD_BROKER": "BROKER"}


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A line of the V1 plan: a job with one of its runs; earlier runs of a rerun job are records of their own."""

    job: JobInstance
    run: Run | None
    last: bool = True

    @property
    def composite_id(self) -> str:
        run = f";{self.run.number}" if self.run and not self.last else ""
        return self.job.composite_id + run


@dataclass(frozen=True)
class V1View:
    snapshot: Snapshot
    version: str
    encoded: bool = True
    """Header Id-Encoding: Base64 unless it is 0."""
    linked: bool = False
    """Header Context-PlanDependenciesScope: dependencies are shown."""

    def id(self, composite_id: str) -> str:
        return encode(composite_id) if self.encoded else composite_id

    def dependencies(self, item: JobInstance | StreamInstance) -> Json | None:
        """Header Context-PlanDependenciesScope. The contract does not spell every member; `dependencyType` as in V2."""
        if not self.linked:
            return None
        outside = item.externals if isinstance(item, StreamInstance) else []
        return {
            "internalDependencies": self._inside(item) if isinstance(item, JobInstance) else [],
            "externalDependencies": [
                self._link(e, "EXTERNAL_JOB" if isinstance(e, JobInstance) else "EXTERNAL_JOBSTREAM") for e in outside
            ],
            "promptDependencies": self._prompt_links(item),
            "resourceDependencies": on_resource(self.snapshot, item) if isinstance(item, JobInstance) else [],
            "fileDependencies": on_file(self.snapshot, item) if isinstance(item, JobInstance) else [],
        }

    def _inside(self, job: JobInstance) -> list[Json]:
        """The contract tells of no place for joins in V1: they stand beside the plain ones, with V2's members."""
        jobs, definition = job.stream.jobs, job.definition
        plain = [self._link(jobs[n], "INTERNAL") for n in definition.predecessors]
        conditional = [
            {**self._link(jobs[c.position], "INTERNAL"), "conditional": True, "satisfied": self.snapshot.meets(job, c)}
            for c in definition.conditional
        ]
        return plain + conditional + [self._join(job, join) for join in definition.joins]

    def _join(self, job: JobInstance, join: Join) -> Json:
        return {
            "dependencyType": "JOIN",
            "satisfied": self.snapshot.is_joined(job, join),
            "joinName": join.name,
            "joinQuantity": join.quantity,
            "criteria": join.criteria,
            "members": [self._link(job.stream.jobs[n], "INTERNAL") for n in join.members],
        }

    def _link(self, other: JobInstance | StreamInstance, kind: str) -> Json:
        stream = other.stream if isinstance(other, JobInstance) else other
        job = other if isinstance(other, JobInstance) else None
        return without_nulls(
            {
                "dependencyType": kind,
                "satisfied": other.done <= self.snapshot.now,
                "jobId": self.id(job.composite_id) if job else None,
                "jobName": job.definition.name if job else None,
                "jobStreamId": self.id(stream.composite_id),
                "jobStreamName": stream.definition.name,
            }.items()
        )

    def _prompt_links(self, item: JobInstance | StreamInstance) -> list[Json]:
        if not item.definition.prompt:
            return []
        satisfied = item.answered <= self.snapshot.now
        return [{"dependencyType": "PROMPT", "satisfied": satisfied, "text": item.definition.prompt}]

    def state(self, record: JobRecord) -> State:
        if record.last or record.run is None:
            return self.snapshot.job(record.job)
        return self.snapshot.run(record.run)

    def job(self, record: JobRecord) -> Json:
        job, run, now = record.job, record.run, self.snapshot.now
        definition, stream = job.definition, job.stream.definition
        reruns = len(self.snapshot.runs(job))
        return without_nulls(
            {
                "id": self.id(record.composite_id),
                "name": definition.name,
                "jobDefinition": self._definition(record),
                "taskType": program(definition.kind)["task"],
                "workstationInPlan": station_key(definition.workstation),
                "jobStreamInPlan": {
                    "id": self.id(job.stream.composite_id),
                    "name": stream.name,
                    "startTime": v1_instant(job.stream.scheduled),
                    "workstationKey": {"name": stream.workstation.name},
                    "folderKey": folder_key(stream.folder),
                },
                "dependencies": self.dependencies(job),
                "dependenciesStats": stats(self.snapshot, job),
                "priority": self.snapshot.priority(job),
                "originalPriority": definition.priority,
                "timeInfo": self._times(record),
                "timeRestriction": {**self._restriction(job), **durations.v1_members(definition.durations)},
                "every": definition.every is not None,
                "repeatInterval": milliseconds(definition.every * 60) if definition.every else None,
                **durations.flags(job, run, now),
                "jobNumber": run.job_number if run and run.intro <= now else None,
                "jobRunId": job.run_id(run.number if run else 1),
                "jobStreamId": self.id(job.stream.composite_id),
                "status": status(self.state(record)),
                "rerunInstancesNumber": max(0, reruns - 1),
                "lastInRerunChain": record.last,
                **rerun_members(run.kind if run else REGULAR),
                "running": self.state(record).internal == "EXEC",
                "jobLate": self.snapshot.is_late(job),
                "untilGone": until_gone(job, now),
                "requiresConfirmation": definition.confirmed,
                "criticalNetworkInfo": {"critical": definition.critical},
                "monitored": False,
                "planId": self.snapshot.plan_id,
                "position": job.position + 1,
            }.items()
        )

    def _definition(self, record: JobRecord) -> Json:
        job, run = record.job, record.run
        ended = run and run.end <= self.snapshot.now and run.outcome != "FAIL"
        return without_nulls(
            {
                "jobDefinitionInPlanKey": {
                    "name": job.definition.name,
                    "workstationInPlanKey": {"name": job.definition.workstation.name},
                },
                "taskType": program(job.definition.kind)["task"],
                "taskString": script_of(job),
                "command": False,
                "userLogin": user_of(job),
                "recoveryOption": recovery_word(job.definition.recovery),
                "abendPromptText": job.definition.recovery.prompt or None,
                "recoveryJobKey": {"name": recovery} if (recovery := job.definition.recovery.job) else None,
                "returnCode": run.return_code if run and ended else None,
                "estimatedDuration": milliseconds(job.definition.minutes * 60),
            }.items()
        )

    def _times(self, record: JobRecord) -> Json:
        run, now = record.run, self.snapshot.now
        started = run if run and run.start <= now else None
        return without_nulls(
            {
                "actualStartTime": v1_instant(started.start) if started else None,
                "actualEndTime": v1_instant(started.end) if started and started.end <= now else None,
                "elapsedTime": milliseconds(min(now, started.end) - started.start) if started else None,
                "estimatedDuration": milliseconds(record.job.definition.minutes * 60),
            }.items()
        )

    def _restriction(self, item: JobInstance | StreamInstance) -> Json:
        starts_at = item.starts_at if isinstance(item, JobInstance) else item.scheduled
        until = item.until if isinstance(item, JobInstance) else None
        return without_nulls(
            {
                "startTime": v1_instant(starts_at),
                "deadlineTime": v1_instant(item.deadline),
                "untilTime": v1_instant(until),
                "untilAction": item.definition.on_until if isinstance(item, JobInstance) and until else None,
                "timeDependent": starts_at is not None,
            }.items()
        )

    def critical_job(self, record: JobRecord) -> Json:
        risk = risk_of(self.snapshot, record.job)
        network = {
            "critical": True,
            "onCriticalPath": True,
            "late": self.snapshot.is_late(record.job),
            "longRunning": False,
            "criticalStart": v1_instant(risk.critical_start),
            "estimatedStartTime": v1_instant(risk.estimated_start),
            "estimatedEndTime": v1_instant(risk.estimated_end),
            "criticalJobInfo": {
                "alertLevel": risk.level,
                "confidenceFactor": risk.confidence,
                "appliedDeadlineTime": v1_instant(risk.deadline),
                "criticalPathRemainingDuration": milliseconds(max(0.0, risk.estimated_end - self.snapshot.now)),
            },
        }
        return {**self.job(record), "criticalNetworkInfo": network}

    def stream(self, stream: StreamInstance) -> Json:
        definition, snapshot = stream.definition, self.snapshot
        began, ended = snapshot.began(stream), snapshot.ended(stream)
        told: Json = {
            "id": self.id(stream.composite_id),
            "key": {
                "name": definition.name,
                "startTime": v1_instant(stream.scheduled),
                "workstationKey": {"name": definition.workstation.name, "originalName": definition.workstation.name},
                "folderKey": folder_key(definition.folder),
            },
            "originalJobStreamName": definition.name,
            "internalIdentifier": stream.identifier,
            "scheduledDate": f"{stream.day.isoformat()}T00:00:00",
            "priority": definition.priority,
            "origPriority": definition.priority,
            "limit": definition.limit,
            "status": status(snapshot.stream(stream)),
            "jobStreamStats": stream_stats(snapshot, stream),
            "carryForward": True,
            "carriedForward": stream in snapshot.plan.carried,
            "lateJobStream": snapshot.is_late(stream),
            "monitored": False,
            "timeInfo": without_nulls(
                {"actualStartTime": v1_instant(began), "actualEndTime": v1_instant(ended)}.items()
            ),
            "timeRestriction": self._restriction(stream),
            "timeZone": snapshot.plan.bank.timezone,
            "dependencies": self.dependencies(stream),
        }
        return without_nulls(told.items())

    def workstation(self, station: WorkstationDef) -> Json:
        master = station.kind == "MANAGER"
        return {
            "id": self.id(station.name),
            "key": station_key(station),
            "type": _KINDS.get(station.kind, station.kind),
            "hostType": "MASTER" if master else "WORKSTATION",
            "domainInPlanKey": {"name": "MASTERDM"},
            "os": station.os,
            "nodeName": station.node,
            "linkStatus": "LINKED" if station.linked else "UNLINKED",
            "jobmanUp": station.linked and station.running,
            "writerUp": station.linked,
            "initialized": True,
            "limit": station.limit,
            "fence": station.fence,
            "symRunNumber": self.snapshot.plan.run_number,
            "applicationServerStatus": "RUNNING" if master else "NOT_RUNNING",
            "evtProcRunning": master,
            "ssmRunning": station.linked,
            "securityLevel": "HTTPS",
            "tcpPort": 31114,
            "version": self.version,
            "licenseType": "PerServer",
        }

    def resource(self, resource: ResourceDef) -> Json:
        used, quantity = resource_in_use(self.snapshot, resource), self.snapshot.quantity(resource)
        return {
            "id": self.id(resource_id(resource)),
            "resourceInPlanKey": {"name": resource.name, "workstationInPlanKey": {"name": resource.workstation}},
            "quantityDefined": quantity,
            "quantityInUse": used,
            "quantityAvailable": max(0, quantity - used),
            "status": "AVAILABLE" if used < quantity else "NOT_AVAILABLE",
            "holders": [
                {"job": job.definition.name, "jobId": self.id(job.composite_id), "quantity": units}
                for job, units in self.snapshot.in_use(resource).items()
            ],
        }

    def prompt(self, prompt: Prompt) -> Json:
        now = self.snapshot.now
        return without_nulls(
            {
                "id": self.id(f"PROMPT;{prompt.id}"),
                "promptInPlanKey": {"name": prompt.name, "workstationInPlanKey": {"name": "MDM"}},
                "text": prompt.text,
                "status": prompt.status(now),
                "type": prompt.kind,
                "number": prompt.number,
                "jobId": self.id(prompt.job.composite_id) if prompt.job else None,
                "jobStreamId": self.id(prompt.stream.composite_id),
                "timeAsked": v1_instant(prompt.asked) if prompt.asked <= now else None,
                "timeRespond": v1_instant(prompt.answered) if prompt.answered <= now else None,
            }.items()
        )


def rerun_members(kind: str) -> Json:
    return {"rerunType": kind, "rerunJob": kind != REGULAR, "recoveryRerunJob": kind == RECOVERY_RERUN}


def resource_id(resource: ResourceDef) -> str:
    return f"{resource.workstation};{resource.name}"


def v1_word(internal: str) -> str:
    return _SPELLING.get(internal, internal)


def status(state: State) -> Json:
    return {
        "commonStatus": state.common,
        "internalStatus": v1_word(state.internal),
        "canceled": state.common is CommonStatus.CANCELED,
    }


def folder_key(folder: str) -> Json:
    return {"path": folder}


def station_key(station: WorkstationDef) -> Json:
    return {"name": station.name, "folderKey": folder_key(station.folder)}
