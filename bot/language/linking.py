"""The grammar of windows: `between A and B`, `desde A`, `until B`, `las últimas 3 horas`, `hace dos días a las 22`."""

from __future__ import annotations

import re

from bot.language import spans
from bot.language.daynames import MONTH
from bot.language.days import Date, DayOfMonth
from bot.language.daywords import day
from bot.language.lengths import PERIODS, SO_FAR, Read, ago, bare, length
from bot.language.moments import Moment, moment
from bot.language.ranges import Between, between
from bot.language.windows import At, OfPlan, Since, Until

_SINCE = (
    r"since|sinse|sicne|snce|(?:starting|beginning)(?: from| at| on)?|from|desde|desd|dsde|dsd|as of"
    r"|a partir d[aeo]s?|a partir del|a contar d[aeo]s?"
)
_AFTER = (
    r"after|past(?=\s+(?:\d|noon|midnight))|later than|depois d[aeo]s?|apos|despues del?|tras|mais tarde (?:do )?que"
)
_UNTIL = r"until|untill|till|til|up to|by|no later than|ate|hasta|no mais tarde que"
_BEFORE = r"before|prior to|earlier than|antes d[aeo]s?|antes del?|antes"
_SMALL = r"(?:\s+(?:as|los|las|la|os|o|a|el|the|umas|unas|a las?|que sean|about|around|mais ou menos|al|ao))*\s+"
_SINCE_LINK = re.compile(rf"(?:(?P<since>{_SINCE})|(?P<after>{_AFTER}))(?={_SMALL})")
_UNTIL_LINK = re.compile(rf"(?:(?P<until>{_UNTIL})|(?P<before>{_BEFORE}))(?={_SMALL})")
_SMALL_WORDS = re.compile(_SMALL)
_OPEN = re.compile(
    r"(?:(?P<two>between|entre|btwn?)|from|de|d[ao]s?|del|desde|a partir d[aeo]s?|(?:no )?periodo de|since)(?=\s)"
)
_DAYS = re.compile(
    r"(?:(?:as|los|las|la|os|o|a|the|hours of|horas|(?P<el>el))\s+)*(?:(?P<days>dias?|days?)\s+)?(?:the\s+)?"
)
_SPACED_DAYS = re.compile(r"\s*" + _DAYS.pattern)
_CLOSE_TWO = re.compile(r"\s*(?:and|e|y|to|ate|hasta|a|until|&|-)(?=[\s-])")
_CLOSE = re.compile(
    r"\s*(?:(?:and |e |y )?(?:to|until|till|til|thru|through|ate|hasta|as|a|al|ao|aos|antes d[aeo]s?|before)(?=\s)"
    r"|(?:pra|para)(?=\s+(?:hoje|hoy|ontem|as?\s+\d|o dia|\d|segunda|terca|quarta|quinta|sexta|sabado|domingo))|-|–)"
)
_FIGURES = re.compile(
    r"[0-2]\d[0-5]\d\s*(?:-|–|to|as?|ate)\s*[0-2]\d[0-5]\d(?![\w:/-])"
    rf"|\d{{1,2}}\s*(?:-|–|to|as?|al|and|e|y)\s*\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of |de )?{MONTH}\b"
)
"""Two numbers that are a window without a word before them."""
_NUMBERED_DAYS = re.compile(r"(?:(?:en los|nos|dos|los|os|the)\s+)?(?:dias|days)\s+(?=\d{1,2}\b)")
_END_OF = re.compile(
    r"(?:(?:the|o|el|al|ao)\s+)?(?:end|fim|final|fin)\s+(?:of|d[aeo]|del?)\s+(?:(?:the|my|this|la|o|a|el|meu|mi)\s+)?"
)
_SHIFT_WORD = re.compile(r"(?:shift|turno|plantao|guardia)\b")
_NOW = re.compile(r"(?:right )?now\b|agora\b|ahora\b")
_PERIOD = re.compile(rf"(?P<what>{'|'.join(PERIODS)})\b")
_EITHER = re.compile(rf"{_CLOSE.pattern}|{_CLOSE_TWO.pattern}")
_BOTH = re.compile(r"\s+(?:and|e|y)(?=\s)")
_ON = re.compile(
    r"\s*(?:on(?:wards?)?\b|forwards?\b|em diante|en adelante|(?:pra|para) (?:ca|aca)|ate agora|hasta ahora)"
)
_FILLER = re.compile(r"(?:que|q|i|we|eu|a gente)\s+(?:[a-z']+\s+){1,5}?(?=(?:at|as|a las?|@|yesterday|ontem|ayer)\s)")
_BEGIN = re.compile(
    r"(?:(?:the|o|el|al)\s+)?(?:start|beginning|inicio|comeco|comienzo|principios?)\s+(?:of|d[aeo]|del?)\s+"
    r"(?:(?:the|my|la|o|a|el)\s+)?"
)
_PLAN = re.compile(
    r"(?:(?:que|the|o|a|el|la|this|our|last|latest|previous|ultim[oa]|start|beginning|inicio|comeco|comienzo|cambio|virada"
    r"|extensao|extension|extended|of|d[aeo]|del?|novo|nuevo|new|current|atual)\s+){0,6}"
    r"(?:plan|plano|jnextplan|jnp|batch day|dia (?:de )?batch|batch (?=start|began|comec|inici|empez)|virada\b(?! d))"
    r"(?:\s+(?:switch(?:ed)?|extension|extended|(?:was )?(?:extended|created)|start(?:ed|s)?|began|virou|comecou"
    r"|iniciou|empezo|inicio|cambio|atual|actual|rolled(?: over)?|ran|run|rodou|corrio))?\b"
)
_BATCH = re.compile(
    r"(?:the|o|el)\s+(?:start|beginning|inicio|comeco|comienzo)\s+(?:of|d[eo]|del)\s+(?:the |o |el )?"
    r"(?:batch|processamento|proceso|plan\w*)\b(?:\s+day)?"
)
_AT = re.compile(
    r"(?P<at>at|as|das|a las?|las|around|pelas|(?:por volta|a eso|la pel[ao]s?|em torno) d[ae]s?(?: las?)?|@)\s+"
    r"|(?:on|in|na|no|nas|nos|em|en|el|la|of|de|do|da|del|during|durante)\s+"
)


