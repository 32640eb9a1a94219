"""The day's luck of one job: how long it works, how long people take to answer."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tws.simulator.failures import failure
from tws.simulator.timeline import RECOVERY, SUCC, Run

NEXT_PROCESS = 7919
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
