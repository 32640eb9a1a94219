"""Hours of the day and its parts: `22h`, `10pm`, `7 e meia`, `seis de la mañana`, `madrugada`, `overnight`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language.spans import NUMBER, UNIT, number

_NIGHT_ENDS = 6
_HALF_DAY = 12
_DAY = 24


@dataclass(frozen=True, slots=True)
class Part:
    """From hour to hour; past 24 it is the next day's morning."""

    first: int
    last: int

    @property
    def is_night(self) -> bool:
        return self.last > _DAY


MORNING, AFTERNOON, NIGHT = Part(6, 12), Part(12, 18), Part(18, 30)
SMALL_HOURS, OVERNIGHT = Part(0, 6), Part(22, 30)
EARLY_SHIFT, LATE_SHIFT = Part(6, 14), Part(14, 22)


@dataclass(frozen=True, slots=True)
class Hour:
    """On the wall, or of UTC where that is said; 24 is the end of the day."""

    hour: int
    minute: int = 0
    half: str = ""
    """am or pm where it was said, and taken into the hour."""
    utc: bool = False
    bare: bool = False
    """A number alone, which may be a day as well."""

    def within(self, part: Part) -> Hour:
        """`10 da noite`, `three in the afternoon`; the small hours of a night are the next day's."""
        hour = self.hour
        if self.half or hour > _HALF_DAY:
            return self
        if hour == _HALF_DAY and (part.is_night or part == SMALL_HOURS):
            hour = 0
        elif part == AFTERNOON or (part.is_night and hour >= _NIGHT_ENDS):
            hour = hour % _HALF_DAY + _HALF_DAY
        return replace(self, hour=hour, half="pm" if hour >= _HALF_DAY else "am", bare=False)


_EARLY = r"early morning|early(?=\s+(?:today|tomorrow|yesterday|on\b))|(?<=tomorrow )early"
_OF = r"(?:turno|plantao|guardia)\s+(?:d[aeo]\s+|de la\s+)?"
_PARTS: tuple[tuple[str, Part], ...] = (
    (rf"(?:night|graveyard) shift|{_OF}(?:noite|noche|madrugada)|turno noc?turno", OVERNIGHT),
    (rf"(?:morning|day|early) shift|{_OF}(?:manha|manana)", EARLY_SHIFT),
    (rf"(?:afternoon|evening|late) shift|{_OF}tarde", LATE_SHIFT),
    (r"(?:early|small|wee) hours(?: of the (?:morning|night))?|madrugada", SMALL_HOURS),
    (
        r"overnight|(?:during|through|thru|in) the night|durante a noite|pela noite|durante la noche"
        r"|all night(?: long)?|(?:a )?noite (?:toda|inteira)|toda (?:a noite|la noche)",
        OVERNIGHT,
    ),
    (
        rf"{_EARLY}|morning|a\.m\.?|am|manha|(?:(?<=la )|(?<=esta )|(?<=de ))manana|first thing|cedo|cedinho|temprano",
        MORNING,
    ),
    (r"afternoon|arvo|(?<!mais )(?<!mas )tarde", AFTERNOON),
    (r"evening|night|nite|noite|noche", NIGHT),
)
_COMPILED_PARTS = tuple((re.compile(rf"(?:{words})\b"), part) for words, part in _PARTS)
_ANY_PART = re.compile("|".join(words for words, _ in _PARTS))
_NAMED = (
    ("end of (?:the )?day|fim do dia|final do dia|fin del dia|eod", 24),
    ("midnight|meia[- ]noite|media ?noche", 0),
    ("noon|mid-?day|meio[- ]dia|mediodia|lunch(?:time)?|almoco|almuerzo", 12),
)
_COMPILED_NAMED = tuple(
    (re.compile(rf"(?:12\s+(?:da|del?)\s+)?(?:{words})\b(?P<half> (?:e meia|y media)\b)?"), hour)
    for words, hour in _NAMED
)
_NAMED_HALF = {0: "am", 12: "pm"}
_HALVES = r"(?:\s?(?P<half>[ap])\.?m\b\.?)"
_UTC = r"(?P<utc>\s?(?:z|utc|gmt)\b)?"
_STRICT = re.compile(
    r"(?P<h>\d{1,2})(?:"
    rf"[:h](?P<m>\d{{2}})(?::\d{{2}})?(?![\d:])(?:\s?(?:hrs|hs|h|horas?)\b)?"
    rf"|(?=\s?[ap]\.?m\b)|\s?(?:h|hs|hrs|horas?)(?!\w)|\s?o'?clock\b){_HALVES}?" + _UTC
)
_PAST = {"quarter": 15, "half": 30, "cuarto": 15, "media": 30, "meia": 30}
_SPOKEN_EN = re.compile(
    rf"(?:an?\s+)?(?:(?P<q>quarter|half|(?!\d){NUMBER}|\d{{1,2}}(?=\s+past)|{NUMBER}(?=\s+min))(?:\s+min(?:ute)?s?)?\s+(?:past|after)"
    rf"|(?P<q2>quarter|twenty(?:[- ]five)?|{NUMBER}(?=\s+min))(?:\s+min(?:ute)?s?)?\s+(?P<less>to))"
    rf"\s+(?P<n>{NUMBER})(?!\s*{UNIT}){_HALVES}?"
)
_MINUTES = (
    r"meia|media|cuarto|quinze|quince|vinte|veinte|trinta|treinta|quarenta(?: e cinco)?|cuarenta(?: y cinco)?"
    r"|cinquenta|cincuenta"
)
_HALF_PAST = re.compile(r"(?:a )?(?P<q>half|quarter) past (?P<n>midnight|noon)\b")
_SPOKEN = re.compile(
    rf"(?P<n>{NUMBER})\s*h?\s+(?:(?:e|y)\s+(?P<q>{_MINUTES})|(?P<less>menos)\s+(?P<q2>cuarto|{NUMBER})"
    rf"|o'?clock|en punto|em ponto)\b(?!\s*{UNIT})"
)
_TO_PT = re.compile(rf"(?P<q>{NUMBER})\s+para\s+(?:as?\s+)(?P<n>{NUMBER})\b")
_MILITARY = re.compile(r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?:h|hs|hrs)?(?!\w|:|/)" + _UTC)
_COUNTED = (
    r"jobs?|fail\w*|falh\w*|fall\w*|abend\w*|err\w*|runs?|times?|vezes|veces|agent\w*|workstations?|streams?|rotinas?"
    r"|process\w*|trabajos?|ones?|lines?|linhas?|lineas?|last|latest|ultim\w*|primeir\w*|primer\w*|first|pior\w*"
    r"|maior\w*|mais|most|mas|others?|outr\w*|prompts?|recursos?|resources?|malhas?|fluxos?|cadeias?|estac\w*|de cada"
)
_BARE = re.compile(rf"(?P<n>{NUMBER})(?!\w|[:/%]|\.\d|-\d{{2}}-|\s*{UNIT}|\s+(?:{_COUNTED})\b)" + _UTC)
_MAY_BE = re.compile(
    rf"\d|an?\b|quarter|half|(?:12\s+(?:da|del?)\s+)?(?:{'|'.join(words for words, _ in _NAMED)})\b|{NUMBER}"
)


