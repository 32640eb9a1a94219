"""Windows of time as operators of three languages say them, read at noon of Friday, 20 November 2026, in São Paulo."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import thread_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.clock import Clock
from bot.language.entities import entities
from bot.language.text import fold
from bot.language.times import find
from bot.requests import Window

ZONE = ZoneInfo("America/Sao_Paulo")
NOON = Clock.of(datetime(2026, 11, 20, 15, 0, tzinfo=UTC), "America/Sao_Paulo")
FLOOR = 0.98


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    language: str
    window: Window | None


def _at(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE) if written else None


def _said(line: str) -> Said:
    fields = json.loads(line)
    since = _at((fields["window"] or {}).get("since"))
    window = Window(since, _at(fields["window"]["until"])) if since else None
    return Said(fields["text"], fields["lang"], window)


SAID = [_said(line) for line in (Path(__file__).parent / "windows.jsonl").read_text("utf-8").splitlines()]


def _read(text: str) -> Window | None:
    times = entities(text, NOON, frozenset()).times
    return times.window if times else None


@pytest.mark.parametrize("language", ["en", "pt", "es"])
def test_windows_are_those_that_were_meant(language: str) -> None:
    wrong = [(s.text, _read(s.text)) for s in SAID if s.language == language and _read(s.text) != s.window]
    of_it = sum(s.language == language for s in SAID)
    assert of_it >= 90 and 1 - len(wrong) / of_it >= FLOOR, wrong


def test_the_same_words_at_the_same_time_are_the_same_window() -> None:
    assert [_read(s.text) for s in SAID] == [_read(s.text) for s in SAID]


def test_a_window_ends_after_it_begins_at_any_hour_of_any_day() -> None:
    """At the changes of the clock too."""
    starts = [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 8), (3, 29), (10, 25), (11, 1), (12, 31))]
    for zone in ("America/New_York", "Europe/Lisbon"):
        for start in starts:
            for hour in range(0, 24, 5):
                _holds(Clock.of(start.replace(hour=hour, minute=31), zone))


WORDS = """
since desde between entre and e y to até hasta from de das a as at on no el las the last next past ultimas
proximas 3 10 22 31 1400 2026 22h 10pm 8:30 25:00 6 hours horas days semanas month year yesterday ontem mañana
tomorrow hoy monday segunda martes 15/11 11/18 31/02 2026-11-18 november de novembro 15th dia night noite
madrugada tarde morning tonight noon meia-noite half past quarter meia cuarto weekend week semana pasada
passada que vem q3 shift turno anterior plan ago há hace faz now before antes after depois until failed will
vai rest of day utc one two dos três noventa e - , ?
"""


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=14), st.integers(0, 366 * 24 * 60))
def test_any_words_of_time_are_a_right_window_or_none(words: list[str], minutes: int) -> None:
    clock = Clock.of(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), "America/New_York")
    text = fold(" ".join(words))
    found = find(text, clock)
    assert found == find(text, clock)
    for window in (found.window, found.ahead) if found else ():
        if window:
            assert window.until is None or window.since.astimezone(UTC) < window.until.astimezone(UTC)
            assert window.until or window.since <= clock.now
            assert abs(window.since - clock.now) < timedelta(days=366 * 101)


def test_a_long_text_is_read_in_bounded_time() -> None:
    for piece in (
        "since ",
        "de ",
        "as 1 ",
        "between 1 and ",
        "last last ",
        "22h ",
        "1 e meia ",
        "yesterday at ",
        "a" * 50,
        " ",
    ):
        began = thread_time()
        entities(piece * (2_000 // len(piece)), NOON, frozenset())
        assert thread_time() - began < 10  # a runaway pattern takes minutes


def _holds(clock: Clock) -> None:
    for said in SAID[::5]:
        times = entities(said.text, clock, frozenset()).times
        if times and times.window:
            end = times.window.until or clock.now
            assert times.window.since.astimezone(UTC) <= end.astimezone(UTC), (said.text, clock.now, times.window)
            assert times.is_ahead == (times.window.since > clock.now or bool(times.window.until and end > clock.now))
