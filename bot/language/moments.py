"""One point in time in words: `yesterday 18:00`, `ontem às 18h`, `monday`, `20/11 06:00`, `2026-11-20T10:00Z`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.language.clock import Clock

UNITS = {
    "m": "minutes? mins? m minutos? minutinhos?",
    "h": "hours? hrs? h hs horas? horinhas?",
    "d": "days? d dias?",
    "w": "weeks? w semanas?",
    "M": "months? mes meses",
}
UNIT = "(?:" + "|".join(w for words in UNITS.values() for w in words.split()) + ")"
_NUMBERS = (
    "an? one um uma un una 1|two dois duas dos 2|three tres 3|four quatro cuatro 4|five cinco 5|six "
    "seis 6|seven sete siete 7|"
    "eight oito ocho 8|nine nove nueve 9|ten dez diez 10|twelve doze doce 12|half meia media 0|twenty-four 24"
)
NUMBER = r"(?:\d{1,4}|" + "|".join(w for group in _NUMBERS.split("|") for w in group.split()[:-1]) + ")"
_DAYS = (
    "mon(?:day)?|segunda(?:[- ]feira)?|lunes",
    "tue(?:s(?:day)?)?|terca(?:[- ]feira)?|martes",
    "wed(?:nesday)?|quarta(?:[- ]feira)?|miercoles",
    "thu(?:rs(?:day)?)?|quinta(?:[- ]feira)?|jueves",
    "fri(?:day)?|sexta(?:[- ]feira)?|viernes",
    "sat(?:urday)?|sabado",
    "sun(?:day)?|domingo",
)
WEEKDAY = "(?:" + "|".join(_DAYS) + ")"
_TODAY = "today|hoje|hj|hoy"
_YESTERDAY = "yesterday|ontem|ayer|last night|anoche"
_BEFORE = "the day before yesterday|day before yesterday|anteontem|antes de ontem|anteayer|antier"
_LONGEST_MONTH = 31
_MONTHS = (
    "jan(?:uary|eiro)?|enero",
    "feb(?:ruary|rero)?|fev(?:ereiro)?",
    "mar(?:ch|co|zo)?",
    "apr(?:il)?|abr(?:il)?",
    "may|maio?|mayo",
    "june?|junho|junio",
    "july?|julho|julio",
    "aug(?:ust)?|ago(?:sto)?",
    "sep(?:t(?:ember)?)?|set(?:embro)?|septiembre",
    "oct(?:ober|ubre)?|out(?:ubro)?",
    "nov(?:ember|embro|iembre)?",
    "dec(?:ember)?|dez(?:embro)?|dic(?:iembre)?",
)
MONTH = f"(?:{'|'.join(_MONTHS)})"
_DATE = (
    r"\d{4}-\d{2}-\d{2}|(?:dia )?\d{1,2}/\d{1,2}(?:/\d{4})?"
    rf"|{MONTH}\.? \d{{1,2}}(?!\d|:)(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|(?:the |dia )?\d{{1,2}}(?:st|nd|rd|th|o)?(?: of| de)? {MONTH}\b(?:(?: de|,)? \d{{4}})?"
    r"|the \d{1,2}(?:st|nd|rd|th)|dia \d{1,2}(?![\d:])"
)
DAY = f"(?:{_BEFORE}|{_YESTERDAY}|{_TODAY}|{_DATE}|(?:last )?{WEEKDAY}(?: passada?)?)"
AT = r"(?:[,t]|\s+(?:at|as|a las?|a|por volta das?|around)(?=\s)|\s+@)?\s*"
_NAMED = "midnight|meia[- ]noite|medianoche|noon|midday|meio[- ]dia|mediodia"
STRICT = (
    rf"(?:{_NAMED}|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[ap]m\b|\s?h\b|z)?|\d{{1,2}}\s?(?:[ap]m|h(?:s|"
    rf"rs)?\d{{0,2}}|horas?)\b)"
)
LOOSE = rf"(?:{STRICT}|(?:[01]\d|2[0-3])[0-5]\dh?\b|\d{{1,2}}\b(?!\s*{UNIT}\b))"
AGO = rf"(?:(?:ha|faz|hace)\s+(?:{NUMBER})\s*{UNIT}\b|{NUMBER}\s*{UNIT}\s+(?:ago|atras)\b)"
POINT = (
    rf"(?:{AGO}|(?:on |na |no |el |o )?{DAY}(?:{AT}(?:{STRICT}|(?<=at )\d{{1,2}}\b|(?<=as "
    rf")\d{{1,2}}\b))?|(?:at |as |a las? |the )?{LOOSE})"
)
_MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)h?")
_CLOCK = re.compile(rf"({_NAMED})|(\d{{1,2}})(?::(\d{{2}}))?(?::\d{{2}})?\s?([ap]m|h(?:s|rs)?(\d{{2}})?)?")
_AGO = re.compile(rf"({NUMBER})\s*({UNIT})\b")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:?\d{2})?")
_DAY_HEAD = re.compile(rf"(?:on |na |no |el |o )?({DAY})")


def number(word: str) -> int:
    """Of a number in figures or words."""
    if word.isdigit():
        return int(word)
    return next((int(g.split()[-1]) for g in _NUMBERS.split("|") if word in g.replace("an?", "a an").split()), 1)


def unit(word: str) -> str:
    """`m`, `h`, `d`, `w` or `M` (month)."""
    for name, patterns in UNITS.items():
        if any(re.fullmatch(p, word) for p in patterns.split()):
            return name
    return "h"


def moment(words: str, clock: Clock) -> tuple[datetime, bool] | None:
    """The instant, and whether only a day was named; None for what is no time (`31/02`, `25:00`)."""
    try:
        return _moment(words.strip(), clock)
    except (ValueError, OverflowError):
        return None


def _moment(words: str, clock: Clock) -> tuple[datetime, bool] | None:
    if iso := _ISO.fullmatch(words):
        return _iso(iso.group(), clock), False
    if re.fullmatch(AGO, words) and (ago := _AGO.search(words)):
        return clock.ago(number(ago[1]), unit(ago[2])), False
    head = _DAY_HEAD.match(words)
    rest = words[head.end() :] if head else words
    hour = _hour(rest)
    if head:
        day = _day(head[1], clock)
        return clock.at(day, *(hour or (0, 0))), hour is None
    return (clock.last(*hour), False) if hour else None


def _iso(words: str, clock: Clock) -> datetime:
    parsed = datetime.fromisoformat(words.upper())
    return parsed.astimezone(clock.now.tzinfo) if parsed.tzinfo else clock.at(parsed.date(), parsed.hour, parsed.minute)


def _hour(words: str) -> tuple[int, int] | None:
    if four := _MILITARY.fullmatch(words.strip().rpartition(" ")[2]):
        return int(four[1]), int(four[2])
    match = _CLOCK.search(words)
    if not match:
        return None
    if match[1]:
        return (
            (12, 0)
            if re.search("noon|day|dia", match[1]) and "night" not in match[1] and "noite" not in match[1]
            else (0, 0)
        )
    hour, minute = int(match[2]), int(match[3] or match[5] or 0)
    if match[4] in ("am", "pm"):
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    if hour > 24 or minute > 59:
        raise ValueError(words)
    return hour, minute


def _day(word: str, clock: Clock) -> date:
    if re.fullmatch(_TODAY, word):
        return clock.today
    if re.fullmatch(_BEFORE, word):
        return clock.day(2)
    if re.fullmatch(_YESTERDAY, word):
        return clock.day(1)
    for index, names in enumerate(_DAYS):
        if re.match(rf"(?:last )?(?:{names})\b", word):
            return clock.weekday(index)
    return _date(word, clock)


def _date(word: str, clock: Clock) -> date:
    if "-" in word:
        return date.fromisoformat(word)
    parts = [int(p) for p in re.findall(r"\d+", word)]
    month = next((at for at, names in enumerate(_MONTHS, 1) if re.search(rf"\b(?:{names})\b", word)), 0)
    if month:
        parts.insert(1, month)
    if len(parts) == 1:
        return _day_of_month(parts[0], clock)
    year = parts[2] if len(parts) == 3 else clock.today.year
    found = date(year, parts[1], parts[0])
    return found if len(parts) == 3 or found <= clock.today else found.replace(year=year - 1)


def _day_of_month(day: int, clock: Clock) -> date:
    """The latest such day that is not to come."""
    month = clock.today
    if not 1 <= day <= _LONGEST_MONTH:
        raise ValueError(day)
    while day > (clock.today.day if month == clock.today else month.day):
        month = month.replace(day=1) - timedelta(days=1)
    return month.replace(day=day)
