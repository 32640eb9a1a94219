"""The critical path: as the engine knows it, or found on this side (contract, 3.2 and 6.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from graphlib import CycleError, TopologicalSorter

from pydantic import TypeAdapter

from tws.client.dialect import in_path
from tws.client.read_v1 import job_of
from tws.client.transport import Question, Transport
from tws.client.walk import Walk
from tws.client.wire_v1 import PathJobWire
from tws.errors import UnreadableAnswer
from tws.models import LETS_GO, CommonStatus, Job, PathStep
from tws.scheduler import MAX_PAGE

OPTION = "CRITICAL_PATH"
"""The documents name the choices (critical path, hot list, incomplete predecessors), not their words."""
_JOBS = TypeAdapter(tuple[PathJobWire, ...])
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_NO_TIME = timedelta()


async def told_by_engine(transport: Transport, job_id: str) -> list[PathStep]:
    """By V1 and its ids, in the order in which the jobs run; may or may not hold the critical job itself."""
    asked = Question(
        f"/plan/current/criticaljob/{in_path(job_id)}/query_predecessors_chain",
        body={"option": OPTION, "filter": {"filters": {}}},
        headers={"How-Many": str(MAX_PAGE)},
    )
    found = await transport.ask(_JOBS, asked)
    return sorted(map(_step_of, found), key=_when)


def _step_of(wire: PathJobWire) -> PathStep:
    network = wire.criticalNetworkInfo
    return PathStep(job_of(wire), network.criticalStart, network.estimatedStartTime, network.estimatedEndTime)


def _when(step: PathStep) -> datetime:
    return step.estimated_start or step.critical_start or _LONG_AGO


def up_to(last: PathStep, steps: Sequence[PathStep]) -> tuple[PathStep, ...]:
    """From the first one that has not ended to the critical job, which is named once."""
    before = [s for s in steps if s.job.id != last.job.id and s.job.status.common not in LETS_GO]
    own = next((s for s in steps if s.job.id == last.job.id), last)
    return (*before, own)


@dataclass
class Search:
    """Backwards from the critical job, always to whom it waits for longest."""

    walk: Walk
    now: datetime
    before: dict[str, list[Job]] = field(default_factory=dict)
    """For the id of a job, those that it still waits for."""
    ends: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """Estimated start and end by the id of a job."""

    async def path(self, job: Job, deadline: datetime | None) -> tuple[PathStep, ...]:
        await self._gather(job)
        self._estimate(job)
        way = [job]
        while waits := self.before[way[-1].id]:
            way.append(max(waits, key=lambda j: self.ends[j.id][1]))
        return tuple(reversed(self._steps(way, deadline)))

    async def _gather(self, job: Job) -> None:
        level = [job]
        while level:
            for one in level:
                found = await self.walk.jobs_before(one)
                self.before[one.id] = [j for j in found if j.status.common not in LETS_GO]
            ahead = {j.id: j for one in level for j in self.before[one.id] if j.id not in self.before}
            level = list(ahead.values())

    def _estimate(self, job: Job) -> None:
        jobs = {j.id: j for waits in self.before.values() for j in waits} | {job.id: job}
        graph = {i: [j.id for j in waits] for i, waits in self.before.items()}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError:
            raise UnreadableAnswer(f"The engine tells of jobs before {job.key} that wait for each other") from None
        for one in order:
            self.ends[one] = self._times(jobs[one])

    def _times(self, job: Job) -> tuple[datetime, datetime]:
        run, work = job.last_run, job.estimated or _NO_TIME
        if run and run.started and job.status.common is CommonStatus.RUNNING:
            return run.started, max(self.now, run.started + work)
        gates = [job.starts_at, job.scheduled, *(self.ends[j.id][1] for j in self.before[job.id])]
        start = max([self.now, *(gate for gate in gates if gate is not None)])
        return start, start + work

    def _steps(self, way: Sequence[Job], deadline: datetime | None) -> list[PathStep]:
        """From the critical job backwards: each must begin in time for the one after it."""
        steps: list[PathStep] = []
        for job in way:
            latest = deadline - (job.estimated or _NO_TIME) if deadline else None
            steps.append(PathStep(job, latest, *self.ends[job.id]))
            deadline = latest
        return steps


def with_jobs(steps: Sequence[PathStep], jobs: Sequence[Job]) -> list[PathStep]:
    """The same steps with the jobs as another version knows them."""
    return [replace(step, job=job) for step, job in zip(steps, jobs, strict=True)]
