"""Reruns of a job with what follows it: which jobs, which of them cannot, and their runs one after the other (6.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from tws.simulator.orders import Order
from tws.simulator.plan import Plan, PlanBook
from tws.simulator.relations import before, behind
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import NEVER, JobInstance, Run

MOST = 100
"""Successors in one rerun; the product has a setting for it, `com.hcl.twsconn.plan.rerun.successors.maxjobs`."""
_BUSY = frozenset({"EXEC", "INTRO", "READY", "WAIT", "PEND", "SUCCP", "ABENP"})
_RERUN = frozenset({"SUCC", "ABEND", "FAIL", "CANCL", "SUPPR"})


@dataclass(frozen=True, slots=True)
class Following:
    jobs: tuple[JobInstance, ...]
    refused: tuple[JobInstance, ...]
    """Those of `jobs` that cannot be rerun as they stand."""
    home: tuple[JobInstance, ...]
    """Those of `jobs` in the same job stream."""
    too_many: bool = False

    def only(self, ids: Iterable[str]) -> Following:
        chosen = set(ids)
        jobs, refused, home = (
            tuple(j for j in some if j.id in chosen) for some in (self.jobs, self.refused, self.home)
        )
        return Following(jobs, refused, home)

    @property
    def home_refused(self) -> bool:
        return any(job in self.home for job in self.refused)


def following(
    snapshot: Snapshot,
    job: JobInstance,
    *,
    depth: int = MOST,
    skipped: Collection[str] = (),
    through_holds: bool = False,
) -> Following:
    """Level by level. A job that has not run ends the way, for what is behind it has not run either.

    `skipped`: ids and job numbers of jobs to leave out, with what only they lead to.
    """
    found: dict[JobInstance, None] = {}
    level = [job]
    for _ in range(depth):
        ahead = dict.fromkeys(other for one in level for other in behind(one) if other is not job)
        level = [j for j in ahead if j not in found and not _is_left_out(snapshot, j, skipped, through_holds)]
        found.update(dict.fromkeys(level))
        if not level or len(found) > MOST:
            break
    return _sorted_out(snapshot, job, tuple(found))


def _is_left_out(snapshot: Snapshot, job: JobInstance, skipped: Collection[str], through_holds: bool) -> bool:
    run = snapshot.job(job).run
    names = {job.id, job.composite_id, str(run.job_number) if run else ""}
    begun = snapshot.job(job).internal in _BUSY | _RERUN
    return bool(names & set(skipped)) or not (begun or through_holds)


def _sorted_out(snapshot: Snapshot, job: JobInstance, found: tuple[JobInstance, ...]) -> Following:
    kept = found[:MOST]
    return Following(
        jobs=kept,
        refused=tuple(j for j in kept if snapshot.job(j).internal not in _RERUN),
        home=tuple(j for j in kept if j.stream is job.stream),
        too_many=len(found) > MOST,
    )


@dataclass(frozen=True, slots=True)
class Link:
    """One rerun to come."""

    job_id: str
    after: Mapping[str, int]
    """Ids of the jobs that must run again before it, and the number of their last run so far."""


@dataclass
class Chain:
    """Reruns that wait for others to succeed; the ones that follow a failure stay, and go on after its repair."""

    book: PlanBook
    links: list[Link] = field(default_factory=list)
    turn: Lock = field(default_factory=Lock, repr=False)
    """Big answers are made on threads, and each of them may be the first to look."""

    def add(self, snapshot: Snapshot, job: JobInstance, jobs: Collection[JobInstance]) -> None:
        """To be called before the rerun of `job` itself is ordered."""
        again = {job, *jobs}
        with self.turn:
            for each in jobs:
                first = [p for p in before(each) if p in again] or [job]
                self.links.append(Link(each.id, {p.id: _last_number(snapshot, p) for p in first}))

    def settle(self, now: float) -> None:
        """Orders what is due, as of the instant at which it became due."""
        while self.links:
            with self.turn:
                if not self._order_next(now):
                    return

    def _order_next(self, now: float) -> bool:
        plan = self.book.at(now)
        self.links = [link for link in self.links if link.job_id in plan.jobs_by_id]
        due = next(((link, at) for link in self.links if (at := _due(plan, link)) <= now), None)
        if due is None:
            return False
        link, at = due
        self.links.remove(link)
        job = plan.jobs_by_id[link.job_id]
        self.book.obey(job.stream, Order(at, "rerun", job.id))
        return True


def _last_number(snapshot: Snapshot, job: JobInstance) -> int:
    runs = snapshot.runs(job)
    return runs[-1].number if runs else 0


def _due(plan: Plan, link: Link) -> float:
    jobs = plan.jobs_by_id
    return max(_succeeds(jobs[j].runs, number) if j in jobs else NEVER for j, number in link.after.items())


def _succeeds(runs: Collection[Run], number: int) -> float:
    """When a run after that number ends well."""
    later = [run for run in runs if run.number > number]
    return min((run.end if run.outcome == "SUCC" else run.settled for run in later), default=NEVER)
