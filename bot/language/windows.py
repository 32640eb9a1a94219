"""What links make of moments and lengths of time: since, until, at, the last, the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.language.clock import Clock
from bot.language.days import Day
from bot.language.hours import Part
from bot.language.moments import Moment, Reach
from bot.language.spans import Span
from bot.requests import Window

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Back:
    """The last hours; of `near`, the next ones where the question looks ahead."""

    span: Span
    near: bool = False

    @property
    def lean(self) -> int:
        return 0 if self.near else -1

    def window(self, clock: Clock, ahead: bool) -> Window:
        if self.near and ahead:
            return Window(clock.now, clock.later(self.span))
        return Window(clock.ago(self.span))


@dataclass(frozen=True, slots=True)
class Next:
    span: Span
    lean: int = 1

    def window(self, clock: Clock, ahead: bool) -> Window:
        return Window(clock.now, clock.later(self.span))


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a day, a shift, a month."""

    of: Moment
    lean: int = 1

    def window(self, clock: Clock, ahead: bool) -> Window:
        return Window(clock.now, self.of.reach(clock, True).end)


@dataclass(frozen=True, slots=True)
class OfPlan:
    """Since the plan began: no window, as the current plan is what is asked for then."""

    lean: int = -1

    def window(self, clock: Clock, ahead: bool) -> None:
        return None


@dataclass(frozen=True, slots=True)
class At:
    moment: Moment

    @property
    def lean(self) -> int:
        return self.moment.lean

    def on(self, day: Day | None, part: Part | None) -> At:
        return At(self.moment.on(day, part))

    def window(self, clock: Clock, ahead: bool) -> Window:
        found = self.moment.reach(clock, ahead)
        return clipped(found.start, found.end, clock, ahead)


@dataclass(frozen=True, slots=True)
class Since:
    """From a moment on; `after` an hour of a past day ends with that day."""

    moment: Moment
    after: bool = False
    told: bool = False
    """`since`: of the past alone."""

    @property
    def lean(self) -> int:
        return self.moment.lean or (-1 if self.told else 0)

    def on(self, day: Day | None, part: Part | None) -> Since:
        return replace(self, moment=self.moment.on(day, part))

    def window(self, clock: Clock, ahead: bool) -> Window:
        found = self.moment.reach(clock, ahead)
        if ahead or found.start > clock.now:
            return clipped(found.start, _open_end(self.moment, found, clock), clock, True)
        ends = self.after and found.exact and self.moment.day
        return clipped(found.start, next_day(found.start, clock), clock, False) if ends else Window(found.start)


@dataclass(frozen=True, slots=True)
class Until:
    """To a moment; `before` a day leaves that day out."""

    moment: Moment
    before: bool = False
    within: bool = False
    """Of the moment's own day alone."""

    @property
    def lean(self) -> int:
        return self.moment.lean

    def on(self, day: Day | None, part: Part | None) -> Until:
        return replace(self, moment=self.moment.on(day, part), within=day is not None)

    def window(self, clock: Clock, ahead: bool) -> Window:
        found = self.moment.reach(clock, ahead)
        end = found.start if found.exact or self.before else found.end
        if found.start.hour == 0 and found.exact and self.moment.day:
            end = found.start if found.start.minute else next_day(found.start, clock)
        own = self.moment.day and (self.within or self.before) and found.exact
        if (ahead or end > clock.now) and not own:
            return clipped(clock.now, end, clock, True)
        return clipped(self._start(end, found, clock), end, clock, ahead)

    def _start(self, end: datetime, found: Reach, clock: Clock) -> datetime:
        if not found.exact and self.moment.part is None:
            return clock.at(end.date() - _WEEK)
        return clock.at((end - timedelta(microseconds=1)).date())


def next_day(at: datetime, clock: Clock) -> datetime:
    return clock.at(at.date() + _DAY)


def _open_end(moment: Moment, found: Reach, clock: Clock) -> datetime:
    """Of what is to come a day, or a week where a whole day is named."""
    if found.exact or moment.part:
        return next_day(found.start, clock)
    return max(found.end, clock.at(found.start.date() + _WEEK))


def clipped(start: datetime, end: datetime, clock: Clock, ahead: bool) -> Window:
    """Of the past what has been, of the time to come what is left. Raises ValueError where it ends before it begins."""
    if end.astimezone(UTC) <= start.astimezone(UTC):
        raise ValueError("ends before it begins")
    if start > clock.now:
        return Window(start, end)
    if ahead and end > clock.now:
        return Window(clock.now, end)
    return Window(start, end if end < clock.now else None)
