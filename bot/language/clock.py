"""Moments in the reader's zone, right over changes of the clock."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.language.spans import Span


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo:
    """The zone of that IANA name; UTC where it is not one."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return UTC


@dataclass(frozen=True, slots=True)
class Clock:
    """Now, as the reader's wall shows it."""

    now: datetime

    @classmethod
    def of(cls, now: datetime, timezone: str) -> Clock:
        aware = now if now.tzinfo else now.replace(tzinfo=UTC)
        return cls(aware.astimezone(zone(timezone)))

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self, day: date, hour: int = 0, minute: int = 0) -> datetime:
        """That wall time; one that the clocks skip is moved forward."""
        whole, hour = divmod(hour, 24)
        local = datetime.combine(day + timedelta(days=whole), time(hour, minute), self.now.tzinfo)
        return local.astimezone(UTC).astimezone(self.now.tzinfo)

    def ago(self, span: Span) -> datetime:
        """Hours and minutes are elapsed time; days, weeks and months keep the wall's time."""
        return self._moved(-span.amount, span.unit)

    def later(self, span: Span) -> datetime:
        """As `ago`, of the time to come."""
        return self._moved(span.amount, span.unit)

    def _moved(self, amount: int, unit: str) -> datetime:
        if unit in "mh":
            elapsed = timedelta(hours=amount) if unit == "h" else timedelta(minutes=amount)
            return (self.now.astimezone(UTC) + elapsed).astimezone(self.now.tzinfo)
        day = (
            self.today + timedelta(days=amount * {"d": 1, "w": 7}[unit])
            if unit in "dw"
            else months(self.today, amount * {"M": 1, "Y": 12}[unit])
        )
        local = datetime.combine(day, self.now.time(), self.now.tzinfo)
        return local.astimezone(UTC).astimezone(self.now.tzinfo)

    def day(self, back: int) -> date:
        return self.today - timedelta(days=back)

    def last(self, hour: int, minute: int = 0) -> datetime:
        """The latest moment at which the wall showed this."""
        moment = self.at(self.today, hour, minute)
        return moment if moment <= self.now else self.at(self.day(1), hour, minute)

    def next(self, hour: int, minute: int = 0) -> datetime:
        """The next moment at which the wall shows this."""
        moment = self.at(self.today, hour, minute)
        return moment if moment >= self.now else self.at(self.day(-1), hour, minute)


def months(day: date, count: int) -> date:
    """As many months later; the last day of a month that is shorter."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
