"""The trail in the chat, the rounds, and what health says of each part."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.coordination.face import CoordinationLost
from bot.health import Finding, Health, State, worst
from bot.reply import Reply, Table
from bot.rounds import Round, Rounds
from bot.turn import Person
from tests.bot.bench import Bench, open_bench
from tests.chat import ANA, BOB, text
from tests.plans import FAILED, NOW, clock, job, night
from tws.errors import SchedulerAway
from tws.fake import FakeScheduler


@pytest.fixture
def plan() -> FakeScheduler:
    return night()


@pytest.fixture
async def bench(plan: FakeScheduler, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(plan, tmp_path) as opened:
        yield opened


async def test_the_trail_of_the_day_for_an_admin(bench: Bench) -> None:
    form = await bench.chat.says("rerun CARDS_SETTLE because space was freed", BOB)
    await bench.chat.fills(form, "Rerun now", BOB, reason="space was freed")
    await bench.look()
    bench.now += timedelta(minutes=1)
    told = text(await bench.chat.says("audit report of the last 24 hours", BOB))
    assert "Audit trail" in told and "The ledger's chain is whole" in told
    assert "CARDS_SETTLE" in told and "rerun" in told and "Bob" in told


async def test_the_trail_tells_each_step_with_its_reason(bench: Bench, plan: FakeScheduler) -> None:
    plan.all_jobs += (job("PAY_CALC", FAILED, stream="PAY", critical=True),)
    form = await bench.chat.says("rerun PAY_CALC because space was freed", ANA)
    await bench.chat.fills(form, "Pedir aprovação", ANA, reason="space was freed")
    bench.now += timedelta(minutes=31)
    await bench.look()
    await bench.chat.says("rerun CARDS_SETTLE because I like to", Person("U9", "Eve"))
    await bench.app.services.ledger.close()
    bench.now += timedelta(minutes=1)
    rows = trail_rows(await bench.chat.says("audit", BOB, command=True))
    assert [(row[1], row[2], row[4], row[5]) for row in rows] == [
        ("Ana", "rerun", "approval asked", "space was freed"),
        ("Resync", "rerun", "expired, not sent", "space was freed"),
        ("Eve", "rerun", "not allowed, nothing done", "no_role"),
    ]


async def test_the_trail_asks_the_ledger_once_for_all_its_rows(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        await bench.chat.says("rerun CARDS_SETTLE because I like to", Person("U9", "Eve"))
    ledger, asked = bench.app.services.ledger, []
    await ledger.close()
    await ledger.start()
    bench.now += timedelta(minutes=1)
    really = ledger.events

    async def events(**given: Any) -> Any:
        asked.append(given)
        return await really(**given)

    monkeypatch.setattr(ledger, "events", events)
    rows = trail_rows(await bench.chat.says("audit", BOB, command=True))
    assert len(rows) == 6 and {row[4] for row in rows} == {"not allowed, nothing done"}
    assert len([given for given in asked if "since" not in given]) == 1


def trail_rows(reply: Reply) -> tuple[tuple[str, ...], ...]:
    return next(block.rows for block in reply.blocks if isinstance(block, Table))


async def test_the_trail_is_not_for_everybody(bench: Bench) -> None:
    told = text(await bench.chat.says("relatório de auditoria das últimas 24 horas", ANA))
    assert "administrador" in told and "Nada foi feito" in told


async def test_a_changed_row_is_told(bench: Bench) -> None:
    await bench.chat.says("rerun CARDS_SETTLE because I like to", ANA)
    await bench.app.services.ledger.close()
    async with bench.app.database.begin() as connection:
        await connection.execute(sql("UPDATE ledger SET who = 'Nobody' WHERE seq = 1"))
    assert "BROKEN" in text(await bench.chat.says("audit", BOB, command=True))


async def test_each_round_fails_alone_and_recovers() -> None:
    ran: list[str] = []
    broken = True

    async def bad() -> None:
        if broken:
            raise OSError("disk is full")

    async def good() -> None:
        ran.append("good")

    rounds = Rounds((Round("bad", 1, bad), Round("good", 1, good)))
    await rounds.once()
    assert rounds.faults == {"bad": "disk is full"} and ran == ["good"]
    broken = False
    await rounds.once()
    assert rounds.faults == {}


async def test_rounds_go_on_after_a_fault_and_stop_when_told() -> None:
    looks, thrice = 0, asyncio.Event()

    async def bad() -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            thrice.set()
        raise OSError

    rounds = Rounds((Round("bad", 0.001, bad),))
    rounds.start()
    await asyncio.wait_for(thrice.wait(), 5)
    await rounds.close()
    assert looks >= 3 and "bad" in rounds.faults


async def test_health_of_a_house_that_is_well(bench: Bench) -> None:
    found = await bench.app.services.health.checks()
    assert {name: found[name].state for name in ("app", "tws", "redis", "database", "outbox", "ledger", "model")} == {
        "app": State.OK,
        "tws": State.OK,
        "redis": State.OFF,
        "database": State.OK,
        "outbox": State.OK,
        "ledger": State.OK,
        "model": State.OFF,
    }


async def test_redis_gone_in_the_night_is_degraded_and_people_are_answered(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: Any, **__: Any) -> None:
        raise CoordinationLost("Redis does not answer (TimeoutError). Nothing was claimed.")

    from bot import checks
    from bot.settings import Settings, Storage

    app = bench.app
    for call in ("ping", "claim", "lease"):
        monkeypatch.setattr(app.coordination, call, gone)
    settings = Settings(storage=Storage(redis_url="redis://127.0.0.1:1/0"))
    checks.fill(app.services, app.database, app.coordination, app.outbox, app.rounds, settings)
    found = await app.services.health.check("redis")
    assert found.state is State.DEGRADED and "twice" in found.detail
    assert "CARDS_SETTLE: failed" in text(await bench.chat.says("status CARDS_SETTLE", command=True))
    await bench.look()


async def test_the_scheduler_and_the_ledger_down(
    bench: Bench, plan: FakeScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.fault = SchedulerAway("Connection refused by mdm:31116.")
    await bench.app.services.ledger.close()
    found = await bench.app.services.health.checks()
    assert found["tws"] == Finding(State.DOWN, "Connection refused by mdm:31116.")
    assert found["ledger"].state is State.DOWN and worst(found) is State.DOWN


async def test_a_crowded_outbox_is_degraded(bench: Bench) -> None:
    from bot.reply import Reply, Text
    from bot.turn import Place

    for n in range(101):
        await bench.app.outbox.show(f"x{n}", Place("teams", "19:x"), Reply((Text("x"),)))
    found = await bench.app.services.health.check("outbox")
    assert found == Finding(State.DEGRADED, "101 waiting")


async def test_a_check_that_hangs_or_breaks_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs() -> Finding:
        await asyncio.Event().wait()
        raise AssertionError

    async def breaks() -> Finding:
        raise RuntimeError("cannot connect\n[SQL: SELECT secret]")

    monkeypatch.setattr("bot.health.SECONDS", 0.01)
    health = Health({"hangs": hangs, "breaks": breaks}, clock)
    found = await health.checks()
    assert found["hangs"].state is State.DOWN and "no answer within" in found["hangs"].detail
    assert found["breaks"] == Finding(State.DOWN, "cannot connect")
    assert list(health.past) == [(NOW, State.DOWN)]


async def test_no_part_at_all_is_well() -> None:
    assert worst({}) is State.OK and worst({"model": Finding(State.OFF)}) is State.OK
