"""Days, weeks, months and quarters as people count them, each as its first day and the day after its last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.language.clock import Clock, months

Dates = tuple[date, date]
_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST_MONTH = 31
_NEAR = timedelta(days=45)
LAST_YEAR, THIS_YEAR = -1, 1
"""In the place of a year's number; 0 is the nearest one in the question's direction."""


@dataclass(frozen=True, slots=True)
class Relative:
    """So many days after today."""

    days: int

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        return _one(clock.today + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class Weekday:
    number: int
    """Monday is 0."""
    side: int = 0
    """-1 last, 1 next, 0 unsaid: today counts."""
    week: int | None = None
    """Of so many weeks from this one, where that is said."""

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        if self.week is not None:
            return _one(Week(self.week).dates(clock, ahead)[0] + timedelta(days=self.number))
        if ahead or self.side > 0:
            return _one(clock.today + timedelta(days=_until(self.number, clock) or (7 if self.side else 0)))
        back = (clock.today.weekday() - self.number) % 7
        return _one(clock.day(back or (7 if self.side else 0)))


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the calendar; the year is the nearest in the question's direction where it is not said."""

    day: int
    month: int
    year: int = 0
    order: str = ""
    """How two figures were read: dm, md, or `either` where both fit and the day was taken first."""

    def month_first(self) -> Date:
        """As the other end of a range is written, where this end fits both."""
        return Date(self.month, self.day, self.year, "md") if self.order == "either" else self

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        if self.year:
            return _one(date(_number(self.year, clock), self.month, self.day))
        return _one(_nearest(lambda at: date(at, self.month, self.day), clock, ahead))

    def is_doubtful(self, clock: Clock) -> bool:
        """Whether last year's was taken though this year's is close ahead."""
        return not self.year and clock.today < self.dates(clock, True)[0] <= clock.today + _NEAR


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    day: int
    back: int | None = None
    """Months before this one; None for the nearest that has such a day."""

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        if not 1 <= self.day <= _LONGEST_MONTH:
            raise ValueError(self.day)
        first = clock.today.replace(day=1)
        if self.back is not None:
            return _one(months(first, -self.back).replace(day=self.day))
        steps = (months(first, step if ahead else -step) for step in range(13))
        return _one(
            next(d for d in map(self._within, steps) if d and (d >= clock.today if ahead else d <= clock.today))
        )

    def _within(self, first: date) -> date | None:
        found = first + timedelta(days=self.day - 1)
        return found if found.month == first.month else None


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, so many weeks from this one."""

    offset: int

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        monday = clock.day(clock.today.weekday()) + timedelta(weeks=self.offset)
        return monday, monday + timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Weekend:
    side: int = 0

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        begins = clock.today + timedelta(days=_until(_SATURDAY, clock))
        on_it = clock.today.weekday() >= _SATURDAY
        if on_it:
            begins = clock.day(clock.today.weekday() - _SATURDAY)
        elif not (ahead or self.side > 0):
            begins -= timedelta(weeks=1)
        if on_it and self.side:
            begins += timedelta(weeks=self.side)
        return begins, begins + 2 * _DAY


@dataclass(frozen=True, slots=True)
class Months:
    """`count` months from the one `offset` periods of that length away: 1 a month, 3 a quarter, 12 a year."""

    offset: int
    count: int = 1

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        begun = (clock.today.month - 1) // self.count * self.count + 1
        first = months(clock.today.replace(month=begun, day=1), self.offset * self.count)
        return first, months(first, self.count)


@dataclass(frozen=True, slots=True)
class Period:
    """Months by their names: October, the third quarter, 2025; the nearest year where it is not said."""

    month: int
    count: int = 1
    year: int = 0

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        first = date(_number(self.year or THIS_YEAR, clock), self.month, 1)
        if not self.year and not ahead and first > clock.today:
            first = months(first, -12)
        if not self.year and ahead and months(first, self.count) <= clock.today:
            first = months(first, 12)
        return first, months(first, self.count)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some days of a longer time, counted from its first; negative from its last."""

    of: Months | Period
    first: int
    last: int | None = None

    def dates(self, clock: Clock, ahead: bool) -> Dates:
        begin, end = self.of.dates(clock, ahead)
        return (
            (begin if self.first >= 0 else end) + timedelta(days=self.first),
            end if self.last is None else begin + timedelta(days=self.last),
        )


Day = Slice | Relative | Weekday | Date | DayOfMonth | Week | Weekend | Months | Period


def lean(day: Day) -> int:
    """-1 where the words themselves say it is past, 1 to come, 0 where they fit both."""
    if isinstance(day, Relative):
        return (day.days > 0) - (day.days < 0)
    if isinstance(day, Week | Months):
        return (day.offset > 0) - (day.offset < 0)
    if isinstance(day, Slice):
        return lean(day.of)
    if isinstance(day, Weekday) and day.week is not None:
        return (day.week > 0) - (day.week < 0)
    return day.side if isinstance(day, Weekday | Weekend) else 0


def _number(year: int, clock: Clock) -> int:
    return year if year > THIS_YEAR else clock.today.year - (year == LAST_YEAR)


def _one(day: date) -> Dates:
    return day, day + _DAY


def _until(weekday: int, clock: Clock) -> int:
    return (weekday - clock.today.weekday()) % 7


def _nearest(of_year: Callable[[int], date], clock: Clock, ahead: bool) -> date:
    """The latest that is not to come, or the first that is not past; 29 February looks further."""
    years = range(clock.today.year, clock.today.year + (9 if ahead else -9), 1 if ahead else -1)
    for year in years:
        try:
            found = of_year(year)
        except ValueError:
            continue
        if found >= clock.today if ahead else found <= clock.today:
            return found
    raise ValueError("no such day")
