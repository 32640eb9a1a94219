"""Of what kind a name is, by the words around it: of a job, a stream, a workstation or a prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.language.lexicon import lexicon
from bot.language.names import is_machine
from bot.language.nouns import nouns
from bot.language.text import Word

_REACH = 6
_ADJECTIVES = 2
"""Words between a noun and its name that no list knows: `malha de faturamento FAT_01`."""
_ENDS = re.compile(r"[.?!;:\n]")
_NUMBERED = re.compile(r"[A-Za-z_]{2,}\d+\w*")
_RUNS_ON = {
    *("jobs", "failed", "running", "waiting", "held", "ready", "successful"),
    *("blocked", "late", "cancelled", "schedule", "slow", "happen"),
}
"""Concepts of words that a workstation may follow: `jobs on X`, `abendados na X`."""
_LIMITED = frozenset(
    [
        "limit",
        "limits",
        "limite",
        "limites",
        "fence",
        "link",
        "links",
        "fences",
        "load",
        "password",
        "passwords",
        "senha",
        "contrasena",
        "capacity",
    ]
)
_OF = {*("of", "on", "for", "from", "to", "the"), *("do", "da", "de", "no", "na", "o", "a"), *("del", "en", "el", "la")}
_OF_ONE = {
    *(
        "wrong",
        "happened",
        "happen",
        "log",
        "output",
        "error",
        "step",
        "line",
        "do",
        "does",
        "fix",
        "change",
        "changed",
    ),
    *(
        "aconteceu",
        "houve",
        "errado",
        "passo",
        "linha",
        "paso",
        "linea",
        "wait",
        "waiting",
        "waits",
        "depend",
        "depends",
    ),
}
"""Words that ask of a single job, whatever stands in it."""
_CALLED = frozenset(["called", "named", "chamado", "chamada"])
_IS = frozenset(["e", "is", "es", "eh", "sendo"])


def beside(words: Sequence[Word], at: int) -> str:
    """The kind that the words before or after give to this one: job, stream, ws, prompt, or nothing."""
    return _before(words, at) or _after(words, at)


def _before(words: Sequence[Word], at: int) -> str:
    kinds, fillers = nouns().kinds, nouns().fillers
    strange = 0
    for back in range(at - 1, max(at - _REACH, -1), -1):
        word, after = words[back], words[back + 1]
        if _parts(word, after):
            return ""
        if kind := kinds.get(word.fold):
            if word.fold == "box" and "_" in words[at].raw and not is_machine(words[at].raw):
                return "stream"
            return "" if strange and word.fold.endswith("s") else _named_by(kind, words, back, at)
        if word.fold not in fillers:
            strange += 1
            if strange > _ADJECTIVES or not _is_adjective(word):
                return ""
    return ""


def _is_adjective(word: Word) -> bool:
    return not word.raw.isupper() and _describes(word.fold)


@lru_cache(maxsize=8192)
def _describes(word: str) -> bool:
    """Whether a plain word has no meaning in any list, or one like `whole` and `new`."""
    if not word.isalpha() or word in lexicon().functions:
        return False
    meant = {concept for node in lexicon().root.steps(word) for concept, _ in node.concepts}
    return not meant - {"every_one", "some", "wish", "critical", "none"}


def _named_by(kind: str, words: Sequence[Word], noun: int, at: int) -> str:
    """`the prompt of PAY01` names a job by its prompt."""
    return "" if kind == "prompt" and any(w.fold in ("of", "do", "da", "de", "del") for w in words[noun:at]) else kind


def _parts(word: Word, after: Word) -> bool:
    """Whether a stop stands between two words, or a comma that nothing explains."""
    return bool(_ENDS.search(after.gap)) or ("," in after.gap and after.fold not in nouns().articles)


def _after(words: Sequence[Word], at: int) -> str:
    after = [w.fold for w in words[at + 1 : at + 4]]
    if not after or _ENDS.search(words[at + 1].gap) or "," in words[at + 1].gap:
        return ""
    kinds = nouns().kinds
    if after[:2] in (["job", "stream"], ["job", "streams"], ["job", "chain"]):
        return "stream"
    if after[0] in _IS and len(after) == 3 and after[1] in nouns().articles:
        return kinds.get(after[2], "")
    return "" if after[0].endswith("s") else kinds.get(after[0], "")


def named_right_before(words: Sequence[Word], at: int) -> str:
    """The kind of what a noun in the singular, or `called`, names right before: `job payroll`."""
    before = words[at - 1].fold if at else ""
    kind = nouns().kinds.get(before, "")
    if not (kind or before in _CALLED) or _parts(words[at - 1], words[at]):
        return ""
    if before in _CALLED:
        return _before(words, at)
    return "" if before.endswith(("bs", "ts", "ms", "es", "rs")) else kind


def placed(words: Sequence[Word], marks: Sequence[str], at: int) -> str:
    """The kind of a bare name by the place where it stands: `jobs on X`, `limit of X`, `what failed in X`."""
    if not at or _parts(words[at - 1], words[at]):
        return ""
    lead = _lead(words, at)
    if lead is None:
        return "ws" if words[at - 1].fold in _LIMITED else ""
    before = words[lead - 1].fold if lead else ""
    if before in _LIMITED and words[lead].fold in _OF:
        return "ws"
    if is_machine(words[at].raw):
        return "ws"
    return _of_list(words, marks, lead, at)


def _lead(words: Sequence[Word], at: int) -> int | None:
    """Where the word of place before the name stands, an article in between left out."""
    led, before = nouns().led, words[at - 1].fold
    back = at - 2 if at > 1 and before in nouns().articles and words[at - 2].fold in led else at - 1
    return back if words[back].fold in led else None


def _of_list(words: Sequence[Word], marks: Sequence[str], lead: int, at: int) -> str:
    said = nouns()
    place, before = words[lead].fold, words[lead - 1].fold if lead else ""
    numbered = bool(_NUMBERED.fullmatch(words[at].raw))
    of_several = "ws" if numbered else "stream"
    if set(words[at].raw) & set("@*"):
        return "ws" if place in said.on and marks[:at].count("job") else ""
    if any(m in ("job", "stream") for m in marks[:at]) and place in said.on:
        return "ws"
    if before in said.jobs:
        return "ws" if place == "on" or numbered else "stream"
    if place in ("dentro", "inside", "within") or (before in ("dentro", "out") and place in _OF):
        return of_several
    if before in said.fault:
        return "ws" if numbered and place in said.there else ""
    if _waits_for(words, lead):
        return ""
    if place in said.there and (_runs(before) or (numbered and any(_runs(w.fold) for w in words[:at]))):
        return "ws" if place == "on" and _lists_before(words, lead) else of_several
    return of_several if _lists_in(words, lead, before) else ""


def _lists_before(words: Sequence[Word], lead: int) -> bool:
    listed = nouns().jobs | nouns().asked
    return any(word.fold in listed for word in words[:lead])


def _lists_in(words: Sequence[Word], lead: int, before: str) -> bool:
    """`anything behind schedule in X`, `what is left to run in X`, `algo de X`: of several, so of a stream."""
    if words[lead].fold in ("in", "from", "na", "en"):
        told = any(w.fold in _OF_ONE for w in words)
        return not told and lead > 0 and _lists_before(words, lead)
    return before in ("algo", "algum", "alguma", "alguno", "alguna", "something", "anything", "none")


@lru_cache(maxsize=8192)
def _runs(word: str) -> bool:
    return any(c in _RUNS_ON for node in lexicon().root.steps(word) for c, _ in node.concepts)


def _waits_for(words: Sequence[Word], lead: int) -> bool:
    """`who is waiting on PAY01` asks of a job."""
    before = words[lead - 1].fold
    return before.startswith(("wait", "depend", "espera")) and any(w.fold in nouns().asked for w in words[:lead])
