"""The plan at one instant. Statuses are worked out when asked for and kept for the life of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tws.models import CommonStatus
from tws.simulator.conditions import ended, is_met, joined
from tws.simulator.definitions import Condition, Join, ResourceDef, WorkstationDef
from tws.simulator.plan import Plan
from tws.simulator.timeline import JobInstance, Run, StreamInstance

CURRENT = "current"
_COMMON = {
    "SUCC": CommonStatus.SUCCESSFUL,
    "ABEND": CommonStatus.ERROR,
    "FAIL": CommonStatus.ERROR,
    "EXEC": CommonStatus.RUNNING,
    "INTRO": CommonStatus.WAITING,
    "HOLD": CommonStatus.WAITING,
    "READY": CommonStatus.READY,
    "PEND": CommonStatus.WAITING,
    "SUCCP": CommonStatus.RUNNING,
    "ABENP": CommonStatus.RUNNING,
    "STUCK": CommonStatus.BLOCKED,
    "CANCL": CommonStatus.CANCELED,
    "SUPPR": CommonStatus.SUPPRESS,
}
"""Section 6.1 of the contract."""
_REASONS = {"READY": "READY_SUBMITTED", "SUCC": "SUCC_COMPLETED"}
_ACTIVE = frozenset({"EXEC", "INTRO", "READY", "SUCCP", "ABENP", "PEND"})


class State(NamedTuple):
    common: CommonStatus
    internal: str
    """V2 and conman spelling."""
    reason: str = ""
    run: Run | None = None


@dataclass(eq=False, repr=False)
class Snapshot:
    plan: Plan
    now: float
    plan_id: str = CURRENT
    _jobs: dict[JobInstance, State] = field(default_factory=dict)
    _streams: dict[StreamInstance, State] = field(default_factory=dict)

    @property
    def archived(self) -> bool:
        return self.plan_id != CURRENT

    def job(self, job: JobInstance) -> State:
        state = self._jobs.get(job)
        if state is None:
            state = self._jobs[job] = self._job(job)
        return state

    def _job(self, job: JobInstance) -> State:
        state = self._own_state(job)
        if not job.is_canceled(self.now):
            return state
        word = state.internal if state.internal in ("EXEC", "INTRO") else "CANCL"
        return State(CommonStatus.CANCELED, word, run=state.run)

    def _own_state(self, job: JobInstance) -> State:
        run = job.last_run(self.now)
        if run and run.ready <= self.now:
            return self.run(run)
        if job.skipped <= self.now:
            return self._skipped(job)
        if job.is_held(self.now):
            return State(CommonStatus.HELD, "HOLD", "HOLD_PRIORITY_ZERO", run)
        if job.suppressed <= self.now:
            return State(CommonStatus.WAITING, "HOLD", "READY_SUPPRESSED", run)
        if (run.due if run else job.gate) <= self.now:
            return State(CommonStatus.READY, "READY", self._why_ready(job), run)
        return State(CommonStatus.WAITING, "HOLD", self._why_on_hold(job), run)

    def _skipped(self, job: JobInstance) -> State:
        if job.settled <= self.now:
            return State(CommonStatus.SUCCESSFUL, "SUCC", "SUCC_DO_NOT_RUN")
        return State(CommonStatus.SUPPRESS, "SUPPR", "SUPPR_UNSATISFIED_DEPENDENCY")

    def run_of(self, job: JobInstance, run: Run) -> State:
        """Of any of its runs: the one of a job that repeats may still wait for its time."""
        return self.run(run) if run.ready <= self.now else self.job(job)

    def run(self, run: Run) -> State:
        """Of a run that has become ready."""
        if self.now < run.intro:
            return State(CommonStatus.READY, "READY", "READY_SUBMITTED", run)
        word = run.word(self.now)
        return State(_COMMON[word], word, _REASONS.get(word, ""), run)

    def _why_ready(self, job: JobInstance) -> str:
        station = self.station(job.definition.workstation)
        if not (station.linked and station.running) or self.priority(job) <= station.fence:
            return "READY_WAITING_FOR_AGENT"
        needs = job.definition.need and job.released > self.now
        return "READY_WAITING_FOR_RESOURCES" if needs and station.limit else "READY_WAITING_FOR_LIMIT"

    def _why_on_hold(self, job: JobInstance) -> str:
        if job.last_run(self.now):
            return "HOLD_WAITING_FOR_TIME"
        if job.asked <= self.now or job.stream.asked <= self.now < min(job.stream.answered, job.stream.gate):
            return "HOLD_WAITING_FOR_PROMPT"
        if self.open_jobs(job) or self.open_externals(job.stream):
            return "HOLD_WAITING_FOR_PREDECESSOR"
        if job.arrives > self.now >= max(job.stream.scheduled, job.starts_at or 0):
            return "HOLD_WAITING_FOR_FILE"
        return "HOLD_WAITING_FOR_TIME"

    def priority(self, job: JobInstance) -> int:
        return 0 if job.is_held(self.now) else job.priority(self.now)

    def station(self, station: WorkstationDef) -> WorkstationDef:
        return self.plan.stations.at(station, self.now)

    def stations(self) -> list[WorkstationDef]:
        """All, as they stand now."""
        return [self.station(station) for station in self.plan.bank.workstations]

    def runs(self, job: JobInstance) -> list[Run]:
        return [run for run in job.runs if run.seen <= self.now]

    def open_jobs(self, job: JobInstance) -> int:
        definition, jobs = job.definition, job.stream.jobs
        plain = sum(1 for n in definition.predecessors if jobs[n].done > self.now)
        if not (definition.conditional or definition.joins):
            return plain
        unmet = sum(not self.meets(job, condition) for condition in definition.conditional)
        return plain + unmet + sum(not self.is_joined(job, join) for join in definition.joins)

    def meets(self, job: JobInstance, condition: Condition) -> bool:
        other = job.stream.jobs[condition.position]
        return ended(other) <= self.now and is_met(condition, other)

    def is_joined(self, job: JobInstance, join: Join) -> bool:
        return joined(join, [job.stream.jobs[n].done for n in join.members]) <= self.now

    def open_externals(self, stream: StreamInstance) -> int:
        return sum(1 for external in stream.externals if external.done > self.now)

    def waits_for(self, job: JobInstance) -> int:
        """Unresolved dependencies of the job itself."""
        if job.released <= self.now:
            return 0
        prompt = bool(job.definition.prompt) and job.answered > self.now
        return self.open_jobs(job) + prompt + (job.arrives > self.now) + self.lacks(job)

    def lacks(self, job: JobInstance) -> bool:
        """It waits for units of a resource, and for nothing else but its turn."""
        return self.job(job).reason == "READY_WAITING_FOR_RESOURCES"

    def in_use(self, resource: ResourceDef) -> dict[JobInstance, int]:
        """Who holds how many units of it."""
        users = self.plan.users.get(resource.name, ())
        return {job: job.definition.need.units for job in users if job.definition.need and job.holds_units(self.now)}

    def launched(self, stream: StreamInstance) -> int:
        """Jobs of it that count against its limit."""
        return sum(run.ready <= self.now < run.end for job in stream.jobs for run in job.runs)

    def available(self, resource: ResourceDef) -> int:
        return max(0, self.quantity(resource) - sum(self.in_use(resource).values()))

    def quantity(self, resource: ResourceDef) -> int:
        return self.plan.stations.quantity(resource, self.now)

    def is_late(self, item: JobInstance | StreamInstance) -> bool:
        deadline = item.deadline
        return deadline is not None and deadline < self.now and item.done > deadline

    def stream(self, stream: StreamInstance) -> State:
        state = self._streams.get(stream)
        if state is None:
            word = self._stream_word(stream)
            state = self._streams[stream] = State(_COMMON[word], word)
        return state

    def _stream_word(self, stream: StreamInstance) -> str:
        words = {self.job(job).internal for job in stream.jobs}
        if words == {"SUPPR"}:
            return "SUPPR"
        words -= {"SUPPR"}
        if words == {"CANCL"}:
            return "CANCL"
        if words <= {"SUCC", "CANCL"}:
            return "SUCC"
        if words <= {"HOLD", "READY", "CANCL"} and not self._repeats(stream):
            return "READY" if stream.gate <= self.now else "HOLD"
        if words & _ACTIVE or not words & {"ABEND", "FAIL"}:
            return "EXEC"
        return "STUCK" if self._is_stuck(stream) else "ABEND" if "HOLD" not in words else "EXEC"

    def _repeats(self, stream: StreamInstance) -> bool:
        """A job of it has run, and waits for its next time."""
        return any(job.definition.every and self.job(job).run for job in stream.jobs)

    def _is_stuck(self, stream: StreamInstance) -> bool:
        """A failed job has successors that wait, and nothing else can start."""
        held = [job for job in stream.jobs if self.job(job).internal == "HOLD"]
        return bool(held) and all(self.open_jobs(job) or job.is_held(self.now) for job in held)

    def began(self, stream: StreamInstance) -> float | None:
        starts = [run.start for job in stream.jobs for run in job.runs[:1] if run.start <= self.now]
        return min(starts, default=None)

    def ended(self, stream: StreamInstance) -> float | None:
        """Of a stream that came to an end, well or not."""
        if self.stream(stream).internal not in ("SUCC", "ABEND"):
            return None
        return max((r.end for job in stream.jobs for r in self.runs(job) if r.end <= self.now), default=None)
