"""Every question to the simulator by V2 and by V1: equal answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.tws.client.conftest import Time
from tws.client import Connection, HwaClient
from tws.errors import NotInPlan
from tws.models import CommonStatus, Job, JobQuery, JobStreamQuery
from tws.simulator import Simulator


@pytest.fixture(params=["10.2.5.00", "9.5"])
async def pair(request: pytest.FixtureRequest, time: Time) -> AsyncIterator[tuple[HwaClient, Simulator]]:
    simulator = Simulator(seed=7, jobs=400, clock=time, version=request.param)
    url = await simulator.start()
    client = HwaClient(Connection(url, simulator.user, simulator.password), clock=time)
    yield client, simulator
    await client.close()
    await simulator.stop()


@pytest.fixture
async def both(time: Time) -> AsyncIterator[tuple[HwaClient, HwaClient]]:
    simulators = [Simulator(seed=7, jobs=400, clock=time, version=v) for v in ("10.2.5.00", "9.5")]
    clients = [HwaClient(Connection(await s.start(), s.user, s.password), clock=time) for s in simulators]
    yield clients[0], clients[1]
    for client, simulator in zip(clients, simulators, strict=True):
        await client.close()
        await simulator.stop()


def seen(job: Job) -> tuple[object, ...]:
    """Of a job that waits to run again V1 does not tell the run before."""
    last = next((run for run in job.runs if run.last), None)
    told = (last.number, last.status.common, last.return_code, last.started, last.ended) if last else None
    return job.key, job.workstation, job.status.common, job.status.internal, job.late, job.critical, job.deadline, told


async def test_the_rest(pair: tuple[HwaClient, Simulator]) -> None:
    client, _ = pair
    info = await client.engine_info()
    assert info.version in client.source and info.batchman
    plan = await client.plan_info()
    assert plan.valid_from and plan.valid_to and plan.valid_from < plan.valid_to
    assert (await client.critical_summary()).on_track >= 0
    assert (await client.workstations()).items
    names, counts = await client.job_names(), await client.job_counts()
    assert names and names == tuple(sorted(set(names)))
    assert sum(counts.values()) == (await client.jobs(JobQuery())).total
    with pytest.raises(NotInPlan):
        await client.job("0AAAAAAAAAAAAAAA")


async def test_job_and_log(pair: tuple[HwaClient, Simulator]) -> None:
    client, _ = pair
    job = (await client.jobs(JobQuery(statuses=(CommonStatus.SUCCESSFUL,)), limit=1)).items[0]
    assert seen(await client.job(job.id)) == seen(job)
    assert job.last_run is not None
    whole = await client.job_log(job, job.last_run)
    part = await client.job_log(job, job.last_run, first_line=2, lines=3)
    assert whole.complete and len(whole.lines) > 5
    assert (part.lines, part.first_line, part.complete) == (whole.lines[1:4], 2, False)


async def test_equal_answers(both: tuple[HwaClient, HwaClient], time: Time) -> None:
    v2, v1 = both
    one = (await v2.jobs(JobQuery(), limit=40)).items[-1]
    since = time.now - timedelta(hours=2)
    queries = [
        JobQuery(),
        JobQuery(name=one.name),
        JobQuery(name=one.name[:2] + "*"),
        JobQuery(one.name, one.job_stream, one.job_stream_workstation, one.folder),
        JobQuery(workstation=one.workstation),
        JobQuery(workstation=one.workstation.rpartition("/")[2]),
        JobQuery(folder=one.folder),
        *(JobQuery(statuses=(s,)) for s in CommonStatus),
        JobQuery(ended_since=since, statuses=(CommonStatus.SUCCESSFUL, CommonStatus.ERROR)),
        JobQuery(started_since=since, started_until=time.now - timedelta(hours=1)),
        JobQuery(critical=True),
        JobQuery(late=True),
    ]
    for query in queries:
        pages = [await c.jobs(query, limit=1000) for c in both]
        found = [sorted(map(seen, p.items), key=str) for p in pages]
        assert found[0] == found[1], query
        assert pages[0].total == pages[1].total == len(found[0]), query
    assert await v2.job_counts() == await v1.job_counts()
    assert await v2.job_names() == await v1.job_names()


async def test_equal_streams_and_workstations(both: tuple[HwaClient, HwaClient]) -> None:
    v2, v1 = both
    first, second = [(await c.job_streams(JobStreamQuery(), limit=1000)).items for c in both]
    assert sorted((s.key, s.status.common, str(s.scheduled)) for s in first) == sorted(
        (s.key, s.status.common, str(s.scheduled)) for s in second
    )
    assert {(w.key, w.kind, w.linked, w.running) for w in (await v2.workstations()).items} == {
        (w.key, w.kind, w.linked, w.running) for w in (await v1.workstations()).items
    }
    assert await v2.plan_info() == await v1.plan_info()
    assert await v2.critical_summary() == await v1.critical_summary()
