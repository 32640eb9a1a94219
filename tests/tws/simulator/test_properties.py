"""What holds on any day, whatever was ordered of it."""

from __future__ import annotations

import random
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tws.simulator.bank import make_bank
from tws.simulator.definitions import ANY_DURATION
from tws.simulator.orders import Order
from tws.simulator.plan import PlanBook
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import JobInstance, StreamInstance

DAY = date(2026, 3, 5)
MIDNIGHT = datetime(2026, 3, 5, tzinfo=ZoneInfo("America/Sao_Paulo")).timestamp()
VERBS = (
    "hold",
    "release",
    "cancel",
    "cancel-pending",
    "kill",
    "confirm-succ",
    "confirm-abend",
    "rerun",
    "release-all-dependencies",
    "update-priority",
)


def jobs_of(streams: list[StreamInstance]) -> list[JobInstance]:
    return sorted((j for s in streams for j in s.jobs), key=lambda j: (j.key, j.stream.scheduled))


def course(job: JobInstance) -> tuple[object, ...]:
    spans = (job.holds, job.cancels, job.priorities, job.pending, job.released, job.suppressed)
    branch = (job.skipped, job.settled, job.fell)
    return (job.id, job.gate, job.runs, job.done, job.asked, job.answered, job.restarts, *spans, *branch)


def ordered(seed: int, orders: int = 60, *, calm: bool = False) -> PlanBook:
    """A day of which much was ordered, one order after the other; `calm`: of repeating jobs, branches and joins."""
    book, rng = PlanBook(make_bank(seed, 0), seed), random.Random(seed)
    plan = book.at(MIDNIGHT + 3600)
    jobs = [job for job in jobs_of(list(plan.streams)) if job.stream.day == DAY]
    jobs = [job for job in jobs if job.stream.definition.calm] if calm else jobs
    for at in sorted(rng.uniform(0, 86_400) for _ in range(orders)):
        job = rng.choice(jobs)
        order = Order(MIDNIGHT + at, rng.choice(VERBS), job.id, number=rng.choice((0, 30, 100)))
        book.obey(job.stream, order)
    return book


SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_played_order_by_order_equals_one_made_afresh(seed: int) -> None:
    book = ordered(seed, calm=seed % 2 == 1)
    live, fresh = (list(map(course, jobs_of(b.streams))) for b in (book.days[DAY], book.played(DAY)))
    assert live == fresh and live != list(map(course, jobs_of(PlanBook(book.bank, seed).played(DAY).streams)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_of_which_only_the_disturbed_part_was_played_twice_equals_one_played_twice_whole(seed: int) -> None:
    day = PlanBook(make_bank(seed, 1200), seed).played(DAY)
    made = list(map(course, jobs_of(day.streams)))
    day.play_again()
    assert made == list(map(course, jobs_of(day.streams))) and len(day.mishaps) > 20


@pytest.mark.parametrize("seed", SEEDS)
def test_no_job_runs_before_all_that_it_waits_for(seed: int) -> None:
    for job in jobs_of(ordered(seed).days[DAY].streams):
        needed = [job.stream.gate, job.arrives, job.starts_at or 0, *(p.done for p in _plain(job))]
        for run in job.runs[:1]:
            assert run.ready >= job.gate
            assert job.released <= run.ready or run.ready >= max(needed)
        assert all(later.ready >= run.end for run, later in pairwise(job.runs))


def _plain(job: JobInstance) -> list[JobInstance]:
    """Without what stands in joins and conditions."""
    return [job.stream.jobs[n] for n in job.definition.predecessors]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_resource_is_given_twice(seed: int) -> None:
    book = ordered(seed)
    quantities = {r.name: r.quantity for r in book.bank.resources}
    changes: dict[str, list[tuple[float, int]]] = {name: [] for name in quantities}
    for job in jobs_of(book.days[DAY].streams):
        need = job.definition.need
        for run in job.runs if need else ():
            if need and job.released > run.ready:
                changes[need.resource] += [(run.ready, need.units), (run.end, -need.units)]
    for name, found in changes.items():
        used = 0
        for _, units in sorted(found):
            used += units
            assert used <= quantities[name]
    assert any(changes.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cancelled_job_frees_its_successors_at_once(seed: int) -> None:
    cancelled = 0
    for job in jobs_of(ordered(seed).days[DAY].streams):
        for span in job.cancels[:1]:
            assert job.done <= span.since
            others = [p for s in job.successors for p in s.predecessors if p is not job]
            cancelled += 1
            for successor in job.successors if not others else ():
                ready = max(successor.stream.gate, successor.arrives, job.done, successor.starts_at or 0)
                assert successor.gate <= ready or successor.definition.prompt
    assert cancelled > 3


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("calm", [False, True])
def test_orders_never_change_what_was(seed: int, calm: bool) -> None:
    """Not even where jobs share resources and limits."""
    plain, book = PlanBook(make_bank(seed, 0), seed), ordered(seed, 40, calm=calm)
    first = min(order.at for order in book.journal[DAY])
    moments = [order.at for order in book.journal[DAY]][::8]
    for at in moments:
        earlier = PlanBook(book.bank, seed, journal={DAY: [o for o in book.journal[DAY] if o.at < at]})
        assert words(earlier, at - 1) == words(book, at - 1)
    assert words(plain, first - 1) == words(book, first - 1)
    assert words(plain, moments[-1]) != words(book, moments[-1])


def words(book: PlanBook, at: float) -> dict[str, object]:
    snapshot = Snapshot(book.at(at), at)
    return {job.id: snapshot.job(job)[:2] for job in snapshot.plan.jobs}


def test_the_same_seed_and_orders_give_the_same_plan() -> None:
    one, two = (list(map(course, jobs_of(ordered(3).days[DAY].streams))) for _ in range(2))
    assert one == two


def test_the_bank_uses_all_that_there_is() -> None:
    jobs = [job for stream in make_bank(7, 0).streams for job in stream.jobs]
    assert 0.04 < sum(job.need is not None for job in jobs) / len(jobs) < 0.2
    assert sum(job.file is not None for job in jobs) >= 3 and sum(job.until is not None for job in jobs) >= 3
    assert {job.recovery.option for job in jobs} == {"STOP", "CONTINUE", "RERUN"}
    named = [job.named.name for job in jobs if job.named]
    assert len(named) > len(set(named)) > 0
    assert any(job.confirmed for job in jobs) and any(job.conditions for job in jobs)
    assert any(job.every for job in jobs) and any(job.joins for job in jobs) and any(job.conditional for job in jobs)
    assert 0 < sum(job.durations is not ANY_DURATION for job in jobs) < 10, "for the others are played at once"
    assert any(external.previous for stream in make_bank(7, 0).streams for external in stream.externals)
    assert any(stream.limit >= 0 for stream in make_bank(7, 0).streams)


def test_copies_of_the_bank_have_resources_of_their_own_and_workstations_with_room() -> None:
    small = make_bank(7, 0)
    big = make_bank(7, 5 * small.jobs_a_day)
    assert len(big.resources) == 5 * len(small.resources)
    known = {resource.name for resource in big.resources}
    assert all(job.need.resource in known for s in big.streams for job in s.jobs if job.need)
    limits = {station.name: station.limit for station in small.workstations}
    assert all(station.limit == 5 * limits[station.name] for station in big.workstations)
