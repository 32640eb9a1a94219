"""What a text names: causes, statuses, jobs, codes, workstations, times, amounts, paths."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audit.harm import negated
from audit.words import Cause, Patterns, causes, fold, manner, sentences, statuses

_NAME = re.compile(r"(?<![\w/.$%{-])@?[A-Z][A-Z0-9]*(?:[_#][A-Z0-9]+)+(?![\w/])")
_CALLED = re.compile(r"\b(?:job|predecessor|successor|stream|sucessor|antecessor)\s+([A-Z][A-Z0-9]{3,})\b")
_MESSAGE = re.compile(r"\b(?:AWS[A-Z]{3}\d{3,4}[EIW]?|[A-Z]{2,5}-\d{4,6}|SQL\d{3,5}[A-Z]?|[A-Z]{3}\d{3,4}[EIWS])\b")
_CODE = re.compile(
    r"\b(?:rc|return ?code|exit(?:ed)?(?: (?:code|status|with(?: (?:code|status))?))?|errno"
    r"|codigo(?: de (?:retorno|saida))?"
    r"|returncode|code|sqlcode|status)\s*(?:=|:|of|was|is|de|foi|era|es|e|with)?\s*(-?\d{1,5})\b"
)
_PLACE = re.compile(
    r"\b(?i:workstation|cpu|agent|server|host|machine|node|esta[cç][aã]o|servidor|agente|m[aá]quina|fta)\s*[:=]?\s*"
    r"(?i:named |called |name )?([A-Z][A-Z0-9_-]*\d[A-Z0-9_-]*|[A-Z][A-Z0-9]*[_-][A-Z0-9_-]+|[A-Z]{4,})\b"
)
_TIME = re.compile(
    r"\b([01]?\d|2[0-3])(?::([0-5]\d)(?::[0-5]\d)?|h([0-5]\d)?)\s*([ap]m)?\b|\b(1[0-2]|[1-9])\s?([ap]m)\b"
)
_DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_AMOUNT = re.compile(
    r"(?<![\w.,:-])(\d+(?:[.,]\d+)*)\s?(%|percent|por cento|tb|gb|mb|kb|minut\w*|mins?|hours?|horas?"
    r"|hrs?|h|sec\w*|segundos?"
    r"|s|days?|dias?|weeks?|semanas?|rows|records|registros|linhas|lines|jobs|files|arquivos|times|vezes|retries"
    r"|attempts|tentativas|successors|predecessors|sucessores|predecessores|tries)(?![\w-])"
)
_AIM = re.compile(
    r"(?:\bto|\bpara|older than|more than|at least|at most|every|another|wait\w*|within|mais de|mais|ate|until"
    r"|\bup to|cada|least|less than|below|above|abaixo de|acima de|by|by about|espere|aguarde|aguardar"
    r"|antigos? que|keep|after|apos|for|por"
    r"|only|in|em|\+|>|<|took|levou|limit (?:of|is)|freed|liberou|liberei|liberamos|added|adicion\w+|had)\s*$"
)
_UNITS = {
    "percent": "%", "por": "%", "min": "minutes", "hou": "hours", "hor": "hours", "hr": "hours", "hrs": "hours",
    "h": "hours", "sec": "seconds", "seg": "seconds", "s": "seconds", "day": "days", "dia": "days", "wee": "weeks",
    "sem": "weeks", "row": "rows", "rec": "rows", "reg": "rows", "lin": "rows", "fil": "files", "arq": "files",
    "tim": "tries", "vez": "tries", "ret": "tries", "att": "tries", "ten": "tries", "tri": "tries", "job": "jobs",
    "suc": "successors", "pre": "predecessors",
}  # fmt: skip
_PATH = re.compile(r"(?<![\w/:.])/(?:[\w.-]+/)*[\w.-]*\w")
_WORD = re.compile(r"[a-z][a-z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class Particulars:
    """`claimed` are the amounts without those that are an aim, such as "raise it to 4 GB"."""

    causes: tuple[Cause, ...]
    cures: tuple[Cause, ...]
    statuses: frozenset[str]
    names: frozenset[str]
    messages: frozenset[str]
    codes: frozenset[str]
    places: frozenset[str]
    times: frozenset[str]
    dates: frozenset[str]
    amounts: frozenset[tuple[str, str]]
    claimed: frozenset[tuple[str, str]]
    paths: frozenset[str]
    words: frozenset[str]


def particulars(text: str) -> Particulars:
    said = fold(text)
    parts = sentences(said)
    return Particulars(
        causes=tuple(c for c in causes() if _affirmed(c.says, parts)),
        cures=tuple(c for c in causes() if _affirmed(c.cures, parts)),
        statuses=frozenset(name for name, patterns in statuses().items() if _affirmed(patterns, parts)),
        names=frozenset(_NAME.findall(text)) | frozenset(_CALLED.findall(text)) - frozenset(_MESSAGE.findall(text)),
        messages=frozenset(_MESSAGE.findall(text)),
        codes=frozenset(str(int(c)) for c in _CODE.findall(said)),
        places=frozenset(_PLACE.findall(text)),
        times=frozenset(_times(said)),
        dates=frozenset(_DATE.findall(said)),
        amounts=frozenset(_amounts(said)),
        claimed=frozenset(_amounts(said, claimed=True)),
        paths=frozenset(p.rstrip(".") for p in _PATH.findall(text)),
        words=_content(said),
    )


def _affirmed(patterns: Patterns, parts: Iterable[str]) -> bool:
    return any(_holds(pattern, part) for part in parts for pattern in patterns)


def _holds(pattern: re.Pattern[str], part: str) -> bool:
    """Some find of it stands un-negated."""
    return any(not negated(part, found.start()) for found in pattern.finditer(part))


def _times(said: str) -> Iterable[str]:
    for hour, minute, after_h, half, whole, whole_half in _TIME.findall(said):
        if not (minute or after_h or half or whole):
            minute = "00"
        at, is_pm = int(hour or whole), (half or whole_half) == "pm"
        at = at % 12 + 12 * is_pm if half or whole_half else at
        yield f"{at:02}:{minute or after_h or '00'}"


def _amounts(said: str, *, claimed: bool = False) -> Iterable[tuple[str, str]]:
    for found in _AMOUNT.finditer(said):
        if not claimed or not _AIM.search(said[max(0, found.start() - 24) : found.start()]):
            yield _number(found[1]), _unit(found[2])


def _number(text: str) -> str:
    """1.000 and 1,000 are a thousand; 1.5 and 1,5 one and a half."""
    whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", text)
    return whole.replace(",", ".")


def _unit(text: str) -> str:
    return _UNITS.get(text) or _UNITS.get(text.split()[0][:3], text)


def _content(said: str) -> frozenset[str]:
    return frozenset(_stem(w) for w in _WORD.findall(said) if w not in manner().empty)


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word.removesuffix("s")