def expression(text: str, at: int) -> Read | None:
    """The window that begins there, and where it ends. Raises ValueError for an hour, day or length that is none."""
    for read in (length, _since_plan, _linked, _led, _placed, bare):
        if found := read(text, at):
            return found
    return None


def _since_plan(text: str, at: int) -> Read | None:
    link = _SINCE_LINK.match(text, at)
    if not link or (link.group().strip() == "from" and text[:at].rstrip().endswith("_")):
        return None
    start = link.end()
    while text[start : start + 1].isspace():
        start += 1
    match = _PLAN.match(text, start) or _BATCH.match(text, start)
    return (OfPlan(), match.end()) if match else None


def _linked(text: str, at: int) -> Read | None:
    if day(text, at):
        return _range(text, at) or _from_on(text, at)
    return _range(text, at) or _from_on(text, at) or _since(text, at) or _until(text, at)


def _range(text: str, at: int) -> Read | None:
    opener = _OPEN.match(text, at)
    if opener:
        return _opened(text, opener)
    if numbered := _NUMBERED_DAYS.match(text, at):
        return _two(text, numbered.end(), _EITHER, True, loose=True)
    figures = _FIGURES.match(text, at)
    return _two(text, at, _EITHER if figures else _CLOSE, False, loose=bool(figures))


def _opened(text: str, opener: re.Match[str]) -> Read | None:
    """After `from` or `between`: numbers alone are hours, or days where it says so."""
    close = _CLOSE_TWO if opener["two"] else _CLOSE
    head = _DAYS.match(text, opener.end() + 1)
    if not head:
        return None
    of_days = bool(head["days"] or head["el"]) or opener.group() in ("del", "do")
    if head["days"] and (found := _two(text, head.start("days"), close, False, loose=False)):
        return found
    return _two(text, head.end(), close, of_days, loose=True)


def _two(text: str, at: int, close: re.Pattern[str], of_days: bool, *, loose: bool) -> Read | None:
    first = _end(text, at, loose=loose)
    if not first:
        return None
    link = close.match(text, first[1])
    if not link and first[0].day and not first[0].hour:
        link = _BOTH.match(text, first[1])
    if not link:
        return None
    easy = loose or first[0].hour is not None or isinstance(first[0].day, Date | DayOfMonth)
    last = _other_end(text, link.end(), loose=easy)
    if not last:
        return None
    days = of_days and not (first[0].part or last[0].part or _says_hour(last[0]) or _says_hour(first[0]))
    return between(first[0], last[0], of_days=days), last[1]


