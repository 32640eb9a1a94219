"""Windows with two ends, each of which may lend the other its day, its month, morning or evening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.language import hours
from bot.language.clock import Clock
from bot.language.days import Date, Day, DayOfMonth, Relative, Weekday
from bot.language.hours import Part
from bot.language.moments import Moment
from bot.language.windows import At, Back, Next, OfPlan, Rest, Since, Until, clipped
from bot.requests import Window

_DAY = timedelta(days=1)
_TOO_LONG = timedelta(days=300)
"""From a day of the calendar to the next that bears the other name: the ends were said the wrong way round."""


@dataclass(frozen=True, slots=True)
class Between:
    first: Moment
    last: Moment

    @property
    def lean(self) -> int:
        return 1 if self.first.now else self.first.lean or self.last.lean

    def on(self, day: Day | None, part: Part | None) -> Between:
        return Between(self.first.on(day, part), self.last.on(day, part))

    def window(self, clock: Clock, ahead: bool) -> Window:
        start, end = self._ends(clock, ahead)
        return clipped(start, end, clock, ahead)

    def _ends(self, clock: Clock, ahead: bool) -> tuple[datetime, datetime]:
        first, last = self.first, self.last
        if first.hour and last.hour and first.day == last.day and not first.instant:
            return self._hours(clock, ahead)
        start = self._start(clock, ahead)
        if last.day is None and last.hour and not last.instant:
            return start, _following(last, start)
        ended = last.reach(_from(last, start, clock), ahead or _floats(last))
        end = ended.start if ended.exact else ended.end
        if _floats(last) and end - start > _TOO_LONG:
            raise ValueError("the ends are the wrong way round")
        return start, end

    def _start(self, clock: Clock, ahead: bool) -> datetime:
        """Of a weekday that is today, in a question of the past, last week's: `from Friday to Saturday`."""
        start, day = self.first.reach(clock, ahead).start, self.first.day
        today = isinstance(day, Weekday) and not day.side and day.week is None and start.date() == clock.today
        if ahead or not today or not isinstance(self.last.day, Weekday):
            return start
        return clock.at(start.date() - 7 * _DAY, start.hour, start.minute)

    def _hours(self, clock: Clock, ahead: bool) -> tuple[datetime, datetime]:
        """From hour to hour of one day, or over its midnight."""
        start = self._begin(clock, ahead)
        end = self.last.reach(clock, ahead).start if self.first.day else start
        if end <= start:
            end = _following(self.last, start)
        shifted = not ahead and start > clock.now and self.first.day == Relative(0) and end.date() > start.date()
        return (_a_day_before(start, clock), _a_day_before(end, clock)) if shifted else (start, end)

    def _begin(self, clock: Clock, ahead: bool) -> datetime:
        if self.first.day or not ahead:
            return self.first.reach(clock, ahead).start
        latest = self.first.reach(clock, False).start
        return latest if _following(self.last, latest) > clock.now else self.first.reach(clock, True).start


Expression = Back | Next | Rest | OfPlan | At | Since | Until | Between


def between(first: Moment, last: Moment, *, of_days: bool = False) -> Between:
    """With what one end lends to the other: the day, the month, morning or evening."""
    first, last = _as_days(first, last, of_days)
    if isinstance(first.day, Date) and isinstance(last.day, Date):
        first, last = _same_order(first, first.day, last, last.day)
    if first.hour and last.hour:
        one, other = hours.around(first.hour, last.hour)
        one = replace(one, utc=one.utc or other.utc)
        first, last = replace(first, hour=one), replace(last, hour=other)
    if first.hour and not first.day and last.hour:
        first = first.on(last.day)
    return Between(first, last)


def _as_days(first: Moment, last: Moment, of_days: bool) -> tuple[Moment, Moment]:
    """`1 a 10 de outubro`, `Nov 1 to 10`, `entre os dias 3 e 5`: numbers that are days."""
    if _is_bare(first) and (of_days or (_is_date(last) and not last.hour)):
        first = Moment(_day_like(first, last.day))
    if _is_bare(last) and (of_days or (_is_date(first) and not first.hour)):
        last = Moment(_day_like(last, first.day))
    return first, last


def _is_bare(moment: Moment) -> bool:
    return moment.hour is not None and moment.hour.bare and moment.day is None


def _is_date(moment: Moment) -> bool:
    return isinstance(moment.day, Date | DayOfMonth)


def _day_like(moment: Moment, other: Day | None) -> Day:
    number = moment.hour.hour if moment.hour else 0
    if isinstance(other, Date):
        return Date(number, other.month, other.year)
    return DayOfMonth(number, other.back if isinstance(other, DayOfMonth) else None)


def _same_order(first: Moment, one: Date, last: Moment, other: Date) -> tuple[Moment, Moment]:
    """Both ends are written alike: 11/08 is the eighth of November before 11/18."""
    if other.order == "md":
        first = replace(first, day=one.month_first())
    if one.order == "md":
        last = replace(last, day=other.month_first())
    return first, last


def _floats(moment: Moment) -> bool:
    """Whether its day is the nearest one of that name."""
    day = moment.day
    if isinstance(day, Date):
        return not day.year
    return (isinstance(day, Weekday) and not day.side and day.week is None) or (
        isinstance(day, DayOfMonth) and day.back is None
    )


def _from(moment: Moment, start: datetime, clock: Clock) -> Clock:
    """The clock that finds the first such day after the start."""
    return Clock(start) if _floats(moment) else clock


def _following(moment: Moment, start: datetime) -> datetime:
    """The next time at which the wall shows its hour."""
    hour = moment.hour or hours.Hour(0)
    clock = Clock(start.astimezone(UTC) if hour.utc else start)
    found = clock.next(hour.hour, hour.minute)
    if found <= start:
        found = clock.at(found.date() + _DAY, hour.hour % 24, hour.minute)
    return found.astimezone(start.tzinfo)


def _a_day_before(at: datetime, clock: Clock) -> datetime:
    return clock.at(at.date() - _DAY, at.hour, at.minute)
