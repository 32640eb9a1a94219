"""Nights with a name, and the certificate of its own making."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from tests.tws.client.conftest import Time
from tests.tws.client.engines import ZONE
from tws.client import Connection, HwaClient
from tws.errors import SchedulerAway
from tws.models import CommonStatus, JobQuery, RiskLevel
from tws.simulator import Simulator
from tws.simulator.scenarios import SCENARIOS, STORM

FAILED = JobQuery(statuses=(CommonStatus.ERROR,))


@asynccontextmanager
async def playing(scenario: str, hour: int = 2) -> AsyncIterator[tuple[HwaClient, Time]]:
    time = Time(datetime(2026, 3, 5, hour, 30, tzinfo=ZONE).astimezone(Time().now.tzinfo))
    simulator = Simulator(clock=time, scenario=scenario, jobs=0)
    client = HwaClient(Connection(await simulator.start(), "wauser", "wauser"), clock=time)
    try:
        yield client, time
    finally:
        await client.close()
        await simulator.stop()


async def test_a_quiet_night() -> None:
    async with playing("quiet-night", 20) as (client, _):
        assert (await client.jobs(FAILED)).total == 0


@pytest.mark.parametrize("hour", [0, 2, 15])
async def test_the_payroll_is_late_whenever_it_begins(hour: int) -> None:
    async with playing("payroll-late", hour) as (client, time):
        time.pass_by(2 * 3600 if hour == 0 else 0)
        (failed,) = (await client.jobs(FAILED)).items
        assert failed.name == "TS_LOAD_HOURS"
        payroll = next(c for c in await client.critical_jobs() if c.name == "FINANCE_PAYROLL")
        assert payroll.risk in (RiskLevel.HIGH, RiskLevel.LATE)


async def test_an_agent_is_down() -> None:
    async with playing("agent-down") as (client, time):
        (agent,) = (await client.workstations("AGT_FIN01")).items
        assert not agent.linked
        time.pass_by(2 * 3600)
        assert (await client.job_counts())[CommonStatus.READY] > 0


def test_an_agent_goes_down_in_the_middle_of_the_night() -> None:
    time = Time(datetime(2026, 3, 5, 2, 30, tzinfo=ZONE).astimezone(Time().now.tzinfo))
    simulator = Simulator(clock=time, calm=True, jobs=0)
    jobs = [j for j in simulator.engine.snapshot().plan.jobs if j.definition.workstation.name == "AGT_FIN01"]
    now = simulator.engine.now()
    assert any(run.ready > now for job in jobs for run in job.runs)
    simulator.load("agent-down")
    assert not any(run.ready > now for job in jobs for run in job.runs), "nothing is launched there any more"


async def test_a_disk_is_full() -> None:
    async with playing("disk-full") as (client, time):
        time.pass_by(3600)
        failed = (await client.jobs(FAILED)).items
        assert len(failed) > 1 and {j.workstation for j in failed} == {"/AGT_FIN02"}


async def test_a_switch_of_plans_passes() -> None:
    async with playing("plan-switch") as (client, time):
        await client.job_counts()
        time.pass_by(70)
        with pytest.raises(SchedulerAway, match="AWSJPL018E"):
            await client.job_counts()
        time.pass_by(120)
        assert sum((await client.job_counts()).values()) > 100


async def test_a_storm_of_failures_from_one_cause() -> None:
    async with playing("storm", 12) as (client, _):
        page = await client.jobs(FAILED, limit=1000)
        assert page.total is not None and STORM * 0.95 <= page.total <= STORM
        assert {j.last_run.return_code for j in page.items if j.last_run} == {28}


def test_every_name_is_a_scenario() -> None:
    assert {"quiet-night", "payroll-late", "agent-down", "disk-full", "plan-switch", "storm"} == set(SCENARIOS)
    with pytest.raises(KeyError):
        _ = Simulator(scenario="no-such-night").engine


async def test_its_own_certificate_is_trusted_by_who_was_given_it(tmp_path: Path) -> None:
    simulator = Simulator(tls=True, jobs=0)
    url = await simulator.start()
    bundle = tmp_path / "simulator.pem"
    bundle.write_bytes(simulator.certificate)
    trusting, other = (HwaClient(Connection(url, "wauser", "wauser", ca_bundle=b)) for b in (bundle, None))
    assert (await trusting.engine_info()).version
    with pytest.raises(SchedulerAway, match="certificate"):
        await other.engine_info()
    await trusting.close()
    await other.close()
    await simulator.stop()
