from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from threading import get_ident

import pytest
from aiohttp import web

from tests.tws.client.conftest import Engine, Time
from tws.client import HwaClient, v2
from tws.client.read_v2 import job_of
from tws.client.wire_v2 import JobWire
from tws.models import CommonStatus, Job, JobQuery

JOBS = "/api/v2/plan/job"


def serve(engine: Engine, jobs: list[dict[str, object]]) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        page = jobs[offset : offset + limit]
        more = "http://next" if offset + limit < len(jobs) else None
        return web.json_response({"count": len(jobs), "results": page, "next": more})

    engine.answers[JOBS] = handler


async def test_every_name_of_a_big_plan_is_read_once_a_minute(engine: Engine, client: HwaClient, time: Time) -> None:
    serve(engine, [{"name": f"J{n:05}"} for n in range(4_500)])
    names = await client.job_names()
    assert (len(names), names[0], names[-1]) == (4_500, "J00000", "J04499")
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


def serve_v1(engine: Engine, number: int, *, goes_on: bool = True) -> None:
    """An engine before 10.1; one that does not go on begins anew with each question."""
    jobs = [{"id": str(n), "name": f"J{n:05}", "lastInRerunChain": True} for n in range(number)]

    async def page(request: web.Request) -> web.StreamResponse:
        first, many = int(request.headers.get("Last-Object", 0)) if goes_on else 0, int(request.headers["How-Many"])
        if request.path.endswith("query_next"):
            assert "jobInPlanFilter" in await request.json()
        return web.json_response(jobs[first : first + many], headers={"Last-Object": str(first + many)})

    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    engine.answers |= {"/plan/current/job/query": page, "/plan/current/job/query_next": page}


async def test_v1_goes_on_page_after_page(engine: Engine, client: HwaClient) -> None:
    serve_v1(engine, 4_500)
    page = await client.jobs(JobQuery(), offset=4_490)
    assert (len(page.items), page.total, page.more) == (10, 4_500, False)
    asked = [r.path.rpartition("/")[2] for r in engine.asked[-4:]]
    assert asked == ["query", "query_next", "query_next", "count"], "whether the plan has moved meanwhile"


@pytest.mark.parametrize("without", ["next page", "last object", "way on"])
async def test_v1_without_pages_is_asked_for_all_at_once(engine: Engine, client: HwaClient, without: str) -> None:
    serve_v1(engine, 4_500, goes_on=without != "way on")
    if without == "next page":
        del engine.answers["/plan/current/job/query_next"]
    if without == "last object":
        engine.says("/plan/current/job/query", [{"id": str(n), "name": f"J{n}"} for n in range(4_500)])
    assert (await client.jobs(JobQuery(), limit=1)).total == 4_500


async def test_an_engine_that_repeats_its_page_is_not_asked_for_ever(engine: Engine, client: HwaClient) -> None:
    engine.says(JOBS, {"count": 1, "results": [{"id": "j1", "name": "J1"}], "next": "http://next"})
    assert await client.job_names() == ("J1",)
    found = await client.jobs(JobQuery(statuses=(CommonStatus.ERROR,)))
    assert found.items == () and len(engine.asked) < 10


async def test_a_big_answer_is_read_beside_the_loop(
    engine: Engine, client: HwaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()

    def watched(wire: JobWire) -> Job:
        threads.add(get_ident())
        return job_of(wire)

    monkeypatch.setattr(v2, "JOBS", replace(v2.JOBS, read=watched))
    serve(engine, [{"id": str(n), "name": f"J{n:05}", "key": "k" * 400} for n in range(1_000)])
    await client.jobs(JobQuery(), limit=3)
    assert threads == {get_ident()}, "a small one is not worth a thread"
    threads.clear()
    assert len((await client.jobs(JobQuery(), limit=1_000)).items) == 1_000
    assert threads and get_ident() not in threads


async def test_the_names_of_many_prompts_are_asked_for_some_at_a_time(engine: Engine, client: HwaClient) -> None:
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    prompts = [{"id": f"p{n}", "status": "ASKED", "jobId": f"j{n}"} for n in range(28)]
    engine.says("/plan/current/prompt/query", prompts)
    four, inside, peaks = asyncio.Barrier(4), Counter[str](), list[int]()

    async def job(request: web.Request) -> web.StreamResponse:
        inside["now"] += 1
        peaks.append(inside["now"])
        await four.wait()
        inside["now"] -= 1
        return web.json_response({"name": request.path.rpartition("/")[2].upper()})

    engine.answers |= {f"/plan/current/job/j{n}": job for n in range(28)}
    assert [p.job for p in await client.prompts()] == [f"J{n}" for n in range(28)]
    assert max(peaks) == 4
