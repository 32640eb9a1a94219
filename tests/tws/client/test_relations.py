"""Who waits for whom, critical jobs and past runs: V2 and V1 tell the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tws.client.conftest import Engine
from tests.tws.client.engines import V1, V2, Night, night
from tws.client import HwaClient
from tws.errors import NotInPlan, UnreadableAnswer
from tws.models import Dependency, Job, RiskLevel

BOTH = pytest.mark.parametrize("version", [V2, V1])


def told(found: tuple[Dependency, ...]) -> dict[str, tuple[str, bool, int]]:
    return {d.name: (d.kind, d.met, d.distance) for d in found}


@BOTH
async def test_neighbours(version: str) -> None:
    async with night(version) as bank:
        bank.go_to(1, 0)
        before = told(await bank.client.predecessors(await bank.job("TS_LOAD_HOURS")))
        assert before == {"TS_COLLECT_BRANCHES": ("job", True, 1), "TS_COLLECT_HQ": ("job", True, 1)}
        behind = told(await bank.client.successors(await bank.job("TS_LOAD_HOURS")))
        assert behind == {"TS_CHECK_HOURS": ("job", False, 1), "TS_OVERTIME": ("job", False, 1)}


@BOTH
async def test_over_the_border_of_a_job_stream(version: str) -> None:
    async with night(version) as bank:
        first = await bank.job("PAY_GET_TAXES")
        before = await bank.client.predecessors(first)
        assert told(before).keys() == {"GL_EXPORT_FILE", "TS_EXPORT_PAYROLL"}
        assert {d.job_stream for d in before} == {"GL_EXTRACT", "PAY_TIMESHEETS"}
        behind = told(await bank.client.successors(await bank.job("TS_EXPORT_PAYROLL")))
        assert behind.keys() == {"PAY_GET_HOURS", "PAY_GET_BENEFITS", "PAY_GET_TAXES"}


@BOTH
async def test_a_whole_job_stream_before_and_behind(version: str) -> None:
    async with night(version) as bank:
        (waits,) = await bank.client.predecessors(await bank.job("DWH_DIM_BRANCH"))
        assert (waits.job, waits.kind, waits.name, waits.met) == (None, "job_stream", "DWH_STAGE", False)
        far = told(await bank.client.predecessors(await bank.job("DWH_DIM_BRANCH"), depth=2))
        assert far["STG_PUBLISH"] == ("job", False, 2)
        behind = told(await bank.client.successors(await bank.job("STG_CARDS")))
        assert {"STG_CHECK_COUNTS", "DWH_DIM_BRANCH"} <= behind.keys()


@BOTH
async def test_the_blast_radius(version: str) -> None:
    async with night(version) as bank:
        job = await bank.job("TS_LOAD_HOURS")
        all_behind = await bank.client.successors(job, depth=50)
        distances = [d.distance for d in all_behind]
        assert distances == sorted(distances) and len(all_behind) == len(told(all_behind)) == 13
        assert told(all_behind)["FINANCE_PAYROLL"] == ("job", False, 6)
        assert all(d.job for d in all_behind)
        assert len(await bank.client.successors(job, depth=50, most=5)) == 5
        roots = told(await bank.client.predecessors(await bank.job("FINANCE_PAYROLL"), depth=50))
        assert roots["TS_LOAD_HOURS"] == ("job", False, 6)


@BOTH
async def test_a_prompt_is_a_dependency(version: str) -> None:
    async with night(version) as bank:
        before = await bank.client.predecessors(await bank.job("AP_PROPOSE_PAYMENTS"))
        assert {d.kind for d in before} == {"job", "prompt"}
        (prompt,) = (d for d in before if d.kind == "prompt")
        assert (prompt.name, prompt.met, prompt.job) == ("Payment proposal reviewed?", False, None)


async def test_nobody_waits_behind_the_last_job() -> None:
    async with night(V2) as bank:
        assert await bank.client.successors(await bank.job("PAY_SEND_BANK"), depth=9) == ()


async def risk(bank: Night, name: str) -> RiskLevel:
    job = await bank.job(name)
    return next(c.risk for c in await bank.client.critical_jobs() if c.job_id == job.id)


@BOTH
async def test_a_failed_predecessor_endangers_the_payroll(version: str) -> None:
    async with night(version) as bank:
        bank.simulator.fail("TS_LOAD_HOURS", at=bank.at(1, 10), kind="disk_full")
        bank.go_to(1, 9)
        assert await risk(bank, "FINANCE_PAYROLL") is RiskLevel.ON_TRACK
        bank.go_to(1, 11)
        assert await risk(bank, "FINANCE_PAYROLL") is RiskLevel.HIGH
        found = await bank.client.critical_jobs()
        deadlines = [c.deadline for c in found if c.deadline]
        assert deadlines == sorted(deadlines)
        payroll = next(c for c in found if c.name == "FINANCE_PAYROLL")
        assert payroll.deadline == bank.at(7, 30) and payroll.confidence and payroll.confidence < 80
        bank.go_to(7, 31)
        assert await risk(bank, "FINANCE_PAYROLL") is RiskLevel.LATE


@BOTH
async def test_history_goes_back_over_plans(version: str) -> None:
    async with night(version) as bank:
        bank.go_to(7, 0)
        runs = await bank.client.job_history(await bank.job("FINANCE_PAYROLL"), limit=5)
        starts = [r.started for r in runs if r.started]
        assert len(starts) == 5 and starts == sorted(starts, reverse=True)
        assert runs[0].id and len({s.date() for s in starts}) >= 4


JOB = Job("j1", "PAY01", "/A", "PAYROLL", "s1", "/M", "/", None)  # type: ignore[arg-type]


async def test_no_history_is_no_fault(engine: Engine, client: HwaClient) -> None:
    engine.says("/api/v2/plan/job/j1", {"id": "j1", "jobruns": [{"id": "r", "commonStatus": "SUCCESSFUL"}]})
    assert [r.id for r in await client.job_history(JOB)] == ["r"]


async def test_a_predecessor_outside_the_plan_keeps_its_name(engine: Engine, client: HwaClient) -> None:
    gone = {"dependencyType": "EXTERNAL_JOB", "jobId": "x", "jobName": "OLD", "jobStreamId": "sx", "satisfied": None}
    net = {"dependencyType": "INTERNETWORK", "dependency": "far"}
    engine.says("/api/v2/plan/job", {"results": [{"id": "j1", "jobStreamId": "s1", "dependencies": [gone, net, None]}]})
    found = await client.predecessors(JOB, depth=3)
    assert [(d.job, d.name, d.kind, d.met) for d in found] == [
        (None, "OLD", "job", False),
        (None, "", "other", False),
    ]


async def test_an_engine_that_tells_no_dependencies(engine: Engine, client: HwaClient) -> None:
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    engine.says("/plan/current/job/query", [{"dependenciesStats": {"numberOfUnresolvedDependencies": 2}}])
    engine.says("/plan/current/jobstream/query", [])
    with pytest.raises(UnreadableAnswer, match="which jobs wait"):
        await client.successors(JOB)


async def test_an_id_cannot_smuggle_a_query(engine: Engine, client: HwaClient) -> None:
    with pytest.raises(NotInPlan):
        await client.successors(replace(JOB, job_stream_id="x' OR name LIKE '@"))
