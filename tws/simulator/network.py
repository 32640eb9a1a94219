"""The critical network of a critical job: what has not ended yet and must, for it to run (section 6.5)."""

from __future__ import annotations

from dataclasses import dataclass

from tws.simulator.relations import before
from tws.simulator.risk import critical_starts, endangers, estimated_end, estimated_start, unfinished
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import NEVER, JobInstance


@dataclass(frozen=True, slots=True)
class Node:
    job: JobInstance
    critical_start: float
    """Latest start that still meets the deadline of the critical job."""
    estimated_start: float
    estimated_end: float
    on_path: bool


def network(snapshot: Snapshot, critical: JobInstance) -> list[Node]:
    """In the order in which the jobs will end, the critical job last; empty where that has ended."""
    seen: dict[JobInstance, float] = {}
    ends = {job: estimated_end(snapshot, job, seen) for job in unfinished(snapshot, critical)}
    deadline = NEVER if critical.deadline is None else critical.deadline
    path, latest = set(_path(ends, critical)), critical_starts(ends, critical, deadline)
    return [
        Node(job, latest[job], estimated_start(snapshot, job, end), end, job in path)
        for job, end in sorted(ends.items(), key=lambda pair: (pair[0] is critical, pair[1]))
    ]


def _path(ends: dict[JobInstance, float], critical: JobInstance) -> list[JobInstance]:
    """Backwards, always to the predecessor that is estimated to end last."""
    path = [critical]
    while behind := [p for p in before(path[-1]) if p in ends]:
        path.append(max(behind, key=lambda p: ends[p]))
    return path


def is_hot(snapshot: Snapshot, node: Node) -> bool:
    """Whether it belongs on the hot list."""
    return endangers(snapshot, node.job, node.critical_start)
