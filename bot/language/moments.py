"""A time that words name: a day, a part of it, an hour, in whatever order they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bot.language import days, hours
from bot.language.clock import Clock
from bot.language.daynames import MONTH
from bot.language.days import Day, Relative, Weekday
from bot.language.daywords import day
from bot.language.hours import NIGHT, Hour, Part

__all__ = ["MONTH", "Moment", "Reach", "moment"]

_WEEK = timedelta(weeks=1)
_HOUR = timedelta(hours=1)
_SHIFTS = (6, 14, 22)
"""Hours at which shifts change; the answer says which window was read."""


@dataclass(frozen=True, slots=True)
class Reach:
    """From when to when a moment reaches; one that is `exact` is an instant and reaches for an hour."""

    start: datetime
    end: datetime
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    day: Day | None = None
    part: Part | None = None
    hour: Hour | None = None
    instant: datetime | None = None
    goes_on: bool = False
    """`this night`: the one that goes on, or else today's."""
    now: bool = False
    shift: int | None = None
    """So many shifts after the one that goes on."""

    @property
    def lean(self) -> int:
        """-1 where it can only be past, 1 to come, 0 where the question decides."""
        if self.shift is not None:
            return (self.shift > 0) - (self.shift < 0)
        return days.lean(self.day) if self.day else 0

    @property
    def is_empty(self) -> bool:
        return not (self.day or self.part or self.hour or self.instant or self.now) and self.shift is None

    def on(self, day: Day | None, part: Part | None = None) -> Moment:
        """The same on that day, where it names none."""
        if self.instant:
            return self
        hour = self.hour.within(part) if self.hour and part and not self.part else self.hour
        return replace(self, day=self.day or day, part=self.part or part, hour=hour)

    def reach(self, clock: Clock, ahead: bool) -> Reach:
        """Raises ValueError for a day that is none."""
        ahead = self.lean > 0 or (ahead and not self.lean)
        if self.now:
            return Reach(clock.now, clock.now, True)
        if self.instant:
            return _instant(self.instant, clock)
        if self.shift is not None:
            return _shift(self.shift, clock)
        if self.hour and self.hour.utc:
            found = replace(self, hour=replace(self.hour, utc=False)).reach(Clock(clock.now.astimezone(UTC)), ahead)
            zone = clock.now.tzinfo
            return Reach(found.start.astimezone(zone), found.end.astimezone(zone), True)
        if self.hour:
            return _exact(self._at(self.hour, clock, ahead))
        return self._stretch(self.part, clock, ahead) if self.part else self._whole(clock, ahead)

    def _at(self, hour: Hour, clock: Clock, ahead: bool) -> datetime:
        if self.day is None:
            return clock.next(hour.hour, hour.minute) if ahead else clock.last(hour.hour, hour.minute)
        first = self._first(clock, ahead)
        after_midnight = self.part is not None and self.part.is_night and hour.hour < self.part.last - 24
        at = clock.at(first, hour.hour + (24 if after_midnight else 0), hour.minute)
        if (
            isinstance(self.day, Weekday)
            and not self.day.side
            and self.day.week is None
            and not ahead
            and at > clock.now
        ):
            return clock.at(first - _WEEK, hour.hour, hour.minute)
        return at

    def _first(self, clock: Clock, ahead: bool) -> date:
        first = (self.day or Relative(0)).dates(clock, ahead)[0]
        during = self.goes_on and self.part is not None and self.part.is_night and clock.now.hour < self.part.last - 24
        return first - timedelta(days=1) if during else first

    def _stretch(self, part: Part, clock: Clock, ahead: bool) -> Reach:
        first = self._first(clock, ahead)
        if self.day is None:
            first = _nearest(part, clock, ahead)
        elif isinstance(self.day, Relative) and not self.day.days and part.is_night and not ahead:
            first -= timedelta(days=clock.at(first, part.first) > clock.now)
        return Reach(clock.at(first, part.first), clock.at(first, part.last))

    def _whole(self, clock: Clock, ahead: bool) -> Reach:
        first, last = (self.day or Relative(0)).dates(clock, ahead)
        return Reach(clock.at(first), clock.at(last))


