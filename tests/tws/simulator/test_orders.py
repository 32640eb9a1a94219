"""Orders and scripted failures: the same ones at the same instants give the same plan; history stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tws.simulator import Simulator
from tws.simulator.bank import make_bank
from tws.simulator.orders import Order
from tws.simulator.plan import PlanBook
from tws.simulator.play import Play
from tws.simulator.snapshot import Snapshot
from tws.simulator.timeline import StreamInstance

EVENING = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
FAILS = datetime(2026, 3, 5, 4, 10, tzinfo=UTC)
V2 = "/twsd/api/v2"


class Hand:
    def __init__(self, now: datetime = EVENING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def words(book: PlanBook, at: float) -> dict[str, str]:
    snapshot = Snapshot(book.at(at), at)
    return {job.id: snapshot.job(job).internal for job in snapshot.plan.jobs}


def test_orders_change_what_comes_and_never_what_was() -> None:
    plain, ordered = (PlanBook(make_bank(7, 400), 7) for _ in range(2))
    at = FAILS.timestamp()
    jobs = ordered.at(at).jobs
    verbs = ("hold", "cancel", "kill", "confirm-succ", "confirm-abend", "rerun", "release")
    for number, job in enumerate(jobs):
        ordered.obey(job.stream, Order(at, verbs[number % len(verbs)], job.id))
    for minutes in (0, 20, 60, 200):
        before = at - minutes * 60 - 1
        assert words(plain, before) == words(ordered, before)
    assert words(plain, at + 600) != words(ordered, at + 600)


def test_a_day_that_was_forgotten_comes_back_with_its_orders() -> None:
    book = PlanBook(make_bank(7, 60), 7)
    at = FAILS.timestamp()
    job = next(j for j in book.at(at).jobs if j.definition.name == "TS_LOAD_HOURS")
    book.obey(job.stream, Order(at, "fail", job.id, "disk_full"))
    then = words(book, at + 60)
    for day in range(1, 9):
        book.at(at + day * 86_400)
    assert words(book, at + 60) == then and then[job.id] == "ABEND"


def test_an_order_that_comes_while_the_day_is_played_again_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    book = PlanBook(make_bank(7, 0), 7, calm=True)
    at = FAILS.timestamp()
    job = next(j for j in book.at(at).jobs if j.definition.name == "FINANCE_PAYROLL")
    look, orders = Play._look_at_stream, [Order(at, "hold", job.id)]

    def look_late(play: Play, stream: StreamInstance) -> None:
        if orders and job.stream in play.inside:
            book.obey(job.stream, orders.pop())
        look(play, stream)

    monkeypatch.setattr(Play, "_look_at_stream", look_late)
    book.order_station("AGT_DWH01", at, "limit", 3)
    assert job.holds and not job.runs


def test_a_failure_is_scripted_for_the_coming_night() -> None:
    simulator = Simulator(clock=Hand(), calm=True)
    simulator.fail("TS_LOAD_HOURS", at=FAILS, kind="disk_full", succeeds_on_rerun=False)
    book = simulator.engine.book
    at = FAILS.timestamp()
    job = next(j for j in book.at(at).jobs if j.definition.name == "TS_LOAD_HOURS")
    assert words(book, at - 1)[job.id] == "EXEC" and words(book, at)[job.id] == "ABEND"
    book.obey(job.stream, Order(at + 100, "rerun", job.id))
    assert [r.failure for r in job.runs] == ["disk_full", "disk_full"]
    tomorrow = next(j for j in book.at(at + 86_400).jobs if j.definition.name == "TS_LOAD_HOURS")
    assert [r.outcome for r in tomorrow.runs] == ["SUCC"]


@pytest.mark.parametrize(
    ("name", "at", "kind", "error"),
    [
        ("TS_LOAD_HOURS", EVENING - timedelta(hours=1), "disk_full", ValueError),
        ("TS_LOAD_HOURS", FAILS - timedelta(hours=1), "disk_full", ValueError),
        ("NO_SUCH_JOB", FAILS, "disk_full", ValueError),
        ("TS_LOAD_HOURS", FAILS, "no_such_kind", KeyError),
    ],
)
def test_what_cannot_fail_is_told(name: str, at: datetime, kind: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Simulator(clock=Hand(), calm=True).fail(name, at=at, kind=kind)


def test_on_a_calm_day_nothing_fails() -> None:
    book = PlanBook(make_bank(7, 400), 7, calm=True)
    assert "ABEND" not in words(book, EVENING.timestamp()).values()


async def test_wrong_requests_change_nothing() -> None:
    simulator = Simulator(clock=Hand(), calm=True)
    base = await simulator.start()
    async with httpx.AsyncClient(base_url=base, auth=("wauser", "wauser")) as client:
        job = (await client.get(f"{V2}/plan/job", params={"limit": 1})).json()["results"][0]
        run, prompt = job["jobruns"][-1]["id"], (await client.get(f"{V2}/plan/prompt")).json()["results"][0]["id"]
        rerun, reply = f"{V2}/plan/job/run/{run}/action/rerun", f"{V2}/plan/prompt/{prompt}/action/reply"
        tries = [
            (await client.put(rerun), 415),
            (await client.put(rerun, content="{", headers={"Content-Type": "application/json"}), 400),
            (await client.put(rerun, json=[]), 400),
            (await client.post(rerun, json={}), 405),
            (await client.put(f"{V2}/plan/job/{job['id']}/action/rerun", json={}), 404),
            (await client.put(f"{V2}/plan/job/nobody/action/hold"), 404),
            (await client.put(reply, json={"answer": "yes"}), 400),
            (await client.put("/twsd/plan/current/prompt/x/action/reply"), 404),
            (await client.post("/twsd/model/jobhistoryrun/query", json={"filters": []}), 400),
        ]
        assert [answer.status_code for answer, _ in tries] == [status for _, status in tries]
        assert (await client.get(f"{V2}/plan/prompt/{prompt}")).json()["id"] == prompt
        assert (await client.get(f"{V2}/plan/prompt/nobody")).status_code == 404
        bad_range = {"filters": {"jobHistoryRunFilter": {"runDateRange": {"rangeStart": 5}}}}
        assert (await client.post("/twsd/model/jobhistoryrun/query", json=bad_range)).status_code == 400
    assert simulator.engine.book.journal == {}
    await simulator.stop()


async def test_release_10_1_has_walks_and_no_prompts() -> None:
    simulator = Simulator(clock=Hand(FAILS), calm=True, version="10.1.0.1")
    base = await simulator.start()
    async with httpx.AsyncClient(base_url=base, auth=("viewer", "viewer")) as client:
        found = await client.get(f"{V2}/plan/job", params={"oql": "name = 'TS_LOAD_HOURS'"})
        path = f"{V2}/plan/job/{found.json()['results'][0]['id']}"
        near = (await client.get(f"{path}/successors")).json()["count"]
        far = (await client.get(f"{path}/successors", params={"depth": 50})).json()["results"]
        assert near == 2 and "FINANCE_PAYROLL" in {j["name"] for j in far}
        assert (await client.get(f"{path}/predecessors")).json()["count"] == 2
        assert (await client.get(f"{V2}/plan/prompt")).status_code == 404
    await simulator.stop()
