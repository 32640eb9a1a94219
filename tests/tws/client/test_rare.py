"""What rarely happens: a clock that is put back, a plan that moves between two pages, an answer that takes for ever."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from tests.tws.client.conftest import Engine, Time
from tests.tws.client.engines import MARIA
from tests.tws.client.test_kept import AGE, Source, source
from tests.tws.client.test_once import JOB
from tws.client import Connection, HwaClient, Keeping
from tws.client.breaker import FIRST_REST, STREAK, Breaker
from tws.client.cache import Cache
from tws.client.guard import LoginGuard
from tws.client.weight import weight
from tws.errors import SchedulerAway, SchedulerDenied
from tws.freshness import watched
from tws.models import CommonStatus, JobQuery, Status
from tws.records import Submission

JOBS = "/api/v2/plan/job"
AN_HOUR = 3600.0
__all__ = ["source"]


async def test_an_answer_of_the_future_is_not_young(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    source.gate.set()
    assert (await cache.get(("k",), AGE, source)).value == 1
    time.pass_by(-AN_HOUR)
    assert (await cache.get(("k",), AGE, source)).value == 2


async def test_nor_does_it_stand_in_for_one_that_does_not_come(time: Time, source: Source) -> None:
    cache = Cache(time, Keeping())
    source.gate.set()
    await cache.get(("k",), AGE, source)
    time.pass_by(-AN_HOUR)
    source.fault = SchedulerAway("gone")
    with watched(), pytest.raises(SchedulerAway):
        await cache.get(("k",), AGE, source, stale=True)


async def test_a_master_is_not_left_alone_longer_because_the_clock_is_put_back(time: Time) -> None:
    breaker = Breaker("mdm", time)
    for _ in range(STREAK):
        with pytest.raises(SchedulerAway), breaker.passage():
            raise SchedulerAway("silent")
    assert not breaker.admits
    time.pass_by(-AN_HOUR)
    assert breaker.admits
    time.pass_by(AN_HOUR + FIRST_REST.total_seconds())
    assert breaker.admits and breaker.state == "half_open"


async def test_nor_is_a_login(time: Time) -> None:
    guard = LoginGuard(time)

    async def refuse() -> None:
        raise SchedulerDenied("wrong password")

    async def fine() -> str:
        return "in"

    with pytest.raises(SchedulerDenied):
        await guard.pass_through(refuse)
    time.pass_by(1)
    with pytest.raises(SchedulerDenied):
        await guard.pass_through(fine)
    time.pass_by(-AN_HOUR)
    assert await guard.pass_through(fine) == "in"


async def test_an_engine_with_locked_tables_is_there(engine: Engine, client: HwaClient) -> None:
    """AWSJDB803E is worth another try, and no sign that nobody is there."""
    await client.engine_info()
    engine.says(f"{JOBS}/j1", {"messages": ["AWSJDB803E deadlock"]}, 500)
    for _ in range(STREAK):
        with pytest.raises(SchedulerAway):
            await client.job("j1")
    assert set(client.breakers.values()) == {"closed"}


async def test_a_plan_that_moves_between_two_pages(engine: Engine, client: HwaClient) -> None:
    """A job that comes in moves the others on: none is told twice, none is left out."""
    rows = [{"id": f"i{n:05}", "name": f"J{n:05}", "lastRunCommonStatus": "ERROR"} for n in range(2_500)]
    asked: list[int] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        asked.append(offset)
        if asked == [0, 2_000]:
            rows.insert(0, {"id": "new", "name": "A_NEW", "lastRunCommonStatus": "ERROR"})
        return web.json_response({"count": len(rows), "results": rows[offset : offset + limit]})

    engine.answers[JOBS] = handler
    page = await client.jobs(JobQuery(statuses=(CommonStatus.ERROR,)), limit=5_000)
    assert sorted(job.id for job in page.items) == sorted(row["id"] for row in rows)
    assert page.total == 2_501 and asked == [0, 2_000, 0, 2_000]


async def test_a_plan_that_moves_all_the_time_is_read_twice_at_most(engine: Engine, client: HwaClient) -> None:
    rows = [{"id": f"i{n:05}", "name": f"J{n:05}", "lastRunCommonStatus": "ERROR"} for n in range(2_500)]
    asked: list[int] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        asked.append(offset)
        rows.insert(0, {"id": f"new{len(asked)}", "name": "A_NEW", "lastRunCommonStatus": "ERROR"})
        return web.json_response({"count": len(rows), "results": rows[offset : offset + limit]})

    engine.answers[JOBS] = handler
    page = await client.jobs(JobQuery(statuses=(CommonStatus.ERROR,)), limit=5_000)
    assert len({job.id for job in page.items}) == len(page.items) and len(asked) == 4


async def test_plans_that_are_switched_between_two_pages_of_v1(engine: Engine, client: HwaClient) -> None:
    """The last object of the first page is gone: nothing comes behind it, and that is not the end of the plan."""
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})

    def plan(day: str, number: int) -> list[dict[str, object]]:
        return [{"id": f"{day}{n:05}", "name": f"J{n:05}", "lastInRerunChain": True} for n in range(number)]

    now = plan("old", 4_500)

    async def page(request: web.Request) -> web.StreamResponse:
        last, many = request.headers.get("Last-Object", ""), int(request.headers["How-Many"])
        first = next((n for n, job in enumerate(now, 1) if job["id"] == last), len(now)) if last else 0
        found = now[first : first + many]
        if now[0]["id"] == "old00000":
            now[:] = plan("new", 2_300)
        return web.json_response(found, headers={"Last-Object": str(found[-1]["id"]) if found else ""})

    async def count(_: web.Request) -> web.StreamResponse:
        return web.json_response(str(len(now)), status=202)

    paths = {"query": page, "query_next": page, "count": count}
    engine.answers |= {f"/plan/current/job/{path}": answer for path, answer in paths.items()}
    found = await client.jobs(JobQuery(), limit=5_000)
    assert found.total == 2_300 and all(job.id.startswith("new") for job in found.items)


async def test_a_small_answer_out_of_a_big_plan_is_kept(engine: Engine, time: Time) -> None:
    """What it takes is what is kept, not what was read for it."""
    del engine.answers["/api/v2/engine/info"]
    engine.says("/engine/info", {"displayVersion": "9.5"})
    jobs = [{"id": str(n), "name": f"J{n}", "lastInRerunChain": True, "comment": "x" * 1_000} for n in range(1_500)]
    engine.says("/plan/current/job/query", jobs)
    client = HwaClient(Connection(engine.url), clock=time, keeping=Keeping(size=200_000))
    for _ in range(3):
        assert len((await client.jobs(JobQuery(), limit=5)).items) == 5
    assert sum(r.path.endswith("/query") for r in engine.asked) == 1
    assert client.figures.size < 200_000
    await client.jobs(JobQuery(), limit=1_500)
    assert client.figures.items == 1, "all of it is too much"
    await client.close()


async def test_all_the_pages_of_one_question_have_a_deadline(engine: Engine, time: Time) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.06)
        offset = int(request.query["offset"])
        return web.json_response({"results": [{"name": f"J{offset}"}], "next": "http://next"})

    engine.answers[JOBS] = slow
    client = HwaClient(Connection(engine.url, deadline=5, long_deadline=0.25), clock=time)
    with pytest.raises(SchedulerAway, match=r"not all of the answer within 0\.25 s"):
        await client.job_names()
    assert sum(r.path.endswith("/plan/job") for r in engine.asked) <= 5
    await client.close()


async def test_an_order_that_waits_behind_the_first_login_is_not_sent(engine: Engine, time: Time) -> None:
    """Nothing of it had left when its time was up."""
    held = asyncio.Event()

    async def hang(_: web.Request) -> web.StreamResponse:
        await held.wait()
        return web.json_response({})

    client = HwaClient(Connection(engine.url, deadline=0.1, read_timeout=5), clock=time, sleep=engine.sleep)
    engine.answers["/api/v2/plan/job/j1/action/hold"] = hang
    async with client._transport._guard._lock:
        client._transport._guard._open = False
        client._versions._items.clear()

        async def spoken() -> bool:
            return True

        client._speaks_v2 = spoken  # type: ignore[method-assign]
        with pytest.raises(SchedulerAway, match="was not sent"):
            await client.hold(JOB, MARIA)
    held.set()
    assert engine.asked == [] and engine.slept == []
    await client.close()


async def test_a_packed_answer_is_read_like_another(engine: Engine, client: HwaClient) -> None:
    async def packed(_: web.Request) -> web.StreamResponse:
        answer = web.json_response({"id": "j1", "name": "PAY01" * 400})
        answer.enable_compression(web.ContentCoding.gzip)
        return answer

    engine.answers[f"{JOBS}/j1"] = packed
    assert (await client.job("j1")).name == "PAY01" * 400


async def test_a_submission_does_not_wait_for_ever_for_another(engine: Engine, time: Time) -> None:
    client = HwaClient(Connection(engine.url, deadline=0.05), clock=time)
    await client.engine_info()
    async with client._turn("submission of /MDM#/PAYROLL"):
        with pytest.raises(SchedulerAway, match=r"was not sent\. Another one of the same"):
            await client.submit_stream(Submission("PAYROLL", "MDM"), MARIA)
    assert not any(request.method == "POST" and "submit" in request.path for request in engine.asked)
    await client.close()


def test_what_a_value_weighs() -> None:
    row = Status(CommonStatus.ERROR, "ABEND", "x" * 100)
    one = weight(row)
    assert 100 < one < 1_000
    assert weight((row,) * 1_000) == pytest.approx(1_000 * one, rel=0.1)
    assert weight({"a": row, "b": row}) > 2 * one > weight(None) and weight(()) < one
