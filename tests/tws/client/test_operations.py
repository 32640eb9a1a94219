"""What an operator can do beside rerun and hold, on V2 and on V1: the same outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tws.client.engines import MARIA, V1, V2, V2_WITHOUT_PROMPTS, Night, night
from tws.errors import NotInPlan, SchedulerForbidden, SchedulerRefused
from tws.models import CommonStatus, JobQuery, JobStream, JobStreamQuery, Workstation
from tws.records import RerunOptions, Submission

EVERY = pytest.mark.parametrize("version", [V2, V2_WITHOUT_PROMPTS, V1])


async def station(now: Night, name: str) -> Workstation:
    return (await now.client.workstations(name)).items[0]


async def stream(now: Night, name: str) -> JobStream:
    found = (await now.client.job_streams(JobStreamQuery(name=name))).items
    return max(found, key=lambda s: (s.scheduled is not None, s.scheduled))


@EVERY
async def test_priority(version: str) -> None:
    async with night(version) as now:
        job = await now.job("FINANCE_PAYROLL")
        await now.client.change_priority(job, MARIA, priority=0)
        now.wait(5)
        assert (await now.job("FINANCE_PAYROLL")).status.common is CommonStatus.HELD
        await now.client.change_priority(job, MARIA, priority=101)
        now.wait(5)
        changed = await now.job("FINANCE_PAYROLL")
        assert changed.priority == 101 and changed.status.common is CommonStatus.WAITING
        with pytest.raises(SchedulerRefused, match="0 to 101"):
            await now.client.change_priority(job, MARIA, priority=102)


@EVERY
async def test_released_from_its_dependencies(version: str) -> None:
    async with night(version) as now:
        job = await now.job("FINANCE_PAYROLL")
        assert job.status.internal == "HOLD"
        await now.client.release_dependencies(job, MARIA)
        now.wait(120)
        assert await now.word("FINANCE_PAYROLL") == "EXEC"


@EVERY
async def test_cancel_pending_waits_for_the_dependencies(version: str) -> None:
    async with night(version) as now:
        job = await now.job("FINANCE_PAYROLL")
        await now.client.cancel_pending(job, MARIA)
        now.wait(60)
        assert await now.word("FINANCE_PAYROLL") == "HOLD"
        now.go_to(7, 30)
        assert (await now.job("FINANCE_PAYROLL")).status.common is CommonStatus.CANCELED
        assert await now.word("PAY_BANK_FILE") in ("READY", "INTRO", "EXEC", "SUCC")


@EVERY
async def test_a_job_stream_is_held_released_and_cancelled(version: str) -> None:
    async with night(version) as now:
        payroll = await stream(now, "PAYROLL")
        await now.client.hold_stream(payroll, MARIA)
        now.wait(5)
        assert (await now.job("FINANCE_PAYROLL")).status.common is CommonStatus.HELD
        await now.client.release_stream(payroll, MARIA)
        now.wait(5)
        assert (await now.job("FINANCE_PAYROLL")).status.common is CommonStatus.WAITING
        await now.client.cancel_stream(payroll, MARIA)
        now.wait(5)
        assert (await stream(now, "PAYROLL")).status.common is CommonStatus.CANCELED


@EVERY
async def test_a_workstation_that_is_unlinked_launches_nothing(version: str) -> None:
    async with night(version) as now:
        agent = await station(now, "AGT_FIN01")
        assert agent.linked and agent.running
        await now.client.unlink(agent, MARIA)
        now.go_to(7, 0)
        down = await station(now, "AGT_FIN01")
        assert not down.linked
        job = await now.job("PAY_GET_HOURS")
        assert job.status.common is not CommonStatus.SUCCESSFUL
        await now.client.link(agent, MARIA)
        now.wait(3600)
        assert (await station(now, "AGT_FIN01")).linked
        assert await now.word("GL_EXPORT_FILE") == "SUCC"


@EVERY
async def test_stop_start_limit_and_fence(version: str) -> None:
    async with night(version) as now:
        agent = await station(now, "AGT_FIN01")
        await now.client.stop(agent, MARIA)
        await now.client.change_limit(agent, MARIA, limit=0)
        await now.client.change_fence(agent, MARIA, fence=40)
        now.wait(5)
        changed = await station(now, "AGT_FIN01")
        assert (changed.running, changed.limit, changed.fence) == (False, 0, 40)
        await now.client.start(agent, MARIA)
        now.wait(5)
        assert (await station(now, "AGT_FIN01")).running
        for call in (
            now.client.change_limit(agent, MARIA, limit=1025),
            now.client.change_fence(agent, MARIA, fence=-1),
        ):
            with pytest.raises(SchedulerRefused, match="nothing was sent"):
                await call


@EVERY
async def test_a_fence_holds_what_is_not_above_it(version: str) -> None:
    async with night(version) as now:
        await now.client.change_fence(await station(now, "AGT_FIN01"), MARIA, fence=99)
        now.go_to(5, 45)
        job = await now.job("GL_EXPORT_FILE")
        assert job.status.common is not CommonStatus.SUCCESSFUL


@EVERY
async def test_a_job_stream_is_submitted(version: str) -> None:
    async with night(version) as now:
        wanted = Submission("GL_EXTRACT", "/MDM", "/FIN/", alias="GL_AGAIN", variables={"DAY": "01' OR '1'='1"})
        identifier = await now.client.submit_stream(wanted, MARIA)
        now.wait(5)
        found = await stream(now, "GL_AGAIN")
        assert identifier and (version == V1 or identifier == found.id) and found.counts.total > 0
        with pytest.raises(NotInPlan):
            await now.client.submit_stream(Submission("NO_SUCH", "/MDM"), MARIA)
        with pytest.raises(SchedulerRefused, match="without wildcards"):
            await now.client.submit_stream(Submission("GL_@", "/MDM"), MARIA)


@EVERY
async def test_a_job_is_submitted(version: str) -> None:
    async with night(version) as now:
        await now.client.submit_job(Submission("GL_EXPORT_FILE", "AGT_FIN01", "/FIN", alias="EXPORT_AGAIN"), MARIA)
        now.wait(120)
        (job,) = (await now.client.jobs(JobQuery(name="EXPORT_AGAIN"))).items
        assert job.job_stream == "JOBS" and job.status.common is CommonStatus.RUNNING
        assert "EXPORT_AGAIN" in await now.client.job_names()


async def test_a_job_is_submitted_for_later_by_v1() -> None:
    async with night(V1) as now:
        at = now.time.now + timedelta(hours=1)
        wanted = Submission("GL_EXPORT_FILE", "AGT_FIN01", "/FIN", alias="EXPORT_AGAIN", at=at)
        await now.client.submit_job(wanted, MARIA)
        now.wait(1800)
        assert (await now.job("EXPORT_AGAIN")).runs == ()
        now.wait(2400)
        job = await now.job("EXPORT_AGAIN")
        assert job.last_run and job.last_run.started and job.last_run.started >= at


@EVERY
async def test_why_it_does_not_run(version: str) -> None:
    async with night(version) as now:
        told = await now.client.issues(await now.job("FINANCE_PAYROLL"))
        assert any(i.kind == "DEPENDENCY" and "PAY_" in i.text for i in told)
        await now.client.unlink(await station(now, "SAP_XA"), MARIA)
        now.go_to(7, 30)
        (issue,) = await now.client.issues(await now.job("FINANCE_PAYROLL"))
        assert issue.kind == "WORKSTATION" and "/SAP_XA" in issue.text


@EVERY
async def test_resources(version: str) -> None:
    async with night(version) as now:
        every = await now.client.resources()
        one = await now.client.resources(every[0].name)
        assert one[0] == next(r for r in every if r.name == one[0].name)
        assert all(r.available == r.quantity - r.in_use and r.workstation.startswith("/") for r in every)


@EVERY
async def test_messages_and_audit_trail(version: str) -> None:
    async with night(version) as now:
        since = now.time.now - timedelta(hours=1)
        job = await now.job("FINANCE_PAYROLL")
        await now.client.hold(job, MARIA)
        now.simulator.fail("TS_LOAD_HOURS", at=now.at(1, 10), kind="disk_full")
        now.go_to(3, 0)
        (message,) = await now.client.operator_messages(since=since)
        assert "TS_LOAD_HOURS" in message.text and message.at == now.at(1, 10)
        (record,) = await now.client.audit_records(since=since)
        assert (record.user, record.action, record.object_name, record.ticket) == (
            "wauser",
            "HOLD",
            job.key,
            "INC0012345",
        )
        assert "disco cheio" in record.reason


@EVERY
async def test_a_reader_changes_nothing(version: str) -> None:
    async with night(version, user="viewer") as now:
        job, agent, payroll = (
            await now.job("FINANCE_PAYROLL"),
            await station(now, "AGT_FIN01"),
            await stream(now, "PAYROLL"),
        )
        for call in (
            now.client.change_priority(job, MARIA, priority=5),
            now.client.release_dependencies(job, MARIA),
            now.client.unlink(agent, MARIA),
            now.client.change_limit(agent, MARIA, limit=1),
            now.client.hold_stream(payroll, MARIA),
            now.client.submit_stream(Submission("GL_EXTRACT", "/MDM", "/FIN/"), MARIA),
            now.client.submit_job(Submission("GL_EXPORT_FILE", "AGT_FIN01", "/FIN/"), MARIA),
        ):
            with pytest.raises(SchedulerForbidden, match="AWSJDB817E"):
                await call


@EVERY
async def test_a_rerun_with_options(version: str) -> None:
    async with night(version) as now:
        now.simulator.fail("TS_LOAD_HOURS", at=now.at(1, 10), kind="disk_full")
        now.go_to(1, 20)
        await now.client.rerun(await now.job("TS_LOAD_HOURS"), MARIA, RerunOptions(priority=50, step="2"))
        now.go_to(2, 30)
        assert await now.word("TS_LOAD_HOURS") == "SUCC"
