"""Names, limits, codes and times of a text, taken out before the words are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, takewhile

from bot.language import hyphens, patterns
from bot.language import names as plan_names
from bot.language.clock import Clock
from bot.language.counting import counted
from bot.language.kinds import beside, named_right_before, placed
from bot.language.lexicon import lexicon
from bot.language.moments import MONTH
from bot.language.nouns import nouns
from bot.language.people import person
from bot.language.text import Word, clean, fold, words
from bot.language.times import Times, find
from tws.names import JobName

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
_NO_DATE = re.compile(
    r"\b(?:on|of|from|for|em|no|na|do|da|de|dia|del|el|en) (?:the |dia )?\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
)
_NO_HOUR = re.compile(r"\b(?:as|at|a las|desde|since|ate|until)\s+\d{1,2}(?:h\d{0,2}\b|:\d{2})")
_DIGIT = re.compile(r"\d")
_NO_SPAN = re.compile(r"\d{1,6}(?:[a-z]|min|hr|hrs|sec|seg)")
_DATED = re.compile(r"[\w@*?/#-]{1,80}\s?\((?:\d{4})(?:\s\d\d/\d\d(?:/\d{2,4})?)?\)(?:\.[\w@*?-]{1,40})?")
"""A stream with its time, as conman prints it: `WKS#STREAM(2300 11/20/26).JOB`."""
_OF_DAY = re.compile(r"\(\d{4}[) ]")
_TIME_OF = re.compile(r"\s?\([^)]*\)")
_TERSE = 5
"""Words of a text in which an acronym may be all that is named."""
_NEARBY = 5
"""Words from one about a job to a name that may be an ordinary word."""
_ENDS = re.compile(r"[,.;:!?\n]")
_OF = frozenset(
    ["of", "for", "on", "in", "em", "na", "no", "en", "do", "da", "de", "del", "the", "o", "a", "el", "la", "to", "job"]
)
_ASKED_OF_ONE = frozenset(["status", "log", "dep", "waitsfor", "history", "duration", "why"])
"""Concepts of questions about one job."""
_ONLY_OF_JOBS = frozenset(["log", "dep", "waitsfor", "history", "duration"])
_ABOUT_ONE = _ASKED_OF_ONE | {"rerun", "cancel", "hold", "release", "kill", "submit", "watch", "unwatch"}
"""Concepts of words that a name follows, be it an acronym."""
_DOCUMENTS = frozenset(["document", "doc", "documento", "docto"])
_ALERTS = frozenset(["alert", "alerts", "alerta", "alertas", "aviso", "avisos", "notificacoes", "notificaciones"])
_ENDED = frozenset(["failed", "running", "successful", "waiting", "late", "held"])


@dataclass(frozen=True, slots=True)
class Entities:
    words: tuple[Word, ...]
    marks: tuple[str, ...]
    """For each word: job, stream, ws, prompt, doc, person, time, num, code, or nothing."""
    times: Times | None = None
    limit: int | None = None
    prompt: str = ""
    has_code: bool = False
    lost_time: bool = False
    """Whether a window was meant that is none: `since 25:00`, `4x`."""
    job: JobName | None = field(init=False, compare=False)
    """The first, with the stream and the workstation that are said of it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "job", self._first_job() if "job" in self.marks else None)

    def of(self, kind: str) -> list[str]:
        if kind not in self.marks:
            return []
        return [w.raw for w, mark in zip(self.words, self.marks, strict=True) if mark == kind]

    def _first_job(self) -> JobName:
        at = self.marks.index("job")
        name = JobName.parse(self.words[at].raw)
        stream, station = self._said_of(at, "stream"), self._said_of(at, "ws")
        if not stream and not station:
            return name
        return replace(name, job_stream=name.job_stream or stream, workstation=name.workstation or station)

    def _said_of(self, job: int, kind: str) -> str:
        """What stands right after the job with a word of place between: `PAY01 on AGT01`, `PAY01 da malha FIN`."""
        if kind not in self.marks:
            return ""
        small = nouns().small
        for at in range(job + 1, len(self.words)):
            word = self.words[at]
            if self.marks[at] == kind:
                placed = any(w.fold in nouns().places for w in self.words[job + 1 : at])
                return _last_part(word.raw) if placed else ""
            if self.marks[at] or word.fold not in small or "," in word.gap or "." in word.gap:
                return ""
        return ""

    @property
    def stream(self) -> str:
        named = self.of("stream")
        return named[0].upper() if named else ""

    @property
    def all_of_stream(self) -> JobName | None:
        """Every job of the stream that is named; None where none is."""
        return JobName("@", self.stream.rpartition("#")[2]) if self.stream else None

    @property
    def workstation(self) -> str:
        named = self.of("ws")
        return named[0].upper().rstrip("#") if named else ""


