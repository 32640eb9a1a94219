"""Walks along the links of the plan, level by level; each job stream is asked for once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from tws.client.net import Following, Link, Net, Node, StreamNet
from tws.client.side_by_side import side_by_side
from tws.models import LETS_GO, Dependency, Job

V = TypeVar("V")


class Shelf(Generic[V]):
    """Answers by id, kept for the length of a walk."""

    def __init__(self, ask: Callable[[str], Awaitable[V]]) -> None:
        self._ask = ask
        self._held: dict[str, V] = {}

    async def fetch(self, ids: Iterable[str]) -> None:
        missing = [i for i in dict.fromkeys(ids) if i and i not in self._held]
        answers = await side_by_side(self._ask, missing)
        self._held.update(zip(missing, answers, strict=True))

    def get(self, key: str, otherwise: V) -> V:
        return self._held.get(key, otherwise)


def _any(_: Job) -> bool:
    return True


class Walk:
    def __init__(self, net: Net) -> None:
        self._streams = Shelf[StreamNet](net.stream)
        self._following = Shelf[Following](net.following)

    async def predecessors(self, job: Job, depth: int) -> tuple[Dependency, ...]:
        """Nearest first, each once. What is no job is told of the job itself only."""
        found: dict[tuple[str, str], Dependency] = {}
        level, inside = [job], list[Link]()
        for distance in range(1, depth + 1):
            links = [link for link in (*inside, *await self._before(level)) if link.job_id != job.id]
            fresh = {_key(link): link for link in links if _key(link) not in found and _belongs(link, distance)}
            found |= {key: self._told(link, distance) for key, link in fresh.items()}
            level = [j for j in map(self._job, fresh.values()) if j is not None]
            inside = [last for link in fresh.values() for last in self._last_jobs(link)]
            if not level and not inside:
                break
        return tuple(found.values())

    async def jobs_before(self, job: Job) -> list[Job]:
        """The jobs that it waits for; of whole job streams their last ones."""
        links = await self._before([job])
        every = [*links, *(last for link in links for last in self._last_jobs(link))]
        return [j for j in map(self._job, every) if j is not None and j.id != job.id]

    async def successors(
        self, job: Job, depth: int, most: int, *, through: Callable[[Job], bool] = _any
    ) -> tuple[Dependency, ...]:
        """Breadth first, each once, up to `most`; those that `through` denies are left out with what is behind them."""
        found: dict[str, Dependency] = {}
        level = [job]
        for distance in range(1, depth + 1):
            behind = [pair for pair in await self._behind(level) if through(pair[0])]
            fresh = {j.id: (j, met) for j, met in behind if j.id not in found and j.id != job.id}
            for other, met in list(fresh.values())[: most - len(found)]:
                found[other.id] = Dependency(other, other.job_stream, "job", met, distance, other.name)
            level = [j for j, _ in fresh.values()]
            if not level or len(found) >= most:
                break
        return tuple(found.values())

    async def _before(self, jobs: Sequence[Job]) -> list[Link]:
        await self._streams.fetch(job.job_stream_id for job in jobs)
        links = [link for job in jobs for link in self._links(job)]
        await self._streams.fetch(link.stream_id for link in links)
        return links

    def _links(self, job: Job) -> tuple[Link, ...]:
        net = self._streams.get(job.job_stream_id, StreamNet())
        node = net.node(job.id) or Node(job, ())
        return node.links + (net.links if node.is_first else ())

    def _job(self, link: Link) -> Job | None:
        node = self._streams.get(link.stream_id, StreamNet()).node(link.job_id)
        return node.job if node else None

    def _told(self, link: Link, distance: int) -> Dependency:
        job = self._job(link)
        stream = job.job_stream if job else link.job_stream
        return Dependency(job, stream, link.kind, link.met, distance, job.name if job else link.name)

    def _last_jobs(self, link: Link) -> list[Link]:
        """Whoever waits for a whole job stream waits for its last jobs."""
        if link.kind != "job_stream":
            return []
        jobs = self._streams.get(link.stream_id, StreamNet()).last_jobs()
        return [Link("job", j.status.common in LETS_GO, j.id, link.stream_id, j.job_stream, j.name) for j in jobs]

    async def _behind(self, level: Sequence[Job]) -> list[tuple[Job, bool]]:
        streams = list(dict.fromkeys(job.job_stream_id for job in level))
        await self._streams.fetch(streams)
        await self._following.fetch(streams)
        later = [self._following.get(s, Following()) for s in streams]
        await self._streams.fetch(i for following in later for i, _ in following.streams)
        ids = {job.id for job in level}
        return [pair for s in streams for pair in self._waiting(s, ids)]

    def _waiting(self, stream_id: str, ids: set[str]) -> Iterator[tuple[Job, bool]]:
        following = self._following.get(stream_id, Following())
        for node in (*self._streams.get(stream_id, StreamNet()).nodes, *following.nodes):
            yield from _holding(node.job, node.links, ids, stream_id)
        for other, links in following.streams:
            for node in self._streams.get(other, StreamNet()).nodes:
                if node.is_first:
                    yield from _holding(node.job, links, ids, stream_id)


def _holding(job: Job, links: Iterable[Link], ids: set[str], stream_id: str) -> Iterator[tuple[Job, bool]]:
    """The job, where one of its links waits for one of these, and whether that is met."""
    on = [link for link in links if link.on(ids, stream_id)]
    if on:
        yield job, all(link.met for link in on)


def _key(link: Link) -> tuple[str, str]:
    return link.kind, link.job_id or link.stream_id or link.name


def _belongs(link: Link, distance: int) -> bool:
    return distance == 1 or link.kind in ("job", "job_stream")
