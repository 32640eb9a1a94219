"""Names, limits, codes and times of a text, taken out before the words are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import names as plan_names
from bot.language import patterns
from bot.language.clock import Clock
from bot.language.lexicon import lexicon
from bot.language.moments import MONTH
from bot.language.people import person
from bot.language.text import Word, clean, fold, words
from bot.language.times import Times, find
from tws.names import JobName

_LIMIT = re.compile(
    r"\b(?:top|first|latest|limit|only|show|primeir[oa]s|somente|apenas|so|primer[oa]s|limite|last|ultim[oa]s"
    r"|max|maximo|ate)\s+(\d{1,4})\b(?!\s*(?:h|:|%))"
    r"|\b(?:os|as|los|the)?\s*(\d{1,4})\s+(?:primeir[oa]s|primer[oa]s|ultim[oa]s|failed|jobs|most|results|lines"
    r"|falhas|latest|rows|entries|trabajos|piores|maiores|mais|first)\b"
)
_PLACE = frozenset(
    ["on", "at", "in", "em", "na", "no", "nas", "nos", "en", "from", "da", "do", "dentro", "under", "sobre", "running"]
)
_PROMPT = re.compile(r"\bprompt\s*(?:number|numero|no\.?|n|#|id)?\s*[#:]?\s*(\d{1,9})\b")
_RC = re.compile(
    r"\b(?:rc|return code|exit code|error code|codigo(?: de (?:erro|retorno|error))?|erro|error)\s*[=:]?\s*(\d{1,6})\b"
)
_NO_TIME = re.compile(
    r"\b(?:since|desd?e?|after|past|until|till|ate|hasta|between|entre|from|a partir d[aeo]s?|depois d[aeo]s?"
    r"|nas ultimas|nos ultimos"
    r"|in the last|last|ultimas|ultimos)\s+(?:the |as |a |o )?\d(?!\w*[_#.])|\b\d{1,2}:\d{2}\b"
    rf"|\bdia \d{{1,2}}\b|\b\d{{1,2}}(?: of| de)? {MONTH}\b|\b{MONTH} \d{{1,2}}\b"
)
_NO_HOUR = re.compile(r"\b(?:as|at|a las|desde|since|ate|until)\s+\d{1,2}(?:h\d{0,2}\b|:\d{2})")
_NO_SPAN = re.compile(r"\d{1,6}(?:[a-z]|min|hr|hrs|sec|seg)")
_RUNS_ON = frozenset(
    [
        "jobs",
        "failed",
        "running",
        "waiting",
        "held",
        "ready",
        "successful",
        "blocked",
        "late",
        "cancelled",
        "schedule",
        "slow",
        "happen",
    ]
)
"""Concepts of words that a workstation may follow: `jobs on X`, `abendados na X`."""
_ASKED = frozenset(["who", "what", "whats", "what's", "anything", "which", "quem", "que", "quien", "who's", "anyone"])


_JOBS = frozenset(["jobs", "trabajos", "trabalhos", "rotinas"])
_NUMBERED = re.compile(r"[A-Za-z]{2,}\d+")
_THERE = frozenset(["on", "na", "en"])
_ONE_FAULT = frozenset(["erro", "error", "falha", "fallo", "problema", "problem", "failure", "abend", "queda"])
"""In the singular that of a job, unless what follows looks like a workstation."""
_ON = frozenset(["on", "at", "em", "na", "no", "en"])


@dataclass(frozen=True, slots=True)
class Entities:
    words: tuple[Word, ...]
    marks: tuple[str, ...]
    """For each word: job, stream, ws, doc, person, time, num, code, or nothing."""
    times: Times | None = None
    limit: int | None = None
    prompt: str = ""
    has_code: bool = False
    lost_time: bool = False
    """Whether a window was meant that is none: `since 25:00`, `4x`."""

    def of(self, kind: str) -> list[str]:
        return [w.raw for w, mark in zip(self.words, self.marks, strict=True) if mark == kind]

    @property
    def job(self) -> JobName | None:
        found = self.of("job")
        return JobName.parse(found[0]) if found else None

    @property
    def stream(self) -> str:
        return next((s.upper() for s in self.of("stream")), "")

    @property
    def workstation(self) -> str:
        return next((w.upper().rstrip("#") for w in self.of("ws")), "")


def entities(text: str, clock: Clock, known: frozenset[str]) -> Entities:
    """All that is not a word of the language."""
    raw = clean(text)
    folded = fold(raw)
    spoken = patterns.completed(words(raw, folded), folded)
    marks = _names(spoken, known)
    hidden = _blank(folded, spoken, marks)
    times = find(hidden, clock)
    if times:
        hidden = _hide(hidden, *times.span)
        marks = [
            m or ("time" if times.span[0] <= w.start < times.span[1] else "")
            for w, m in zip(spoken, marks, strict=True)
        ]
    limit = _LIMIT.search(hidden)
    prompt = _PROMPT.search(hidden)
    code = bool(_RC.search(hidden)) or any(plan_names.CODE.match(w.fold) for w in spoken)
    if who := person(hidden):
        marks = [m or ("person" if w.start <= who[0] < w.end else "") for w, m in zip(spoken, marks, strict=True)]
    marks = [m or _figure(w) for w, m in zip(spoken, marks, strict=True)]
    count = int(limit[1] or limit[2]) if limit else None
    lost = bool(_NO_HOUR.search(hidden)) if times else not limit and _is_lost(hidden, spoken, marks)
    return Entities(tuple(spoken), tuple(marks), times, count or None, prompt[1] if prompt else "", code, lost)


def _is_lost(hidden: str, spoken: Sequence[Word], marks: Sequence[str]) -> bool:
    return bool(_NO_TIME.search(hidden)) or any(
        not mark and _NO_SPAN.fullmatch(word.fold) for word, mark in zip(spoken, marks, strict=True)
    )


def _figure(word: Word) -> str:
    if plan_names.CODE.match(word.fold):
        return "code"
    return "num" if word.fold.isdigit() else ""


def _hide(text: str, start: int, end: int) -> str:
    return text[:start] + "_" * (end - start) + text[end:]


def _blank(folded: str, spoken: Sequence[Word], marks: Sequence[str]) -> str:
    for word, mark in zip(spoken, marks, strict=True):
        if mark:
            folded = _hide(folded, word.start, word.end)
    return folded


def _names(spoken: list[Word], known: frozenset[str]) -> list[str]:
    shouting = _shouts(spoken)
    marks = [""] * len(spoken)
    for at, word in enumerate(spoken):
        marks[at] = _mark(spoken, at, word, shouting, known)
    return _settle(spoken, marks, known)


def _shouts(spoken: Sequence[Word]) -> bool:
    """Whether the text is in capitals throughout, so that capitals say nothing."""
    plain = [w for w in spoken if w.raw.isalpha() and len(w.raw) > 1]
    return len(plain) > 1 and sum(w.raw.isupper() for w in plain) > 0.7 * len(plain)


def _mark(spoken: list[Word], at: int, word: Word, shouting: bool, known: frozenset[str]) -> str:
    if plan_names.is_document(word.fold):
        return "doc"
    if plan_names.is_key(word.raw):
        return (
            "stream" if "#" in word.raw and "." not in word.raw and plan_names.beside(spoken, at) == "stream" else "job"
        )
    if plan_names.is_name(word, shouting, known):
        return plan_names.beside(spoken, at) or "job"
    kind = plan_names.beside(spoken[: at + 1], at)
    if kind and _right_after(spoken, at, kind) and plan_names.is_named(word, shouting):
        return kind
    return ""


def _right_after(spoken: Sequence[Word], at: int, kind: str) -> bool:
    before = spoken[at - 1].fold
    if before in ("called", "named", "chamado", "chamada"):
        return True
    return before in plan_names.KINDS[kind] and not before.endswith(("bs", "ts", "ms", "es"))


def _settle(spoken: list[Word], marks: list[str], known: frozenset[str]) -> list[str]:
    """A name in the place of a workstation is one, unless the plan has a job of that name."""
    settled = list(marks)
    for at, mark in enumerate(marks):
        raw = spoken[at].raw
        if mark != "job" or raw.upper() in known or "." in raw or "#" in raw.rstrip("#"):
            continue
        shaped = plan_names.looks_like_workstation(raw)
        if plan_names.beside(spoken, at) == "job" and not _of_several(spoken, at):
            continue
        if shaped or _placed(spoken, marks, at):
            settled[at] = "ws"
    return settled


def _of_several(spoken: Sequence[Word], at: int) -> bool:
    """`jobs da AGT01`: of a workstation, where `job AGT01` names a job."""
    return at > 1 and spoken[at - 1].fold in _PLACE and spoken[at - 2].fold in _JOBS


def _placed(spoken: Sequence[Word], marks: Sequence[str], at: int) -> bool:
    if not at or spoken[at - 1].fold not in _PLACE:
        return False
    on = spoken[at - 1].fold in _ON
    if any(m == "job" for m in marks[:at]) and on:
        return True
    if at < 2:
        return False
    if spoken[at - 2].fold in _JOBS:
        return not spoken[at - 1].fold.startswith("d") or bool(_NUMBERED.fullmatch(spoken[at].raw))
    if spoken[at - 1].fold not in _THERE or _waits_for(spoken, at):
        return False
    if spoken[at - 2].fold in _ONE_FAULT:
        return bool(_NUMBERED.fullmatch(spoken[at].raw))
    shaped = spoken[at - 2].fold in _ASKED or _NUMBERED.fullmatch(spoken[at].raw)
    return _runs(spoken[at - 2].fold) or bool(shaped and any(_runs(w.fold) for w in spoken[:at]))


def _runs(word: str) -> bool:
    return any(c in _RUNS_ON for node in lexicon().root.steps(word) for c, _ in node.concepts)


def _waits_for(spoken: Sequence[Word], at: int) -> bool:
    """`who is waiting on PAY01` asks of a job."""
    return spoken[at - 2].fold.startswith(("wait", "depend", "espera")) and any(w.fold in _ASKED for w in spoken[:at])
