"""The simulated engine: its plan, its logs, and both APIs over real sockets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tws.simulator import Simulator
from tws.simulator.bank import make_bank
from tws.simulator.failures import all_failures
from tws.simulator.joblog import LogWriter
from tws.simulator.oql import OqlError, parse_oql
from tws.simulator.oql_fields import job_fields
from tws.simulator.plan import PlanBook
from tws.simulator.snapshot import Snapshot

NOON = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
BOOK = PlanBook(make_bank(7, 400), 7)
V2 = "/twsd/api/v2"


def look(moment: datetime = NOON, book: PlanBook = BOOK) -> Snapshot:
    return Snapshot(book.at(moment.timestamp()), moment.timestamp())


def words(snapshot: Snapshot) -> dict[str, str]:
    return {job.id: snapshot.job(job).internal for job in snapshot.plan.jobs}


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulator = Simulator(clock=lambda: NOON, api_key="key-of-the-bot")
    yield simulator
    await simulator.stop()


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    base = await simulator.start()
    async with httpx.AsyncClient(base_url=base, auth=(simulator.user, simulator.password)) as client:
        yield client


def test_same_seed_and_instant_give_the_same_plan_whatever_was_asked_before() -> None:
    other = PlanBook(make_bank(7, 400), 7)
    look(NOON + timedelta(days=3), other)
    assert words(look()) == words(look(NOON, other))
    assert words(look()) != words(look(NOON, PlanBook(make_bank(8, 400), 8)))


def test_the_plan_never_runs_dry() -> None:
    start = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
    for hour in range(49):
        snapshot = look(start + timedelta(hours=hour))
        common = Counter(str(snapshot.job(job).common) for job in snapshot.plan.jobs)
        states = [snapshot.job(job) for job in snapshot.plan.jobs]
        recent = [s for s in states if s.common == "ERROR" and s.run and s.run.end > snapshot.now - 4 * 3600]
        assert common["RUNNING"] > 0 and common["WAITING"] > 0 and common["SUCCESSFUL"] > 0, (hour, common)
        assert 1 <= len(recent) <= 15, (hour, len(recent))


def test_successors_of_a_failed_job_wait() -> None:
    snapshot = look()
    failed = [j for j in snapshot.plan.jobs if snapshot.job(j).common == "ERROR" and j.successors]
    assert failed
    for successor in (s for job in failed for s in job.successors):
        assert snapshot.job(successor)[1:3] == ("HOLD", "HOLD_WAITING_FOR_PREDECESSOR")


def test_some_jobs_were_rerun_and_payroll_recovers() -> None:
    plan = look().plan
    assert any(len(job.runs) > 1 for job in plan.jobs)
    for day in range(10):
        jobs = look(NOON + timedelta(days=day)).plan.jobs
        payroll = next(j for j in jobs if j.definition.name == "FINANCE_PAYROLL")
        assert payroll.runs[-1].outcome == "SUCC" and payroll.definition.critical and payroll.deadline


def test_a_bank_of_ten_thousand_jobs() -> None:
    assert len(look(NOON, PlanBook(make_bank(7, 10_000), 7, calm=True)).plan.jobs) >= 10_000


def test_logs_have_the_layout() -> None:
    zone, seen = BOOK.zone, set[str]()
    for day in range(8):
        for job in look(NOON + timedelta(days=day)).plan.jobs:
            for run in job.runs:
                lines = LogWriter(job, run, zone).lines(run.end)
                assert re.fullmatch(r"=+", lines[0])
                assert re.match(r"= JOB\s*:\s*[^#]+#.+?\[\([^)]*\),\s*\([^)]*\)\]\..+$", lines[1])
                exits = [m[1] for line in lines if (m := re.match(r"= Exit Status\s*:\s*(-?\d+)", line))]
                assert exits == ([] if run.outcome == "FAIL" else [str(run.return_code)])
                seen.add(run.failure)
    assert len(seen) >= 15 and len(all_failures()) >= 15


def test_log_of_a_running_job_has_no_footer_and_grows() -> None:
    snapshot = look()
    job = next(j for j in snapshot.plan.jobs if snapshot.job(j).internal == "EXEC")
    run = snapshot.job(job).run
    assert run
    now, later = (LogWriter(job, run, BOOK.zone).lines(t) for t in (snapshot.now, run.end))
    assert later[: len(now)] == now and not any("Exit Status" in line for line in now)


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["name", "=", "!=", "'A'", "(", ")", "IN", "[", "]", ",", "AND", "OR", "NOT", "LIKE", "1", "null"]
        )
    ).map(" ".join)
)
def test_any_text_is_a_query_or_an_oql_error(text: str) -> None:
    snapshot = look()
    try:
        query = parse_oql(text, job_fields(snapshot))
    except OqlError:
        return
    assert isinstance(query.matches(snapshot.plan.jobs[0]), bool)


async def test_both_apis_agree(client: httpx.AsyncClient) -> None:
    v1 = (await client.post("/twsd/plan/current/job/query", json={})).json()
    answer = (await client.get(f"{V2}/plan/job")).json()
    assert len(v1) == answer["count"] == len(answer["results"])
    assert Counter(j["status"]["commonStatus"] for j in v1) == Counter(
        j["lastRunCommonStatus"] for j in answer["results"]
    )
    count = await client.get(
        f"{V2}/plan/job/count", params={"plan_filter": "/@/@#/@/@.@", "grouping_filters": "status"}
    )
    assert count.json()["count"] == len(v1) == sum(count.json()["groupedCount"].values())


@pytest.mark.parametrize(
    ("oql", "names"),
    [
        ("name = 'FINANCE_PAYROLL'", 1),
        ("name LIKE 'FINANCE_PAY@' AND jobOptions.critical = true ORDER BY key.name DESC", 1),
        ("name IN ['FINANCE_PAYROLL', 'GL_LOCK_PERIOD'] and priority > '0'", 2),
        ("(name = 'FINANCE_PAYROLL' OR name = 'X') AND name NOT LIKE 'GL@'", 1),
        ("name = 'finance_payroll'", 0),
    ],
)
async def test_oql(client: httpx.AsyncClient, oql: str, names: int) -> None:
    answer = await client.get(f"{V2}/plan/job", params={"oql": oql})
    assert answer.json()["count"] == names


@pytest.mark.parametrize("oql", ["key.name = 'X'", "name ~ 'X'", "(" * 500, "name = ", "priority > 'high'"])
async def test_bad_oql(client: httpx.AsyncClient, oql: str) -> None:
    answer = await client.get(f"{V2}/plan/job", params={"oql": oql})
    assert answer.status_code == 400 and "OQL_FILTER_SYNTAX_ERROR" in answer.json()["messages"][0]


async def test_v2_pages(client: httpx.AsyncClient) -> None:
    first = (await client.get(f"{V2}/plan/job", params={"limit": 2})).json()
    second = (await client.get(first["next"])).json()
    assert "previous" not in first and second["previous"]
    assert len({j["id"] for j in first["results"] + second["results"]}) == 4


async def test_v1_pages(client: httpx.AsyncClient) -> None:
    path = "/twsd/plan/current/job/query"
    first = await client.post(path, json={}, headers={"How-Many": "2", "Id-Encoding": "0"})
    headers = {"How-Many": "2", "Id-Encoding": "0", "Last-Object": first.headers["Last-Object"]}
    second = await client.post(path + "_next", json={}, headers=headers)
    assert first.headers["How-Many-Returned"] == "2" and ";" in first.json()[0]["id"]
    assert len({j["id"] for j in first.json() + second.json()}) == 4


async def test_job_logs_of_both_apis(client: httpx.AsyncClient) -> None:
    found = await client.get(f"{V2}/plan/job", params={"oql": "jobruns.compositeStatus.status = 'ABEND'", "limit": 1})
    job = found.json()["results"][0]
    text = await client.get(f"{V2}/plan/job/run/{job['jobruns'][-1]['id']}/joblog", params={"to_line": 3})
    assert text.headers["content-type"] == "text/plain; charset=utf-8" and len(text.text.splitlines()) == 3
    query = {
        "filters": {
            "jobInPlanFilter": {"jobName": job["name"], "jobStreamName": job["jobStreamName"], "statusList": ["ERROR"]}
        }
    }
    record = (await client.post("/twsd/plan/current/job/query", json=query)).json()[0]
    page = await client.get(f"/twsd/plan/current/job/{record['id'].replace('=', '%3D')}/joblog")
    assert page.json()["lastPage"] and "Exit Status" in page.json()["log"]


@pytest.mark.parametrize("name", ["jobstream", "workstation", "criticaljob", "prompt", "resource"])
async def test_v1_queries_answer_arrays(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.post(f"/twsd/plan/current/{name}/query", json={"filters": {}})
    assert answer.status_code == 200 and len(answer.json()) > 0


@pytest.mark.parametrize("name", ["jobstream", "workstation", "resource", "prompt"])
async def test_v2_queries_answer_envelopes(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"{V2}/plan/{name}")).json()["count"] > 0


async def test_login(client: httpx.AsyncClient) -> None:
    refused = await client.get("/twsd/engine/info", auth=("wauser", "wrong"))
    assert refused.status_code == 401 and "Basic" in refused.headers["WWW-Authenticate"]
    async with httpx.AsyncClient(base_url=client.base_url) as stranger:
        bearer = {"Authorization": "Bearer key-of-the-bot"}
        assert (await stranger.get("/twsd/engine/info", headers=bearer)).status_code == 200
        assert (await stranger.get("/metrics")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/twsd/v1/plan/job", "/twsd/plan/current/query", f"{V2}/login", f"{V2}/plan/job/nobody"]
)
async def test_paths_that_do_not_exist(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_wrong_verb_and_wrong_content(client: httpx.AsyncClient) -> None:
    assert (await client.delete(f"{V2}/plan/job")).status_code == 405
    assert (await client.post("/twsd/plan/current/job/query", content="x")).status_code == 415


async def test_faults(simulator: Simulator, client: httpx.AsyncClient) -> None:
    simulator.faults.status, simulator.faults.times = 503, 1
    assert [(await client.get("/twsd/engine/info")).status_code for _ in range(2)] == [503, 200]
    simulator.faults.clear()
    simulator.faults.drop = True
    with pytest.raises(httpx.TransportError):
        await client.get("/twsd/engine/info")


async def test_release_9_5_has_no_v2() -> None:
    simulator = Simulator(clock=lambda: NOON, version="9.5")
    base = await simulator.start()
    async with httpx.AsyncClient(base_url=base, auth=("wauser", "wauser")) as client:
        assert (await client.get(f"{V2}/engine/info")).status_code == 404
        assert (await client.get("/twsd/engine/info")).json()["displayVersion"] == "9.5"
    await simulator.stop()
