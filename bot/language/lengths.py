"""Windows told by a length of time: `last 4 hours`, `hace dos días a las 22`, `next hour`, `rest of the day`."""

from __future__ import annotations

import re

from bot.language import spans
from bot.language.days import Day, Months, Relative, Week
from bot.language.hours import NIGHT
from bot.language.moments import Moment, moment
from bot.language.ranges import Expression
from bot.language.spans import Span
from bot.language.windows import At, Back, Next, Rest, Since

Read = tuple[Expression, int]
PERIODS: dict[str, Day] = {
    "day": Relative(0),
    "dia": Relative(0),
    "week": Week(0),
    "semana": Week(0),
    "month": Months(0),
    "mes": Months(0),
    "quarter": Months(0, 3),
    "trimestre": Months(0, 3),
    "year": Months(0, 12),
    "ano": Months(0, 12),
}
_SO_FAR_IN = re.compile(rf"(?:en )?lo que va d(?:el?|e la|e este|e esta)\s+(?P<what>{'|'.join(PERIODS)})\b")
_NIGHTS = re.compile(rf"(?P<n>{spans.NUMBER})\s+(?:nights|noites|noches)\b")
_TO_DATE = re.compile(r"(?P<what>week|month|quarter|year)[- ]to[- ]date\b")
_NIGHTS_AGO = re.compile(
    rf"(?:(?:ha|faz|hace)\s+)?(?P<n>{spans.NUMBER})\s+(?:nights|noites|noches)(?P<ago>\s+(?:ago|atras))?\b"
)
_LAST = re.compile(
    r"(?:last|lst|past|previous|ultim[ao]s?|ultms|pasad[ao]s|passad[ao]s)\s+(?:(?:as|os|the)\s+)?(?P<only>)"
)
_NEXT = re.compile(r"(?:next|coming|upcoming|following|proxim[ao]s?|siguientes?|seguintes?)\s+(?:(?:as|os|the)\s+)?")
_AFTER_LAST = re.compile(r"\s+(?:ultim[ao]s?|passad[ao]s?|pasad[ao]s?|anteriores)\b")
_AFTER_NEXT = re.compile(r"\s+(?:siguientes?|seguintes?|proxim[ao]s?)\b")
_TURNED = re.compile(r"(?P<n>\S+)\s+(?:(?P<back>ultim[ao]s)|(?P<on>proxim[ao]s))\s+")
_AGO = re.compile(r"(?:desde\s+)?(?:ha|faz|hace|fazem)\s+(?:ya\s+|ja\s+)?")
_AGO_AFTER = re.compile(r"\s*(?:ago|atras|back(?=\W|\Z)|earlier)\b")
SO_FAR = re.compile(r"\s*(?:(?:pra|para) (?:ca|aca)|hasta ahora|ate agora|atras)\b")
_COUNTED_FROM = re.compile(r"de\s+")
_WITHIN = re.compile(
    r"(?:within|inside|dentro d[eao]s?|daqui a|daqui|em ate|en menos de|em menos de)\s+(?:(?:the|an?|la|el|una?|uma?)"
    r"\s+(?=hour|hora|next|coming|proxim))?"
)
_IN = re.compile(r"(?:in|em|en)\s+(?=\d|an? |half|meia|media|one|two|three|um|dois|dos|duas|tres|una?\b|uma)")
_REST = re.compile(
    r"(?:the |o |el )?(?:rest|remainder|resto|restante)\s+(?:of|d[aeo]|del?)\s+(?:the |o |a |la |el )?"
    r"(?P<what>today|day|night|week|month|hoje|dia|noite|semana|mes|hoy|noche|turno|shift)\b"
)


def length(text: str, at: int) -> Read | None:
    """`last 4 hours`, `next hour`, `two hours ago`, `within the hour`, `rest of the day`."""
    if match := _SO_FAR_IN.match(text, at) or _TO_DATE.match(text, at):
        return Since(Moment(PERIODS[match["what"]]), told=True), match.end()
    if (match := _NIGHTS_AGO.match(text, at)) and (
        match["ago"] or match.group()[0] == "h" or match.group()[:3] == "faz"
    ):
        return At(Moment(Relative(-spans.number(match["n"])), NIGHT)), match.end()
    if match := _REST.match(text, at):
        return Rest(_rest_of(match["what"])), match.end()
    if match := _LAST.match(text, at):
        if nights := _NIGHTS.match(text, match.end()):
            return Since(Moment(Relative(-spans.number(nights["n"])), NIGHT), told=True), nights.end()
        return _sized(text, match.end(), match.group().startswith("last"), Back)
    if match := _NEXT.match(text, at):
        return _sized(text, match.end(), True, Next)
    if match := _WITHIN.match(text, at):
        inner = _NEXT.match(text, match.end())
        return _sized(text, inner.end() if inner else match.end(), False, Next)
    return ago(text, at) or _turned(text, at)


def _sized(text: str, at: int, is_calendar: bool, kind: type[Back] | type[Next]) -> Read | None:
    """A length, or one unit; `last week` and `next month` are the calendar's."""
    found = spans.span(text, at)
    if not found and (found := spans.one(text, at)) and is_calendar and found[0].unit in "wMY":
        return None
    return (kind(found[0]), found[1]) if found else None


def ago(text: str, at: int) -> Read | None:
    if match := _AGO.match(text, at):
        found = spans.span(text, match.end()) or spans.one(text, match.end())
        return _since_then(text, found[0], found[1]) if found else None
    if (match := _COUNTED_FROM.match(text, at)) and (found := spans.span(text, match.end())):
        back = SO_FAR.match(text, found[1])
        return (Back(found[0]), back.end()) if back else None
    found = spans.span(text, at)
    if not found:
        return None
    if match := _AGO_AFTER.match(text, found[1]):
        return _since_then(text, found[0], match.end())
    if match := _AFTER_LAST.match(text, found[1]):
        return Back(found[0]), match.end()
    match = _AFTER_NEXT.match(text, found[1])
    return (Next(found[0]), match.end()) if match else None


def _since_then(text: str, span: Span, end: int) -> Read:
    """So long ago until now; days ago at an hour are that day."""
    if span.unit in "dw":
        day_ = Relative(-span.amount * (7 if span.unit == "w" else 1))
        glue = re.compile(r"\s+(?:at|as|a las?)\s+").match(text, end)
        if glue and (found := moment(text, glue.end(), loose=True)) and not found[0].day:
            return At(found[0].on(day_)), found[1]
    so_far = SO_FAR.match(text, end)
    return Back(span), so_far.end() if so_far else end


def _turned(text: str, at: int) -> Read | None:
    """`las 3 últimas horas`."""
    match = _TURNED.match(text, at)
    number = spans.figure(text, at) if match else None
    unit = spans.one(text, match.end()) if match else None
    if not match or not number or not unit or number[1] != match.end("n") or not number[0]:
        return None
    span = Span(number[0], unit[0].unit)
    return (Back(span) if match["back"] else Next(span)), unit[1]


def _rest_of(word: str) -> Moment:
    if word in ("turno", "shift"):
        return Moment(shift=0)
    if word in ("night", "noite", "noche"):
        return Moment(Relative(0), NIGHT, goes_on=True)
    return Moment(PERIODS.get(word, Relative(0)))


def bare(text: str, at: int) -> Read | None:
    """A length alone: back, unless the question looks ahead."""
    into = _IN.match(text, at)
    found = spans.span(text, into.end() if into else at)
    return (Back(found[0], near=True), found[1]) if found else None
