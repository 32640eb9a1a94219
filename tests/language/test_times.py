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
    assert found is not None and found.window is not None
    assert found.window.since.strftime("%d %H:%M") == since
    assert (found.window.until.strftime("%d %H:%M") if found.window.until else "") == until
    assert found.since == (slot or found.window.since.isoformat())


@pytest.mark.parametrize("text", ["status", "job 12", "31/02", "since 25:00", "", "rc 12", "9999 weeks"])
def test_no_window(text: str) -> None:
    assert find(fold(text), NOON) is None


@pytest.mark.parametrize(
    "text",
    [
        "failures since 31/02",
        "falhas de 20/11 a 18/11",
        "failures between 2026-11-20 and 2026-11-18",
        "from 25:00 to 26:00",
        "at 12:75",
        "last 100 years",
        "next 9999 days",
        "yesterday at 13 pm",
        "bom dia",
        "buenas tardes",
        "como foi a noite",
        "as 6 falhas",
        "jobs that run for more than 2 hours",
        "a segunda tentativa",
        "até 5 jobs",
    ],
)
def test_no_time_and_no_other_time_in_its_place(text: str) -> None:
    assert find(fold(text), NOON) is None


@pytest.mark.parametrize(
    ("text", "back", "ahead"),
    [
        ("jobs at 20:00", "19 20:00", "20 20:00"),
        ("jobs tonight", "19 18:00", "20 18:00"),
        ("jobs on the 25th", "25 00:00", "25 00:00"),
        ("jobs on 25/11", "25 00:00", "25 00:00"),
        ("jobs between 18h and 20h", "19 18:00", "20 18:00"),
        ("jobs after 20h", "19 20:00", "20 20:00"),
    ],
)
def test_both_readings_where_the_words_do_not_tell(text: str, back: str, ahead: str) -> None:
    found = find(fold(text), NOON)
    assert found and found.window and found.ahead and found.may_be_ahead and not found.is_ahead
    assert found.window.since < NOON.now < found.ahead.since
    assert (found.window.since.strftime("%d %H:%M"), found.ahead.since.strftime("%d %H:%M")) == (back, ahead)


@pytest.mark.parametrize("text", ["since 20:00", "today", "monday", "last 4 hours", "overnight", "in October"])
def test_one_reading_where_they_do(text: str) -> None:
    found = find(fold(text), NOON)
    assert found and found.window and not found.ahead and not found.is_ahead


def test_tonight_at_two_in_the_morning_goes_on() -> None:
    clock = Clock.of(datetime(2026, 11, 20, 5, 0, tzinfo=UTC), "America/Sao_Paulo")
    found = find("what failed tonight", clock)
    assert found and found.window and found.window.since.isoformat() == "2026-11-19T18:00:00-03:00"
    assert found.window.until is None


@pytest.mark.parametrize(
    ("zone", "now", "text", "since", "until"),
    [
        ("America/New_York", "2026-11-01T12:00", "last 6 hours", "2026-11-01T06:00", ""),
        ("America/New_York", "2026-11-01T12:00", "today", "2026-11-01T04:00", ""),
        ("America/New_York", "2026-11-01T12:00", "between 0:30 and 3am", "2026-11-01T04:30", "2026-11-01T08:00"),
        ("America/New_York", "2026-11-01T12:00", "overnight", "2026-11-01T02:00", "2026-11-01T11:00"),
        ("America/New_York", "2026-11-01T05:30", "next 2 hours", "2026-11-01T05:30", "2026-11-01T07:30"),
        ("America/New_York", "2026-11-02T12:00", "2 days ago", "2026-10-31T11:00", ""),
        ("America/New_York", "2026-03-08T16:00", "last 12 hours", "2026-03-08T04:00", ""),
        ("America/New_York", "2026-03-08T16:00", "since 02:30", "2026-03-08T07:30", ""),
        ("America/New_York", "2026-03-07T16:00", "tomorrow", "2026-03-08T05:00", "2026-03-09T04:00"),
        ("Europe/Lisbon", "2026-03-29T11:00", "desde as 01:30", "2026-03-29T01:30", ""),
        ("Europe/Lisbon", "2026-03-29T11:00", "hoje de madrugada", "2026-03-29T00:00", "2026-03-29T05:00"),
        ("Europe/Lisbon", "2026-03-29T11:00", "nas últimas 24 horas", "2026-03-28T11:00", ""),
        ("Europe/Lisbon", "2026-03-28T12:00", "vai rodar amanhã", "2026-03-29T00:00", "2026-03-29T23:00"),
        ("Europe/Lisbon", "2026-10-25T12:00", "de madrugada", "2026-10-24T23:00", "2026-10-25T06:00"),
        ("Europe/Lisbon", "2026-10-25T12:00", "ontem", "2026-10-23T23:00", "2026-10-24T23:00"),
        ("Europe/Lisbon", "2026-10-25T12:00", "entre 22h e 2h", "2026-10-24T21:00", "2026-10-25T02:00"),
        ("Europe/Lisbon", "2026-10-25T00:30", "próximas 2 horas", "2026-10-25T00:30", "2026-10-25T02:30"),
    ],
)
def test_changes_of_the_clock(zone: str, now: str, text: str, since: str, until: str) -> None:
    """All but `text` is in UTC."""
    found = find(fold(text), Clock.of(datetime.fromisoformat(now + "+00:00"), zone))
    assert found and found.window
    assert found.window.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == since
    end = found.window.until
    assert (end.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if end else "") == until


def test_elapsed_hours_over_a_change_of_the_clock() -> None:
    """New York fell back at 06:00 UTC: six hours before 07:00 EST it was still EDT."""
    clock = Clock.of(datetime(2026, 11, 1, 12, 0, tzinfo=UTC), "America/New_York")
    found = find("last 6 hours", clock)
    assert found and found.window and found.window.since.astimezone(UTC) == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    today = find("today", clock)
    assert today and today.window and today.window.since.astimezone(UTC) == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    clock = Clock.of(datetime(2026, 3, 8, 16, 0, tzinfo=UTC), "America/New_York")
    found = find("since 02:30", clock)
    assert found and found.since == "2026-03-08T03:30:00-04:00"


def test_a_zone_that_is_none_is_utc() -> None:
    assert (
        Clock.of(datetime(2026, 3, 8, 16, 0, tzinfo=UTC), "No/Where").now.utcoffset() == datetime.now(UTC).utcoffset()
    )