def part(text: str, at: int) -> tuple[Part, int] | None:
    """The part of the day that stands there, and where it ends."""
    if not _ANY_PART.match(text, at):
        return None
    for words, found in _COMPILED_PARTS:
        if match := words.match(text, at):
            return found, match.end()
    return None


def hour(text: str, at: int, *, loose: bool = False) -> tuple[Hour, int] | None:
    """The hour that stands there, and where it ends; `loose`: where a number alone is one.

    Raises ValueError for an hour that is none (`25:00`).
    """
    if not _MAY_BE.match(text, at):
        return None
    for words, value in _COMPILED_NAMED:
        if match := words.match(text, at):
            return Hour(value, 30 if match["half"] else 0, _NAMED_HALF.get(value, "")), match.end()
    if match := _HALF_PAST.match(text, at):
        return Hour(0 if match["n"] == "midnight" else 12, 30 if match["q"] == "half" else 15), match.end()
    if match := _STRICT.match(text, at):
        return _made(int(match["h"]), int(match["m"] or 0), match["half"] or "", bool(match["utc"])), match.end()
    if match := _SPOKEN_EN.match(text, at):
        minutes = match["q"] or match["q2"]
        return _spoken(match["n"], minutes, bool(match["less"]), match["half"] or ""), match.end()
    return _loose(text, at) if loose else None


def _loose(text: str, at: int) -> tuple[Hour, int] | None:
    if match := _SPOKEN.match(text, at):
        return _spoken(match["n"], match["q"] or match["q2"] or "0", bool(match["less"])), match.end()
    if match := _TO_PT.match(text, at):
        return _spoken(match["n"], match["q"], True), match.end()
    if match := _MILITARY.match(text, at):
        return _made(int(match["h"]), int(match["m"]), "", bool(match["utc"])), match.end()
    if (match := _BARE.match(text, at)) and (value := number(match["n"])) <= 31:
        return Hour(value, bare=True, utc=bool(match["utc"])), match.end()
    return None


def _spoken(hour: str, minutes: str, less: bool, half: str = "") -> Hour:
    """`half past seven`, `las seis menos cuarto`."""
    minute = _PAST.get(minutes) or number(minutes)
    if not less:
        return _made(number(hour), minute, half)
    before = (number(hour) - 1) % _DAY if number(hour) != 1 else _HALF_DAY
    return _made(before, 60 - minute, half)


def _made(hour: int, minute: int, half: str, utc: bool = False) -> Hour:
    if minute > 59 or hour > (_HALF_DAY if half else _DAY) or (half and not hour) or (hour == _DAY and minute):
        raise ValueError(hour, minute)
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    return Hour(hour, minute, half and f"{half}m", utc)


def around(first: Hour, last: Hour) -> tuple[Hour, Hour]:
    """A range of which one end alone says morning or evening: the other is the nearest that fits."""
    if last.half and not first.half and first.hour <= _HALF_DAY:
        ways = (first.hour % _HALF_DAY, first.hour % _HALF_DAY + _HALF_DAY)
        return replace(first, hour=min(ways, key=lambda hour: (last.hour - hour) % _DAY or _DAY)), last
    if first.half and last.bare and last.hour <= _HALF_DAY:
        ways = (last.hour % _HALF_DAY, last.hour % _HALF_DAY + _HALF_DAY)
        return first, replace(last, hour=min(ways, key=lambda hour: (hour - first.hour) % _DAY or _DAY))
    return first, last
