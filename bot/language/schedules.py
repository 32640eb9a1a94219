"""When a summary is to be posted, as cron: five fields in the channel's zone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.openings import COURTESY

_DAYS = (
    "sun(?:day)?s?|domingos?",
    "mon(?:day)?s?|segundas?(?:[- ]feiras?)?|lunes",
    "tue(?:s(?:day)?)?s?|tercas?(?:[- ]feiras?)?|martes",
    "wed(?:nesday)?s?|quartas?(?:[- ]feiras?)?|miercoles",
    "thu(?:rs(?:day)?)?s?|quintas?(?:[- ]feiras?)?|jueves",
    "fri(?:day)?s?|sextas?(?:[- ]feiras?)?|viernes",
    "sat(?:urday)?s?|sabados?",
)
_EVERY = r"(?:every|each|on|tod[ao]s?(?: [ao]s)?|cada|toda|as|nas|aos|los|todos los)"
_NAMED_DAY = re.compile(rf"\b{_EVERY}\s+(?:(?:{'|'.join(_DAYS)})\b(?:\s*(?:,|and|e|y)\s*)?)+")
_DAILY = re.compile(
    r"\b(?:every ?day|each day|daily|every (?:morning|night|evening|afternoon)|todos? (?:o |os )?dias?|diari\w+"
    r"|cada dia|todos los dias"
    r"|toda (?:manha|noite|tarde|madrugada)|todas as (?:manhas|noites))\b"
)
_WORKDAYS = re.compile(
    r"\b(?:(?:every|each|on) (?:week|working|business|work) ?days?|weekdays|dias? ute?is|dia util"
    r"|segunda a sexta|monday (?:to|through) friday"
    r"|dias laborables|lunes a viernes)\b"
)
_HOURLY = re.compile(r"\b(?:every hour|hourly|de hora em hora|toda hora|a cada hora|cada hora)\b")
_NUMBER = {
    "two": 2,
    "duas": 2,
    "dos": 2,
    "three": 3,
    "tres": 3,
    "four": 4,
    "quatro": 4,
    "cuatro": 4,
    "six": 6,
    "seis": 6,
    "eight": 8,
    "oito": 8,
    "ocho": 8,
    "twelve": 12,
    "doze": 12,
    "doce": 12,
}
_EVERY_HOURS = re.compile(rf"\b(?:every|a cada|cada)\s+(\d{{1,2}}|{'|'.join(_NUMBER)})\s*(?:h|hours?|horas?)\b")
_EVERY_MINUTES = re.compile(r"\b(?:every|a cada|cada)\s+(\d{1,2})\s*(?:m|mins?|minutes?|minutos?)\b")
_TIME = re.compile(
    r"\b(?P<named>midnight|meia[- ]noite|medianoche|noon|midday|meio[- ]dia|mediodia)\b"
    r"|(?<![\d:])(?P<h>\d{1,2})(?:[:h](?P<m>\d{2}))\s*(?P<ap>[ap]m)?(?![\d:])"
    r"|(?<![\d:])(?P<h2>\d{1,2})\s*(?:(?P<ap2>[ap]m)|h(?:oras?|s)?|o'?clock)\b"
    r"|\b(?:at|as|a las|around|,|and|e|y)\s+(?P<h3>\d{1,2})\b(?![:h\d])"
)
_ASTERISKS = re.compile(r"(?<![\w*/,-])((?:[\d*/,-]+[ \t]+){4}[\d*/,a-z-]+)(?![\w*/-])")
_STOP = re.compile(
    rf"{COURTESY}(?:stop|cancel|remove|disable|turn off|end|unschedule|delete|switch off|no more|para|pare|parar"
    rf"|cancel[ae]r?|remov[ae]r?|desativ[ae]r?"
    r"|deslig[ae]r?|tir[ae]r?|suspend[ae]r?|encerr[ae]r?|chega de|nao (?:mande|manda|envie|envia|poste"
    r"|quero) mais|don't send|do not send|dont send"
    r"|detener|deja de)\b"
)
_SUMMARY = re.compile(
    r"\b(?:summar\w+|digest|recap|resum\w*|sumarios?|boletim|overview|panorama|health (?:report|check|status)"
    r"|relatorio (?:de saude|geral|de turno|do turno)|status (?:geral|update|report|general)"
    r"|(?:batch|system|plan|environment|overall|general) status|estado general|situacao geral"
    r"|status (?:of the|do|da|del?|de la) (?:batch|system|plan|environment|ambiente|plano|noite|dia|sistema|entorno)"
    r"|fechamento d[eo] turno|cierre de turno|shift (?:report|summary)|parte (?:diario|de turno)"
    r"|how the (?:batch|night) (?:went|is going)"
    r"|como (?:foi|fue|estuvo) (?:a |o |la |el )(?:noite|batch|noche|madrugada))\b"
)
_AGAIN = re.compile(
    rf"{COURTESY}(?:send|post|mand[ae]r?|envi[ae]r?|post[ae]r?)(?:me|nos)?\s+(?:(?:me|us|nos)\s+)?"
    r"(?:that|this|it|isso|eso)\b"
)
"""`send me that every morning`: of what a thread holds only the summary comes again and again."""
_LIST = re.compile(
    r"\b(?:which|what|list|show|quais|lista|listar|mostra|mostre|ver)\b.*\b(?:summaries|scheduled summar\w+|resumos)\b"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """`cron` is empty for a list, for a stop, and where no time of day was understood."""

    cron: str = ""
    stop: bool = False
    lacks_time: bool = False


def planned(folded: str) -> Plan | None:
    """What the text wants of the scheduled summary; None where it concerns something else."""
    if not _SUMMARY.search(folded) and not _AGAIN.match(folded):
        return None
    if _STOP.match(folded):
        return Plan(stop=True)
    if _LIST.search(folded):
        return Plan()
    return typed(folded) if _recurs(folded) else None


def typed(folded: str) -> Plan:
    """Of a slash command, where the word summary was the command's name: cron, words, `list` or `stop`."""
    if _STOP.match(folded):
        return Plan(stop=True)
    if fields := _ASTERISKS.search(folded):
        return Plan(fields[1])
    if folded.strip() in ("", "list", "lista", "listar", "show"):
        return Plan()
    cron = _cron(folded)
    return Plan(cron, lacks_time=not cron)


