"""What a newer engine sends: read over or kept as it came, told to the log once, never a fault. On both versions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from tests.tws.client.conftest import Engine, Time
from tests.tws.client.engines import MARIA
from tests.tws.client.test_beyond import as_v1
from tests.tws.contract.exchanges import everything
from tws.client import HwaClient
from tws.client.novelties import BIGGEST
from tws.models import CommonStatus, JobQuery, RiskLevel

Logs = Sequence[Mapping[str, Any]]
V2_JOB = {"id": "j1", "name": "PAY01", "lastRunCommonStatus": "ERROR", "shiny": 1, "jobruns": [{"id": "r1", "dull": 2}]}
V1_JOB = {"id": "j1", "name": "PAY01", "status": {"commonStatus": "ERROR"}, "shiny": 1, "priority": 10}


def members(logs: Logs) -> list[object]:
    return [line["members"] for line in logs if line["event"] == "unknown_members"]


def words(logs: Logs) -> list[tuple[object, object]]:
    return [(line["kind"], line["word"]) for line in logs if line["event"] == "unknown_word"]


async def v2(engine: Engine) -> None:
    engine.says("/api/v2/plan/job/j1", V2_JOB)
    engine.says("/api/v2/plan/job", {"results": [V2_JOB, {**V2_JOB, "newer": None}]})


async def v1(engine: Engine) -> None:
    await as_v1(engine)
    engine.says("/plan/current/job/j1", V1_JOB)
    engine.says("/plan/current/job/query", [V1_JOB, {**V1_JOB, "id": "j2", "newer": None}])


BOTH = pytest.mark.parametrize("serve", [v2, v1])


@BOTH
async def test_a_member_that_nobody_knows_is_told_once(
    engine: Engine, client: HwaClient, time: Time, serve: Callable[[Engine], Awaitable[None]]
) -> None:
    await serve(engine)
    with capture_logs() as logs:
        for _ in range(3):
            assert (await client.job("j1")).status.common is CommonStatus.ERROR
            time.pass_by(10)
    assert members(logs) == [["shiny"]]
    time.pass_by(3600)
    with capture_logs() as logs:
        assert len((await client.jobs(JobQuery())).items) == 2
    assert members(logs) == [["newer"]], "another one, an hour later; the first is not told again"


async def test_a_big_answer_is_not_looked_through(engine: Engine, client: HwaClient) -> None:
    engine.says("/api/v2/plan/job/j1", {**V2_JOB, "huge": "x" * BIGGEST})
    with capture_logs() as logs:
        assert (await client.job("j1")).name == "PAY01"
    assert members(logs) == []


async def test_many_odd_names_make_one_short_line(engine: Engine, client: HwaClient) -> None:
    engine.says("/api/v2/plan/job/j1", {**V2_JOB, **{"y" * 500 + str(n): n for n in range(100)}})
    with capture_logs() as logs:
        await client.job("j1")
    (told,) = members(logs)
    assert isinstance(told, list) and len(told) == 20 and max(map(len, told)) <= 60


async def test_v1_gets_back_what_it_sent(engine: Engine, client: HwaClient) -> None:
    """A priority is changed by sending the whole job: members that nobody knows stay in it."""
    await as_v1(engine)
    sent: list[object] = []

    async def job(request: web.Request) -> web.Response:
        if request.method == "PUT":
            sent.append(await request.json())
        return web.json_response(V1_JOB)

    engine.answers["/plan/current/job/j1"] = job
    await client.change_priority(await client.job("j1"), MARIA, priority=20)
    assert sent == [{**V1_JOB, "priority": 20}]


@BOTH
async def test_a_word_that_nobody_knows_is_kept_and_told_once(
    engine: Engine, client: HwaClient, time: Time, serve: Callable[[Engine], Awaitable[None]]
) -> None:
    await serve(engine)
    own = "MUSING" if serve is v2 else "PONDERING"
    state = {"commonStatus": "WAITING", "internalStatus": own}
    engine.says("/plan/current/job/j1", {"id": "j1", "status": state})
    composite = {"lastRunCommonStatus": "WAITING", "lastRunCompositeStatus": {"status": own}}
    engine.says("/api/v2/plan/job/j1", {"id": "j1", **composite})
    with capture_logs() as logs:
        for _ in range(3):
            job = await client.job("j1")
            assert (job.status.common, job.status.internal) == (CommonStatus.WAITING, own)
            time.pass_by(10)
    assert words(logs) == [("status", own)]


async def test_words_of_other_kinds(engine: Engine, client: HwaClient) -> None:
    alert = {"criticalNetworkInfo": {"criticalJobInfo": {"alertLevel": "DIRE"}}}
    engine.says("/plan/current/criticaljob/query", [{"id": "j1", **alert}, {"id": "j2", **alert}])
    engine.says("/api/v2/plan/job", {"results": []})
    stations = [{"id": str(n), "name": str(n), "type": "SATELLITE"} for n in range(2)]
    engine.says("/api/v2/plan/workstation", {"results": stations})
    with capture_logs() as logs:
        assert {c.risk for c in await client.critical_jobs()} == {RiskLevel.UNKNOWN}
        assert {w.kind for w in (await client.workstations()).items} == {"SATELLITE"}
    assert words(logs) == [("risk", "DIRE"), ("workstation", "SATELLITE")]


@pytest.mark.parametrize("version", ["10.2.5.00", "9.5"])
def test_nothing_is_new_that_the_contract_names(version: str) -> None:
    logs = everything(version).logs
    assert members(logs) == [] and words(logs) == []
