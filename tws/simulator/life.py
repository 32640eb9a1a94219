"""The course of one job through its day, event by event (sections 6.1 to 6.4 of the contract).

A life is told the instants at which something befalls it: its dependencies are met, its run ends, an order comes.
It says what it wants next: a launch (`wish`), which the play of the day grants when the workstation and the
resources allow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tws.simulator.chance import KILLED, Chance, failed
from tws.simulator.definitions import CANCEL, SUPPRESS
from tws.simulator.durations import bounded
from tws.simulator.mishaps import Mishap
from tws.simulator.orders import Order
from tws.simulator.recovery import after_abend, after_recovery_job
from tws.simulator.repeating import finish_or_repeat, waiting
from tws.simulator.timeline import (
    ABEND,
    EVERY,
    FAIL,
    NEVER,
    PEND,
    RECOVERY,
    REGULAR,
    RERUN,
    SUCC,
    JobInstance,
    RestartPrompt,
    Run,
    Span,
    priority_of,
)

UNTIL = "until"
"""The order that nobody gives: the latest start has come."""


@dataclass(frozen=True, slots=True)
class Wish:
    since: float
    kind: str = REGULAR


@dataclass(eq=False, slots=True)
class Life:
    job: JobInstance
    chance: Chance
    mishap: Mishap | None = None
    orders: Sequence[Order] = ()
    replies: Callable[[str], Sequence[Order]] = lambda _: ()
    """To a prompt, by its id."""
    gate: float = NEVER
    runs: list[Run] = field(default_factory=list)
    done: float = NEVER
    holds: list[Span] = field(default_factory=list)
    cancels: list[Span] = field(default_factory=list)
    priorities: list[tuple[float, int]] = field(default_factory=list)
    restarts: list[RestartPrompt] = field(default_factory=list)
    pending: float = NEVER
    released: float = NEVER
    suppressed: float = NEVER
    skipped: float = NEVER
    settled: float = NEVER
    fell: float = NEVER
    entered: float = NEVER
    """When the next run of a job that repeats came into the plan, until it is launched."""
    round_due: float = NEVER
    wish: Wish | None = None
    wakes: float = NEVER
    """When the wish is to be heard; NEVER while it waits in a queue."""
    over: float = NEVER
    """When the run that is at work ends."""
    told: bool = False
    """Its successors know when it is done."""
    fails_again: str = ""
    taken_over: bool = False
    """Somebody has acted: the plan's own operator leaves it alone."""
    heard: int = 0
    """So many orders were obeyed."""

    def __post_init__(self) -> None:
        if self.job.definition.priority == 0:
            self.holds.append(Span(-NEVER))

    def due(self) -> float:
        """The next instant at which something befalls it."""
        order = self.orders[self.heard].at if self.heard < len(self.orders) else NEVER
        return min(order, self.wakes, self.over, self._cancel_due, NEVER if self.told else self.done)

    @property
    def _cancel_due(self) -> float:
        return NEVER if self.pending == NEVER or is_open(self.cancels) else max(self.pending, self.gate)

    def priority(self, now: float) -> int:
        return priority_of(self.job.definition, self.priorities, now)

    def open(self, gate: float) -> None:
        """Its dependencies are met at that instant."""
        self.gate = gate
        if not is_open(self.holds):
            self.want(gate)

    def skip(self, at: float) -> None:
        """Its conditional dependencies are not met. What waits for it in the plain way need not wait."""
        if not self.runs and not is_open(self.cancels):
            self._withdraw(at)
            self.skipped = at
            self.finish(at)

    def want(self, at: float, kind: str = REGULAR) -> None:
        if at < NEVER and self.suppressed == NEVER and not is_open(self.cancels):
            self.wish, self.wakes = Wish(at, kind), at

    def is_to_launch(self, now: float) -> bool:
        return self.wakes <= now < min(self.over, self._cancel_due)

    def turn(self, now: float) -> None:
        """What is due, but for a launch."""
        if self.over <= now:
            self._end()
        elif self._cancel_due <= now:
            self._cancel(now)
        elif self.heard < len(self.orders) and self.orders[self.heard].at <= now:
            order = self.orders[self.heard]
            self.heard += 1
            _DEEDS[order.verb](self, order)

    def start(self, ready: float) -> None:
        """What it wished for is granted."""
        kind = self.wish.kind if self.wish else REGULAR
        self.wish, self.wakes = None, NEVER
        entered, self.entered = self.entered, NEVER
        number = len(self.runs) + 1
        if kind == RECOVERY:
            run = self.chance.recovery(number, ready, self.job.definition.recovery.minutes, self._own()[-1].failure)
        else:
            run = self._scripted(self._planned(number, ready, kind))
        self.runs.append(replace(run, entered=entered, due=self.round_due) if entered < NEVER else run)
        self.over = run.end

    def _planned(self, number: int, ready: float, kind: str) -> Run:
        name = self._failure(kind)
        fraction = self.mishap.fraction if self.mishap and name else 1
        run = bounded(self.job.definition.durations, self.chance.run(number, ready, name, fraction))
        waits = self.job.definition.confirmed and run.outcome == SUCC
        return replace(run, kind=kind, outcome=PEND if waits else run.outcome)

    @property
    def is_cancelled(self) -> bool:
        return is_open(self.cancels)

    def is_lost(self, now: float) -> bool:
        """Its run has ended badly, and nothing follows by itself."""
        run = self._last()
        open_end = self.done == NEVER and self.wish is None and self.over == NEVER
        return open_end and run is not None and run.word(now) in (ABEND, FAIL)

    def _own(self) -> list[Run]:
        return [run for run in self.runs if run.kind != RECOVERY]

    def _failure(self, kind: str) -> str:
        """How the next run goes wrong; "" where it does not. The cause stays until somebody mends it."""
        if self.taken_over or self.mishap is None:
            return self.fails_again
        before = len(self._own())
        names = self.mishap.failures
        if before < len(names):
            return names[before]
        return names[-1] if self.mishap.repaired_after is None else ""

    def _scripted(self, run: Run) -> Run:
        """A failure that was ordered of the run makes it end then, sooner or later than by itself."""
        fail = next((o for o in self.orders[self.heard :] if o.verb == "fail"), None)
        if fail is None or run.start >= fail.at:
            return run
        if run.end <= fail.at and (run.failed or self.job.definition.every):
            return run
        self.taken_over, self.fails_again = True, fail.failure if fail.again else ""
        return failed(run, fail.at, fail.failure)

    def _end(self) -> None:
        run, self.over = self.runs[-1], NEVER
        if run.kind == RECOVERY:
            after_recovery_job(self, run)
        elif run.outcome == SUCC:
            finish_or_repeat(self, run)
        elif run.outcome == PEND:
            self.runs[-1] = replace(run, settled=run.end + self.chance.answer)
            self.finish(run.end + self.chance.answer)
        elif not is_open(self.cancels) and run.pledged == NEVER:
            self._recover(run)

    def _recover(self, run: Run) -> None:
        """By its recovery options, or by the plan's own operator."""
        if run.outcome == ABEND and after_abend(self, run):
            return
        mishap = None if self.taken_over else self.mishap
        if mishap and mishap.repaired_after is not None and len(self._own()) <= len(mishap.failures):
            self.want(run.end + mishap.repaired_after, RERUN)

    def finish(self, at: float) -> None:
        """Its successors may go then."""
        self.done = min(self.done, at)

    def _launched(self, at: float) -> bool:
        """Of a job that repeats, whether its newest run was."""
        if self.entered < NEVER:
            return False
        newest = self.runs[-1:] if self.runs and self.runs[-1].kind == EVERY else self.runs
        return any(run.intro <= at for run in newest)

    def _last(self) -> Run | None:
        own = self._own()
        return own[-1] if own else None

    def _running(self, at: float) -> Run | None:
        """The run at work, recovery jobs apart."""
        run = self.runs[-1] if self.runs and self.runs[-1].kind != RECOVERY else None
        return run if run and run.start <= at < run.end else None

    def _withdraw(self, at: float) -> None:
        """Nothing is launched any more, nor what was about to be."""
        self.wish, self.wakes = None, NEVER
        if self.runs and self.runs[-1].intro > at:
            run = self.runs.pop()
            self.entered, self.round_due = run.entered, run.due
            self.over = NEVER

    def _cut(self, at: float, run: Run, done: float) -> None:
        """The run at work ends now by an order."""
        self.runs[-1], self.over, self.taken_over = run, NEVER, True
        self.finish(done)

    def _replace_last(self, old: Run, new: Run) -> None:
        self.runs[self.runs.index(old)] = new
        self.wish, self.wakes, self.taken_over = None, NEVER, True

    def _hold(self, order: Order) -> None:
        if not (self._launched(order.at) or is_open(self.holds) or is_open(self.cancels)):
            self._withdraw(order.at)
            self.holds.append(Span(order.at))

    def _release(self, order: Order) -> None:
        if self.pending < NEVER:
            self._cancel(order.at)
        elif is_open(self.holds) and not is_open(self.cancels):
            self.holds[-1] = replace(self.holds[-1], until=order.at)
            self.want(max(self._first_launch, order.at), self._next_kind)

    @property
    def _next_kind(self) -> str:
        return EVERY if self.entered < NEVER else REGULAR

    @property
    def _first_launch(self) -> float:
        return self.round_due if self.entered < NEVER else self.gate

    def _cancel_order(self, order: Order) -> None:
        self._cancel(order.at)

    def _cancel(self, at: float) -> None:
        if is_open(self.cancels):
            return
        self._withdraw(at)
        self.done = min(self.done, at)
        self.taken_over = True
        self.cancels.append(Span(at))

    def _cancel_pending(self, order: Order) -> None:
        """When its own dependencies are met; ignored where it was launched. The second one does not wait."""
        if self.pending < NEVER:
            self._cancel(order.at)
        elif not self._launched(order.at):
            self.pending = order.at

    def _release_dependencies(self, order: Order) -> None:
        """Resources, files and its start time, too; not its latest start, nor any job with conditional ones."""
        if self._launched(order.at) or is_open(self.holds) or is_open(self.cancels) or self.job.definition.conditional:
            return
        self.released = order.at
        self.gate = min(self.gate, order.at)
        if self.wish is None or self.wish.since > order.at:
            self.want(order.at, self._next_kind)
        self.wakes = order.at if self.wish else NEVER

    def _update_priority(self, order: Order) -> None:
        """0 holds; another one lets a held job go, and may lift one that waits over the fence."""
        if order.number == 0:
            self._hold(order)
            return
        self.priorities.append((order.at, order.number))
        if is_open(self.holds):
            self._release(order)
        elif self.wish and self.wish.since <= order.at:
            self.wakes = order.at

    def _kill(self, order: Order) -> None:
        run = self._running(order.at)
        if run is not None:
            self._cut(order.at, failed(run, order.at, KILLED), NEVER)

    def _confirm_succ(self, order: Order) -> None:
        self._confirm(order.at, SUCC)

    def _confirm_abend(self, order: Order) -> None:
        self._confirm(order.at, ABEND)

    def _confirm(self, at: float, verdict: str) -> None:
        """The confirm table of section 6.2."""
        run = self._last()
        if run is None and self.skipped <= at and verdict == SUCC:
            self.settled = min(self.settled, at)
        if run is None or at < run.start:
            return
        if at < run.end:
            self._confirm_running(at, run, verdict)
        elif run.word(at) == PEND:
            self._replace_last(run, replace(run, settled=at, verdict=verdict))
            self.done = at if verdict == SUCC else self.done if is_open(self.cancels) else NEVER
        elif run.word(at) == ABEND and verdict == SUCC:
            self._replace_last(run, replace(run, outcome=ABEND, settled=at, verdict=SUCC))
            self.finish(at)

    def _confirm_running(self, at: float, run: Run, verdict: str) -> None:
        """Where the job has output conditions it runs on to its end (SUCCP, ABENP)."""
        if not self.job.definition.conditions:
            ended = replace(run, end=at, outcome=verdict, failure="", return_code=int(verdict == ABEND))
            self._cut(at, ended, at if verdict == SUCC else NEVER)
        elif run.pledged == NEVER or (run.verdict, verdict) == (ABEND, SUCC):
            since = min(run.pledged, at)
            said = replace(run, pledged=since, verdict=verdict, outcome=verdict, failure="")
            self.runs[-1], self.taken_over = replace(said, return_code=int(verdict == ABEND)), True

    def _rerun(self, order: Order) -> None:
        run = self._last()
        if (
            self.over < NEVER
            or self.entered < NEVER
            or (self.skipped > order.at if run is None else run.word(order.at) == PEND)
        ):
            return
        self.taken_over, self.pending = True, NEVER
        if is_open(self.cancels):
            self.cancels[-1] = replace(self.cancels[-1], until=order.at)
        if self.done > order.at:
            self.done = NEVER
        self.want(order.at, RERUN)

    def _fail(self, order: Order) -> None:
        """Was seen to when the run began."""

    def _until(self, order: Order) -> None:
        """The latest start has come."""
        if self._launched(order.at) or is_open(self.cancels):
            return
        action = self.job.definition.on_until
        if action == CANCEL:
            self._cancel(order.at)
        elif action == SUPPRESS:
            self._withdraw(order.at)
            self.suppressed = order.at

    def write(self) -> None:
        """Into the plan."""
        job = self.job
        job.gate, job.runs, job.done = self.gate, (*self.runs, *waiting(self)), self.done
        if (job.skipped, job.settled, job.fell) != (self.skipped, self.settled, self.fell):
            job.skipped, job.settled, job.fell = self.skipped, self.settled, self.fell
        job.holds, job.cancels, job.priorities = tuple(self.holds), tuple(self.cancels), tuple(self.priorities)
        job.pending, job.released, job.suppressed = self.pending, self.released, self.suppressed
        job.restarts = tuple(self.restarts)


def is_open(spans: Sequence[Span]) -> bool:
    return bool(spans) and spans[-1].until == NEVER


_DEEDS: Mapping[str, Callable[[Life, Order], None]] = MappingProxyType(
    {
        "hold": Life._hold,
        "release": Life._release,
        "cancel": Life._cancel_order,
        "cancel-pending": Life._cancel_pending,
        "release-all-dependencies": Life._release_dependencies,
        "update-priority": Life._update_priority,
        "kill": Life._kill,
        "confirm-succ": Life._confirm_succ,
        "confirm-abend": Life._confirm_abend,
        "rerun": Life._rerun,
        "fail": Life._fail,
        UNTIL: Life._until,
    }
)
"""An order that does not fit the job's state has no effect."""
