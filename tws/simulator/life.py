"""The course of one job through its day: as planned, then changed order by order (section 6.2 of the contract)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tws.simulator.failures import failure
from tws.simulator.mishaps import Mishap
from tws.simulator.orders import Order
from tws.simulator.stations import Stations
from tws.simulator.timeline import NEVER, JobInstance, Run, Span, StreamInstance

KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Chance:
    """The day's luck of one job. Seconds; drawn alike whether it fails or not."""

    queue: float
    intro: float
    work: float
    answer: float
    job_number: int

    @classmethod
    def draw(cls, rng: random.Random, minutes: int) -> Chance:
        return cls(
            queue=rng.uniform(3, 45),
            intro=rng.uniform(1, 6),
            work=minutes * 60 * rng.uniform(0.8, 1.2) * (1.7 if rng.random() < 0.04 else 1),
            answer=rng.uniform(120, 2400),
            job_number=rng.randrange(100_000, 900_000_000),
        )

    def run(self, number: int, ready: float, failure_name: str = "", fraction: float = 1) -> Run:
        kind = failure(failure_name) if failure_name else None
        intro = ready + self.queue
        start = intro + self.intro
        work = 1.0 if kind and kind.outcome == "FAIL" else max(5.0, self.work * fraction)
        return Run(
            number=number,
            job_number=self.job_number + (number - 1) * 7919,
            ready=ready,
            intro=intro,
            start=start,
            end=start + work,
            outcome=kind.outcome if kind else "SUCC",
            failure=failure_name,
            return_code=kind.exit_status if kind else 0,
        )


def open_stream(stream: StreamInstance, answer: float, replies: Sequence[Order]) -> None:
    gate = max([stream.scheduled, *(predecessor.done for predecessor in stream.externals)])
    stream.gate = ask(stream, gate, answer, replies) if stream.definition.prompt else gate


def ask(item: JobInstance | StreamInstance, gate: float, wait: float, replies: Sequence[Order]) -> float:
    """Asks a prompt; gives when the way is free. Nobody answers twice; a no stays a no."""
    item.asked, item.answered, item.refused = gate, gate + wait, NEVER
    first = next((r for r in replies if r.at < item.answered), None)
    if first is not None and first.verb == "reply-no":
        item.answered, item.refused = NEVER, first.at
    elif first is not None:
        item.answered = first.at
    return max(gate, item.answered)


def play_job(
    job: JobInstance,
    chance: Chance,
    mishap: Mishap | None,
    orders: Sequence[Order],
    replies: Sequence[Order],
    stations: Stations,
) -> None:
    gate = max([job.stream.gate, job.starts_at or 0, *(p.done for p in job.predecessors)])
    job.gate = ask(job, gate, chance.answer, replies) if job.definition.prompt else gate
    job.priorities = ()
    life = Life(job, chance, mishap, stations)
    life.begin()
    for order in orders:
        life.obey(order)
    life.write()


