from __future__ import annotations

from aiohttp import web

from tests.tws.client.conftest import Engine, Time
from tws.client import HwaClient
from tws.models import CommonStatus, JobQuery

JOBS = "/api/v2/plan/job"


def serve(engine: Engine, jobs: list[dict[str, object]]) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        page = jobs[offset : offset + limit]
        more = "http://next" if offset + limit < len(jobs) else None
        return web.json_response({"count": len(jobs), "results": page, "next": more})

    engine.answers[JOBS] = handler


async def test_every_name_of_a_big_plan_is_read_once_a_minute(engine: Engine, client: HwaClient, time: Time) -> None:
    serve(engine, [{"name": f"J{n:05}"} for n in range(20_500)])
    names = await client.job_names()
    assert (len(names), names[0], names[-1]) == (20_500, "J00000", "J20499")
    asked = len(engine.asked)
    await client.job_names()
    assert len(engine.asked) == asked
    time.pass_by(61)
    await client.job_names()
    assert len(engine.asked) > asked


async def test_a_job_that_was_rerun_well_has_not_failed(engine: Engine, client: HwaClient) -> None:
    serve(engine, [{"name": f"J{n}", "lastRunCommonStatus": "SUCCESSFUL" if n % 2 else "ERROR"} for n in range(9)])
    query = JobQuery(statuses=(CommonStatus.ERROR,))
    page = await client.jobs(query, offset=2, limit=2)
    assert ([j.name for j in page.items], page.total, page.more) == (["J4", "J6"], 5, True)
    last = await client.jobs(query, offset=4, limit=2)
    assert ([j.name for j in last.items], last.total, last.more) == (["J8"], 5, False)


async def test_v1_goes_on_after_ten_thousand(engine: Engine, client: HwaClient) -> None:
    jobs = [{"id": str(n), "name": f"J{n:05}", "lastInRerunChain": True} for n in range(12_000)]

    async def first(_: web.Request) -> web.StreamResponse:
        return web.json_response(jobs[:10_000], headers={"Last-Object": "x"})

    async def following(request: web.Request) -> web.StreamResponse:
        assert "jobInPlanFilter" in await request.json() and request.headers["Last-Object"] == "x"
        return web.json_response(jobs[10_000:])

    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    engine.answers |= {"/plan/current/job/query": first, "/plan/current/job/query_next": following}
    page = await client.jobs(JobQuery(), offset=11_990)
    assert (len(page.items), page.total, page.more) == (10, 12_000, False)


async def test_an_engine_that_repeats_its_page_is_not_asked_for_ever(engine: Engine, client: HwaClient) -> None:
    engine.says(JOBS, {"count": 1, "results": [{"id": "j1", "name": "J1"}], "next": "http://next"})
    assert await client.job_names() == ("J1",)
    found = await client.jobs(JobQuery(statuses=(CommonStatus.ERROR,)))
    assert found.items == () and len(engine.asked) < 10
