"""The names of days, months and their order, in English, Portuguese and Spanish."""

from __future__ import annotations

import re

from bot.language.spans import UNIT

OTHER_THINGS = r"(?!\s+(?:vez|vezes|tentativa|execucao|rodada|via|etapa|fase|linha|parte|opcao|pagina|instancia)\b)"
WEEKDAYS = (
    "monday|mon|segunda(?:[- ]feira)?|2a[- ]feira|lunes",
    "tuesday|tues|tue|terca(?:[- ]feira)?|3a[- ]feira|martes",
    "wednesday|wed|quarta(?:[- ]feira)?|4a[- ]feira|miercoles",
    "thursday|thurs|thu|quinta(?:[- ]feira)?|5a[- ]feira|jueves",
    "friday|fri|sexta(?:[- ]feira)?|6a[- ]feira|viernes",
    "saturday|sat|sabado",
    "sunday|sun|domingo",
)
SHORT_DAYS = ("seg|lun", "ter", "qua|mie", "qui|jue", "sex|vie", "sab", "dom")
"""Only after a preposition: alone they are other words."""
_MONTHS = (
    "january|janeiro|enero",
    "february|fevereiro|febrero",
    "march|marco|marzo",
    "april|abril",
    "may|maio|mayo",
    "june|junho|junio",
    "july|julho|julio",
    "august|agosto",
    "september|setembro|septiembre|setiembre",
    "october|outubro|octubre",
    "november|novembro|noviembre",
    "december|dezembro|diciembre",
)
_SHORT_MONTHS = (
    "jan|ene",
    "feb|fev",
    "mar",
    "apr|abr",
    "",
    "jun",
    "jul",
    "aug|ago",
    "sept|sep|set",
    "oct|out",
    "nov",
    "dec|dez|dic",
)
LONG_MONTH = "(?:" + "|".join(_MONTHS) + ")"
MONTH = "(?:" + "|".join(f"{a}|{b}" if b else a for a, b in zip(_MONTHS, _SHORT_MONTHS, strict=True)) + ")"
"""A month beside a number: whole or cut short."""
LAST = r"(?:last|past|previous|prior|ultim[ao])"
NEXT = r"(?:next|coming|following|proxim[ao])"
THIS = r"(?:this|current|(?:n|d)?est[aeo]|(?:n|d)?ess[ae]|(?:d[aeo] )?corrente|la)"
AFTER_LAST = r"(?:passad[ao]|pas+ad[ao]|pasad[ao]|anterior|retrasad[ao])"
AFTER_NEXT = r"(?:que vem|que viene|seguinte|siguiente|proxim[ao]|que entra)"
_ORDINALS = {
    "1st first 1o 1a primeiro primeira primer primera": 1,
    "2nd second 2o 2a segundo segunda": 2,
    "3rd third 3o 3a terceiro terceira tercer tercera": 3,
    "4th fourth 4o 4a quarto quarta cuarto cuarta": 4,
}
NTH = "(?:" + "|".join(w for words in _ORDINALS for w in words.split()) + ")"
YEAR = r"(?:(?:,|\s+(?:of|de|del))?\s*(?P<y>20\d\d))(?!\d)"
THAT_YEAR = r"(?:\s+(?:of |do |de |del )?(?P<ys>(?:this|last) year|d?este an[oi]o|ano passado|ano pasado|corrente ano))"
NUMBER_END = r"(?![\d:/]|\s*(?:%|h\b|hs\b|[ap]m\b)|\s*" + UNIT + ")"

OF_WEEK = (
    r"\s+(?:of |da |de la |na |in )?(?:(?:last|next|this|previous) week|semana (?:pas+ada|que vem|que viene|retrasada)"
    r"|(?:proxima|[nd]?esta) semana|(?:the )?week before last)"
)


def turn(words: str) -> int:
    """-1 for what is last, 1 for what is next."""
    if re.search(rf"\b(?:{LAST}|{AFTER_LAST})\b", words):
        return -1
    return 1 if re.search(rf"\b(?:{NEXT}|{AFTER_NEXT})\b", words) else 0


def _index(names: tuple[str, ...], word: str) -> int:
    return next((at for at, name in enumerate(names) if name and re.fullmatch(name, word)), -1)


def month_number(word: str) -> int:
    found = _index(_MONTHS, word)
    return (found if found >= 0 else _index(_SHORT_MONTHS, word)) + 1


def ordinal(word: str) -> int:
    return next((n for words, n in _ORDINALS.items() if word in words.split()), 1)


def weekday_number(word: str) -> int:
    """Monday is 0."""
    found = _index(WEEKDAYS, word)
    return found if found >= 0 else _index(SHORT_DAYS, word)
