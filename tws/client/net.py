"""Who waits for whom: jobs and job streams with their links, as an engine gives them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from tws.client.words import tell_once
from tws.models import Job


@dataclass(frozen=True, slots=True)
class Link:
    """One dependency. Jobs and job streams come by id; of the rest only the name is known."""

    kind: str
    """As `Dependency.kind`."""
    met: bool
    job_id: str = ""
    stream_id: str = ""
    job_stream: str = ""
    name: str = ""

    def on(self, job_ids: Collection[str], stream_id: str) -> bool:
        """Whether it waits for one of these jobs, or for their whole job stream."""
        return self.job_id in job_ids if self.job_id else self.kind == "job_stream" and self.stream_id == stream_id


@dataclass(frozen=True, slots=True)
class Node:
    job: Job
    links: tuple[Link, ...]

    @property
    def is_first(self) -> bool:
        """It waits for no other job, only with its job stream."""
        return not any(link.job_id or link.kind == "job_stream" for link in self.links)


@dataclass(frozen=True, slots=True)
class StreamNet:
    """A job stream's jobs, and what the job stream as a whole waits for."""

    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()

    def node(self, job_id: str) -> Node | None:
        return next((n for n in self.nodes if n.job.id == job_id), None)

    def last_jobs(self) -> list[Job]:
        """Those that no other job of the job stream waits for."""
        before = {link.job_id for node in self.nodes for link in node.links}
        return [node.job for node in self.nodes if node.job.id not in before]


@dataclass(frozen=True, slots=True)
class Following:
    """What elsewhere waits for a job stream or for jobs of it."""

    nodes: tuple[Node, ...] = ()
    streams: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """Ids of job streams, each with its links."""


class Net(Protocol):
    async def stream(self, stream_id: str) -> StreamNet:
        """Empty where the job stream is not in the plan."""

    async def following(self, stream_id: str) -> Following: ...


KINDS = {
    "INTERNAL": "job",
    "EXTERNAL_JOB": "job",
    "EXTERNAL_JOBSTREAM": "job_stream",
    "FILE": "file",
    "RESOURCE": "resource",
    "PROMPT": "prompt",
}
"""`dependencyType` (contract, 4.5) to `Dependency.kind`; what is not here is `other`."""
_OTHER = frozenset({"JOIN", "INTERNETWORK", ""})


def kind_of(word: str) -> str:
    if word not in KINDS and word not in _OTHER:
        tell_once("dependency", word)
    return KINDS.get(word, "other")
