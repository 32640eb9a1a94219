"""The day's luck of one job: how long it works, how long people take to answer."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tws.simulator.failures import failure
from tws.simulator.timeline import RECOVERY, SUCC, Run

NEXT_PROCESS = 7919
KILLED = "killed"
"""An entry of failures.toml."""
RECOVERY_FAILS_ONE_IN = 8


@dataclass(frozen=True, slots=True)
class Chance:
    """Seconds; drawn alike whether the job fails or not."""

    queue: float
    intro: float
    work: float
    answer: float
    job_number: int

    @classmethod
    def draw(cls, rng: random.Random, minutes: int) -> Chance:
        share = rng.random
        return cls(
            queue=3 + 42 * share(),
            intro=1 + 5 * share(),
            work=minutes * 60 * (0.8 + 0.4 * share()) * (1.7 if share() < 0.04 else 1),
            answer=120 + 2280 * share(),
            job_number=rng.randrange(100_000, 900_000_000),
        )

    def run(self, number: int, ready: float, failure_name: str = "", fraction: float = 1) -> Run:
        kind = failure(failure_name) if failure_name else None
        intro = ready + self.queue
        start = intro + self.intro
        work = 1.0 if kind and kind.outcome == "FAIL" else max(5.0, self.work * fraction)
        return Run(
            number=number,
            job_number=self.job_number + (number - 1) * NEXT_PROCESS,
            ready=ready,
            intro=intro,
            start=start,
            end=start + work,
            outcome=kind.outcome if kind else SUCC,
            failure=failure_name,
            return_code=kind.exit_status if kind else 0,
        )

    @property
    def recovery_fails(self) -> bool:
        """The cause strikes the recovery job, too."""
        return self.job_number % RECOVERY_FAILS_ONE_IN == 0

    def recovery(self, number: int, ready: float, minutes: int, cause: str) -> Run:
        """A run of the recovery job."""
        kind = failure(cause) if self.recovery_fails and cause else None
        start = ready + self.queue + self.intro
        return Run(
            number=number,
            job_number=self.job_number + (number - 1) * NEXT_PROCESS,
            ready=ready,
            intro=ready + self.queue,
            start=start,
            end=start + minutes * 60,
            outcome=kind.outcome if kind else SUCC,
            failure=cause if kind else "",
            return_code=kind.exit_status if kind else 0,
            kind=RECOVERY,
        )


def failed(run: Run, at: float, name: str) -> Run:
    """The run as it is when it fails at that instant, in the way of that entry of failures.toml."""
    kind = failure(name)
    return replace(run, end=at, outcome=kind.outcome, failure=name, return_code=kind.exit_status)
