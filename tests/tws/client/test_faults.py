"""Each fault of the simulator, and what who asks sees of it: for a read, and for an action."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
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
    UnreadableAnswer,
)
from tws.models import Job, JobQuery
from tws.simulator import Simulator

DONE = None
"""A status has come: what happens to the rest of the answer does not matter to an action."""
Seen = type[SchedulerError] | None
FAULTS: dict[str, tuple[dict[str, Any], Seen, Seen]] = {
    "too slow": ({"latency": 1.0}, SchedulerAway, OutcomeUnknown),
    "an internal error": ({"status": 500}, SchedulerRefused, SchedulerRefused),
    "not started": ({"status": 503}, SchedulerAway, SchedulerAway),
    "a gateway that gave up": ({"status": 504}, SchedulerAway, OutcomeUnknown),
    "a connection that is cut": ({"drop": True}, SchedulerAway, OutcomeUnknown),
    "a login that has expired": ({"unauthorised": True}, SchedulerDenied, SchedulerDenied),
    "an answer that is cut off": ({"reset_after": 10}, SchedulerAway, DONE),
    "half of an answer": ({"garbage": True}, UnreadableAnswer, DONE),
    "a page of a proxy": ({"status": 502}, SchedulerAway, OutcomeUnknown),
    "an answer that says it is a page": ({"content_type": "text/html"}, DONE, DONE),
}


async def no_sleep(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def pair(time: Time) -> AsyncIterator[tuple[HwaClient, Simulator]]:
    simulator = Simulator(clock=time, jobs=0, calm=True)
    connection = Connection(await simulator.start(), "wauser", "wauser", read_timeout=0.4, deadline=1.5)
    await asyncio.to_thread(simulator.engine.snapshot)
    client = HwaClient(connection, clock=time, sleep=no_sleep, keeping=Keeping(patience=0))
    yield client, simulator
    await client.close()
    await simulator.stop()


async def waiting(client: HwaClient) -> Job:
    await client.engine_info()
    return next(j for j in (await client.jobs(JobQuery(), limit=200)).items if j.status.internal == "HOLD")


async def fault_of(call: Awaitable[object]) -> SchedulerError | None:
    try:
        await call
    except SchedulerError as error:
        return error
    return None


def orders(simulator: Simulator) -> int:
    """How often the engine was told to hold, by its own audit trail."""
    return sum(audited.verb == "hold" for audited in simulator.engine.notices.audits)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_read(fault: str, pair: tuple[HwaClient, Simulator]) -> None:
    client, simulator = pair
    members, seen, _ = FAULTS[fault]
    await client.engine_info()
    for name, value in members.items():
        setattr(simulator.faults, name, value)
    caught = await fault_of(client.job_counts())
    assert (type(caught) if caught else None) is seen
    assert caught is None or client._transport.host in str(caught)


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_action(fault: str, pair: tuple[HwaClient, Simulator]) -> None:
    client, simulator = pair
    members, _, seen = FAULTS[fault]
    job = await waiting(client)
    for name, value in members.items():
        setattr(simulator.faults, name, value)
    caught = await fault_of(client.hold(job, MARIA))
    assert caught is None if seen is None else isinstance(caught, seen)
    assert caught is None or f"hold of {job.key}" in str(caught)
    assert orders(simulator) <= 1 and (caught is not None or orders(simulator) == 1)


async def test_an_answer_byte_by_byte(pair: tuple[HwaClient, Simulator]) -> None:
    """A read has a deadline; of an action the status is enough."""
    client, simulator = pair
    job = await waiting(client)
    simulator.faults.drip = 0.05
    with pytest.raises(SchedulerAway, match="did not answer within"):
        await client.job_counts()
    await client.hold(job, MARIA)


async def test_half_of_the_calls_fail_and_every_read_is_answered(pair: tuple[HwaClient, Simulator]) -> None:
    client, simulator = pair
    await client.engine_info()
    simulator.faults.status, simulator.faults.every = 503, 2
    answers = [sum((await client.job_counts()).values()) for _ in range(10)]
    assert len(set(answers)) == 1 and answers[0] > 100


async def test_a_login_that_expires_after_a_while(pair: tuple[HwaClient, Simulator], time: Time) -> None:
    client, simulator = pair
    job = await waiting(client)
    simulator.faults.expires_after = 600
    await client.job_counts()
    time.pass_by(700)
    with pytest.raises(SchedulerDenied):
        await client.job_counts()
    with pytest.raises(SchedulerDenied, match="login"):
        await client.hold(job, MARIA)
    simulator.faults.clear()
    time.pass_by(61)
    assert sum((await client.job_counts()).values()) > 100, "a new password is tried again within a minute"


async def test_a_port_that_is_closed_for_a_while(pair: tuple[HwaClient, Simulator], time: Time) -> None:
    client, simulator = pair
    job = await waiting(client)
    await simulator.refuse()
    with pytest.raises(SchedulerAway, match=r"cannot be reached|broke off"):
        await client.job_counts()
    with pytest.raises(SchedulerAway, match="was not sent"):
        await client.hold(job, MARIA)
    await simulator.listen()
    time.pass_by(20)
    assert sum((await client.job_counts()).values()) > 100 and orders(simulator) == 0
    await client.hold(job, MARIA)
    assert orders(simulator) == 1


async def test_a_switch_of_plans(time: Time) -> None:
    """The engine has no plan for a minute and a half: whoever asks is told that it cannot answer now."""
    simulator = Simulator(clock=time, jobs=0, scenario="plan-switch")
    client = HwaClient(Connection(await simulator.start(), "wauser", "wauser"), clock=time, sleep=no_sleep)
    job = await waiting(client)
    time.pass_by(61)
    with pytest.raises(SchedulerAway, match="cannot answer now") as caught:
        await client.job_counts()
    assert caught.value.status == 503
    with pytest.raises(SchedulerAway, match="was not done"):
        await client.hold(job, MARIA)
    time.pass_by(120)
    assert sum((await client.job_counts()).values()) > 100
    await client.close()
    await simulator.stop()


async def test_two_hundred_askers_and_orders_while_the_master_hangs(time: Time) -> None:
    """Two masters of one plan. Nobody is lost, no order is done twice, and what is kept stays small."""
    simulators = [Simulator(clock=time, jobs=0, calm=True) for _ in range(2)]
    urls = [await simulator.start() for simulator in simulators]
    for simulator in simulators:
        await asyncio.to_thread(simulator.engine.snapshot)
    connection = Connection(urls[0], "wauser", "wauser", backups=(urls[1],), read_timeout=1, deadline=20)
    client = HwaClient(connection, clock=time, sleep=no_sleep, keeping=Keeping(items=50, size=1_000_000))
    every = (await client.jobs(JobQuery(), limit=200)).items
    jobs = list({j.key: j for j in every if j.status.internal == "HOLD"}.values())[:20]
    simulators[0].faults.latency = 5.0
    askers = [client.job(jobs[0].id) for _ in range(200)]
    others = [client.job(job.id) for job in jobs for _ in range(5)]
    ordered = [fault_of(client.hold(job, MARIA)) for job in jobs]
    found, more, faults = await asyncio.gather(
        asyncio.gather(*askers), asyncio.gather(*others), asyncio.gather(*ordered)
    )
    assert {job.id for job in found} == {jobs[0].id} and len(found) == 200 and len(more) == 100
    held = [a.name for s in simulators for a in s.engine.notices.audits if a.verb == "hold"]
    assert len(held) == len(set(held)) <= 20, "each at most once, at one of the masters"
    assert all(f is None or isinstance(f, SchedulerAway | OutcomeUnknown) for f in faults)
    assert client.figures.misses < 60 and client.figures.items <= 50 and client.figures.size <= 1_000_000
    await client.close()
    for simulator in simulators:
        await simulator.stop()
