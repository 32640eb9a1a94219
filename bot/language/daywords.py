"""Days in English, Portuguese and Spanish words: `ontem`, `last Monday`, `15 de novembro`, `semana passada`, `Q3`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from bot.language.daynames import (
    AFTER_LAST,
    AFTER_NEXT,
    LAST,
    LONG_MONTH,
    MONTH,
    NEXT,
    NTH,
    NUMBER_END,
    OF_WEEK,
    OTHER_THINGS,
    SHORT_DAYS,
    THAT_YEAR,
    THIS,
    WEEKDAYS,
    YEAR,
    month_number,
    ordinal,
    turn,
    weekday_number,
)
from bot.language.days import (
    LAST_YEAR,
    THIS_YEAR,
    Date,
    Day,
    DayOfMonth,
    Months,
    Period,
    Relative,
    Slice,
    Week,
    Weekday,
    Weekend,
)

_Build = Callable[[re.Match[str]], Day]


def _side(match: re.Match[str]) -> int:
    return turn(match.group())


def _year(match: re.Match[str]) -> int:
    """As said: of the calendar, THIS_YEAR, LAST_YEAR, or 0."""
    if match["y"]:
        return int(match["y"])
    said = match.groupdict().get("ys")
    return 0 if not said else LAST_YEAR if re.search("last|passado|pasado", said) else THIS_YEAR


def _relative(days: int) -> _Build:
    return lambda match: Relative(days)


def _weekday(match: re.Match[str]) -> Day:
    name = match["w"]
    number = weekday_number(name)
    week = match.groupdict().get("wk")
    return Weekday(number, 0, _weeks(week)) if week else Weekday(number, _side(match))


def _dated(match: re.Match[str]) -> Day:
    first = match["d"]
    number = int(first) if first.isdigit() else 1
    return _real(Date(number, month_number(match["m"]), _year(match)))


def _figures(match: re.Match[str]) -> Day:
    """Day first, unless that day could not be."""
    first, second = int(match["d"]), int(match["m"])
    year = int(match["y"] or 0)
    year += 2000 if 0 < year < 100 else 0
    if second > 12 >= first:
        return _real(Date(second, first, year, "md"))
    return _real(Date(first, second, year, "either" if first <= 12 else "dm"))


def _real(found: Date) -> Date:
    date(found.year if found.year > 1 else 2024, found.month, found.day)
    return found


def _iso(match: re.Match[str]) -> Day:
    found = date.fromisoformat(match.group())
    return Date(found.day, found.month, found.year)


def _of_month(match: re.Match[str]) -> Day:
    side = match["side"] or ""
    back = None if not side else 1 if re.search("last|passado|pasado", side) else 0
    return DayOfMonth(int(match["d"]) if match["d"].isdigit() else 1, back)


def _week(match: re.Match[str]) -> Day:
    return Week(_weeks(match.group()))


def _weeks(words: str) -> int:
    """How many weeks from this one."""
    if re.search("before last|retrasad|antepassad|antepasad", words):
        return -2
    return turn(words)


def _slice(match: re.Match[str]) -> Day:
    """`first week of November`, `segunda quinzena deste mês`."""
    of = day(match.string, match.end())
    number = 0 if match["n"] in ("last", "ultima") else ordinal(match["n"])
    if not of or not isinstance(of[0], Months | Period):
        raise ValueError(match.group())
    if match["k"] in ("week", "semana"):
        return Slice(of[0], 7 * (number - 1), 7 * number) if number else Slice(of[0], -7)
    return Slice(of[0], 0, 15) if number == 1 else Slice(of[0], 15)


def _months(match: re.Match[str]) -> Day:
    word = match["k"]
    count = 12 if word in ("year", "ano") else 3 if word.startswith(("quarter", "trimestre")) else 1
    return Months(_side(match), count)


def _period(match: re.Match[str]) -> Day:
    month = int(match["m"]) if match["m"].isdigit() else month_number(match["m"])
    year = _year(match)
    return Period(month, 1, year + 2000 if THIS_YEAR < year < 100 else year)


def _quarter(match: re.Match[str]) -> Day:
    found = match["q"]
    number = int(found) if found.isdigit() else ordinal(found)
    return Period(number * 3 - 2, 3, _year(match))


_NAMED_DAYS: tuple[tuple[str, int], ...] = (
    ("(?:the )?day before yesterday|anteontem|antes de ontem|anteayer|antes de ayer|antier", -2),
    ("yesterday|ontem|ayer|yest|yday", -1),
    ("(?:the )?day after tomorrow|depois de amanha|pasado manana", 2),
    ("today|hoje|hj|hoy", 0),
    (r"tomorrow|tomorow|tommorow|tmrw|tmr|amanha|(?<!\bla )(?<!esta )manana", 1),
)
_PLACED = "(?:(?<=on )|(?<=na )|(?<=no )|(?<=el )|(?<=desde )|(?<=ate )|(?<=hasta )|(?<=since ))"
_OF_YEAR = "(?:" + "|".join(f"(?<={word} )" for word in ("in", "em", "en", "of", "de", "since", "desde")) + ")"
_RECENT = r"(?:d?este mes|de este mes|do mes passado|del mes pasado|do mes|del mes|of (?:this|last) month)"
_PATTERNS: tuple[tuple[str, _Build], ...] = (
    *((rf"(?:{names})\b", _relative(days)) for names, days in _NAMED_DAYS),
    (
        r"(?:the |a |na |la )?(?P<n>first|second|third|fourth|last|primeir[ao]|segund[ao]|terceir[ao]|primera"
        r"|tercera|ultima)"
        rf" (?P<k>week|half|semana|quinzena|quincena) (?:of |d[oe] (?:mes de )?|del? (?:mes de )?)(?:the )?"
        rf"(?={LONG_MONTH}|(?:this|last|next) month|d?este mes|mes )",
        _slice,
    ),
    (r"\d{4}-\d{2}-\d{2}(?!\d|t\d)", _iso),
    (r"d-(?P<d>\d{1,2})\b", lambda match: Relative(-int(match["d"]))),
    (rf"(?P<m>{MONTH})\.?(?:/|\s+(?:de |of )?)(?P<y>20\d\d)(?![\d:-])", _period),
    (rf"(?P<m>{MONTH})/(?P<y>\d\d)(?![\d:/-])", _period),
    (r"(?P<m>0?[1-9]|1[0-2])/(?P<y>20\d\d)(?![\d:/-])", _period),
    (r"(?:dia |day )?(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?![\d/])", _figures),
    (r"(?:dia |day )?(?P<d>\d{1,2})/(?P<m>\d{1,2})(?P<y>)(?![\d/])", _figures),
    (
        rf"(?P<m>{MONTH})\.?\s+(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{NUMBER_END}(?:{YEAR}|{THAT_YEAR})?",
        _dated,
    ),
    (
        rf"(?:the |dia |el dia |el )?(?P<d>\d{{1,2}}|first|primeiro|primero)(?:st|nd|rd|th|o|a)?[ -](?:of |de )?"
        rf"(?P<m>{MONTH})\b(?:{YEAR}|{THAT_YEAR})?",
        _dated,
    ),
    (
        r"(?:(?:the |(?:on )?)(?P<d>\d{1,2})(?:st|nd|rd|th))\b(?P<side>\s+of (?:this|last) month)?"
        r"(?!\s+(?:run|time|job|attempt|one)\b)",
        _of_month,
    ),
    (
        rf"(?:(?:no |do |el |del |o )?dia|day)\s+(?P<d>\d{{1,2}}|primeiro|primero)o?\b{NUMBER_END}"
        rf"(?P<side>\s+{_RECENT})?",
        _of_month,
    ),
    (
        rf"(?:el |del |no |do |em )?(?P<d>\d{{1,2}})o?\b{NUMBER_END}"
        rf"(?P<side>\s+{_RECENT})",
        _of_month,
    ),
    (
        rf"(?:el|del) (?P<d>\d{{1,2}})\b{NUMBER_END}(?P<side>)(?=\s*(?:[?.!,]|\Z)|\s+(?:a las?|por|en|entre)\b)",
        _of_month,
    ),
    (
        rf"(?:{LAST} |{NEXT} |{THIS} )?(?P<w>{'|'.join(WEEKDAYS)})\b{OTHER_THINGS}"
        rf"(?:(?P<wk>{OF_WEEK})\b|\s+(?:{AFTER_LAST}|{AFTER_NEXT})\b)?",
        _weekday,
    ),
    (rf"{_PLACED}(?P<w>{'|'.join(SHORT_DAYS)})\b", _weekday),
    (r"(?:the )?week before last\b|semana (?:retrasada|antepassada|antepasada)\b", _week),
    (rf"(?:last|{THIS}|next)\s+(?:(?:work|working|business)\s+)?week\b(?!end)", _week),
    (rf"{THIS} semana(?: (?:{AFTER_LAST}|{AFTER_NEXT}))?\b|semana (?:{AFTER_LAST}|{AFTER_NEXT})\b", _week),
    (r"proxima semana\b", _week),
    (
        rf"(?:{LAST} |{NEXT} |{THIS} |over the |the )?(?:weekend|(?:fim|final|fin) de semana|fds)\b"
        rf"(?:\s+(?:{AFTER_LAST}|{AFTER_NEXT})\b)?",
        lambda match: Weekend(_side(match)),
    ),
    (rf"(?:last|next|{THIS})\s+(?P<k>month|quarter|year)\b", _months),
    (rf"(?P<k>mes|trimestre|ano)\s+(?:{AFTER_LAST}|{AFTER_NEXT})\b", _months),
    (rf"(?:{THIS}|proximo)\s+(?P<k>mes|trimestre|ano)\b(?:\s+(?:{AFTER_LAST}|{AFTER_NEXT})\b)?", _months),
    (r"(?:ultimo|last)\s+(?P<k>trimestre)\b", _months),
    (rf"q(?P<q>[1-4])\b(?:{YEAR}|{THAT_YEAR})?", _quarter),
    (rf"(?P<q>{NTH})\s+(?:quarter|trimestre)\b(?:{YEAR}|{THAT_YEAR})?", _quarter),
    (rf"(?P<m>{LONG_MONTH.replace('may|', '').replace('march|', '')})\b(?:{YEAR}|{THAT_YEAR})?", _period),
    (rf"(?<=in )(?P<m>may|march)\b(?:{YEAR}|{THAT_YEAR})?", _period),
    (rf"{_OF_YEAR}(?P<y>20\d\d)(?![\d:/-])", lambda match: Period(1, 12, int(match["y"]))),
)


_COMPILED = tuple((re.compile(pattern), build) for pattern, build in _PATTERNS)
_ANY = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", pattern.replace("(?P=s)", "[/.-]")) for pattern, _ in _PATTERNS))
"""Whether there is one at all, in one look."""


@lru_cache(maxsize=64)
def day(text: str, at: int) -> tuple[Day, int] | None:
    """The day or days that stand there, and where they end. Raises ValueError for a date that is none."""
    if not _ANY.match(text, at):
        return None
    for pattern, build in _COMPILED:
        if match := pattern.match(text, at):
            return _with_end(build(match), match)
    return None


def _with_end(found: Day, match: re.Match[str]) -> tuple[Day, int]:
    """A slice ends with what it is of."""
    of = day(match.string, match.end()) if isinstance(found, Slice) else None
    return found, of[1] if of else match.end()
