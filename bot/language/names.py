"""Which words are names of the plan, by their shape and by the words next to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.language.lexicon import lexicon
from bot.language.text import Word

_KEY: Final = re.compile(r"(?:[\w@*?/-]+)?#[\w@*?/.-]+\Z")
_DOTTED: Final = re.compile(r"/?(?:[\w-]+/)*[A-Za-z@*][\w@*?-]+\.[A-Za-z@*][\w@*?-]*\Z")
_BARE: Final = re.compile(r"(?:/(?:[\w-]+/)*)?[A-Za-z0-9_@*?][\w@*?-]*\Z")
_NOT_NAMES: Final = frozenset(
    [
        "rc",
        "tws",
        "hwa",
        "hcl",
        "ibm",
        "sla",
        "slas",
        "cpu",
        "ram",
        "abend",
        "abended",
        "abends",
        "succ",
        "exec",
        "hold",
        "ready",
        "stuck",
        "fail",
        "jcl",
        "db",
        "ok",
        "id",
        "pt",
        "br",
        "en",
        "es",
        "utc",
        "gmt",
        "brt",
        "am",
        "pm",
        "api",
        "json",
        "ip",
        "os",
        "pc",
        "ti",
        "it",
        "faq",
        "sql",
        "dba",
        "etl_",
        "pls",
        "plz",
        "asap",
        "fyi",
        "eta",
        "tbd",
        "crit",
        "wait",
        "ss",
        "sj",
        "sc",
        "nao",
        "sim",
        "no",
        "job",
        "jobs",
        "batchman",
        "ws",
        "ux",
        "ai",
        "ia",
        "bot",
        "rest",
        "url",
        "csv",
        "pdf",
        "xml",
        "http",
        "https",
        "conman",
        "composer",
        "symphony",
        "joblog",
        "stdlist",
        "fta",
        "fence",
        "limit",
        "error",
        "rerun",
        "cancel",
        "kill",
        "submit",
        "release",
        "help",
        "todo",
        "todos",
        "sem",
        "pq",
        "vc",
    ]
)
_SHAPED_WS: Final = re.compile(
    r"(?:AGT|AGENT|WS|WKS|WKST|SRV|SERVER|FTA|MDM|BKM|DWB|MASTER|NODE|HOST|CPU|XA|POOL|LNX|WIN)(?:[-_]?\d[\w-]*"
    r"|[-_]\w+)?\Z"
    r"|.+[-_](?:AGT|AGENT|WS|WKS|MASTER|POOL|MDM|FTA|DA|XA|DWB|SRV|NODE)\d*\Z"
)
_DOCUMENT: Final = re.compile(r"[\w.-]+\.(?:pdf|docx?|xlsx?|csv|md|txt|html?|jsonl|pptx?|odt)")
_NUMBERED: Final = re.compile(r"(?:\d+[a-z]{0,4}\d{0,2}|[a-z]\d|rc=?\d+|v\d.*|\d+(?:st|nd|rd|th)|pt\d+[a-z])\Z")
CODE: Final = re.compile(r"(?:rc\d{1,4}|s0c\d|s\d{3}|u\d{4}|[a-z]{4,6}\d{3,5}[eiw]|aw[a-z]{2,4}\d{3,4}[eiw]?)\Z")
KINDS: Final = {
    "job": frozenset(["job", "task", "tarefa", "rotina", "jobs", "processo", "trabajo", "tarea", "carga", "trabalho"]),
    "stream": frozenset(
        [
            "stream",
            "jobstream",
            "streams",
            "fluxo",
            "flujo",
            "job-stream",
            "esteira",
            "jobstreams",
            "cadeia",
            "fluxos",
            "schedule",
            "sched",
            "malha",
            "cadena",
        ]
    ),
    "ws": frozenset(
        [
            "workstation",
            "agent",
            "agente",
            "estacao",
            "estacion",
            "server",
            "servidor",
            "node",
            "machine",
            "maquina",
            "host",
            "workstations",
            "cpu",
            "fta",
            "agents",
            "pool",
            "master",
            "servers",
            "agentes",
            "estacoes",
        ]
    ),
}
_FILLERS: Final = frozenset(
    [
        "the",
        "o",
        "a",
        "do",
        "da",
        "de",
        "of",
        "called",
        "named",
        "chamado",
        "chamada",
        "el",
        "la",
        "del",
        "nome",
        "name",
        "is",
        "and",
        "e",
        "y",
        "as",
        "os",
        "e'",
        "trabalho",
        "trabajo",
        "trabajos",
        "jobs",
        "ao",
        "ed",
    ]
)
_LOWER: Final = re.compile(r"[a-z][a-z0-9_-]{2,39}\Z")


def beside(words: Sequence[Word], at: int) -> str:
    """The kind that the words before or after give to this one: job, stream, ws, or nothing."""
    for back in range(1, 4):
        if at - back < 0:
            break
        if kind := _kind(words[at - back].fold):
            return kind
        if words[at - back].fold not in _FILLERS:
            break
    after = [w.fold for w in words[at + 1 : at + 3]]
    if after[:2] in (["job", "stream"], ["job", "streams"]):
        return "stream"
    return _kind(after[0]) if after and not after[0].endswith("s") else ""


def _kind(word: str) -> str:
    return next((kind for kind, names in KINDS.items() if word in names), "")


def is_key(raw: str) -> bool:
    """A key with its workstation or its stream: `WS#ST.JOB`, `ST.JOB`."""
    if _KEY.match(raw) and not raw.startswith("#") and re.search(r"[\w@*]", raw.partition("#")[2]):
        return True
    if not _DOTTED.match(raw) or len(raw) < 5:
        return False
    return raw.upper() == raw or bool(re.search(r"[_@*\d]", raw))


def is_document(fold: str) -> bool:
    """The name of a file that holds text: `runbook_pay.pdf`."""
    return bool(_DOCUMENT.fullmatch(fold))


def looks_like_workstation(raw: str) -> bool:
    return bool(_SHAPED_WS.match(raw.upper()))


def is_name(word: Word, shouting: bool, names: frozenset[str]) -> bool:
    """Whether the word is a name by itself, wherever it stands."""
    raw = word.raw
    if not _BARE.match(raw) or _NUMBERED.match(word.fold) or CODE.match(word.fold):
        return False
    if raw.upper() in names and (raw.upper() == raw or not lexicon().knows(word.fold)):
        return True
    if word.fold in _NOT_NAMES:
        return False
    return _shaped(word, shouting)


def _shaped(word: Word, shouting: bool) -> bool:
    raw = word.raw
    letters = sum(c.isalpha() for c in raw)
    if re.search(r"[@*]", raw):
        return bool(re.fullmatch(r"[\w@*?-]+", raw)) and (letters == 0 or raw.upper() == raw or not raw.startswith("@"))
    if letters >= 2 and (re.search(r"\w_\w", raw) or re.search(r"\d", raw)):
        return True
    if raw.isupper() and len(raw) >= 2:
        return not lexicon().knows(word.fold) or (not shouting and len(raw) > 4 and word.fold not in _NOT_NAMES)
    return word.quoted and bool(_LOWER.match(word.fold)) and not lexicon().knows(word.fold)


def is_named(word: Word, shouting: bool) -> bool:
    """Whether the word can be a name because `job`, `stream` or `workstation` stands before it."""
    if len(word.raw) == 1:
        return word.raw.isupper() and word.raw.isalpha()
    if not _LOWER.match(word.fold) or word.fold in _NOT_NAMES or (word.raw.islower() and word.fold.endswith("ing")):
        return False
    return not lexicon().knows(word.fold) or (word.raw.isupper() and not shouting)