def _last_part(raw: str) -> str:
    return raw.upper().rstrip("#").rpartition("#")[2]


def entities(text: str, clock: Clock, known: frozenset[str]) -> Entities:
    """All that is not a word of the language."""
    raw = clean(text)
    folded = fold(raw)
    spoken = _undated(patterns.completed(words(raw, folded), folded), raw)
    marks = _names(spoken, known)
    hidden = _blank(folded, spoken, marks)
    times = find(hidden, clock)
    if times:
        hidden = _hide(hidden, *times.span)
        marks = [
            m or ("time" if times.span[0] <= w.start < times.span[1] else "")
            for w, m in zip(spoken, marks, strict=True)
        ]
    count = counted(hidden)
    signs = [_figure(w.fold) for w in spoken]
    figures = bool(_DIGIT.search(hidden))
    prompt = _PROMPT.search(hidden) if figures else None
    code = "code" in signs or (figures and bool(_RC.search(hidden)))
    if who := person(hidden):
        marks = [m or ("person" if w.start <= who[0] < w.end else "") for w, m in zip(spoken, marks, strict=True)]
    marks = [m or sign for sign, m in zip(signs, marks, strict=True)]
    lost = bool(_NO_HOUR.search(hidden)) if times else count is None and _is_lost(hidden, spoken, marks, figures)
    asked = prompt[1] if prompt else spoken[marks.index("prompt")].raw.upper() if "prompt" in marks else ""
    return Entities(tuple(spoken), tuple(marks), times, count or None, asked, code, lost)


def _is_lost(hidden: str, spoken: Sequence[Word], marks: Sequence[str], figures: bool) -> bool:
    if not figures:
        return False
    if _NO_TIME.search(hidden) or ("/" in hidden and _NO_DATE.search(hidden)):
        return True
    return any(
        not mark and word.fold[:1].isdigit() and _NO_SPAN.fullmatch(word.fold)
        for word, mark in zip(spoken, marks, strict=True)
    )


@lru_cache(maxsize=8192)
def _figure(word: str) -> str:
    if plan_names.CODE.match(word):
        return "code"
    return "num" if word.isdigit() else ""


def _hide(text: str, start: int, end: int) -> str:
    return text[:start] + "_" * (end - start) + text[end:]


def _blank(folded: str, spoken: Sequence[Word], marks: Sequence[str]) -> str:
    for word, mark in zip(spoken, marks, strict=True):
        if mark:
            folded = _hide(folded, word.start, word.end)
    return folded


def _undated(spoken: list[Word], raw: str) -> list[Word]:
    """The words, a key with its time in brackets as one."""
    if "#" not in raw or not _OF_DAY.search(raw):
        return spoken
    for match in _DATED.finditer(raw):
        within = [w for w in spoken if match.start() <= w.start < match.end()]
        if len(within) > 1 and "#" in match.group():
            at = spoken.index(within[0])
            name = _TIME_OF.sub("", match.group())
            whole = within[0]._replace(raw=name, fold=name.lower(), end=match.end())
            spoken = [*spoken[:at], whole, *spoken[at + len(within) :]]
    return spoken


def _names(spoken: list[Word], known: frozenset[str]) -> list[str]:
    shouting = _shouts(spoken)
    marks = [_mark(spoken, at, word, shouting, known) for at, word in enumerate(spoken)]
    settled = _settle(spoken, _without_acronyms(spoken, marks, known), known)
    return settled if any(settled) else _terse(spoken)


def _terse(spoken: Sequence[Word]) -> list[str]:
    """`custmast history`, `tail hrfeed`: beside a word about a job, the one that no language has is its name."""
    if len(spoken) > _TERSE or not any(_means(word.fold, _ASKED_OF_ONE) for word in spoken):
        return [""] * len(spoken)
    strange = [at for at, word in enumerate(spoken) if plan_names.is_strange(word)]
    if len(strange) != 1:
        return [""] * len(spoken)
    led = any(word.fold in nouns().led | nouns().articles for word in spoken)
    return ["job" if at == strange[0] and not led else "" for at in range(len(spoken))]


def _shouts(spoken: Sequence[Word]) -> bool:
    """Whether the text is in capitals throughout, so that capitals say nothing."""
    if not any(w.raw.isupper() for w in spoken):
        return False
    plain = [w for w in spoken if w.raw.isalpha() and len(w.raw) > 1]
    if len(plain) > 1 and plain[0].raw.isupper() and plain[1].raw.isupper() and plain[1].fold in _OF:
        return True
    return len(plain) > 1 and sum(w.raw.isupper() for w in plain) > 0.7 * len(plain)


