"""From the lines of a job log to the cause, what to do about it, and the lines that prove it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.failures.catalogue import Family, family
from knowledge.failures.clean import Line, bounded
from knowledge.failures.joblog import JobLog, read_job_log
from knowledge.failures.scan import Hit, find_hits
from knowledge.failures.secrecy import masked
from knowledge.failures.subject import named_things
from knowledge.failures.weigh import GRAVE, SUSPECT, Candidate, rank

UNKNOWN = "unknown"
MOST_EVIDENCE = 5
MOST_ALTERNATIVES = 3
LONGEST_EVIDENCE = 300
LONGEST_QUOTE = 160
NEIGHBOURS = 4
"""Lines before and after the decisive one in which the concrete thing is looked for."""
LEAST_SCORE = 1.2
LEAST_SCORE_OF_SUCCESS = 4.5
"""A job that ended with return code 0 needs more than a warning."""


@dataclass(frozen=True, slots=True)
class Evidence:
    number: int
    """Line of the log, from 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    family: str
    """Id of the family, or `unknown`."""
    category: str
    title: str
    root_cause: str
    """One sentence, with the concrete thing where the log names one."""
    fix: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    """Five lines at most; the first is the decisive one."""
    confidence: float
    """From 0 to 1."""
    retry_helps: str
    """yes | no | after_fix | unknown"""
    alternatives: tuple[str, ...]
    """Ids of other families that the log speaks of, likeliest first."""


def diagnose(lines: Sequence[str], *, return_code: int | None = None, language: str = "en") -> Diagnosis:
    """Works on any text, in bounded time; a large log takes up to seconds, so call it off the event loop."""
    log = read_job_log(lines)
    code = _code(log, return_code)
    body = bounded(log.body)
    hits = find_hits(body)
    ranked = rank(body, hits, code)
    language = "pt" if language.lower().startswith("pt") else "en"
    least = LEAST_SCORE_OF_SUCCESS if code == 0 else LEAST_SCORE
    if not ranked or ranked[0].score < least or (found := family(ranked[0].family)) is None:
        return _unknown(body, code, language)
    return _known(found, ranked, body, hits, code, language)


def _code(log: JobLog, return_code: int | None) -> int | None:
    return return_code if return_code is not None else log.trailer.exit_status if log.trailer else None


def _known(
    found: Family,
    ranked: Sequence[Candidate],
    body: Sequence[Line],
    hits: Sequence[Hit],
    code: int | None,
    language: str,
) -> Diagnosis:
    words = found.wording(language)
    order = _evidence_order(ranked[0], body, hits)
    return Diagnosis(
        family=found.id,
        category=found.category,
        title=words.title,
        root_cause=_sentence(words.means, found.facts, ranked[0].at, body, order, code, language),
        fix=words.fix,
        evidence=_evidence(body, order),
        confidence=_confidence(ranked),
        retry_helps=found.retry_helps,
        alternatives=tuple(one.family for one in ranked[1:] if one.score >= LEAST_SCORE)[:MOST_ALTERNATIVES],
    )


def _evidence_order(best: Candidate, body: Sequence[Line], hits: Sequence[Hit]) -> list[int]:
    """The decisive line, the family's other lines nearest to it, then errors around it."""
    if best.at is None:
        return []
    at = best.at
    own = sorted({hit.at for hit in hits if hit.family == best.family}, key=lambda i: abs(i - at))
    near = range(max(0, at - NEIGHBOURS), min(len(body), at + NEIGHBOURS + 1))
    around = [i for i in near if SUSPECT.search(body[i].text[:LONGEST_EVIDENCE])]
    return list(dict.fromkeys([at, *own, *around]))


def _evidence(body: Sequence[Line], order: Sequence[int]) -> tuple[Evidence, ...]:
    rows = (Evidence(body[i].number, masked(body[i].text.strip())[:LONGEST_EVIDENCE]) for i in order)
    return tuple(dict.fromkeys(rows))[:MOST_EVIDENCE]


def _sentence(
    means: str,
    kinds: Sequence[str],
    at: int | None,
    body: Sequence[Line],
    order: Sequence[int],
    code: int | None,
    language: str,
) -> str:
    if at is None:
        told = f"return code {code}" if language == "en" else f"código de retorno {code}"
        return f"{means} ({told})."
    near = range(max(0, at - NEIGHBOURS), min(len(body), at + NEIGHBOURS + 1))
    searched = dict.fromkeys([*order[:MOST_EVIDENCE], *sorted(near, key=lambda i: abs(i - at))])
    things = named_things(kinds, [masked(body[i].text) for i in searched], language)
    line = "line" if language == "en" else "linha"
    quote = f'{line} {body[at].number}: "{_quote(body[at].text)}"'
    return f"{means}: {things} ({quote})." if things else f"{means} ({quote})."


def _quote(text: str) -> str:
    text = re.sub(r"\s+", " ", masked(text)).strip()
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _confidence(ranked: Sequence[Candidate]) -> float:
    best = ranked[0].score
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return round(best / (best + 2.2) * (0.75 + 0.25 * (1 - second / best)), 3)


UNKNOWN_WORDS = {
    "en": (
        "Cause not known",
        "The log does not name a cause that is known here",
        "the last lines that look like an error are shown",
        "it holds no line that looks like an error",
        (
            "Read the lines shown and the output just before them.",
            "Ask the owner of the script what the return code means.",
            "When the cause is found, teach it, so that it is known next time.",
        ),
    ),
    "pt": (
        "Causa desconhecida",
        "O log não mostra nenhuma causa conhecida aqui",
        "são mostradas as últimas linhas que parecem erro",
        "não há nenhuma linha que pareça erro",
        (
            "Leia as linhas mostradas e a saída logo antes delas.",
            "Pergunte ao responsável pelo script o que significa o código de retorno.",
            "Quando a causa for encontrada, ensine-a, para que seja conhecida da próxima vez.",
        ),
    ),
}


def _unknown(body: Sequence[Line], code: int | None, language: str) -> Diagnosis:
    title, means, shown, nothing, fix = UNKNOWN_WORDS[language]
    suspects = [i for i, line in enumerate(body) if SUSPECT.search(line.text)]
    grave = [i for i in suspects if GRAVE.search(body[i].text)] or suspects
    order = list(reversed(grave))[:MOST_EVIDENCE]
    tail = "" if code is None else f", return code {code}" if language == "en" else f", código de retorno {code}"
    return Diagnosis(
        family=UNKNOWN,
        category=UNKNOWN,
        title=title,
        root_cause=f"{means}{tail}; {shown if order else nothing}.",
        fix=fix,
        evidence=_evidence(body, order),
        confidence=0.0,
        retry_helps=UNKNOWN,
        alternatives=(),
    )
