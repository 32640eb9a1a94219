"""One order at a time about one thing, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.approvals.order import Order, State, Target
from bot.approvals.store import OrderStore, Overtaken
from bot.storage.database import create_tables
from bot.turn import Place
from tests.plans import NOW

RERUN = Order(
    id="0",
    state=State.DRAFT,
    verb="rerun",
    target=Target("PAY01", job_id="J1", run_id="R1"),
    place=Place("slack", "C1"),
    language="en",
    timezone="UTC",
    asked_by="slack:U1",
    asked_name="Ana",
    asked_at=NOW,
    reason="space was freed",
    second=False,
    second_why="",
    decided_by="",
    decided_name="",
    decided_at=None,
    sent_at=None,
    ended_at=None,
    outcome="",
    expires=NOW + timedelta(minutes=10),
)
SUBMIT = replace(RERUN, verb="submit", target=Target("EXTRA", key="WKS#EXTRA", submits="job_stream"))


@pytest.fixture
async def store(database: AsyncEngine) -> OrderStore:
    await create_tables(database)
    return OrderStore(database)


async def claimed(store: OrderStore, order: Order) -> bool:
    try:
        return await store.move(order, State.SENDING, sent_at=NOW) is not None
    except Overtaken:
        return False


@pytest.mark.parametrize("asked", [RERUN, SUBMIT], ids=["rerun", "submit"])
async def test_of_twelve_claims_at_once_one_is_taken(store: OrderStore, asked: Order) -> None:
    orders = [replace(asked, id=f"{number}") for number in range(12)]
    for order in orders:
        await store.add(order)
    taken = await asyncio.gather(*(claimed(store, order) for order in orders))
    assert sorted(taken) == [False] * 11 + [True]


async def test_another_job_or_a_run_that_is_over_does_not_stand_in_the_way(store: OrderStore) -> None:
    other = replace(RERUN, id="1", target=replace(RERUN.target, job_id="J2"))
    sent = replace(RERUN, id="2", state=State.SENT, target=replace(RERUN.target, run_id="R0"), sent_at=NOW)
    for order in (RERUN, other, sent):
        await store.add(order)
    assert await claimed(store, other) and await claimed(store, RERUN)


async def test_what_was_submitted_before_one_asked_does_not_stand_in_the_way(store: OrderStore) -> None:
    before = replace(SUBMIT, id="1", state=State.SUCCEEDED, sent_at=NOW - timedelta(seconds=1))
    failed = replace(SUBMIT, id="2", state=State.FAILED, sent_at=NOW)
    for order in (SUBMIT, before, failed):
        await store.add(order)
    assert await claimed(store, SUBMIT)
