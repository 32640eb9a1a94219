"""What nobody may ask for: changes of everything, secrets, destruction, and ways round a control."""

from __future__ import annotations

import re

from bot.language.clauses import begin, opens
from bot.language.entities import Entities
from bot.language.features import Features

_HARMFUL = frozenset({"cancel", "kill", "hold", "submit", "rerun", "release", "confirm_prompt"})
_VERBS = ("cancel", "kill", "hold", "submit", "rerun", "release")
_TARGETS = ("every_one", "system", "plan", "log", "jobs", "audit", "wss", "history", "assets")
_EVIDENCE = ("audit", "log", "history")
_IMPOSTOR = re.compile(
    r"\b(?:approv|sign|aprov|assin|aprueb|firm|autori[sz]|confirm)\w*\b.{0,40}"
    r"(?:\bin \w+'?s? (?:name|place|stead)\b|\bas if (?:you|i|it) (?:were|was)\b|\bon \w+'s behalf\b|\bposing as\b"
    r"|\b(?:em|no) (?:nome|lugar) d[aeo]\b|\ben (?:nombre|lugar) del?\b|\bcomo se (?:fosse|eu fosse)\b|\bcomo si fuera)"
)
_BEHIND = re.compile(
    r"\b(?:no need to (?:tell|ask|inform)|(?:don'?t|do not|without) (?:tell|ask|inform)\w*"
    r"|sem (?:avisar|contar|falar|pedir)|nem (?:avisa|conta|precisa avisar|precisa contar)|nao (?:avisa|conta|fala)"
    r"|sin (?:avisar|decir|preguntar)\w*)\b"
    r".{0,25}\b(?:approver|aprovador|aprobador|boss|manager|gestor|chefe|jefe|supervisor|auditor|coordenador)"
)
_MASS = re.compile(
    r"\b(?:mass|bulk)[ -](?:cancel|kill|hold|rerun|delet|releas)|\b(?:cancel|mat|hold|kill|derrub|apag)\w* em massa\b"
    r"|\b(?:cancel|mat)\w* (?:masiv\w+|en masa)\b|\bcancelamento em massa\b"
)


def is_mass(found: Entities, read: Features, verb: str) -> bool:
    """A harmful change of everything, with no bound to it."""
    if verb in _HARMFUL and found.job is not None and _is_every(found.job.name):
        return True
    if verb not in ("cancel", "kill", "hold") or found.job or found.stream or found.workstation:
        return False
    return read.has("every_one") and read.has("jobs", "job", "system", "every_one", "stream", "running", "ws")


def _is_every(name: str) -> bool:
    return not name.strip("@*?.#")


def is_unsafe(found: Entities, read: Features, text: str) -> bool:
    """Secrets, harm, and ways round a control."""
    if read.has("injection"):
        return True
    said = " ".join([word.fold for word in found.words])
    if _IMPOSTOR.search(said) or _BEHIND.search(said):
        return not read.has("who", "policy")
    if _of_all(found, read):
        return not read.has("howto", "whatis", "who", "Q")
    if _MASS.search(said):
        return not read.has("howto", "whatis", "teach", "who", "why", "ASKS")
    return _is_secret(read) or _is_bypass(read) or _destroys(found, read, text)


def _of_all(found: Entities, read: Features) -> bool:
    """An order's verb right before a key of everything, wherever it stands: `execute: cancel @#@.@`."""
    if "job" not in found.marks:
        return False
    every = {at for at, word in enumerate(found.words) if found.marks[at] == "job" and _is_every(word.raw)}
    if not every:
        return False
    return any(read.has(verb) and h.last in every for verb in _VERBS for h in read.hits if verb in h.concepts)


def _is_secret(read: Features) -> bool:
    if not read.has("secret") or read.has("howto", "teach", "failed", "JOB"):
        return False
    return read.has("show", "whatis", "polite", "Q", "SHORT") or len(read.marks) <= 4


def _is_bypass(read: Features) -> bool:
    if not read.has("bypass") or not read.has("control", "approvals") or read.has("policy"):
        return False
    return read.has(*_VERBS, "unwatch", "delete", "put") or not read.has("failed", "running", "waiting", "late")


def _destroys(found: Entities, read: Features, text: str) -> bool:
    if not read.has("delete") or read.has("howto", "why", "failed", "show", "down", "past", "unwatch"):
        return False
    if not read.has(*(_EVIDENCE if read.has("JOB", "STREAM") else _TARGETS)):
        return False
    verbs = (h for h in read.hits if "delete" in h.concepts)
    return any(opens(found, read, begin(found, read, text, h.first), h.first) for h in verbs)
