"""Where an answer and the facts do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audit.particulars import Particulars
from audit.words import Cause, fold

_AFTERWARDS = re.compile(
    r"\b(?:re-?r[au]n\w*|again|after|then|fix\w*|resolv\w+|now|restart\w*|re-?start\w*|reexecut\w+"
    r"|rodou de novo|novamente|depois|entao|apos|corrig\w+|resubmi\w+|release\w*|liber\w+|will|vai|should"
    r"|reprocess\w+|agora|luego|despues|until|retr\w+|re-?sent|solved|let\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Clash:
    confidence: float
    reason: str
    evidence: tuple[str, ...]


def clashes(answer: str, said: Particulars, facts: str, known: Particulars, asked: Particulars) -> tuple[Clash, ...]:
    """Gravest first."""
    found = [
        _cause(said, known),
        _status(answer, said, known),
        _differs("return code", said.codes, known.codes, facts, 0.86),
        _differs("message", said.messages, known.messages | asked.messages, facts, 0.84),
        _names(said, known, asked, facts),
        _differs("workstation", said.places, known.places, facts, 0.82),
        _differs("time", said.times, known.times, "", 0.8),
        _differs("date", said.dates, known.dates, facts, 0.8),
        _amount(said, known),
        _path(said, known, asked),
    ]
    return tuple(sorted((f for f in found if f), key=lambda f: -f.confidence))


def supported(said: Particulars, known: Particulars) -> tuple[str, ...]:
    """Causes of the answer, named or implied by its remedy, that the facts name too."""
    mine, theirs = _named(said.causes, said.cures), known.causes
    return tuple(c.name for c in mine if any(_akin(c, other) for other in theirs))


def _cause(said: Particulars, known: Particulars) -> Clash | None:
    """One right cause is enough: an answer may name what came of it."""
    for mine, confidence, word in ((said.causes, 0.88, "cause"), (said.cures, 0.8, "remedy")):
        if mine and known.causes and not any(_akin(a, b) for a in mine for b in known.causes):
            theirs = ", ".join(c.name for c in known.causes[:3])
            ours = ", ".join(c.name for c in mine[:3])
            return Clash(confidence, f"The facts point to {theirs}; the answer's {word} is {ours}", (ours, theirs))
    return None


def _akin(one: Cause, other: Cause) -> bool:
    return one.name == other.name or bool(one.kin & other.kin)


def _named(*groups: tuple[Cause, ...]) -> tuple[Cause, ...]:
    return tuple(dict.fromkeys(c for group in groups for c in group))


def _status(answer: str, said: Particulars, known: Particulars) -> Clash | None:
    mine = said.statuses - ({"succeeded", "running"} if _AFTERWARDS.search(fold(answer)) else set())
    if "failed" in mine and known.causes:
        mine -= {"failed"}
    if not mine or not known.statuses or mine & known.statuses:
        return None
    return Clash(0.87, f"The facts say {_list(known.statuses)}; the answer says {_list(mine)}", (_list(mine),))


def _differs(what: str, mine: frozenset[str], theirs: frozenset[str], facts: str, confidence: float) -> Clash | None:
    other = {m for m in mine - theirs if not _stands(m, facts)}
    if not theirs or not other or (mine & theirs and what == "message"):
        return None
    return Clash(confidence, f"The facts have {what} {_list(theirs)}; the answer has {_list(other)}", (_list(other),))


def _names(said: Particulars, known: Particulars, asked: Particulars, facts: str) -> Clash | None:
    theirs = known.names | asked.names
    placed = said.places if known.places else frozenset()
    other = {n for n in said.names - theirs - placed if not _stands(n, facts)}
    if not theirs or not other:
        return None
    confidence = 0.7 if said.names & theirs else 0.86
    return Clash(confidence, f"The answer names {_list(other)}, which question and facts do not know", (_list(other),))


def _stands(word: str, facts: str) -> bool:
    """As a word of its own: the 8 of 28 does not count."""
    return bool(re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w])", facts))


def _amount(said: Particulars, known: Particulars) -> Clash | None:
    units = {unit for _, unit in known.amounts}
    numbers = {number for number, _ in known.amounts}
    other = {f"{n} {u}" for n, u in said.claimed if u in units and n not in numbers}
    if not other:
        return None
    theirs = {f"{n} {u}" for n, u in known.amounts}
    return Clash(0.78, f"The facts have {_list(theirs)}; the answer has {_list(other)}", (_list(other),))


def _path(said: Particulars, known: Particulars, asked: Particulars) -> Clash | None:
    theirs = known.paths | asked.paths
    other = {p for p in said.paths if not any(p.startswith(t) or t.startswith(p) for t in theirs)}
    if not theirs or not other or len(other) < len(said.paths):
        return None
    return Clash(0.7, f"The facts are about {_list(theirs)}; the answer about {_list(other)}", (_list(other),))


def _list(of: Iterable[str]) -> str:
    return ", ".join(sorted(of)[:4])
