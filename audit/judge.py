"""The first judge: rules in files, no model. Harm, then manner, then what the facts say."""

from __future__ import annotations

import json
import re

from audit.contradiction import clashes, supported
from audit.harm import harm, secret
from audit.judgement import Judgement, Label
from audit.particulars import Particulars, particulars
from audit.text import bounded
from audit.words import first, fold, manner

READ = 8_000
"""Characters of each text that are read."""
SURE = 0.85
"""From here a judgement needs no second opinion."""
UNSURE = 0.6
LEAST_WORDS = 3
COVERED = 0.4
"""Share of the answer's words that the facts know, from which it rests on them."""

_LETTERS = re.compile(r"[^\W\d_]{2,}|\w*\d\w*")


def judge(question: str, answer: str, facts: object) -> Judgement:
    """`facts` may be text, a list or a mapping. The judgement for the same three is always the same."""
    question, answer, known = (bounded(t, READ) for t in (question, answer, as_text(facts)))
    found = secret(answer) or harm(answer)
    if found is not None and found.label is Label.DELETE:
        return found
    said, facts_say, asked = particulars(answer), particulars(known), particulars(question)
    return (
        _manner(answer, said)
        or _clash(answer, said, known, facts_say, asked)
        or found
        or _worth(answer, said, facts_say, asked, known)
    )


def as_text(facts: object, depth: int = 0) -> str:
    """A mapping as `name: value` lines, a list line by line."""
    if isinstance(facts, str):
        return facts
    if facts is None or depth > 6:
        return ""
    if isinstance(facts, dict):
        return "\n".join(f"{k}: {as_text(v, depth + 1)}" for k, v in facts.items())
    if isinstance(facts, (list, tuple)):
        return "\n".join(as_text(f, depth + 1) for f in facts)
    return json.dumps(facts, ensure_ascii=False, default=str)


def _manner(answer: str, said: Particulars) -> Judgement | None:
    folded, how = fold(answer), manner()
    if len(_LETTERS.findall(answer)) < LEAST_WORDS and not said.causes and not said.cures:
        return Judgement(Label.FLAG, 0.9, "It says too little to help anybody.", (answer.strip()[:80],))
    if words := first(how.unknowing, folded):
        return Judgement(Label.FLAG, 0.85, f"It holds no answer: “{words}”.", (words,))
    words = first(how.personal, folded)
    if words and not (said.causes or said.cures or said.names):
        return Judgement(Label.FLAG, 0.84, f"It is personal talk, not about the work: “{words}”.", (words,))
    return None


def _clash(answer: str, said: Particulars, known: str, facts_say: Particulars, asked: Particulars) -> Judgement | None:
    found = clashes(answer, said, known, facts_say, asked)
    if not found:
        return None
    sure = min(0.97, found[0].confidence + 0.03 * (len(found) - 1))
    evidence = tuple(e for f in found for e in f.evidence)
    return Judgement(Label.FLAG, round(sure, 2), f"{found[0].reason}.", evidence[:6])


def _worth(answer: str, said: Particulars, facts_say: Particulars, asked: Particulars, known: str) -> Judgement:
    """Nothing speaks against it; does anything speak for it?"""
    hedge, backed = first(manner().hedged, fold(answer)), supported(said, facts_say)
    common = said.words & facts_say.words
    if not known.strip():
        return Judgement(Label.FLAG, UNSURE, "There are no facts to check it against.", ())
    if not backed and not _relevant(answer, said, facts_say, asked):
        return Judgement(Label.FLAG, 0.75, "It does not speak of what was asked.", ())
    if personal := first(manner().personal, fold(answer)):
        return Judgement(Label.FLAG, 0.66, f"It mixes work with personal talk: “{personal}”.", (personal,))
    if hedge:
        return Judgement(Label.FLAG, 0.66, f"It is a guess: “{hedge}”.", (hedge,))
    if (said.causes or said.cures) and not backed:
        named = ", ".join(c.name for c in said.causes or said.cures)
        return Judgement(Label.FLAG, 0.64, f"The facts say nothing of {named}.", (named,))
    if not backed and not _grounded(said, facts_say, common):
        return Judgement(Label.FLAG, UNSURE, "Little of it is in the facts.", tuple(sorted(common))[:4])
    return _keep(said, facts_say, backed, common)


def _relevant(answer: str, said: Particulars, facts_say: Particulars, asked: Particulars) -> bool:
    about = bool(said.words & (facts_say.words | asked.words)) or bool(said.names & (facts_say.names | asked.names))
    return about or bool(first(manner().domain, fold(answer)))


def _grounded(said: Particulars, facts_say: Particulars, common: frozenset[str]) -> bool:
    """Shared names and numbers tell more than shared words; a short answer may rest on few."""
    if len(common) >= 2 and len(common) >= COVERED * len(said.words):
        return True
    hard = (said.names & facts_say.names, said.messages & facts_say.messages, said.codes & facts_say.codes)
    more = (
        said.times & facts_say.times,
        said.amounts & facts_say.amounts,
        said.statuses & facts_say.statuses,
        said.paths & facts_say.paths,
    )
    points = sum(bool(h) for h in (*hard, *more)) + len(common) / 2
    return points >= 2


def _keep(said: Particulars, facts_say: Particulars, backed: tuple[str, ...], common: frozenset[str]) -> Judgement:
    sure = 0.7 + 0.12 * bool(backed) + 0.03 * min(len(common), 4) + 0.03 * bool(said.names & facts_say.names)
    evidence = (*backed, *sorted(said.names & facts_say.names), *sorted(said.messages & facts_say.messages))
    why = f"The facts bear it out ({', '.join(evidence[:3])})." if evidence else "It agrees with the facts."
    return Judgement(Label.KEEP, round(min(sure, 0.95), 2), why, evidence[:6])
