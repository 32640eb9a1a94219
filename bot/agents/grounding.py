"""Whether a model's text stays with the facts: what it names in particular must stand in them.

Looked at: names of jobs, hosts and files, message ids, statuses, numbers, times, dates, paths, addresses, quoted
commands, citations. Plain prose cannot be checked so; that is why facts are drawn by code and the text is labelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.agents.statuses import claimed, named

_CITATION = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
_TIME = re.compile(r"(?<![\d:])(\d{1,2})(?::|h)(\d{2})(?::(\d{2}))?(?![\d:])\s*([ap])?\.?(?:m\b)?", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_MONTHS = "jan|feb|fev|mar|apr|abr|may|mai|jun|jul|aug|ago|sep|set|oct|out|nov|dec|dez"
_MONTH = {
    m: at
    for at, names in enumerate(
        (
            "jan",
            "feb fev",
            "mar",
            "apr abr",
            "may mai",
            "jun",
            "jul",
            "aug ago",
            "sep set",
            "oct out",
            "nov",
            "dec dez",
        ),
        1,
    )
    for m in names.split()
}
_DAY = re.compile(rf"(?<![\d.,:])(\d{{1,2}})(?:st|nd|rd|th|º)?\s+(?:of\s+|de\s+)?({_MONTHS})[a-zç]*\b", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"\b({_MONTHS})[a-zç]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w/.<])(?:/[\w.@#*-]+)+/?|\b[A-Za-z]:\\[\w.\\ -]*[\w.\\]|\\\\[\w.$\\-]+")
_URL = re.compile(r"\bhttps?://\S+", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\w/.-])[\w-]{2,}(?:\.[\w-]{2,})+(?![\w-])")
_CODE = re.compile(r"`([^`\n]+)`")
_NAME = re.compile(r"(?<![\w/.-])(?=[\w#@.-]*[A-Z_])(?:[A-Z0-9][A-Z0-9_#@-]{2,}|\w+_\w+)(?![\w-])")
_MIXED = re.compile(r"(?<![\w/.-])(?=\w*\d)(?=\w*[^\W\d_])[^\W\d_][\w-]*|(?<![\w/.-])\d+[^\W\d_]\w*(?!\w)")
_NUMBER = re.compile(r"(?<![\w.,:/#-])\d+(?:[.,]\d+)*")
_FACT_NUMBER = re.compile(r"(?<!\w)(?<!\w-)\d+(?:[.,]\d+)*")
_UNIT = re.compile(r"(\d+(?:[.,]\d+)*)([a-zA-Z%]{1,3})\Z")
_LISTED = re.compile(r"^\s*\d{1,2}[.)]\s+", re.MULTILINE)
_COUNTED = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dois|duas|tr[eê]s|quatro|cinco|seis|sete|oito|nove"
    r"|dez|onze|doze)\s+(?:\w+\s+)?(?:jobs?|hours?|minutes?|days?|times|runs?|tries|attempts?|errors?|streams?"
    r"|horas?|minutos?|dias?|vezes|execuç\w+|tentativas?|erros?|fluxos?)\b",
    re.IGNORECASE,
)
_WORTH = {
    w: n
    for n, ws in enumerate(
        (
            "two dois duas",
            "three três tres",
            "four quatro",
            "five cinco",
            "six seis",
            "seven sete",
            "eight oito",
            "nine nove",
            "ten dez",
            "eleven onze",
            "twelve doze",
        ),
        2,
    )
    for w in ws.split()
}
_CAPITALS = (
    "HWA TWS IBM HCL SQL CPU RAM API TCP UDP DNS SSH FTP SFTP FTPS HTTP HTTPS TLS SSL URL JVM JDBC ODBC NFS DBA PID "
    "UID CSV XML JSON PDF VM ETL SAP ERP DDL DML LDAP RPC SLA PDT UTC GMT AND NOT THE NAO IMPORTANT IMPORTANTE NOTE "
    "NOTA WARNING AVISO ASAP FYI RCA"
)
_COMMON = frozenset(_CAPITALS.split())
"""Words in capitals that name no thing of the plan."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True)
class Grounds:
    """`facts` are what code found; `lent` (words of people, logs, documents) gives names, no status."""

    facts: str
    lent: str = ""
    sources: int = 0
    """Citations go from [1] to this."""

    @cached_property
    def text(self) -> str:
        return _folded(f"{self.facts}\n{self.lent}")

    @cached_property
    def numbers(self) -> frozenset[str]:
        rest = self.text
        for pattern in (_ISO, _DAY, _DAY_AFTER, _TIME):
            rest = pattern.sub(" ", rest)
        return frozenset(_value(m[0]) for m in _FACT_NUMBER.finditer(rest))

    @cached_property
    def times(self) -> frozenset[str]:
        return frozenset(_times(self.text))

    @cached_property
    def dates(self) -> frozenset[tuple[int, int]]:
        return frozenset(_dates(self.text))

    @cached_property
    def statuses(self) -> frozenset[str]:
        return named(self.facts)

    def of(self, name: str) -> frozenset[str]:
        """Statuses on the lines of the facts that hold a name."""
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        lines = [line for line in self.facts.splitlines() if whole.search(line)]
        return frozenset().union(*(named(line) for line in lines))

    def holds(self, words: str) -> bool:
        """Whole, not as a part of a longer name."""
        wanted = re.escape(_folded(words).strip())
        return bool(re.search(rf"(?<![\w]){wanted}(?![\w])" if wanted[:1].isalnum() else rf"{wanted}(?!\w)", self.text))


