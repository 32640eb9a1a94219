"""REST V2 of 10.1 only: who waits for whom, and how many job streams there are (sections 4.1 and 8 of the contract)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web

from tws.simulator.answers import not_found, whole_number
from tws.simulator.forms import Json
from tws.simulator.off_loop import written
from tws.simulator.relations import before, behind
from tws.simulator.timeline import JobInstance, StreamInstance
from tws.simulator.v2 import ROOT, envelope, filtered, view_of

if TYPE_CHECKING:
    from tws.simulator.server import Engine

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
T = TypeVar("T", JobInstance, StreamInstance)
MAX_DEPTH = 100


class V2Relations:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{ROOT}/plan/jobstream/count", self.count),
            web.get(f"{ROOT}/plan/job/{{id}}/predecessors", self._of_job(before)),
            web.get(f"{ROOT}/plan/job/{{id}}/successors", self._of_job(behind)),
            web.get(f"{ROOT}/plan/jobstream/{{id}}/predecessors", self._of_stream(streams_before)),
            web.get(f"{ROOT}/plan/jobstream/{{id}}/successors", self._of_stream(lambda s: s.successors)),
        ]

    def _of_job(self, step: Callable[[JobInstance], Iterable[JobInstance]]) -> Handler:
        async def related(request: web.Request) -> web.Response:
            view, identifier = view_of(self.engine, request), request.match_info["id"]
            job = view.snapshot.plan.jobs_by_id.get(identifier) or not_found(f"jb={identifier}")
            return envelope(request, written(view.job(j) for j in walked(job, step, _depth(request))))

        return related

    def _of_stream(self, step: Callable[[StreamInstance], Iterable[StreamInstance]]) -> Handler:
        async def related(request: web.Request) -> web.Response:
            view, identifier = view_of(self.engine, request), request.match_info["id"]
            stream = view.snapshot.plan.streams_by_id.get(identifier) or not_found(f"js={identifier}")
            return envelope(request, written(view.stream(s) for s in walked(stream, step, _depth(request))))

        return related

    async def count(self, request: web.Request) -> web.Response:
        streams = list(view_of(self.engine, request).snapshot.plan.streams)
        answer: Json = {"count": len(filtered(streams, request, lambda s: s.key)), "groupedCount": {}}
        return web.json_response(answer)


def streams_before(stream: StreamInstance) -> list[StreamInstance]:
    return [e.stream if isinstance(e, JobInstance) else e for e in stream.externals]


def walked(first: T, step: Callable[[T], Iterable[T]], depth: int) -> list[T]:
    """Level by level, each once."""
    found: dict[T, None] = {}
    level = [first]
    for _ in range(depth):
        level = [other for one in level for other in step(one) if other is not first and other not in found]
        if not level:
            break
        found.update(dict.fromkeys(level))
    return list(found)


def _depth(request: web.Request) -> int:
    return min(whole_number(request.query.get("depth"), 1, "depth"), MAX_DEPTH)
