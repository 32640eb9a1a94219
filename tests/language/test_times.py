from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.language.clock import Clock
from bot.language.text import fold
from bot.language.times import find

NOON = Clock.of(datetime(2026, 11, 20, 15, 0, tzinfo=UTC), "America/Sao_Paulo")


@pytest.mark.parametrize(
    ("text", "since", "until", "slot"),
    [
        ("in the last 4 hours", "20 08:00", "", "PT4H"),
        ("4h", "20 08:00", "", "PT4H"),
        ("nas últimas 2h", "20 10:00", "", "PT2H"),
        ("últimos 30 minutos", "20 11:30", "", "PT30M"),
        ("nas últimas duas horas", "20 10:00", "", "PT2H"),
        ("2 hours ago", "20 10:00", "", "PT2H"),
        ("há 2 horas", "20 10:00", "", "PT2H"),
        ("en las últimas 3 horas", "20 09:00", "", "PT3H"),
        ("last 2 days", "18 12:00", "", "P2D"),
        ("since yesterday 18:00", "19 18:00", "", ""),
        ("desde ontem às 18h", "19 18:00", "", ""),
        ("today", "20 00:00", "", ""),
        ("hoje", "20 00:00", "", ""),
        ("yesterday", "19 00:00", "20 00:00", ""),
        ("overnight", "19 22:00", "20 06:00", ""),
        ("hoje de madrugada", "20 00:00", "20 06:00", ""),
        ("between 22:00 and 2", "19 22:00", "20 02:00", ""),
        ("entre 22h e 2h", "19 22:00", "20 02:00", ""),
        ("das 22h às 2h", "19 22:00", "20 02:00", ""),
        ("yesterday between 10:00 and 12:00", "19 10:00", "19 12:00", ""),
        ("entre 10h e 12h de ontem", "19 10:00", "19 12:00", ""),
        ("since 06:00", "20 06:00", "", ""),
        ("since 22:00", "19 22:00", "", ""),
        ("last night", "19 18:00", "20 06:00", ""),
        ("ontem à noite", "19 18:00", "20 06:00", ""),
        ("this morning", "20 06:00", "", ""),
        ("desde segunda", "16 00:00", "", ""),
        ("since 2026-11-19T08:00Z", "19 05:00", "", ""),
        ("desde 19/11 às 06:00", "19 06:00", "", ""),
        ("on November 18", "18 00:00", "19 00:00", ""),
        ("18 nov", "18 00:00", "19 00:00", ""),
        ("dia 18", "18 00:00", "19 00:00", ""),
        ("no dia 18 de novembro", "18 00:00", "19 00:00", ""),
        ("dia 18 às 20h", "18 20:00", "18 21:00", ""),
        ("on the 18th", "18 00:00", "19 00:00", ""),
        ("dia 31", "31 00:00", "01 00:00", ""),
    ],
)
def test_windows(text: str, since: str, until: str, slot: str) -> None:
    found = find(fold(text), NOON)
    assert found is not None
    assert found.window.since.strftime("%d %H:%M") == since
    assert (found.window.until.strftime("%d %H:%M") if found.window.until else "") == until
    assert found.since == (slot or found.window.since.isoformat())


@pytest.mark.parametrize("text", ["status", "job 12", "31/02", "since 25:00", "tomorrow", "", "rc 12", "9999 weeks"])
def test_no_window(text: str) -> None:
    assert find(fold(text), NOON) is None


def test_elapsed_hours_over_a_change_of_the_clock() -> None:
    """New York fell back at 06:00 UTC: six hours before 07:00 EST it was still EDT."""
    clock = Clock.of(datetime(2026, 11, 1, 12, 0, tzinfo=UTC), "America/New_York")
    found = find("last 6 hours", clock)
    assert found and found.window.since.astimezone(UTC) == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    today = find("today", clock)
    assert today and today.window.since.astimezone(UTC) == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    clock = Clock.of(datetime(2026, 3, 8, 16, 0, tzinfo=UTC), "America/New_York")
    found = find("since 02:30", clock)
    assert found and found.since == "2026-03-08T03:30:00-04:00"


def test_a_zone_that_is_none_is_utc() -> None:
    assert (
        Clock.of(datetime(2026, 3, 8, 16, 0, tzinfo=UTC), "No/Where").now.utcoffset() == datetime.now(UTC).utcoffset()
    )
