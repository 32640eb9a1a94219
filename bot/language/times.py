"""Windows of time in English, Portuguese and Spanish words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice

from bot.language.clock import Clock
from bot.language.days import Date, DayOfMonth, Relative
from bot.language.directions import direction
from bot.language.hours import NIGHT, OVERNIGHT
from bot.language.linking import expression
from bot.language.ranges import Between, Expression
from bot.language.windows import At, Back, OfPlan, Since, Until
from bot.language.wordlists import any_of
from bot.requests import Window


@dataclass(frozen=True, slots=True)
class Times:
    window: Window | None
    """None for all of the current plan."""
    since: str
    """ISO-8601: a duration where the words were relative, else an instant; empty without a window."""
    span: tuple[int, int]
    is_ahead: bool = False
    """Whether all of it is still to come."""
    may_be_ahead: bool = False
    """Whether it was read as of yesterday or as begun, though the same words fit what is still to come."""
    ahead: Window | None = None
    """The other reading then."""
    tonight: bool = False
    """Whether this night is said, which may go on."""

    @property
    def until(self) -> str:
        return self.window.until.isoformat() if self.window and self.window.until else ""


@dataclass(frozen=True, slots=True)
class _Found:
    says: Expression
    start: int
    end: int

    @property
    def rank(self) -> int:
        """How surely it is the window that is meant, where a text names several."""
        if isinstance(self.says, Back) and self.says.near:
            return 0
        return 1 if isinstance(self.says, At) and not self.says.moment.day else 2


_JOINS = (
    r"(?:(?:a|o|as|os|ao|al|the|el|las?|los|in|on|at|of|em|en|na|no|nas|nos|de|do|da|dos|das|del|por|pel[ao]s?|around"
    r"|volta|eso|@)\s+){0,4}"
)
_FIRST = any_of(r"""
\d since sinse sicne snce after past\b later\sthan desd dsd start begin from as\sof depois apos partir contar
despues tras\b mais\starde between entre btw periodo until till?\b up\sto by\b ate\b hasta before prior earlier
antes ante[aon] antier last lst previous ultim ultms pasad passad next coming upcoming following proxim
siguiente seguinte ha\b faz hace within inside dentro daqui rest dur tod[ao]\sl?a all\snight lo\sque year
graveyard d-\d thru late\sshift yest yday ontem ayer today hoje hj\b hoy tom+or tmrw?\b amanha manana day dia
this current [nd]?est[aeo]\b [nd]?ess[ae]\b segunda seg\b terca ter\b quarta quinta qu[ai]\b sexta sex\b week
semana fim final fin\b fds mes\b ano\b trim q[1-4]\b first second third fourth prim segundo terce cuarto quarto
toni night evening noi noche anoche morning manha afternoon tarde madrugada overnight early small wee midnight
noon mid me[di] half quarter an?\s+[hdwmfc] (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b
(?:u[mn]a?s?|dois|duas|dos|tres|quatro|cuatro|cinco|seis|sete|siete|oito|ocho|nove|nueve|diez|onze|once|doze|doce)\b
couple\b few\b algun thir fif (?:six|seven|eigh|nine|for|twen)t cat vin vein trin trein trez cua cinq cinc ses
oit och shift turno plantao guardia meu mi\b my\b poucas pocas cedo lunch end\sof eod
(?:jan|ene|feb|fev|mar|apr|abr|may|jun|jul|aug|ago|set|sept?|oct|out|nov|dec|dez|dic)\b
(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun|sab|dom|lun|mie|jue|vie)\b januar janeir enero februa fevere febrer
march marco marzo april abril mayo maio june junho junio july julho julio augus agosto setem septi setie septem
octob outub octub novem noviem decem dezem diciem monday tuesd wednes thurs friday saturd sunday sabado doming
lunes martes mierco jueves vierne quaren quator quinz quinc quart cuart
""")
_STARTS = re.compile(rf"(?<![\w@#./*-])(?={_JOINS}{_FIRST})")
"""Where a time may begin, small words before it included."""
_HINT = re.compile(
    any_of(r"""
        \d a\.m \bam\b half quarter day night noi?te noche oje hoy ontem ayer manha manana tarde madrugada week
        semana month \bmes hour hora dia minut \bhj fds yest tom+or tmr early cedo temprano shift turno plantao
        guardia plan virada jn batch trimestre quinz quinc fortn year ano\b morning evening noon mon tue wed thu
        fri sat sun seg ter qua qui sex sab dom lun mar mie jue vie jan ene feb fev apr abr may mai jun jul aug
        ago set sep oct out nov dec dez dic \blo\sque since desde after apos depois despues until hasta
    """)
)
"""A cheap look at whether there is any time at all."""
_MEASURES = re.compile(
    r"\b(?:more than|over|longer than|at least|less than|under|for over|mais de|mas de|acima de|menos de|a cada|every"
    r"|cada|than|que|late by|atraso de|delayed by)\s\Z"
)
"""What stands before the length of a run, which is no window."""
_MOST = 4
_TRIES = 60
"""Places of one text where a time is looked for, and times that are taken."""


def find(folded: str, clock: Clock) -> Times | None:
    """The window that the text names; None where there is none, or where what is named is no time (`31/02`)."""
    if not _HINT.search(folded):
        return None
    try:
        found = _all(folded)
        return _meant(found, folded, clock) if found else None
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=32)
def _all(folded: str) -> tuple[_Found, ...]:
    found: list[_Found] = []
    end = 0
    for match in islice(_STARTS.finditer(folded), _TRIES):
        if match.start() < end:
            continue
        if read := expression(folded, match.start()):
            one = _Found(read[0], match.start(), read[1])
            if one.rank or not _MEASURES.search(folded, max(0, one.start - 20), one.start):
                found.append(one)
                end = one.end
        if len(found) == _MOST:
            break
    return tuple(found)


def _meant(found: tuple[_Found, ...], folded: str, clock: Clock) -> Times:
    best = max(found, key=lambda one: one.rank)
    says = _with_day(best.says, [one.says for one in found if one is not best])
    turn = says.lean or direction(_without(folded, found))
    return _times(says, turn, best, clock)


def _with_day(says: Expression, others: list[Expression]) -> Expression:
    """`ontem, o que caiu entre 10h e 12h?`: the day stands apart from its hours."""
    if not isinstance(says, At | Since | Until | Between):
        return says
    for other in others:
        if isinstance(other, At):
            if _lacks_day(says) and other.moment.day and not other.moment.hour:
                return says.on(other.moment.day, other.moment.part)
            if isinstance(says, At) and not says.moment.hour and other.moment.hour and not other.moment.day:
                return says.on(None, other.moment.part) if other.moment.part else _at_hour(says, other)
        elif isinstance(other, Since | Until | Between) and isinstance(says, At) and _lacks_day(other):
            return other.on(says.moment.day, says.moment.part)
    return says


def _at_hour(says: At, other: At) -> At:
    return other.on(says.moment.day, says.moment.part)


def _lacks_day(says: At | Since | Until | Between) -> bool:
    moments = (says.first, says.last) if isinstance(says, Between) else (says.moment,)
    return all(m.hour and not m.day and not m.instant for m in moments)


def hidden(folded: str) -> str:
    """The text with every time blotted out, of one length: `between 1 and 3` is no two clauses."""
    try:
        return _without(folded, _all(folded), "_") if _HINT.search(folded) else folded
    except (ValueError, OverflowError):
        return folded


def _without(folded: str, found: tuple[_Found, ...], blot: str = " ") -> str:
    for one in found:
        folded = folded[: one.start] + blot * (one.end - one.start) + folded[one.end :]
    return folded


def _times(says: Expression, turn: int, place: _Found, clock: Clock) -> Times:
    window = _window(says, turn > 0, clock)
    span = (place.start, place.end)
    if window is None:
        return Times(None, "", span)
    slot = says.span.iso if isinstance(says, Back) and not window.is_ahead(clock.now) else window.since.isoformat()
    ahead = _other(says, turn, window, clock)
    return Times(window, slot, span, window.is_ahead(clock.now), ahead is not None, ahead, _is_tonight(says))


def _window(says: Expression, ahead: bool, clock: Clock) -> Window | None:
    """In the question's direction; where nothing is left of it to come, of the past."""
    if isinstance(says, OfPlan):
        return None
    window = says.window(clock, ahead)
    return window if not ahead or window.is_ahead(clock.now) else says.window(clock, False)


def _other(says: Expression, turn: int, window: Window, clock: Clock) -> Window | None:
    """The window to come that the same words may mean: `20:00` before eight, `tonight`, `dia 25` on the 20th."""
    if turn or isinstance(says, Back) or window.is_ahead(clock.now) or not _is_doubtful(says, window.since, clock):
        return None
    ahead = _window(says, True, clock)
    return ahead if ahead and ahead.is_ahead(clock.now) else None


def _is_doubtful(says: Expression, since: datetime, clock: Clock) -> bool:
    if not isinstance(says, At | Since | Until | Between):
        return False
    moment = says.first if isinstance(says, Between) else says.moment
    if isinstance(moment.day, Date):
        return moment.day.is_doubtful(clock)
    if isinstance(moment.day, DayOfMonth):
        return moment.day.back is None and since.month != clock.now.month
    if _is_tonight(says):
        return True
    return moment.day is None and moment.part != OVERNIGHT and since < clock.at(clock.today)


def _is_tonight(says: Expression) -> bool:
    return isinstance(says, At) and says.moment.day == Relative(0) and says.moment.part == NIGHT
