"""Moments in the reader's zone, right over changes of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


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

    def ago(self, amount: int, unit: str) -> datetime:
        """Hours and minutes are elapsed time; days and weeks keep the wall's time."""
        if unit in "mh":
            span = timedelta(hours=amount) if unit == "h" else timedelta(minutes=amount)
            return (self.now.astimezone(UTC) - span).astimezone(self.now.tzinfo)
        days = amount * {"d": 1, "w": 7, "M": 30}[unit]
        local = self.now - timedelta(days=days)
        return local.astimezone(UTC).astimezone(self.now.tzinfo)

    def day(self, back: int) -> date:
        return self.today - timedelta(days=back)

    def weekday(self, number: int) -> date:
        """The latest such day that is not today's future: today itself counts."""
        return self.day((self.today.weekday() - number) % 7)

    def last(self, hour: int, minute: int = 0) -> datetime:
        """The latest moment at which the wall showed this."""
        moment = self.at(self.today, hour, minute)
        return moment if moment <= self.now else self.at(self.day(1), hour, minute)
