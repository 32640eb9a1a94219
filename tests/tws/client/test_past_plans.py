"""Plans of earlier days: read by either version with their id, kept for minutes, never mixed with the current one."""

from __future__ import annotations

import pytest
from aiohttp import web

from tests.tws.client.conftest import Engine, Time
from tests.tws.client.engines import V1, V2, night
from tws.client import HwaClient
from tws.errors import NotInPlan
from tws.models import CommonStatus, JobQuery, JobRun, JobStreamQuery, Status

PLANS = [
    {"id": "current", "key": {"type": "CURRENT"}, "active": True, "runNumber": 361},
    {"id": "202602270359", "key": {"type": "ARCHIVED"}, "runNumber": 359, "validFrom": "2026-02-27T04:00:00"},
    {"id": "202602280359", "key": {"type": "ARCHIVED"}, "runNumber": 360},
    {"id": "trial", "key": {"type": "TRIAL"}},
]
RUN = JobRun("r1", 1, Status(CommonStatus.SUCCESSFUL, "SUCC"))
PLAN_ID = "202602280359"


async def test_the_newest_comes_first(engine: Engine, client: HwaClient) -> None:
    engine.says("/plan/query", PLANS)
    engine.says("/engine/info", {})
    found = await client.archived_plans()
    assert [(p.id, p.run_number) for p in found] == [(PLAN_ID, 360), ("202602270359", 359)]
    assert found[1].valid_from is not None and found[1].valid_from.isoformat() == "2026-02-27T04:00:00+00:00"
    assert (await client.plan_info()).id == "current"


async def test_v2_is_asked_for_that_plan(engine: Engine, client: HwaClient) -> None:
    engine.says("/api/v2/plan/job", {"count": 1, "results": [{"id": "j1", "name": "PAY01"}]})
    engine.says("/api/v2/plan/job/j1", {"id": "j1", "name": "PAY01"})
    engine.says("/api/v2/plan/job/count", {"groupedCount": {"SUCCESSFUL": 2}})
    engine.says("/api/v2/plan/jobstream", {"results": [{"id": "s1", "name": "PAYROLL"}]})
    engine.says("/api/v2/plan/job/run/r1/joblog", "one\ntwo\n")
    past = client.archived(PLAN_ID)
    job = (await past.jobs(JobQuery())).items[0]
    assert (await past.job("j1")).name == "PAY01"
    assert await past.job_counts() == {CommonStatus.SUCCESSFUL: 2}
    assert (await past.job_streams(JobStreamQuery())).items[0].name == "PAYROLL"
    assert (await past.job_log(job, RUN)).lines == ("one", "two")
    assert [r.query["plan_id"] for r in engine.asked[1:]] == [PLAN_ID] * 5
    await client.job("j1")
    assert "plan_id" not in engine.asked[-1].query


async def test_v1_is_asked_for_that_plan(engine: Engine, client: HwaClient) -> None:
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    root = f"/plan/{PLAN_ID}"
    engine.says(f"{root}/job/query", [{"id": "j1", "name": "PAY01"}])
    engine.says(f"{root}/job/j1", {"id": "j1", "name": "PAY01"})
    engine.says(f"{root}/jobstream/query", [{"id": "s1", "key": {"name": "PAYROLL"}}])
    engine.says(f"{root}/job/j1/joblog", {"log": "one\ntwo", "lastPage": True})
    past = client.archived(PLAN_ID)
    job = (await past.jobs(JobQuery())).items[0]
    assert (await past.job("j1")).name == "PAY01"
    assert (await past.job_streams(JobStreamQuery())).items[0].name == "PAYROLL"
    assert (await past.job_log(job, RUN)).lines == ("one", "two")
    assert {r.path.split("/")[3] for r in engine.asked[2:]} == {PLAN_ID}


async def test_it_is_kept_for_minutes_and_by_plan(engine: Engine, client: HwaClient, time: Time) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"id": "j1", "name": request.query.get("plan_id", "current")})

    engine.answers["/api/v2/plan/job/j1"] = answer
    first, second = client.archived(PLAN_ID), client.archived("202602270359")
    assert [(await p.job("j1")).name for p in (first, second, client)] == [PLAN_ID, "202602270359", "current"]
    asked = len(engine.asked)
    time.pass_by(300)
    assert (await client.archived(PLAN_ID).job("j1")).name == PLAN_ID and len(engine.asked) == asked
    time.pass_by(400)
    await first.job("j1")
    assert [r.query.get("plan_id") for r in engine.asked[asked:]] == [None, PLAN_ID], "the version, and the job"


@pytest.mark.parametrize("version", [V2, V1])
async def test_a_job_that_only_the_archive_knows_has_its_history(version: str) -> None:
    async with night(version) as bank:
        bank.simulator.ask("Begin?", "ONCE")
        bank.wait(12 * 3600)
        (once,) = (await bank.client.jobs(JobQuery(name="ONCE_GO"))).items
        (run,) = await bank.client.job_history(once)
        assert run.status.common is CommonStatus.SUCCESSFUL
        bank.wait(24 * 3600)
        with pytest.raises(NotInPlan):
            await bank.client.job(once.id)
        past = bank.client.archived((await bank.client.archived_plans())[0].id)
        (gone,) = (await past.jobs(JobQuery(name="ONCE_GO"))).items
        (told,) = await bank.client.job_history(gone)
        assert (told.number, told.started, told.id) == (run.number, run.started, "")


@pytest.mark.parametrize("odd", ["current", "", "../current", "2026 02", "a&plan_id=current"])
def test_what_is_no_id_of_an_archived_plan(engine: Engine, client: HwaClient, odd: str) -> None:
    with pytest.raises(NotInPlan, match="not the id of an archived plan"):
        client.archived(odd)
