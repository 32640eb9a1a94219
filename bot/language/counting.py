"""How many are asked for: `top 5`, `os dez últimos`, `five worst`."""

from __future__ import annotations

import re

_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_PORTUGUESE = {"dois": 2, "duas": 2, "tres": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8, "nove": 9}
_SPANISH = {"dos": 2, "cuatro": 4, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "veinte": 20}
_FIGURES = _ENGLISH | _PORTUGUESE | _SPANISH | {"dez": 10, "vinte": 20, "twenty": 20}
_COUNT = rf"(?:\d{{1,4}}|{'|'.join(_FIGURES)})"
_BEFORE = (
    *("top", "first", "latest", "limit", "only", "show", "last", "lats", "previous", "past", "max", "give me"),
    *("primeir[oa]s", "somente", "apenas", "so(?: os| as)?", "limite", "ultim[oa]s", "maximo", "ate", "me da"),
    *("lista(?: ai)? as", "lista(?: ai)? os", "primer[oa]s", "dame", "solo"),
)
_ITEMS = (
    *("failed", "jobs", "most", "results", "lines", "latest", "rows", "entries", "first", "last", "worst", "abends"),
    *("failures", "slowest", "longest", "critical", "biggest", "errors", "runs", "executions"),
    *(
        "primeir[oa]s",
        "ultim[oa]s",
        "falhas",
        "piores",
        "maiores",
        "mais",
        "primer[oa]s",
        "trabajos",
        "peores",
        "fallos",
    ),
)
_SPANS = (
    *("h", ":", "%", "min", "hr", "hour", "day", "week", "month", "year", "sec", "shift", "night", r"d\b"),
    *("hora", "dia", "sem", "mes", "ano", "seg", "turno", "noite", "noche"),
)
_LIMIT = re.compile(
    rf"\b(?:{'|'.join(_BEFORE)})\s+(?P<first>{_COUNT})\b(?!\s*(?:{'|'.join(_SPANS)}))"
    rf"|\b(?:os|as|los|the)?\s*(?P<then>{_COUNT})\s+(?:{'|'.join(_ITEMS)})\b(?!\s*(?:{'|'.join(_SPANS)}))"
)


_FIGURE = re.compile(rf"\b{_COUNT}\b")


def counted(hidden: str) -> int | None:
    """The number of items that a folded text asks for, its names and times hidden; None where it asks for none."""
    match = _LIMIT.search(hidden) if _FIGURE.search(hidden) else None
    if not match:
        return None
    said = match["first"] or match["then"]
    return int(said) if said.isdigit() else _FIGURES[said]
