"""The bot's own words, in the reader's language, with dates in the locale. Spanish falls back to English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime, get_timezone_location
from babel.numbers import format_decimal

from tws.models import CommonStatus, Status

LANGUAGES = ("en", "pt")
_SAYS_NOTHING = ("SUCC_COMPLETED", "READY_SUBMITTED")
"""Sub-statuses that only repeat the status."""
_LOCALES = {"en": "en_GB", "pt": "pt_BR"}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Keys such as `job_status.none` to format strings."""
    found: dict[str, str] = {}
    for file in (files(__package__) / language).iterdir():
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        found |= {f"{group}.{key}": text for group, texts in tables.items() for key, text in texts.items()}
    return found


def zone(name: str) -> ZoneInfo:
    """The named time zone; UTC where there is no such name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Words:
    language: str
    timezone: str
    now: datetime

    @property
    def tag(self) -> str:
        return "pt-BR" if self.language == "pt" else "en"

    def __call__(self, key: str, **values: object) -> str:
        language = self.language if self.language in LANGUAGES else "en"
        return catalogue(language)[key].format(**values)

    def has(self, key: str) -> bool:
        return key in catalogue("en")

    def when(self, instant: datetime | None, *, dated: bool = False) -> str:
        """Wall clock in the reader's zone: `01:10`, or `20 Nov 01:10` on another day, with the year if it is another.

        A dash where unknown. `dated`: the day is told even if it is today.
        """
        if instant is None:
            return "–"
        here, now = (at.astimezone(zone(self.timezone)) for at in (instant, self.now))
        short = here.date() == now.date() and not dated
        pattern = "HH:mm" if short else "d MMM HH:mm" if here.year == now.year else "d MMM y HH:mm"
        return format_datetime(here, pattern, locale=self._locale)

    def span(self, since: datetime, until: datetime) -> str:
        """`on Fri 20 Nov` for a whole day of the reader, else from when to when, with the days where they differ."""
        first, last = (at.astimezone(zone(self.timezone)) for at in (since, until))
        midnights = first.time() == last.time() == time.min
        if midnights and last.date() - first.date() == timedelta(days=1):
            return self("window.day", day=self.date(first.date()))
        apart = first.date() != last.date()
        return self("window.between", since=self.when(since, dated=apart), until=self.when(until, dated=apart))

    def stamp(self, instant: datetime | None) -> str:
        """For "as of": with the zone by its city, as the reader writes it: `01:11 (São Paulo)`."""
        if instant is None:
            return "–"
        city = get_timezone_location(zone(self.timezone), locale=self._locale, return_city=True)
        return f"{self.when(instant)} ({city.rpartition('/')[2]})"

    def day(self, instant: datetime) -> str:
        return format_datetime(instant.astimezone(zone(self.timezone)), "EEE d MMM y HH:mm", locale=self._locale)

    def date(self, day: date | None) -> str:
        """A batch day: `Fri 20 Nov`."""
        return format_date(day, "EEE d MMM", locale=self._locale).replace(".", "") if day else "–"

    def duration(self, span: timedelta | None) -> str:
        """`1 h 04 min`, `3 min 12 s`, `9 s`; a dash where unknown."""
        if span is None:
            return "–"
        seconds = max(0, round(span.total_seconds()))
        hours, minutes = seconds // 3600, seconds % 3600 // 60
        if hours:
            return f"{hours} h {minutes:02d} min"
        return f"{minutes} min {seconds % 60:02d} s" if minutes else f"{seconds} s"

    def roughly(self, span: timedelta) -> str:
        """As `duration`, without the seconds of what took minutes."""
        minutes, mark, _ = self.duration(span).partition(" min")
        return minutes + mark

    def ago(self, instant: datetime) -> str:
        """How old something is, in its largest unit: `3 days`, `2 h`, `5 min`."""
        minutes = max(0, int((self.now - instant).total_seconds() // 60))
        for key, size in (("days", 1440), ("hours", 60)):
            if minutes >= size:
                count = minutes // size
                return self(f"ago.{key}" if count > 1 else f"ago.{key[:-1]}", count=count)
        return self("ago.minutes", count=minutes)

    def number(self, amount: int) -> str:
        return format_decimal(amount, locale=self._locale)

    def status(self, status: Status) -> str:
        """The operator's word with the product's own beside it: `failed (ABEND)`."""
        return f"{self('status.' + status.common.value)} ({status.internal})"

    def status_word(self, word: str) -> str:
        """As `status`, from the product's word alone; any other text stays as it is."""
        from tws.client.words import status_of

        status = status_of("", word)
        return word if status.common is CommonStatus.UNKNOWN else self.status(status)

    def reason(self, status: Status) -> str:
        """Why it is so, where the product says so and we have words for it; its own word otherwise."""
        known = catalogue(self.language if self.language in LANGUAGES else "en")
        return known.get("reason." + status.reason, "" if status.reason in _SAYS_NOTHING else status.reason)

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.language, "en_GB")