def _recurs(folded: str) -> bool:
    patterns = (_DAILY, _WORKDAYS, _NAMED_DAY, _HOURLY, _EVERY_HOURS, _EVERY_MINUTES)
    return any(p.search(folded) for p in patterns) or bool(_ASTERISKS.search(folded))


def _cron(folded: str) -> str:
    if _HOURLY.search(folded):
        return "0 * * * *"
    if minutes := _EVERY_MINUTES.search(folded):
        return f"*/{int(minutes[1])} * * * *" if 1 <= int(minutes[1]) <= 59 else ""
    if hours := _EVERY_HOURS.search(folded):
        every = _NUMBER.get(hours[1]) or int(hours[1])
        return f"0 */{every} * * *" if 1 <= every <= 23 else ""
    times = _times(folded)
    if not times or len({minute for _, minute in times}) > 1:
        return ""
    hours_ = ",".join(str(hour) for hour in sorted({hour for hour, _ in times}))
    return f"{times[0][1]} {hours_} * * {_weekdays(folded)}"


def _weekdays(folded: str) -> str:
    if _WORKDAYS.search(folded):
        return "1-5"
    named = _NAMED_DAY.search(folded)
    if not named or _DAILY.search(folded):
        return "*"
    return ",".join(str(n) for n, day in enumerate(_DAYS) if re.search(rf"\b(?:{day})\b", named.group())) or "*"


def _times(folded: str) -> list[tuple[int, int]]:
    """Every time of day that the text names; none at all where one of them is impossible."""
    found = [_time(match) for match in _TIME.finditer(folded)]
    return [t for t in found if t] if all(found) else []


def _time(match: re.Match[str]) -> tuple[int, int] | None:
    if named := match["named"]:
        return (0, 0) if "night" in named or "noite" in named or "noche" in named else (12, 0)
    hour, minute = int(match["h"] or match["h2"] or match["h3"]), int(match["m"] or 0)
    if half := match["ap"] or match["ap2"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour, minute) if hour <= 23 and minute <= 59 else None
