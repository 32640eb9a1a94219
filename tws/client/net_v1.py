"""The links of the plan by V1: the whole plan is read once, with its dependencies (Context-PlanDependenciesScope).

The contract names the kinds of dependencies, not every member of them: an engine that fills none is told apart.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from tws.client.net import Following, Link, Node, StreamNet
from tws.client.net_v2 import links_of
from tws.client.read_v1 import job_of
from tws.client.v1 import JOBS, STREAMS, V1
from tws.client.wire_v1 import JobWire1, LinksWire1
from tws.errors import UnreadableAnswer

_SCOPE = {"Context-PlanDependenciesScope": "1"}
Streams = dict[str, tuple[Link, ...]]


class NetV1:
    def __init__(self, v1: V1) -> None:
        self._v1 = v1
        self._turn = asyncio.Lock()
        self._read: tuple[dict[str, list[Node]], Streams] | None = None

    async def stream(self, stream_id: str) -> StreamNet:
        nodes, streams = await self._whole()
        return StreamNet(tuple(nodes.get(stream_id, ())), streams.get(stream_id, ()))

    async def following(self, stream_id: str) -> Following:
        nodes, streams = await self._whole()
        elsewhere = (n for home, some in nodes.items() if home != stream_id for n in some)
        return Following(
            tuple(n for n in elsewhere if _names(n.links, stream_id)),
            tuple((i, links) for i, links in streams.items() if i != stream_id and _names(links, stream_id)),
        )

    async def _whole(self) -> tuple[dict[str, list[Node]], Streams]:
        async with self._turn:
            if self._read is None:
                jobs = await self._v1.every(JOBS, {"lastInRerunChain": True}, _SCOPE)
                streams = await self._v1.every(STREAMS, {}, _SCOPE)
                _check(jobs)
                self._read = _nodes(jobs), {s.id: _links(s.dependencies, s.id) for s in streams}
            return self._read


def _names(links: Sequence[Link], stream_id: str) -> bool:
    return any(link.stream_id == stream_id for link in links)


def _nodes(wires: Sequence[JobWire1]) -> dict[str, list[Node]]:
    nodes: dict[str, list[Node]] = defaultdict(list)
    for wire in wires:
        home = wire.jobStreamInPlan.id
        nodes[home].append(Node(job_of(wire), _links(wire.dependencies, home)))
    return nodes


def _links(wire: LinksWire1 | None, home: str) -> tuple[Link, ...]:
    return links_of(wire.all_kinds(), home) if wire is not None else ()


def _check(jobs: Sequence[JobWire1]) -> None:
    waiting = any(j.dependenciesStats.numberOfUnresolvedDependencies for j in jobs)
    if waiting and all(j.dependencies is None for j in jobs):
        raise UnreadableAnswer("The engine does not tell which jobs wait for which")
