"""Which jobs of a day go wrong, and when the operator of the day reruns them.

The day is cut into slots and a job is drawn from each, so that every look at the plan finds fresh failures.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tws.simulator.failures import failures_of
from tws.simulator.timeline import JobInstance, StreamInstance

SLOTS = 20
SHARE = 0.045
"""Of the day's jobs fail at first."""
DAY = 86_400
PAYROLL = "FINANCE_PAYROLL"
PAYROLL_EVERY = 5
"""Days from one failed payroll to the next; it is always rerun soon."""


@dataclass(frozen=True, slots=True)
class Mishap:
    failures: tuple[str, ...]
    """Kind of failure of the first run, of the rerun …"""
    fraction: float
    """How far into its work the job fails."""
    repaired_after: float | None
    """Seconds from the failure to the rerun that succeeds; None where nobody reruns."""


Mishaps = dict[JobInstance, Mishap]


def draw_mishaps(streams: list[StreamInstance], midnight: float, rng: random.Random) -> Mishaps:
    """`streams` carry the times of a day on which nothing fails."""
    slots = _slots(streams, midnight)
    total = sum(len(s.jobs) for s in streams if not s.definition.calm)
    each = max(1, round(total * SHARE / SLOTS))
    chosen: Mishaps = {}
    touched: set[StreamInstance] = set()
    for number, slot in enumerate(slots):
        for job in _pick(slot, each, touched, rng):
            chosen[job] = _mishap(job, repaired=number % 3 == 1, rng=rng)
    chosen.update(_payroll_mishap(streams, midnight, rng))
    return chosen


def _slots(streams: Iterable[StreamInstance], midnight: float) -> list[list[JobInstance]]:
    slots: list[list[JobInstance]] = [[] for _ in range(SLOTS)]
    for stream in (s for s in streams if not _is_spared(s)):
        for job in stream.jobs:
            if midnight <= job.done < midnight + DAY and job.definition.minutes < 180:
                slots[int((job.done - midnight) * SLOTS / DAY)].append(job)
    return slots


def _pick(
    slot: list[JobInstance], number: int, touched: set[StreamInstance], rng: random.Random
) -> Iterator[JobInstance]:
    """One failure for each stream at most; what waits for it is spared."""
    rng.shuffle(slot)
    for job in slot:
        if number and job.stream not in touched:
            number -= 1
            touched.add(job.stream)
            touched.update(downstream(job.stream))
            yield job


def downstream(stream: StreamInstance) -> Iterator[StreamInstance]:
    """All job streams behind it, some more than once."""
    for successor in stream.successors:
        yield successor
        yield from downstream(successor)


def _is_spared(stream: StreamInstance) -> bool:
    """Nothing fails upstream of the payroll by chance, nor in the plan's own job streams."""
    names = {stream.definition.name} | {s.definition.name for s in downstream(stream)}
    return "PAYROLL" in names or stream.definition.folder == "/" or stream.definition.calm


def _mishap(job: JobInstance, *, repaired: bool, rng: random.Random) -> Mishap:
    kinds = failures_of(job.definition.kind)
    again = repaired and rng.random() < 0.25
    first = rng.choices(kinds, weights=[kind.weight for kind in kinds])[0].name
    delay = rng.uniform(600, 4200)
    return Mishap((first,) * (2 if again else 1), rng.uniform(0.1, 0.9), delay if repaired else None)


def _payroll_mishap(streams: list[StreamInstance], midnight: float, rng: random.Random) -> Mishaps:
    if int(midnight // DAY) % PAYROLL_EVERY:
        return {}
    jobs = (job for stream in streams for job in stream.jobs if job.definition.name == PAYROLL)
    return {job: Mishap(("sap_rfc",), 0.4, rng.uniform(600, 1500)) for job in jobs}