def _shift(count: int, clock: Clock) -> Reach:
    """Shifts change at 06:00, 14:00 and 22:00."""
    began = next(
        at
        for at in (clock.at(clock.day(back), hour) for back in (0, 1) for hour in reversed(_SHIFTS))
        if at <= clock.now
    )
    turns = _SHIFTS.index(began.hour) + count if began.hour in _SHIFTS else count
    starts = [clock.at(began.date() + timedelta(days=n // 3), _SHIFTS[n % 3]) for n in (turns, turns + 1)]
    return Reach(starts[0], starts[1])


def _exact(at: datetime) -> Reach:
    return Reach(at, (at.astimezone(UTC) + _HOUR).astimezone(at.tzinfo), True)


def _instant(at: datetime, clock: Clock) -> Reach:
    if at.tzinfo is None:
        return _exact(clock.at(at.date(), at.hour, at.minute))
    return _exact(at.astimezone(clock.now.tzinfo))


def _nearest(part: Part, clock: Clock, ahead: bool) -> date:
    """The day of the latest that has begun, or of the first that is not over."""
    if ahead:
        return next(d for d in map(clock.day, (1, 0, -1)) if clock.at(d, part.last) > clock.now)
    return clock.day(0 if clock.at(clock.today, part.first) <= clock.now else 1)


_NOTHING = Moment()
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:z|[+-]\d{2}:?\d{2})?(?!\w)")
_LAST_NIGHT = re.compile(r"(?:last|past|previous)\s+(?:night|evening)\b|(?:noite|noche) pas+ada\b|anoche\b")
_BEFORE = re.compile(r"(?:the )?(?:night|evening) before last\b|antenoche\b|anteanoche\b|noite retrasada\b")
_NIGHTS = re.compile(r"last|past|previous|noi?|anoche|ante|(?:the )?(?:night|evening)|toni")
_TONIGHT = re.compile(r"tonight\b|tonite\b")
_TURN = "(?:shift|turno|plantao|guardia)"
_SHIFT = re.compile(
    r"(?:(?P<a>last|previous|prior|ultimo|my last)|(?P<b>next|proximo)|this|current|my|(?:o )?meu|mi|[nd]?es[st]e)"
    rf"\s+{_TURN}\b(?:\s+(?P<c>anterior|passado|pasado)|\s+(?P<d>seguinte|que viene))?"
    rf"|{_TURN}\s+(?:(?P<e>anterior|passado|pasado|previo)|(?P<f>seguinte|siguiente)|atual|actual)\b"
)
_THIS = re.compile(r"(?:this|[nd]?est[ae]|[nd]?ess[ae])\s+")
_GLUE = re.compile(
    r"[\s,]*(?:(?:at|on|in|the|of|de|do|da|dos|das|del|el|la|las|los|o|a|as|os|em|na|no|en|por|pela|pelas|pelo|ao|al"
    r"|around|about|volta|eso|@|durante|during|bem|muy)\s+){0,4}"
)
_GLUE_OF_HOUR = re.compile(r"[\s,]*(?:(?:on|in|the|of|de|do|da|del|el|la|em|na|no|en|por|pela|durante|during)\s+){0,3}")
"""After an hour: `a` and `as` would begin the other end of a range."""
_AT = re.compile(r"(?:\b(?:at|as|las|la|das|pelas|around|about|a)|@)\s+\Z")
_PART_FOLLOWS = re.compile(
    r"\s*\S+(?:\s+(?:e|y)\s+\w+)?\s+(?:in the|at|da|de la|de|del|this|na|por la)\s+"
    r"(?:morning|manha|manana|madrugada|tarde|noite|noche|afternoon|evening|night|mediodia)\b"
)
_PLACED = re.compile(
    r"\b(?:in the|during the|at|de|pela|por la|na|durante [ao]|en la|during|early|(?:na|em) plena|no meio da)\s\Z"
)
_ALONE = (hours.SMALL_HOURS, hours.OVERNIGHT, hours.EARLY_SHIFT, hours.LATE_SHIFT)


@lru_cache(maxsize=64)
def moment(text: str, at: int, *, loose: bool = False) -> tuple[Moment, int] | None:
    """The moment that stands there, and where it ends; `loose`: where a number alone is an hour.

    Raises ValueError for an hour or a day that is none.
    """
    if iso := _ISO.match(text, at):
        return Moment(instant=datetime.fromisoformat(iso.group().upper())), iso.end()
    if match := _SHIFT.match(text, at):
        back, on = match["a"] or match["c"] or match["e"], match["b"] or match["d"] or match["f"]
        return Moment(shift=-1 if back else 1 if on else 0), match.end()
    found, end = _NOTHING, at
    while step := _step(text, end, at, found, loose):
        found, end = step
    if found.is_empty or (not found.day and not found.hour and not _is_placed(text, at, found.part)):
        return None
    if found.hour and found.part and found.day is None:
        found = replace(found, part=None)
    return found, end


def _is_placed(text: str, at: int, part: Part | None) -> bool:
    """Whether a part of the day stands as a time: `de manha`, not `bom dia` nor `a noite foi calma`."""
    return part in _ALONE or bool(_PLACED.search(text, max(0, at - 20), at))


def _step(text: str, end: int, first: int, so_far: Moment, loose: bool) -> tuple[Moment, int] | None:
    """One more piece of the moment, after the small words that join it to the last."""
    glue = (_GLUE_OF_HOUR if so_far.hour else _GLUE).match(text, end)
    for place in _places(glue.group() if glue and not so_far.is_empty else "", end):
        said = text[end:place]
        easy = loose if so_far.is_empty else bool(_AT.search(said)) or (loose and place == first)
        if found := _piece(text, place, so_far, easy):
            return found
    return None


def _places(glue: str, end: int) -> list[int]:
    """Where the next piece may begin: after all of the small words, or with some of them its own (`del 17`)."""
    if not glue:
        return [end]
    return [end + len(glue), *(end + word.start() for word in reversed(list(re.finditer(r"\S+", glue))))]


def _piece(text: str, at: int, so_far: Moment, loose: bool) -> tuple[Moment, int] | None:
    if not so_far.day and not so_far.part and (night := _night(text, at)):
        return replace(night[0], hour=so_far.hour and so_far.hour.within(NIGHT)), night[1]
    if not so_far.day and (found := day(text, at)):
        return replace(so_far, day=found[0]), found[1]
    if not so_far.part and (split := _part(text, at, so_far)):
        return split
    if not so_far.hour:
        easy = loose or bool(_PART_FOLLOWS.match(text, at))
        if clock := hours.hour(text, at, loose=easy):
            hour = clock[0].within(so_far.part) if so_far.part else clock[0]
            return replace(so_far, hour=hour), clock[1]
    return None


def _night(text: str, at: int) -> tuple[Moment, int] | None:
    """Nights that have words of their own."""
    if not _NIGHTS.match(text, at):
        return None
    if match := _LAST_NIGHT.match(text, at):
        return Moment(Relative(-1), NIGHT), match.end()
    if match := _BEFORE.match(text, at):
        return Moment(Relative(-2), NIGHT), match.end()
    match = _TONIGHT.match(text, at)
    return (Moment(Relative(0), NIGHT, goes_on=True), match.end()) if match else None


def _part(text: str, at: int, so_far: Moment) -> tuple[Moment, int] | None:
    this = _THIS.match(text, at)
    found = hours.part(text, this.end() if this else at)
    if not found:
        return None
    named, end = found
    hour = so_far.hour and so_far.hour.within(named)
    if this and not so_far.day:
        return Moment(Relative(0), named, hour, goes_on=True), end
    return replace(so_far, part=named, hour=hour), end
