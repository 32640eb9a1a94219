"""The cache of plan reads over HTTP: its figures, what they advise, and clearing it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.web.rest.advice import advice_of, hit_rate
from audit.entry import Entry
from audit.errors import LedgerUnavailable
from audit.ledger import Ledger
from tests.adapters.web.house import House, a_house
from tws.client.cache import Figures, Keeping
from tws.fake import FakeScheduler


@dataclass
class Measured(FakeScheduler):
    breakers: dict[str, str] = field(default_factory=lambda: {"mdm:31116": "closed", "bkm:31116": "closed"})
    figures: Figures = field(default_factory=lambda: Figures(hits=800, misses=150, shared=50, items=5, size=900))
    keeping: Keeping = field(default_factory=Keeping)
    cleared: int = 0

    def forget_all(self) -> int:
        self.cleared += 1
        return 5


@pytest.fixture
def scheduler() -> Measured:
    return Measured()


@pytest.fixture
async def house(tmp_path: Path, scheduler: Measured) -> AsyncIterator[House]:
    async with a_house(tmp_path) as base:
        ledger = Ledger(base.database, base.clock)
        await ledger.start()
        async with a_house(tmp_path, scheduler=scheduler, events=ledger) as opened:
            yield opened
        await ledger.close()


async def test_the_figures_for_every_reader(house: House) -> None:
    response = await house.client.get("/api/cache/stats", headers=await house.bearer("rui"))
    told = await response.json()
    assert response.status == 200 and response.headers["Cache-Control"] == "no-store"
    assert (told["hits"], told["misses"], told["shared"], told["items"], told["bytes"]) == (800, 150, 50, 5, 900)
    assert told["hit_rate"] == 0.85 and told["most_items"] == 100_000
    assert (await house.client.get("/api/cache/stats")).status == 401


async def test_health_and_report_are_drawn_from_the_counters(house: House, scheduler: Measured) -> None:
    headers = await house.bearer("rui")
    told = await (await house.client.get("/api/cache/health", headers=headers)).json()
    assert told == {"state": "ok", "advice": []}
    scheduler.breakers["mdm:31116"] = "open"
    told = await (await house.client.get("/api/performance/report", headers=headers)).json()
    assert told["masters"] == {"mdm:31116": "open", "bkm:31116": "closed"}
    assert "mdm:31116 did not answer" in told["recommendations"][0]["seen"]
    told = await (await house.client.get("/api/cache/health", headers=headers)).json()
    assert told["state"] == "degraded"


async def test_an_admin_clears_it_and_the_ledger_knows(house: House, scheduler: Measured) -> None:
    response = await house.client.post("/api/cache/clear", headers=await house.bearer("ana"))
    assert (response.status, await response.json(), scheduler.cleared) == (200, {"cleared": 5}, 1)
    (event,) = (
        await (await house.client.get("/api/audit/events?kind=cache.cleared", headers=await house.bearer())).json()
    )["events"]
    assert (event["who"], event["where"], event["body"]) == ("ana", "web", {"items": "5"})


async def test_nobody_else_clears_it(house: House, scheduler: Measured) -> None:
    assert (await house.client.post("/api/cache/clear")).status == 401
    assert (await house.client.post("/api/cache/clear", headers=await house.bearer("rui"))).status == 403
    await house.sign_in("ana")
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert (await house.client.post("/api/cache/clear", headers=foreign)).status == 403
    assert (await house.client.get("/api/cache/clear", headers=house.origin)).status == 405
    assert scheduler.cleared == 0
    assert (await house.client.post("/api/cache/clear", headers=house.origin)).status == 200


async def test_what_cannot_be_recorded_is_not_done(tmp_path: Path, scheduler: Measured) -> None:
    class Full:
        async def record(self, entry: Entry) -> int:
            raise LedgerUnavailable("full")

    for ledger in (Full(), None):
        async with a_house(tmp_path, scheduler=scheduler, events=ledger) as house:
            response = await house.client.post("/api/cache/clear", headers=await house.bearer("ana"))
            assert (response.status, scheduler.cleared) == (503, 0)
            assert "nothing was cleared" in (await response.json(content_type="application/problem+json"))["detail"]


async def test_a_client_that_tells_nothing(tmp_path: Path) -> None:
    for scheduler in (None, FakeScheduler()):
        async with a_house(tmp_path, scheduler=scheduler) as house:
            assert (await house.client.get("/api/cache/stats", headers=await house.bearer())).status == 503


@pytest.mark.parametrize(
    ("figures", "about"),
    [
        (Figures(), []),
        (Figures(hits=10, misses=90), []),
        (Figures(hits=100, misses=900), ["cache"]),
        (Figures(hits=100, misses=900, stale=60), ["scheduler", "cache"]),
        (Figures(hits=900, misses=100, evicted=3, items=99_000), ["cache"]),
        (Figures(hits=900, misses=100, items=99_000), []),
    ],
)
def test_too_few_counts_advise_nothing(figures: Figures, about: list[str]) -> None:
    assert [advice.about for advice in advice_of(Measured(figures=figures))] == about


def test_the_rate_counts_shared_answers_as_saved() -> None:
    assert hit_rate(Figures(hits=1, shared=1, misses=2)) == 0.5 and hit_rate(Figures()) is None
