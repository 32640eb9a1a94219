from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from tests.tws.client.conftest import Engine, Time
from tws.client import Connection, HwaClient
from tws.errors import (
    NotInPlan,
    SchedulerAway,
    SchedulerDenied,
    SchedulerError,
    SchedulerForbidden,
    SchedulerRefused,
    UnreadableAnswer,
)
from tws.models import CommonStatus, JobQuery

JOBS = "/api/v2/plan/job"


@pytest.mark.parametrize(
    ("status", "body", "kind", "ids", "requests"),
    [
        (401, "<html><h1>no</h1></html>", SchedulerDenied, (), 1),
        (403, "", SchedulerForbidden, (), 1),
        (404, {"messages": ["AWSJDB101E The object was not found."]}, NotInPlan, ("AWSJDB101E",), 1),
        (400, {"error": "OQL_FILTER_SYNTAX_ERROR"}, SchedulerRefused, (), 1),
        (500, {"messages": ["AWSJSY404E no: AWSBIN076E"]}, SchedulerRefused, ("AWSJSY404E", "AWSBIN076E"), 1),
        (500, {"messages": ["AWSJDB803E deadlock"]}, SchedulerAway, ("AWSJDB803E",), 3),
        (503, "busy", SchedulerAway, (), 3),
        (302, "", UnreadableAnswer, (), 1),
        (200, "<html>hello</html>", UnreadableAnswer, (), 1),
        (200, {"results": "none"}, UnreadableAnswer, (), 1),
    ],
)
async def test_refusals(
    engine: Engine,
    client: HwaClient,
    status: int,
    body: object,
    kind: type[SchedulerError],
    ids: tuple[str, ...],
    requests: int,
) -> None:
    engine.says(JOBS, body, status)
    with pytest.raises(kind) as caught:
        await client.jobs(JobQuery())
    assert type(caught.value) is kind
    assert caught.value.message_ids == ids
    assert "<" not in str(caught.value) and "s3cret" not in str(caught.value)
    assert len(engine.asked) == 1 + requests
    assert len(engine.slept) == requests - 1


async def test_an_unknown_status_and_missing_members(engine: Engine, client: HwaClient) -> None:
    odd = {"id": "1", "name": "PAY01", "lastRunCommonStatus": "DREAMING", "priority": None, "jobruns": [None], "new": 1}
    engine.says(JOBS, {"count": 2, "results": [odd, {"lastRunCompositeStatus": {"status": "ABEND"}}]})
    first, second = (await client.jobs(JobQuery())).items
    assert (first.status.common, first.status.internal, first.priority) == (CommonStatus.UNKNOWN, "DREAMING", 10)
    assert (second.status.common, second.runs) == (CommonStatus.ERROR, ())


async def test_a_slow_engine_is_away(engine: Engine) -> None:
    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return web.Response()

    engine.answers["/api/v2/engine/info"] = slow
    client = engine.client(read_timeout=0.05)
    with pytest.raises(SchedulerAway, match="did not answer"):
        await client.engine_info()
    await client.close()


async def test_nobody_there(engine: Engine, time: Time) -> None:
    client = HwaClient(Connection("http://127.0.0.1:9"), clock=time, sleep=engine.sleep)
    with pytest.raises(SchedulerAway, match=r"127\.0\.0\.1:9 cannot be reached"):
        await client.job_names()
    assert len(engine.slept) == 2
    await client.close()


async def test_a_wrong_login_is_sent_once_a_minute(engine: Engine, client: HwaClient, time: Time) -> None:
    engine.says("/api/v2/engine/info", "", 401)
    results = await asyncio.gather(*(client.job_names() for _ in range(20)), return_exceptions=True)
    assert {type(r) for r in results} == {SchedulerDenied}
    assert len(engine.asked) == 1
    time.pass_by(61)
    with pytest.raises(SchedulerDenied):
        await client.job_names()
    assert len(engine.asked) == 2


async def test_neither_version_is_there(engine: Engine, client: HwaClient) -> None:
    del engine.answers["/api/v2/engine/info"]
    with pytest.raises(SchedulerAway, match="not there"):
        await client.job_names()


def test_secrets_do_not_show() -> None:
    shown = repr(Connection("https://mdm:31116", "op", "s3cret", "k3y"))
    assert "s3cret" not in shown and "k3y" not in shown
    with pytest.raises(ValueError, match="must not carry"):
        Connection("https://op:s3cret@mdm:31116")


async def test_source_learns_the_version(engine: Engine, client: HwaClient) -> None:
    host = engine.url.split("/")[2]
    assert client.source == f"HWA · {host}"
    assert (await client.engine_info()).timezone == "Europe/Rome"
    assert client.source == f"HWA 10.2.5.00 · {host}"