def offences(text: str, grounds: Grounds) -> tuple[str, ...]:
    """The words that the facts do not hold, each once; empty where all is well."""
    found = [*_citations(text, grounds.sources)]
    text = _LISTED.sub("", _CITATION.sub(" ", text))
    found += _statuses(text, grounds)
    for look in (_urls, _code, _paths, _clock, _days, _words, _amounts):
        wrong, text = look(text, grounds)
        found += wrong
    return tuple(dict.fromkeys(found))


def cited(text: str) -> tuple[int, ...]:
    """The numbers in square brackets, in order, each once."""
    return tuple(dict.fromkeys(int(n) for m in _CITATION.finditer(text) for n in re.findall(r"\d+", m[1])))


def _citations(text: str, sources: int) -> list[str]:
    return [f"[{n}]" for n in cited(text) if not 1 <= n <= sources]


def _statuses(text: str, grounds: Grounds) -> list[str]:
    """A status must be in the facts; beside the name of one job it must be that job's."""
    wrong: list[str] = []
    for sentence in _SENTENCE.split(text):
        said = claimed(sentence)
        wrong += [f"status {kind}" for kind in said - grounds.statuses]
        names = {m[0] for m in _NAME.finditer(sentence) if not named(m[0]) and grounds.of(m[0])}
        if len(names) == 1:
            (name,) = names
            wrong += [f"{name} {kind}" for kind in (said & grounds.statuses) - grounds.of(name)]
    return wrong


Looked = tuple[list[str], str]
"""What is wrong, and the text without what was looked at."""


def _taken(pattern: re.Pattern[str], text: str, grounds: Grounds) -> Looked:
    wrong = [
        m[m.lastindex or 0] for m in pattern.finditer(text) if not grounds.holds(m[m.lastindex or 0].rstrip(".,;:"))
    ]
    return wrong, pattern.sub(" ", text)


def _urls(text: str, grounds: Grounds) -> Looked:
    return _taken(_URL, text, grounds)


def _code(text: str, grounds: Grounds) -> Looked:
    return _taken(_CODE, text, grounds)


def _paths(text: str, grounds: Grounds) -> Looked:
    found = [m[0].rstrip("/.") for m in _PATH.finditer(text)]
    wrong = [p for p in found if p and not grounds.holds(p)]
    return wrong, _PATH.sub(" ", text)


def _clock(text: str, grounds: Grounds) -> Looked:
    return [t for t in _times(text) if t not in grounds.times], _TIME.sub(" ", text)


def _times(text: str) -> Iterable[str]:
    for match in _TIME.finditer(text):
        hour = int(match[1])
        if match[4]:
            hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
        yield f"{hour:02d}:{match[2]}"


def _days(text: str, grounds: Grounds) -> Looked:
    wrong = [f"{day}.{month}." for day, month in _dates(text) if (day, month) not in grounds.dates]
    for pattern in (_ISO, _DAY, _DAY_AFTER):
        text = pattern.sub(" ", text)
    return wrong, text


def _dates(text: str) -> Iterable[tuple[int, int]]:
    for match in _ISO.finditer(text):
        yield int(match[3]), int(match[2])
    for match in _DAY.finditer(text):
        yield int(match[1]), _MONTH[match[2].lower()]
    for match in _DAY_AFTER.finditer(text):
        yield int(match[2]), _MONTH[match[1].lower()]


def _words(text: str, grounds: Grounds) -> Looked:
    """Hosts and files, names in capitals or with an underscore, letters with digits."""
    wrong: list[str] = []
    for pattern in (_DOTTED, _NAME, _MIXED):
        for match in pattern.finditer(text):
            word = match[0]
            if word in _COMMON or _NUMBER.fullmatch(word) or grounds.holds(word) or _is_amount(word, grounds):
                continue
            if not (pattern is _NAME and named(word)):
                wrong.append(word)
        text = pattern.sub(lambda m: m[0] if _NUMBER.fullmatch(m[0]) else " ", text)
    return wrong, text


def _is_amount(word: str, grounds: Grounds) -> bool:
    """20GB, 95%: a number with its unit."""
    match = _UNIT.match(word)
    return bool(match) and match is not None and _value(match[1]) in grounds.numbers


def _amounts(text: str, grounds: Grounds) -> Looked:
    written = [m[0] for m in _NUMBER.finditer(text) if _value(m[0]) not in grounds.numbers]
    spelt = [m[1] for m in _COUNTED.finditer(text) if not _counts(m[1].lower(), grounds)]
    return written + spelt, text


def _counts(word: str, grounds: Grounds) -> bool:
    return str(_WORTH[word]) in grounds.numbers or grounds.holds(word)


def _value(number: str) -> str:
    """1,204 and 1.204 and 1204 are one; 3.50 and 3,5 too."""
    head, _, tail = number.replace(",", ".").rpartition(".")
    if not head or len(tail) == 3:
        return number.replace(",", "").replace(".", "").lstrip("0") or "0"
    fraction = tail.rstrip("0")
    whole = head.replace(".", "").lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
