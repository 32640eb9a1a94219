"""What Prometheus reads of the scheduler client."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.checks import engine
from bot.health import State
from bot.vitals import Vitals
from tws.client.cache import Figures, Keeping
from tws.fake import FakeScheduler


@dataclass
class Measured(FakeScheduler):
    breakers: dict[str, str] = field(default_factory=lambda: {"mdm:31116": "closed"})
    figures: Figures = field(default_factory=lambda: Figures(hits=7, misses=3, shared=2, items=5, size=900))
    keeping: Keeping = field(default_factory=Keeping)

    def forget_all(self) -> int:
        return 5


def lines(vitals: Vitals) -> set[str]:
    return set(vitals.exposition().decode().splitlines())


def test_breakers_and_cache_are_told_by_engine() -> None:
    vitals, scheduler = Vitals(), Measured()
    vitals.measure(scheduler, "prod")
    vitals.measure(FakeScheduler(), "test")
    told = lines(vitals)
    assert 'resync_scheduler_breaker{engine="prod",host="mdm:31116",state="closed"} 1.0' in told
    assert 'resync_scheduler_breaker{engine="prod",host="mdm:31116",state="open"} 0.0' in told
    assert {'resync_cache_hits_total{engine="prod"} 7.0', 'resync_cache_bytes{engine="prod"} 900.0'} <= told
    assert {'resync_cache_shared_total{engine="prod"} 2.0', 'resync_cache_items{engine="prod"} 5.0'} <= told
    assert not any('engine="test"' in line for line in told), "a client that tells nothing is left out"
    scheduler.breakers["mdm:31116"] = "open"
    assert 'resync_scheduler_breaker{engine="prod",host="mdm:31116",state="open"} 1.0' in lines(vitals)


async def test_health_says_which_masters_are_asked() -> None:
    one = await engine(Measured())
    assert (one.state, one.detail) == (State.OK, "test plan, version 10.2.5.00")
    two = await engine(Measured(breakers={"mdm:31116": "open", "bkm:31116": "closed"}))
    assert two.state is State.DEGRADED
    assert two.detail.endswith("masters: mdm:31116 does not answer, left alone for some seconds, bkm:31116 asked")
    plain = await engine(FakeScheduler())
    assert (plain.state, plain.detail) == (State.OK, "test plan, version 10.2.5.00")


async def test_the_bots_own_client_can_be_measured() -> None:
    from tws.client import Connection, HwaClient
    from tws.measured import Measured as Face

    client = HwaClient(Connection("https://mdm:31116"))
    assert isinstance(client, Face) and client.forget_all() == 0 and client.keeping.items == 100_000
    await client.close()