def _mark(spoken: list[Word], at: int, word: Word, shouting: bool, known: frozenset[str]) -> str:
    if not _is_plain(word) or word.fold.upper() in known:
        if plan_names.is_document(word.fold):
            return "doc"
        if plan_names.is_key(word.raw):
            of_parts = ("#" in word.raw) != ("." in word.raw) and word.raw.count(".") != 1
            return "stream" if of_parts and beside(spoken, at) == "stream" else "job"
        if plan_names.is_name(word, shouting, known):
            if at and spoken[at - 1].fold in _DOCUMENTS and word.fold.upper() not in known:
                return "doc"
            return beside(spoken, at) or "job"
        if "-" in word.fold and hyphens.may_be_name(word.fold) and _is_asked_of(spoken, at):
            return beside(spoken, at) or "job"
    kind = named_right_before(spoken, at)
    return kind if kind and plan_names.is_named(word, shouting) else ""


def _is_plain(word: Word) -> bool:
    """Whether nothing in its spelling makes a word a name."""
    return word.raw.isalpha() and word.raw.islower() and not word.quoted


def _without_acronyms(spoken: Sequence[Word], marks: Sequence[str], known: frozenset[str]) -> list[str]:
    """Those that no noun names and no word about a job leads to are no names: `the GL desk`, `runbook do PIX`."""
    weak = [
        mark == "job" and plan_names.is_acronym(word.raw) and word.raw not in known and not word.quoted
        for word, mark in zip(spoken, marks, strict=True)
    ]
    if not any(weak):
        return list(marks)
    alone = len(spoken) <= _TERSE and sum(map(bool, marks)) == 1
    return ["" if weak[at] and not alone and not _is_led_to(spoken, at) else mark for at, mark in enumerate(marks)]


def _is_led_to(spoken: Sequence[Word], at: int) -> bool:
    back = at - 1
    while back > 0 and spoken[back].fold in _OF:
        back -= 1
    if back < 0:
        return False
    if back < at - 1 and spoken[back].fold in nouns().jobs:
        return True
    if nouns().kinds.get(spoken[at - 1].fold) == "job" and not spoken[at - 1].fold.endswith("s"):
        return True
    return _means(spoken[back].fold, _ABOUT_ONE)


def _is_asked_of(spoken: Sequence[Word], at: int) -> bool:
    """Whether a word about jobs stands near, in the same clause: `dispara pra mim o X`, `o X já terminou`."""
    before = takewhile(lambda back: not _ENDS.search(spoken[back + 1].gap), range(at - 1, max(at - _NEARBY, -1), -1))
    after = takewhile(lambda on: not _ENDS.search(spoken[on].gap), range(at + 1, min(at + _NEARBY, len(spoken))))
    words = [spoken[near].fold for near in chain(before, after)]
    return any(word in _ALERTS or _means(word, _ABOUT_ONE | _ENDED) for word in words)


@lru_cache(maxsize=8192)
def _means(word: str, concepts: frozenset[str]) -> bool:
    return any(c in concepts for node in lexicon().steps([lexicon().root], word) for c, _ in node.concepts)


def _settle(spoken: list[Word], marks: list[str], known: frozenset[str]) -> list[str]:
    """A name in the place of a workstation or of a stream is one, unless the plan has a job of that name."""
    settled = list(marks)
    for at, mark in enumerate(marks):
        raw = spoken[at].raw
        if mark != "job" or "." in raw or "#" in raw.rstrip("#"):
            continue
        if beside(spoken, at) == "job" and not _of_several(spoken, at):
            continue
        settled[at] = _settled(spoken, settled, at, known)
    return settled


def _settled(spoken: Sequence[Word], marks: Sequence[str], at: int, known: frozenset[str]) -> str:
    kind = placed(spoken, marks, at)
    if spoken[at].raw.upper() in known:
        return "stream" if kind == "stream" else "job"
    machine = plan_names.is_machine(spoken[at].raw) and not _is_of_one(spoken, at)
    return kind or ("ws" if machine else "job")


def _is_of_one(spoken: Sequence[Word], at: int) -> bool:
    """`a saida do REINICIA_POOL_3`: what only a job has."""
    return at > 1 and spoken[at - 1].fold in _OF and _means(spoken[at - 2].fold, _ONLY_OF_JOBS)


def _of_several(spoken: Sequence[Word], at: int) -> bool:
    """`jobs da AGT01`: of a workstation, where `job AGT01` names a job."""
    return at > 1 and spoken[at - 1].fold in nouns().places and spoken[at - 2].fold in nouns().jobs
