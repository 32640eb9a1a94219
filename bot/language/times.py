"""Windows of time in English, Portuguese and Spanish words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.language.clock import Clock
from bot.language.moments import AGO, DAY, LOOSE, MONTH, NUMBER, POINT, STRICT, UNIT, WEEKDAY, moment, number, unit
from bot.requests import Window

ISO = r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:?\d{2})?"
_POINT = rf"(?:{ISO}|{POINT})"


@dataclass(frozen=True, slots=True)
class Times:
    window: Window
    since: str
    """ISO-8601: a duration where the words were relative, else an instant."""
    span: tuple[int, int]
    is_ahead: bool = False
    """Whether all of it is still to come."""
    may_be_ahead: bool = False
    """Whether it was read as of yesterday or as begun, though the same words fit what is still to come."""

    @property
    def until(self) -> str:
        return self.window.until.isoformat() if self.window.until else ""


_Build = Callable[[re.Match[str], Clock], tuple[Window, str] | None]


def _relative(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    amount, kind = number(match["n"] or "1"), unit(match["u"])
    if not amount and (match["n"] or "").isdigit():
        return None
    if not amount:
        amount, kind = 30, "m"
    if amount * {"m": 1, "h": 60, "d": 1440, "w": 10080, "M": 43200}[kind] > 1440 * 3660:
        return None
    letters = {"m": f"PT{amount}M", "h": f"PT{amount}H", "d": f"P{amount}D", "w": f"P{amount}W", "M": f"P{amount}M"}
    return Window(clock.ago(amount, kind)), letters[kind]


def _since(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    ago = re.fullmatch(rf"(?:ha|faz|hace)?\s*(?P<n>{NUMBER})\s*(?P<u>{UNIT})(?:\s+(?:ago|atras))?", match["a"].strip())
    if ago and re.search(r"ago|atras|ha\b|faz|hace", ago.group()):
        return _relative(ago, clock)
    found = moment(match["a"], clock)
    return (Window(found[0]), "") if found else None


def _between(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    named = match.groupdict()
    day = named.get("d") or named.get("e") or ""
    first, second = moment(f"{day} {match['a']}", clock), moment(f"{day} {match['b']}", clock)
    if not first or not second:
        return None
    start, (end, whole) = first[0], second
    end += timedelta(days=1) if whole else timedelta()
    if end <= start:
        end = clock.at(end.date() + timedelta(days=1), end.hour, end.minute)
    return _closed(Window(start, end), clock)


def _until(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    found = moment(match["a"], clock)
    return _closed(Window(clock.at(found[0].date()), found[0]), clock) if found else None


def _point(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    found = moment(match["a"], clock)
    if not found:
        return None
    start, whole = found
    length = timedelta(days=1) if whole else timedelta(hours=1)
    end = clock.at(start.date() + length) if whole else start + length
    return _closed(Window(start, end), clock)


def _closed(window: Window, clock: Clock) -> tuple[Window, str]:
    if window.since > clock.now:
        return window, ""
    until = window.until if window.until and window.until < clock.now else None
    return Window(window.since, until), ""


def _named(hours: tuple[int, int], back: int = 0) -> _Build:
    """A part of the day that began `back` days ago; it may end after midnight."""

    def build(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
        day = clock.day(back)
        if clock.at(day, hours[0]) > clock.now:
            day = clock.day(back + 1)
        return _closed(Window(clock.at(day, hours[0]), clock.at(day, hours[1])), clock)

    return build


def _week(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    monday = clock.weekday(0)
    if re.search("last|passad|pasad", match.group()):
        return Window(clock.at(monday - timedelta(days=7)), clock.at(monday)), ""
    return Window(clock.at(monday)), ""


def _month(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    return Window(clock.at(clock.today.replace(day=1))), ""


def _weekend(match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    saturday = clock.weekday(5)
    return _closed(Window(clock.at(saturday), clock.at(saturday + timedelta(days=2))), clock)


_TODAY = r"(?:today|hoje|hj|hoy)"
_YDAY = r"(?:yesterday|ontem|ayer)"
_MORNING = r"(?:morning|(?:de |a |pela |nesta |desta |esta |essa |na |por la )?manha|(?:por la |esta )?manana)"
_NIGHT = r"(?:night|evening|(?:a |de |por la )?noi?te|(?:por la )?noche)"
_AFTERNOON = r"(?:afternoon|(?:a |de |por la )?tarde)"
_LAST = r"(?:last|past|previous|ultim[ao]s?|pasad[ao]s)"
_SINCE = (
    r"(?:since|sinse|sicne|snce|after|desde|desd|dsde|dsd|starting|from|depois d[aeo]s?|apos|a partir d[aeo]s?"
    r"|despues de)"
)
_PATTERNS: tuple[tuple[str, _Build], ...] = (
    (
        rf"(?:(?P<d>{DAY})\s+)?(?:between|entre|from|desde|d[ae]s?)(?: as| las?| the)?\s+(?P<a>{_POINT})"
        rf"\s*(?:and|to|until|till|e|y|ate|hasta)"
        rf"(?: as?| las?| o)?\s+(?P<b>{_POINT})(?:\s+(?:de |on |of )?(?P<e>{DAY})(?![\w/-]))?",
        _between,
    ),
    (
        rf"(?:(?:from|d[ae]s?|desde las?)\s+|(?=midnight|noon|midday|me[di]))(?P<a>{LOOSE})\s*(?:as?"
        rf"|a las?)\s+(?P<b>{LOOSE})(?:\s+(?:de |on |"
        rf"of )?(?P<e>{DAY})(?![\w/-]))?",
        _between,
    ),
    (rf"(?:{_LAST})\s+(?:as |os )?(?P<n>{NUMBER})?\s*(?P<u>{UNIT})\b", _relative),
    (rf"(?P<n>{NUMBER})\s+(?:ultim[ao]s)\s+(?P<u>{UNIT})\b", _relative),
    (r"(?<![\w-])pt?(?P<n>\d{1,4})(?P<u>[mhdw])\b", _relative),
    (rf"(?:{_SINCE})(?: as?| las?| o| the)?\s+(?:{_YDAY}|last)\s+{_NIGHT}\b", _named((18, 48), 1)),
    (rf"(?:{_SINCE})\s+(?:this |{_TODAY} )?{_MORNING}\b", _named((6, 48))),
    (rf"(?:{_SINCE})(?: as?| las?| o| the)?\s+(?P<a>{_POINT})", _since),
    (
        rf"(?:d?[ao]s?|from)\s+(?P<a>{_POINT})\s+(?:em diante|pra ca|para ca|ate agora|on(?:wards?)?|hasta ahora)\b",
        _since,
    ),
    (rf"(?:until|till|before|up to|ate|antes d[aeo]s?|hasta)(?: as?| las?)?\s+(?P<a>{_POINT})", _until),
    (rf"(?:{_YDAY}\s+{_NIGHT}|last night|last evening|noite passada|noite de ontem|anoche)\b", _named((18, 30), 1)),
    (rf"(?:{_YDAY}\s+{_MORNING}|manha de ontem)\b", _named((6, 12), 1)),
    (rf"(?:{_YDAY}\s+{_AFTERNOON}|tarde de ontem)\b", _named((12, 18), 1)),
    (
        r"(?:overnight|during the night|in the night|durante a noite|nesta noite|essa noite|esta noite|pela noite)\b",
        _named((22, 30)),
    ),
    (
        rf"(?:{_TODAY} )?(?:(?:de|na|[nd]?es[ts]a|durante a|la|en la) )*madrugada(?: de {_TODAY})?\b",
        _named((0, 6)),
    ),
    (
        rf"(?:(?:this|{_TODAY})\s+{_MORNING}|(?:esta|essa|nesta|nessa|desta) manha|de manha|pela manha|esta manana)\b",
        _named((6, 12)),
    ),
    (rf"(?:(?:this|{_TODAY})\s+{_AFTERNOON}|esta tarde|nesta tarde|a tarde)\b", _named((12, 18))),
    (rf"(?:tonight|{_TODAY} {_NIGHT})\b", _named((18, 30))),
    (r"(?:this week|last week|(?:n?est|n?ess|d?est|d?ess)a semana|semana pas+ada|la semana pasada)\b", _week),
    (r"(?:this month|(?:n?est|n?ess|d?est|d?ess)e mes)\b", _month),
    (r"(?:(?:last |this |over the )?weekend|(?:ultimo )?(?:fim|final) de semana|fin de semana)\b", _weekend),
    (rf"(?P<a>{ISO})", _point),
    (rf"(?P<a>{AGO})", _since),
    (
        rf"(?:on |na |no |el )?(?P<a>{DAY}(?:(?:,|\s+(?:at|as|a las?))?\s+{STRICT}|\s+(?:at|as)\s+{LOOSE})?)(?![\w/-])",
        _point,
    ),
    (rf"(?:at|as|das|around|por volta das?|a las)\s+(?P<a>{LOOSE})", _point),
    (rf"(?<![\w.])(?<!\bas )(?<!\bat )(?P<n>{NUMBER})\s*(?P<u>(?:{UNIT}))\b", _relative),
)
_COMPILED = tuple((re.compile(r"(?<![\w@#./*-])(?:" + pattern + ")"), build) for pattern, build in _PATTERNS)
_DAY_SAID = re.compile(
    rf"{_YDAY}|\b(?:last|night before|ago|atras|ha|faz|hace)\b|passad|pasad|ultim|week|semana|month|\bmes\b|anteontem"
    rf"|since|sinse|sicne|snce|\bde?sd|\d-\d|\b{WEEKDAY}\b|anoche|overnight|during|durante"
)
"""Words that say which day is meant."""
_NEAR = timedelta(days=45)
STILL = re.compile(r"tonight|(?:today|hoje|hj|hoy) .*(?:night|noi?te|noche|evening)")
_HINT = re.compile(
    r"\d|day|night|noi?te|noche|oje|hoy|ontem|ayer|manha|manana|tarde|madrugada|week|semana|month|\bmes|hour"
    r"|hora|dia|minut|\bhj|"
    r"morning|noon|mon|tue|wed|thu|fri|sat|sun|seg|ter|qua|qui|sex|sab|dom|lun|mar|mie|jue|vie"
)


def find(folded: str, clock: Clock) -> Times | None:
    """The first window that the text names."""
    if not _HINT.search(folded):
        return None
    for pattern, build in _COMPILED:
        if match := pattern.search(folded):
            built = _build(build, match, clock)
            if built:
                return _times(match, built, clock)
    return None


def _times(match: re.Match[str], built: tuple[Window, str], clock: Clock) -> Times:
    window, since = built
    ahead = window.since > clock.now
    doubtful = not since and not ahead and _may_be_ahead(match.group(), window, clock)
    return Times(window, since or window.since.isoformat(), match.span(), ahead, doubtful)


def _may_be_ahead(said: str, window: Window, clock: Clock) -> bool:
    """`20:00` before eight, `tonight`, `dia 25` on the 20th: the past that was taken is not the only reading."""
    start, now = window.since, clock.now
    if re.search(rf"\b{MONTH}\b|\d/\d", said):
        near = timedelta(days=365) <= now - start + _NEAR
        return start.year < now.year and near and not re.search(r"\d{4}", said)
    if re.search(r"\bdia\b|\d(?:st|nd|rd|th)\b", said):
        return start.month != now.month
    if _DAY_SAID.search(said):
        return False
    return start < clock.at(clock.today) or bool(STILL.search(said))


def _build(build: _Build, match: re.Match[str], clock: Clock) -> tuple[Window, str] | None:
    try:
        return build(match, clock)
    except (ValueError, OverflowError):
        return None