def _other_end(text: str, at: int, *, loose: bool) -> tuple[Moment, int] | None:
    head = _SPACED_DAYS.match(text, at)
    if head and head["days"] and (found := _end(text, head.start("days"), loose=False)):
        return found
    return _end(text, head.end() if head else at, loose=loose)


def _end(text: str, at: int, *, loose: bool) -> tuple[Moment, int] | None:
    """One end of a range: a moment, or now."""
    if match := _NOW.match(text, at):
        return Moment(now=True), match.end()
    return moment(text, at, loose=loose)


def _says_hour(found: Moment) -> bool:
    return found.hour is not None and not found.hour.bare


def _from_on(text: str, at: int) -> Read | None:
    """`segunda em diante`, `from Monday on`."""
    found = moment(text, _after(_OPEN, text, at), loose=True)
    match = _ON.match(text, found[1]) if found else None
    return (Since(found[0]), match.end()) if found and match else None


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    if not match:
        return at
    small = _SMALL_WORDS.match(text, match.end())
    return small.end() if small else at


def _since(text: str, at: int) -> Read | None:
    link = _SINCE_LINK.match(text, at)
    if not link:
        return None
    start = _after(_SINCE_LINK, text, at)
    if back := ago(text, start):
        return back
    for place in _places(text, start):
        if place > start and (period := _PERIOD.match(text, place)):
            return Since(Moment(PERIODS[period["what"]]), told=True), period.end()
        if found := moment(text, place, loose=True):
            told = link.group() not in ("from", "as of") and bool(link["since"]) and not link.group().startswith("a ")
            return Since(found[0], bool(link["after"]), told), _so_far(text, found[1])
    return None


def _places(text: str, start: int) -> list[int]:
    """Where the moment may begin: at once, after `the start of`, after `I left at`."""
    begin = _BEGIN.match(text, start)
    places = [begin.end() if begin else start]
    if filler := _FILLER.match(text, start):
        small = re.compile(r"(?:(?:at|as|a las?|@)\s+)?").match(text, filler.end())
        places.append(small.end() if small else filler.end())
    return places


def _so_far(text: str, end: int) -> int:
    match = _ON.match(text, end) or SO_FAR.match(text, end)
    return match.end() if match else end


def _until(text: str, at: int) -> Read | None:
    link = _UNTIL_LINK.match(text, at)
    if link and (ends := _END_OF.match(text, link.end() + 1)):
        return _to_the_end(text, ends.end())
    found = moment(text, _after(_UNTIL_LINK, text, at), loose=True) if link else None
    if not link or not found or (link.group() == "by" and found[0].hour and found[0].hour.bare):
        return None
    return Until(found[0], bool(link["before"])), found[1]


def _to_the_end(text: str, at: int) -> Read | None:
    if shift := _SHIFT_WORD.match(text, at):
        return Until(Moment(shift=0)), shift.end()
    period = _PERIOD.match(text, at)
    return (Until(Moment(PERIODS[period["what"]])), period.end()) if period else None


def _led(text: str, at: int) -> Read | None:
    """A day, and then hours of it: `yesterday between 10 and 12`, `tomorrow before 5 am`."""
    lead = moment(text, at)
    if not lead or not lead[0].day or lead[0].hour:
        return None
    glue = re.compile(r"[\s,]*(?:(?:de|d[ao]s?|del)\s+(?=entre|between))?").match(text, lead[1])
    found = _linked(text, glue.end() if glue else lead[1])
    if not found or not isinstance(found[0], Since | Until | Between):
        return None
    inner = (found[0].first, found[0].last) if isinstance(found[0], Between) else (found[0].moment,)
    if any(m.day or m.instant for m in inner):
        return None
    return found[0].on(lead[0].day, lead[0].part), found[1]


def _placed(text: str, at: int) -> Read | None:
    glue = _AT.match(text, at)
    found = moment(text, glue.end(), loose=bool(glue["at"])) if glue else moment(text, at)
    if not found or (not glue and _is_length(text, at, found)):
        return None
    return At(found[0]), found[1]


def _is_length(text: str, at: int, found: tuple[Moment, int]) -> bool:
    """`4h` alone is a length, and no hour."""
    alone = found[0].day is None and found[0].part is None
    length = spans.span(text, at) if alone else None
    return length is not None and length[1] == found[1]
