"""The links of the plan by V2: `dependencies` of jobs and job streams.

The endpoints for predecessors and successors are gone in 10.2.8; reading `dependencies` works on every release.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import TypeAdapter

from tws.client import oql
from tws.client.dialect import in_path
from tws.client.net import Following, Link, Node, StreamNet, kind_of
from tws.client.read_v2 import job_of
from tws.client.transport import Question, Transport
from tws.client.v2 import JOBS, ROOT, STREAMS, V2, Kind
from tws.client.wire_v2 import JobWire, LinkWire, StreamWire
from tws.errors import NotInPlan

_SCOPE = {"scope": "WHOLE_NO_JOB_DEFINITIONS"}
_STREAM = TypeAdapter(StreamWire)


class NetV2:
    def __init__(self, v2: V2, transport: Transport) -> None:
        self._v2, self._transport = v2, transport

    async def stream(self, stream_id: str) -> StreamNet:
        nodes = await self._v2.every(_NODES, [oql.same_id("jobStreamId", stream_id)], _SCOPE)
        path = f"{STREAMS.path}/{in_path(stream_id)}"
        try:
            wire = await self._transport.ask(_STREAM, Question(path))
        except NotInPlan:
            return StreamNet(tuple(nodes))
        return StreamNet(tuple(nodes), links_of(wire.dependencies, stream_id))

    async def following(self, stream_id: str) -> Following:
        named = [oql.same_id("dependencies.jobStreamId", stream_id)]
        nodes = await self._v2.every(_NODES, named, _SCOPE)
        streams = await self._v2.every(_STREAMS, named, _SCOPE)
        elsewhere = tuple(n for n in nodes if n.job.job_stream_id != stream_id)
        return Following(elsewhere, tuple(s for s in streams if s[0] != stream_id))


def _node_of(wire: JobWire) -> Node:
    return Node(job_of(wire), links_of(wire.dependencies, wire.jobStreamId))


def _stream_of(wire: StreamWire) -> tuple[str, tuple[Link, ...]]:
    return wire.id, links_of(wire.dependencies, wire.id)


def links_of(wires: Iterable[LinkWire], home: str) -> tuple[Link, ...]:
    """`home` is the job stream of who waits: internal dependencies do not say theirs."""
    return tuple(_link_of(wire, home) for wire in wires)


def _link_of(wire: LinkWire, home: str) -> Link:
    kind = kind_of(wire.dependencyType)
    return Link(
        kind=kind,
        met=wire.satisfied or wire.dependencyStatus == "SATISFIED",
        job_id=wire.jobId if kind == "job" else "",
        stream_id=wire.jobStreamId or (home if kind == "job" else ""),
        job_stream=wire.jobStreamName,
        name=wire.jobName
        or wire.name
        or wire.promptName
        or wire.joinName
        or wire.file
        or wire.text
        or wire.jobStreamName,
    )


_NODES = Kind(f"{ROOT}/plan/job", JOBS.table, _node_of)
_STREAMS = Kind(f"{ROOT}/plan/jobstream", STREAMS.table, _stream_of)
