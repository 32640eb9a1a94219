"""Which instance of the plan may be the one that was submitted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tws.client.arrivals import Expected, Shown

SENT = datetime(2026, 3, 5, 23, 58, tzinfo=UTC)
MORNING = SENT - timedelta(hours=17)


@pytest.mark.parametrize(
    ("before", "after", "fresh"),
    [
        ({}, {}, []),
        ({}, {"a": SENT}, ["a"]),
        ({"a": MORNING}, {"a": MORNING, "b": SENT + timedelta(minutes=1)}, ["b"]),
        ({"a": MORNING}, {"a": MORNING, "b": None}, ["b"]),
        ({}, {"a": SENT, "b": SENT}, ["a", "b"]),
        ({}, {"tomorrow": SENT + timedelta(hours=9)}, []),
        ({"a": MORNING}, {"carried": MORNING, "tomorrow": SENT}, []),
        ({"a": MORNING}, {}, []),
    ],
)
async def test_what_is_new(before: Shown, after: Shown, fresh: list[str]) -> None:
    async def look() -> Shown:
        return after

    assert await Expected(before, look, (SENT,)).fresh() == fresh


async def test_one_for_later_is_due_then() -> None:
    later = SENT + timedelta(hours=9)

    async def look() -> Shown:
        return {"a": later}

    assert await Expected({}, look, (SENT, later)).fresh() == ["a"]
    assert await Expected({}, look).fresh() == ["a"]