@dataclass
class Life:
    job: JobInstance
    chance: Chance
    mishap: Mishap | None
    stations: Stations
    runs: list[Run] = field(default_factory=list)
    done: float = NEVER
    holds: list[Span] = field(default_factory=list)
    cancels: list[Span] = field(default_factory=list)
    fails_again: str = ""

    def begin(self) -> None:
        if self.job.definition.priority == 0:
            self.holds.append(Span(-NEVER))
        else:
            self._launch(self.job.gate)

    def write(self) -> None:
        job = self.job
        job.runs, job.done = tuple(self.runs), self.done
        job.holds, job.cancels = tuple(self.holds), tuple(self.cancels)

    def obey(self, order: Order) -> None:
        """An order that does not fit the job's state has no effect."""
        deeds: dict[str, Callable[[Order], None]] = {
            "hold": self._hold,
            "release": self._release,
            "cancel": self._cancel,
            "kill": self._kill,
            "confirm-succ": self._confirm_succ,
            "confirm-abend": self._confirm_abend,
            "rerun": self._rerun,
            "fail": self._fail,
            "cancel-pending": self._cancel_pending,
            "release-all-dependencies": self._release_dependencies,
            "update-priority": self._update_priority,
        }
        deeds[order.verb](order)

    def _launch(self, gate: float) -> None:
        station, priority = self.job.definition.workstation, self.job.priority(gate)
        opens = self.stations.opens(station, priority, gate) if gate < NEVER else NEVER
        self.runs = planned_runs(self.chance, self.mishap, opens) if opens < NEVER else []
        last = self.runs[-1] if self.runs else None
        self.done = last.end if last and last.outcome == "SUCC" else NEVER

    def _is_launched(self, at: float) -> bool:
        return any(run.intro <= at for run in self.runs)

    def _last(self, at: float) -> Run | None:
        return next((run for run in reversed(self.runs) if run.ready <= at), None)

    def _forget_after(self, at: float) -> None:
        """What the plan's own operator would have rerun later."""
        self.runs = [run for run in self.runs if run.ready <= at]

    def _settle(self, at: float, last: Run, done: float) -> None:
        self._forget_after(at)
        self.runs[-1], self.done = last, done

    def _hold(self, order: Order) -> None:
        if not (self._is_launched(order.at) or is_open(self.holds) or is_open(self.cancels)):
            self.runs, self.done = [], NEVER
            self.holds.append(Span(order.at))

    def _release(self, order: Order) -> None:
        if is_open(self.holds) and not is_open(self.cancels):
            self.holds[-1] = replace(self.holds[-1], until=order.at)
            self._launch(max(self.job.gate, order.at))

    def _cancel(self, order: Order) -> None:
        if is_open(self.cancels):
            return
        self.runs = [run for run in self.runs if run.intro <= order.at]
        self.done = min(self.done, order.at)
        self.cancels.append(Span(order.at))

    def _cancel_pending(self, order: Order) -> None:
        """When its own dependencies are met; ignored where it was launched."""
        if not self._is_launched(order.at):
            self._cancel(replace(order, at=max(order.at, self.job.gate)))

    def _release_dependencies(self, order: Order) -> None:
        if not (is_open(self.holds) or is_open(self.cancels)) and self.job.gate > order.at:
            self.job.gate = order.at
            self._launch(order.at)

    def _update_priority(self, order: Order) -> None:
        """0 holds; another one lets a held job go, and may lift one that waits over the fence."""
        if order.number == 0:
            self._hold(order)
            return
        self.job.priorities = (*self.job.priorities, (order.at, order.number))
        if is_open(self.holds):
            self._release(order)
        elif not (self._is_launched(order.at) or is_open(self.cancels)):
            self._launch(max(self.job.gate, order.at))

    def _kill(self, order: Order) -> None:
        run = self._running(order.at)
        if run is not None:
            status = failure(KILLED).exit_status
            killed = replace(run, end=order.at, outcome="ABEND", failure=KILLED, return_code=status)
            self._settle(order.at, killed, self._unless_canceled(NEVER))

    def _running(self, at: float) -> Run | None:
        run = self._last(at)
        return run if run and run.start <= at < run.end else None

    def _unless_canceled(self, done: float) -> float:
        """A cancelled job has let its successors go."""
        return self.done if is_open(self.cancels) else done

    def _confirm_succ(self, order: Order) -> None:
        at, run = order.at, self._last(order.at)
        if run is None or at < run.start:
            return
        if at < run.end:
            self._settle(at, replace(run, end=at, outcome="SUCC", failure="", return_code=0), at)
        elif run.outcome == "ABEND":
            self._settle(at, replace(run, settled=at), min(self.done, at))

    def _confirm_abend(self, order: Order) -> None:
        run = self._running(order.at)
        if run is not None:
            abended = replace(run, end=order.at, outcome="ABEND", return_code=1)
            self._settle(order.at, abended, self._unless_canceled(NEVER))

    def _rerun(self, order: Order) -> None:
        at, run = order.at, self._last(order.at)
        if run is None or at < run.end:
            return
        self._forget_after(at)
        again = self.chance.run(run.number + 1, at, self.fails_again)
        self.runs.append(again)
        if self.done > at:
            self.done = again.end if again.outcome == "SUCC" else NEVER
        if is_open(self.cancels):
            self.cancels[-1] = replace(self.cancels[-1], until=at)

    def _fail(self, order: Order) -> None:
        run, kind = self._last(order.at), failure(order.failure)
        if run is None or run.start >= order.at:
            return
        failed = replace(run, end=order.at, outcome=kind.outcome, failure=order.failure, return_code=kind.exit_status)
        self._settle(order.at, failed, NEVER)
        self.fails_again = order.failure if order.again else ""


def is_open(spans: Sequence[Span]) -> bool:
    return bool(spans) and spans[-1].until == NEVER


def planned_runs(chance: Chance, mishap: Mishap | None, gate: float) -> list[Run]:
    if mishap is None:
        return [chance.run(1, gate)]
    runs: list[Run] = []
    ready, pause = gate, mishap.repaired_after or 0
    for name in mishap.failures:
        runs.append(chance.run(len(runs) + 1, ready, name, mishap.fraction))
        ready = runs[-1].end + pause
    if mishap.repaired_after is not None:
        runs.append(chance.run(len(runs) + 1, ready))
    return runs
