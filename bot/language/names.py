"""Which words are names of the plan, by their shape alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.language import hyphens
from bot.language.lexicon import clitic, lexicon, nearest
from bot.language.nouns import nouns
from bot.language.text import Word

_KEY: Final = re.compile(r"(?:[\w@*?/-]+)?#[\w@*?/.-]+\Z")
_PART: Final = r"[A-Za-z@*][\w@*?-]"
_DOTTED: Final = re.compile(rf"/?(?:[\w-]+/)*{_PART}+(?:\.{_PART}*|\.{_PART}*(?:\.[\w@*?-]+)+)\Z")
_FILE: Final = re.compile(r".*\.(?:sh|bat|cmd|py|exe|log|dat|zip|gz|com|net|org|br|jar|sql|ksh|pl)\Z", re.IGNORECASE)
_BARE: Final = re.compile(r"(?:/(?:[\w-]+/)*)?[A-Za-z0-9_@*?][\w@*?-]*\Z")
_DIGITS: Final = r"[-_]?\d[\w-]*"
_MACHINE: Final = re.compile(
    r"(?:AGT|AGENT|EXTAGT|WKS|WKST|SRV|SERVER|FTA|LNX|LINUX|AIX|UNX|UNIX|HPUX|RHEL|ZOS|MDM|BKM|DWB)"
    r"(?:[-_]\w+|[A-Z]{0,8}[-_]?\d[\w-]*)?"
    rf"|(?:WS|XA|CPU|NODE|APPNODE|HOST|POOL|MASTER|WIN|UX|DEVBOX|K8S){_DIGITS}"
    r"|(?:WS|XA|CPU|NODE|HOST|POOL|MASTER)(?:[-_](?:[^\W_]+|\w*\d))?"
    r"|(?:UX|NT)[A-Z]{2,5}\d{1,3}"
    r"|WIN(?:(?:APP|PRD|SRV|ETL|DB|WEB|PROD|BATCH|NT)\w*|[A-Z]{2,6}\d{1,3})"
    r"|[A-Z]{1,6}(?:PRD|PROD|SRV|FTA|AGT|WKS|HOST|NODE|BOX|PRX)[-_]?\d{1,3}"
    r"|[A-Z]{2,8}WKS"
    r"|.+[-_](?:AGT|AGENT|WS|WKS|MASTER|POOL|POOL_\d+|MDM|FTA|DA|XA|DWB|SRV|NODE)\d*"
)
_TICKET: Final = re.compile(r"(?:chg|inc|ritm|req|prb|task|sctask|gmud|rdm|crq|wo|pmr|ts|cr)[-_]?\d{4,}\Z")
_ORACLE: Final = re.compile(r"(?:ora|db2|sql|tns|http|rfc|iso)-?\d*\Z")
_DOCUMENT: Final = re.compile(r"[\w.-]+\.(?:pdf|docx?|xlsx?|csv|md|txt|html?|jsonl|pptx?|odt)")
_NUMBERED: Final = re.compile(
    r"(?:\d+[a-z]{0,4}\d{0,2}|[a-z]\d|rc=?\d+|v\d.*|\d+(?:st|nd|rd|th)|pt\d+[a-z]|[a-z]\d{5,}|\d+gb|q[1-4]|d-\d+"
    r"|\d{1,2}h\d{0,2}-\d{1,2}h?\d{0,2}|\d+[a-z]{1,3}|\d+-[a-z]{2,})\Z"
)
CODE: Final = re.compile(r"(?:rc\d{1,4}|s0c\d|s\d{3}|u\d{4}|[a-z]{4,6}\d{3,5}[eiw]|aw[a-z]{2,4}\d{3,4}[eiw]?)\Z")
_LOWER: Final = re.compile(r"[a-z][a-z0-9_-]{2,39}\Z")
_OF_LANGUAGE: Final = re.compile(
    r"\w{2,}(?:ad[oa]s?|id[oa]s?|ing|ed|mente|ly|[aei]vel|ivel|ic[oa]s?|os[oa]s?|cao|coes|cion|ciones|tion|ment|ando"
    r"|endo|indo|iendo|ou|aram|eram|iram|aron|ieron|ava)\Z"
)
_WILD: Final = re.compile(r"[\w@*?-]+")
_FIGURED: Final = re.compile(r"\d|\w_\w")
_ACRONYM: Final = re.compile(r"[A-Z]{2,4}\Z")
_SHORTEST: Final = 4
_SINGLE: Final = frozenset("ABCDFGHJKLMNPQRSTUVWXZ")


@lru_cache(maxsize=8192)
def is_key(raw: str) -> bool:
    """A key with its workstation or its stream: `WS#ST.JOB`, `ST.JOB`."""
    if _KEY.match(raw) and not raw.startswith("#") and re.search(r"[\w@*]", raw.partition("#")[2]):
        return True
    if not _DOTTED.match(raw) or len(raw) < 5 or _FILE.match(raw) or _NUMBERED.match(raw.lower()):
        return False
    return raw.upper() == raw or bool(re.search(r"[_@*\d]", raw))


@lru_cache(maxsize=8192)
def is_document(fold: str) -> bool:
    """The name of a file that holds text: `runbook_pay.pdf`."""
    return bool(_DOCUMENT.fullmatch(fold))


@lru_cache(maxsize=8192)
def is_machine(raw: str) -> bool:
    """A shape that only workstations have: `LNXPRD04`, `AGT_FIN01`."""
    return bool(_MACHINE.fullmatch(raw.upper()))


def is_acronym(raw: str) -> bool:
    """`PIX`, `GL`: as often no name as one."""
    return bool(_ACRONYM.match(raw))


def is_name(word: Word, shouting: bool, names: frozenset[str]) -> bool:
    """Whether the word is a name by itself, wherever it stands."""
    raw = word.raw
    if not _BARE.match(raw):
        return False
    if raw.upper() in names and (raw.upper() == raw or not lexicon().knows(word.fold)):
        return True
    return not _is_none(word.fold) and _shaped(word, shouting)


@lru_cache(maxsize=8192)
def _is_none(fold: str) -> bool:
    """Figures, codes, numbers of tickets, and words that only look like names."""
    if fold in nouns().never:
        return True
    return any(pattern.match(fold) for pattern in (_NUMBERED, CODE, _TICKET, _ORACLE))


def _shaped(word: Word, shouting: bool) -> bool:
    raw = word.raw
    letters = sum(map(str.isalpha, raw))
    if "@" in raw or "*" in raw:
        return bool(_WILD.fullmatch(raw)) and (letters == 0 or raw.upper() == raw or not raw.startswith("@"))
    if letters >= 2 and _FIGURED.search(raw):
        return True
    if raw.isupper() and len(raw) >= 2:
        return not lexicon().speaks(word.fold) if shouting else (not lexicon().knows(word.fold) or len(raw) > 4)
    if "-" in raw:
        return hyphens.is_name(word.fold)
    return word.quoted and bool(_LOWER.match(word.fold)) and not lexicon().knows(word.fold)


def is_strange(word: Word) -> bool:
    """Whether no language has the word, nor one that it could misspell."""
    if clitic(word.fold):
        return False
    plain = word.raw.islower() and word.fold.isalnum() and word.raw.isascii() and len(word.fold) > _SHORTEST
    return plain and not lexicon().speaks(word.fold) and not nearest(word.fold) and not _OF_LANGUAGE.match(word.fold)


def is_named(word: Word, shouting: bool) -> bool:
    """Whether the word can be a name because `job`, `stream` or `workstation` stands before it."""
    if len(word.raw) == 1:
        return word.raw in _SINGLE
    if not _LOWER.match(word.fold) or word.fold in nouns().after_noun or _is_none(word.fold):
        return False
    if word.raw.islower() and _OF_LANGUAGE.match(word.fold):
        return False
    return not lexicon().knows(word.fold) or (word.raw.isupper() and not shouting)
