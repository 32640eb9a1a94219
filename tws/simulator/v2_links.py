"""What jobs and job streams wait for, in the shapes of REST V2 (section 4.5 of the contract)."""

from __future__ import annotations

from dataclasses import dataclass

from tws.simulator.conditions import STATUSES
from tws.simulator.definitions import Condition, Join
from tws.simulator.dependencies import on_file, on_resource, satisfaction
from tws.simulator.forms import Json, v2_instant
from tws.simulator.identifiers import uuid_of
from tws.simulator.prompts import AD_HOC, PREDEFINED
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import JobInstance, StreamInstance


@dataclass(frozen=True, slots=True)
class V2Links:
    snapshot: Snapshot

    def of_job(self, job: JobInstance) -> list[Json]:
        plain = [job.stream.jobs[n] for n in job.definition.predecessors]
        jobs = [self._on_job(p, "INTERNAL", uuid_of(job.id, p.id)) for p in plain]
        jobs += [self._on_condition(job, c) for c in job.definition.conditional]
        jobs += [self._on_join(job, join) for join in job.definition.joins]
        return jobs + self._on_prompt(job) + on_resource(self.snapshot, job) + on_file(self.snapshot, job)

    def _on_job(self, job: JobInstance, kind: str, identifier: str) -> Json:
        """An internal dependency has no jobStreamId: it is of the job's own job stream."""
        home = {"jobStreamId": job.stream.id} if kind == "EXTERNAL_JOB" else {}
        return {
            "dependencyType": kind,
            "id": identifier,
            **self._satisfaction(job),
            "jobId": job.id,
            "jobName": job.definition.name,
            **home,
            **self._on_stream_members(job.stream),
        }

    def _on_condition(self, job: JobInstance, condition: Condition) -> Json:
        other = job.stream.jobs[condition.position]
        return {
            **self._on_job(other, "INTERNAL", uuid_of(job.id, other.id)),
            **satisfaction(self.snapshot.meets(job, condition)),
            "conditional": True,
            "statusConditions": [word for word in condition.words if word in STATUSES],
            "outputConditions": [word for word in condition.words if word not in STATUSES],
        }

    def _on_join(self, job: JobInstance, join: Join) -> Json:
        members = [job.stream.jobs[n] for n in join.members]
        return {
            "dependencyType": "JOIN",
            "id": uuid_of(job.id, "join", join.name),
            **satisfaction(self.snapshot.is_joined(job, join)),
            "joinName": join.name,
            "joinQuantity": join.quantity,
            "criteria": join.criteria,
            "members": [self._on_job(other, "INTERNAL", uuid_of(job.id, other.id)) for other in members],
        }

    def _satisfaction(self, item: JobInstance | StreamInstance) -> Json:
        return satisfaction(item.done <= self.snapshot.now)

    def _on_stream_members(self, stream: StreamInstance) -> Json:
        return {
            "jobStreamName": stream.definition.name,
            "jobStreamWorkstation": stream.definition.workstation.key,
            "jobStreamFolder": stream.definition.folder,
            "jobStreamSchedTime": v2_instant(stream.scheduled),
        }

    def of_stream(self, stream: StreamInstance) -> list[Json]:
        return [self._external(stream, other) for other in stream.externals] + self._on_prompt(stream)

    def _on_prompt(self, item: JobInstance | StreamInstance) -> list[Json]:
        if not item.definition.prompt:
            return []
        satisfied = item.answered <= self.snapshot.now
        return [
            {
                "dependencyType": "PROMPT",
                "id": uuid_of(item.id, "prompt"),
                **satisfaction(satisfied),
                "text": item.definition.prompt,
                "promptType": PREDEFINED if item.definition.named else AD_HOC,
                "promptName": item.definition.named.name if item.definition.named else "",
            }
        ]

    def _external(self, stream: StreamInstance, other: JobInstance | StreamInstance) -> Json:
        identifier = uuid_of(stream.id, other.id)
        if isinstance(other, JobInstance):
            return self._on_job(other, "EXTERNAL_JOB", identifier)
        return {
            "dependencyType": "EXTERNAL_JOBSTREAM",
            "id": identifier,
            **self._satisfaction(other),
            "jobStreamId": other.id,
            **self._on_stream_members(other),
        }
