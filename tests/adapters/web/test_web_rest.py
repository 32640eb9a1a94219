"""REST: health, status, agents, metrics and the audit trail, over a real socket."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.web.house import LedgerReports
from audit.entry import Entry
from audit.ledger import Ledger
from bot.health import Finding, State
from tests.adapters.web.house import WELL, House, Vitals, a_house, health
from tests.adapters.web.scripted import HandClock
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SICK = {**WELL, "redis": Finding(State.DOWN, "connection refused at 10.0.0.7"), "model": Finding(State.OFF)}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as house:
        yield house


@pytest.mark.parametrize("name", ["app", "tws", "redis", "full"])
async def test_all_is_well(house: House, name: str) -> None:
    response = await house.client.get(f"/api/health/{name}")
    assert (response.status, (await response.json())["state"]) == (200, "ok")


async def test_redis_is_gone(tmp_path: Path) -> None:
    async with a_house(tmp_path, health=health(SICK, HandClock())) as house:
        response = await house.client.get("/api/health/redis")
        assert (response.status, (await response.json())["state"]) == (503, "down")
        full = await house.client.get("/api/health/full", headers=await house.bearer("rui"))
        told = await full.json()
        assert (full.status, told["state"]) == (503, "down")
        assert told["checks"]["redis"] == {"state": "down", "detail": "connection refused at 10.0.0.7"}
        assert told["checks"]["model"]["state"] == "off"
        assert (await house.client.get("/api/health/app")).status == 200


async def test_strangers_learn_no_details(tmp_path: Path) -> None:
    async with a_house(tmp_path, health=health(SICK, HandClock())) as house:
        for name in ("redis", "full"):
            assert "10.0.0.7" not in await (await house.client.get(f"/api/health/{name}")).text()


async def test_a_part_that_is_not_set_up_is_off(tmp_path: Path) -> None:
    async with a_house(tmp_path, health=health({"app": WELL["app"]}, HandClock())) as house:
        response = await house.client.get("/api/health/redis")
        assert (response.status, (await response.json())["state"]) == (200, "off")


async def test_status_is_the_plans_own_with_source_and_time(tmp_path: Path) -> None:
    scheduler = FakeScheduler()
    async with a_house(tmp_path, scheduler=scheduler) as house:
        told = await (await house.client.get("/api/status", headers=await house.bearer("rui"))).json()
        assert told["source"] == scheduler.source
        assert told["as_of"] == "2026-11-21T09:00:00+00:00"
        assert told["plan"]["run_number"] == (await scheduler.plan_info()).run_number
        assert told["jobs"] == {status.value: count for status, count in (await scheduler.job_counts()).items()}
        scheduler.fault = SchedulerAway("connection refused")
        away = await house.client.get("/api/status", headers=await house.bearer("rui"))
        assert (away.status, away.headers["Retry-After"]) == (503, "15")
        assert "connection refused" in (await away.json(content_type="application/problem+json"))["detail"]


async def test_agents(house: House) -> None:
    headers = await house.bearer("rui")
    (agent,) = (await (await house.client.get("/api/agents", headers=headers)).json())["agents"]
    assert (agent["id"], agent["state"]) == ("analyst", "no model")
    assert await (await house.client.get("/api/agents/analyst", headers=headers)).json() == agent
    assert (await house.client.get("/api/agents/ghost", headers=headers)).status == 404


@pytest.mark.parametrize("path", ["/api/status", "/api/audit/events", "/api/audit/report"])
async def test_what_is_not_running_is_said_so(house: House, path: str) -> None:
    assert (await house.client.get(path, headers=await house.bearer())).status == 503


async def test_metrics_count_and_tell(tmp_path: Path) -> None:
    async with a_house(tmp_path, metrics_token="scrape-me", vitals=Vitals(b"resync_outbox_waiting 3.0\n")) as house:
        await house.client.get("/api/agents/one", headers=await house.bearer())
        await house.client.get("/api/agents/two", headers=await house.bearer())
        assert (await house.client.get("/api/metrics", headers={"Authorization": "Bearer scrape-you"})).status == 401
        response = await house.client.get("/api/metrics", headers={"Authorization": "Bearer scrape-me"})
        text = await response.text()
        assert response.content_type == "text/plain"
        assert "\nresync_outbox_waiting 3.0\n" in text
        assert 'resync_http_requests_total{method="GET",route="/api/agents/{id}",status="404"} 2.0' in text
        assert "agents/one" not in text


@pytest.fixture
async def audited(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as base:
        ledger = Ledger(base.database, base.clock)
        await ledger.start()
        for hours, kind, who in ((50, "turn", "rui"), (5, "turn", "ana"), (1, "action", "ana")):
            at = NOW - timedelta(hours=hours)
            await ledger.record(Entry(kind, who, "web", "PAYROLL", {"intent": "job_status"}, at))
        reports = LedgerReports(ledger, base.reviews.memories)
        async with a_house(tmp_path, events=ledger, reports=reports) as house:
            yield house
        await ledger.close()


async def seqs(house: House, query: str) -> list[int]:
    response = await house.client.get(f"/api/audit/events?{query}", headers=await house.bearer())
    assert response.status == 200, await response.text()
    return [event["seq"] for event in (await response.json())["events"]]


async def test_events_by_time_kind_and_person(audited: House) -> None:
    assert await seqs(audited, "") == [3, 2, 1]
    assert await seqs(audited, "since=1d") == [3, 2]
    assert await seqs(audited, "since=2026-11-21T07:00:00Z") == [3]
    assert await seqs(audited, "until=2026-11-21T07:00:00Z&kind=turn") == [2, 1]
    audited.clock.pass_seconds(900)
    assert await seqs(audited, "who=rui") == [1]
    assert await seqs(audited, "limit=1") == [3]
    assert await seqs(audited, "limit=1&before=3") == [2]


BAD = ["since=yesterday", "since=2026-11-21T07:00:00", "since=5", "since=P9999Y", "since=99999w", "limit=0", "limit=x"]
BAD += ["limit=501", "before=-1", "until=0001-01-01T00:00:00Z", "who=" + "x" * 401, "a=b"]


async def test_a_bad_question_is_told_how(audited: House) -> None:
    headers = await audited.bearer()
    for query in BAD:
        response = await audited.client.get(f"/api/audit/events?{query}", headers=headers)
        assert response.status == 422, query
        assert "since and until" in (await response.json(content_type="application/problem+json"))["hint"]


@pytest.mark.parametrize(
    ("format", "kind"), [("md", "text/markdown"), ("csv", "text/csv"), ("json", "application/json")]
)
async def test_the_report(audited: House, format: str, kind: str) -> None:
    response = await audited.client.get(f"/api/audit/report?since=7d&format={format}", headers=await audited.bearer())
    text = await response.text()
    assert (response.status, response.content_type) == (200, kind)
    assert f'filename="resync-audit.{format}"' in response.headers["Content-Disposition"]
    assert "rui" in text and "ana" in text
    if format == "json":
        assert isinstance(json.loads(text), dict)


@pytest.mark.parametrize("query", ["since=9999d", "format=pdf", "since=1d&until=2d"])
async def test_a_report_of_no_time_or_kind(audited: House, query: str) -> None:
    assert (await audited.client.get(f"/api/audit/report?{query}", headers=await audited.bearer())).status == 422


async def test_a_fault_of_our_own_has_an_id_and_says_nothing_else(tmp_path: Path) -> None:
    class Broken:
        def status(self, language: str) -> tuple[()]:
            raise RuntimeError("secret inside")

    async with a_house(tmp_path, agents=Broken()) as house:
        response = await house.client.get("/api/agents", headers=await house.bearer())
        problem = await response.json(content_type="application/problem+json")
        assert (response.status, problem["correlation_id"]) == (500, response.headers["X-Correlation-Id"])
        assert "secret" not in json.dumps(problem)
