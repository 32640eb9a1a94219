"""Each fault of the simulator, and what who asks sees of it: for a read, and for an action."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.tws.client.conftest import Time
from tests.tws.client.engines import MARIA
from tws.client import Connection, HwaClient, Keeping
from tws.errors import (
    OutcomeUnknown,
    SchedulerAway,
    SchedulerDenied,
    SchedulerError,
    SchedulerRefused,
)
from tws.models import Job, JobQuery
from tws.simulator import Simulator

FAULTS: dict[str, tuple[dict[str, Any], type[SchedulerError], type[SchedulerError]]] = {
    "too slow": ({"latency": 0.5}, SchedulerAway, OutcomeUnknown),
    "an internal error": ({"status": 500}, SchedulerRefused, SchedulerRefused),
    "not started": ({"status": 503}, SchedulerAway, SchedulerAway),
    "a gateway that gave up": ({"status": 504}, SchedulerAway, OutcomeUnknown),
    "a connection that is cut": ({"drop": True}, SchedulerAway, OutcomeUnknown),
    "a login that has expired": ({"unauthorised": True}, SchedulerDenied, SchedulerDenied),
}


async def no_sleep(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def pair(time: Time) -> AsyncIterator[tuple[HwaClient, Simulator]]:
    simulator = Simulator(clock=time, jobs=0, calm=True)
    connection = Connection(await simulator.start(), "wauser", "wauser", read_timeout=0.1, deadline=0.4)
    client = HwaClient(connection, clock=time, sleep=no_sleep, keeping=Keeping(patience=0))
    yield client, simulator
    await client.close()
    await simulator.stop()


async def waiting(client: HwaClient) -> Job:
    return next(j for j in (await client.jobs(JobQuery(), limit=200)).items if j.status.internal == "HOLD")


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_read(fault: str, pair: tuple[HwaClient, Simulator]) -> None:
    client, simulator = pair
    members, seen, _ = FAULTS[fault]
    await client.engine_info()
    for name, value in members.items():
        setattr(simulator.faults, name, value)
    with pytest.raises(SchedulerError) as caught:
        await client.job_counts()
    assert type(caught.value) is seen and client._transport.host in str(caught.value)


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_action(fault: str, pair: tuple[HwaClient, Simulator]) -> None:
    client, simulator = pair
    members, _, seen = FAULTS[fault]
    job = await waiting(client)
    for name, value in members.items():
        setattr(simulator.faults, name, value)
    with pytest.raises(SchedulerError) as caught:
        await client.hold(job, MARIA)
    assert isinstance(caught.value, seen) and f"hold of {job.key}" in str(caught.value)


async def test_an_answer_byte_by_byte(pair: tuple[HwaClient, Simulator]) -> None:
    """A read has a deadline; of an action the status is enough."""
    client, simulator = pair
    job = await waiting(client)
    simulator.faults.drip = 0.02
    with pytest.raises(SchedulerAway, match="did not answer within"):
        await client.job_counts()
    await client.hold(job, MARIA)


async def test_half_of_the_calls_fail_and_every_read_is_answered(pair: tuple[HwaClient, Simulator]) -> None:
    client, simulator = pair
    await client.engine_info()
    simulator.faults.status, simulator.faults.every = 503, 2
    answers = [sum((await client.job_counts()).values()) for _ in range(10)]
    assert len(set(answers)) == 1 and answers[0] > 100
