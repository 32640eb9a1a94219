"""The links of the plan by V1: the whole plan is read once, with its dependencies (Context-PlanDependenciesScope).

The contract names the kinds of dependencies, not every member of them: an engine that fills none is told apart.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tws.client.net import Following, Link, Node, StreamNet
from tws.client.net_v2 import links_of
from tws.client.read_v1 import job_of
from tws.client.v1 import JOBS, STREAMS, V1
from tws.client.wire_v1 import JobWire1, LinksWire1, StreamWire1
from tws.errors import UnreadableAnswer
from tws.off_loop import worked

V = TypeVar("V")
_SCOPE = {"Context-PlanDependenciesScope": "1"}


@dataclass(frozen=True, slots=True)
class Whole:
    """The plan, by the ids of its job streams."""

    nodes: Mapping[str, Sequence[Node]]
    links: Mapping[str, tuple[Link, ...]]
    nodes_behind: Mapping[str, Sequence[Node]]
    """What waits for a job stream, from elsewhere."""
    streams_behind: Mapping[str, Sequence[str]]


class NetV1:
    def __init__(self, v1: V1) -> None:
        self._v1 = v1
        self._turn = asyncio.Lock()
        self._read: Whole | None = None

    async def stream(self, stream_id: str) -> StreamNet:
        plan = await self._whole()
        return StreamNet(tuple(plan.nodes.get(stream_id, ())), plan.links.get(stream_id, ()))

    async def following(self, stream_id: str) -> Following:
        plan = await self._whole()
        streams = ((other, plan.links[other]) for other in plan.streams_behind.get(stream_id, ()))
        return Following(tuple(plan.nodes_behind.get(stream_id, ())), tuple(streams))

    async def _whole(self) -> Whole:
        async with self._turn:
            if self._read is None:
                jobs = await self._v1.every(JOBS, {"lastInRerunChain": True}, _nodes, _SCOPE)
                streams = dict(await self._v1.every(STREAMS, {}, _streams, _SCOPE))
                self._read = await worked(lambda: _whole_of(jobs, streams), len(jobs))
            return self._read


def _whole_of(jobs: Sequence[tuple[Node, bool]], links: Mapping[str, tuple[Link, ...]]) -> Whole:
    _check(jobs)
    nodes = _grouped((node.job.job_stream_id, node) for node, _ in jobs)
    behind = ((o, node) for home, some in nodes.items() for node in some for o in _elsewhere(node.links, home))
    later = ((o, home) for home, some in links.items() for o in _elsewhere(some, home))
    return Whole(nodes, links, _grouped(behind), _grouped(later))


def _grouped(pairs: Iterable[tuple[str, V]]) -> dict[str, list[V]]:
    groups: dict[str, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _elsewhere(links: Sequence[Link], home: str) -> set[str]:
    """The other job streams that they name."""
    return {link.stream_id for link in links} - {home, ""}


def _nodes(wires: Sequence[JobWire1]) -> list[tuple[Node, bool]]:
    """Each with whether the engine has told what it waits for."""
    told = ((wire, wire.dependencies is not None) for wire in wires)
    return [(Node(job_of(wire), _links(wire.dependencies, wire.jobStreamInPlan.id)), is_told) for wire, is_told in told]


def _streams(wires: Sequence[StreamWire1]) -> list[tuple[str, tuple[Link, ...]]]:
    return [(wire.id, _links(wire.dependencies, wire.id)) for wire in wires]


def _links(wire: LinksWire1 | None, home: str) -> tuple[Link, ...]:
    return links_of(wire.all_kinds(), home) if wire is not None else ()


def _check(jobs: Sequence[tuple[Node, bool]]) -> None:
    if any(node.job.waits_for for node, _ in jobs) and not any(is_told for _, is_told in jobs):
        raise UnreadableAnswer("The engine does not tell which jobs wait for which")
