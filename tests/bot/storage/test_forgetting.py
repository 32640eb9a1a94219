"""What is over and old is dropped; what is open, young or still to be shown stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import conversation, forgetting
from bot.approvals.order import ENDED, State
from bot.forgetting import forget
from bot.storage.database import create_tables
from bot.storage.tables import cards, incidents, marks, orders, said, shown, watches
from bot.watch.incidents import Stage
from tests.chat import open_chat
from tests.plans import NOW, night

KEPT = timedelta(days=90)
OLD, YOUNG = NOW - timedelta(days=91), NOW - timedelta(days=89)


def order(number: str, state: State, at: datetime) -> dict[str, object]:
    words = ("verb", "target", "place", "language", "timezone", "asked_by", "asked_name", "reason", "second_why")
    more = dict.fromkeys((*words, "decided_by", "decided_name", "outcome"), "x")
    return {**more, "id": number, "state": state, "asked_at": at, "second": False, "expires": at}


def card(name: str, due: datetime, **values: object) -> dict[str, object]:
    words = ("platform", "place", "reply", "message", "holder")
    row = {**dict.fromkeys(words, "x"), "version": 1, "shown": 1, "urgency": 0, "tries": 0, "failed": ""}
    return {**row, "name": name, "due": due, "made": OLD, **values}


def incident(number: str, stage: Stage, began: datetime) -> dict[str, object]:
    row = {"id": number, "run": number, "job_id": "j", "job": "J", "family": "f", "facts": "{}"}
    return {**row, "state": stage, "began": began}


def watch(number: str, ended: datetime | None) -> dict[str, object]:
    words = ("person", "place", "language", "timezone", "job_id", "job", "run", "seen")
    return {**dict.fromkeys(words, "x"), "id": number, "since": OLD, "ended": ended}


@pytest.fixture
async def kept(database: AsyncEngine) -> AsyncEngine:
    await create_tables(database)
    rows = {
        orders: [order(f"old {s}", s, OLD) for s in State] + [order("young", State.SUCCEEDED, YOUNG)],
        cards: [
            card("old", OLD),
            card("lost", OLD, shown=0, failed="gone"),
            card("unshown", OLD, shown=0),
            card("young", YOUNG),
        ],
        incidents: [incident(f"old {s}", s, OLD) for s in Stage] + [incident("young", Stage.GONE, YOUNG)],
        watches: [watch("old", OLD), watch("open", None), watch("young", YOUNG)],
        marks: [{"name": "observer", "at": OLD}, {"name": "else", "at": OLD}],
    }
    async with database.begin() as connection:
        for table, values in rows.items():
            await connection.execute(insert(table), values)
    return database


async def left(database: AsyncEngine) -> dict[str, set[str]]:
    async with database.connect() as connection:
        tables = (cards, incidents, orders, watches)
        return {t.name: set((await connection.execute(select(t.primary_key.columns[0]))).scalars()) for t in tables}


async def test_only_what_is_over_and_old_goes(kept: AsyncEngine) -> None:
    await forget(kept, NOW, KEPT)
    assert await left(kept) == {
        "cards": {"unshown", "young"},
        "incidents": {"old open", "young"},
        "orders": {f"old {s}" for s in set(State) - ENDED} | {"young"},
        "watches": {"open", "young"},
    }
    assert await forget(kept, NOW, KEPT) == 0


async def test_a_forgotten_failure_is_not_a_new_one(kept: AsyncEngine) -> None:
    await forget(kept, NOW, KEPT)
    async with kept.connect() as connection:
        found = {row.name: row.at for row in await connection.execute(select(marks))}
    assert found == {"observer": NOW - KEPT, "else": OLD}


async def test_many_go_some_at_a_time(kept: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 7)
    async with kept.begin() as connection:
        await connection.execute(insert(watches), [watch(f"w{n}", OLD) for n in range(40)])
    assert await forget(kept, NOW, KEPT) >= 40
    async with kept.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(watches)) == 2


async def test_a_bot_that_runs_for_months_forgets_what_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "KEPT", timedelta(0))
    async with open_chat(night(), tmp_path) as chat:
        await chat.says("status of FINANCE_PAYROLL")
        await chat.app.rounds.once()
        async with chat.app.database.connect() as connection:
            for table in (said, shown):
                assert await connection.scalar(select(func.count()).select_from(table)) == 0
