"""Which family is the root cause: how much each hit counts where it stands in the log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.failures.catalogue import families, family
from knowledge.failures.clean import Line
from knowledge.failures.scan import Hit

HEAD = 70
"""Characters in which a level (INFO, WARN, ERROR) is looked for."""
MILD = re.compile(r"\b(?:warn(?:ing)?|info(?:rmation)?|debug|trace|notice|aviso|advertencia|wrn|inf)\b", re.I)
GRAVE = re.compile(r"\b(?:error|fatal|severe|critical|err|erro|failed|abort\w*|grave|fehler)\b", re.I)
EXCUSED = re.compile(
    r"\bretry|will try|try again|trying again|attempt #?\d+|\btentativa|reintent|nova tentativa|\bignor|\bskipp|"
    r"non-?fatal|not fatal|harmless|\bexpected\b.*\bcontinu|continuing|continuando|prosseguindo|fall(?:ing)? ?back|"
    r"\bno errors?\b|\b0 errors?\b|errors?[:=] ?0\b|without errors?|sem erros?|sin errores|deprecat|"
    r"^rm: cannot remove|^mkdir: .*(?:exist)|^stty:|^slf4j:|^log4j:|if .{1,40} then|in case of|caso ",
    re.I,
)
GAVE_UP = re.compile(
    r"gave up|giv(?:es|ing) up|exhausted|after \d+ (?:tries|attempts|retries)|exceeded|no more|esgotad", re.I
)
SUSPECT = re.compile(
    r"err(?:or|o)?\b|fail|fatal|denied|exception|abort|abend|cannot|can't|unable|killed|refused|expired|invalid|"
    r"timed? ?out|\bfull\b|not found|no such|falh|negad|recusad|n.{1,2}o (?:foi|existe|encontr)|caused by",
    re.I,
)
SPOKEN = re.compile(r"^\s*(?:\+{1,3} |#|//|-- |echo |rem |\$ |PS>|> |set |export )", re.I)
SETTLED = re.compile(
    r"\b(?:succeeded|success(?:ful|fully)?|recovered|reconnected|connected|connection established|resumed|back online|"
    r"available again|arrived|acquired|(?:is|are|now|status:?|retry|attempt \d) ok|com sucesso|recuperad[oa]|"
    r"conectado|restabelecid[oa]|con exito|con éxito|conectada)\b",
    re.I,
)
UNSETTLED = re.compile(r"\b(?:not|no|non|sem|without|fail\w*|unable|cannot|dis\w+|nao|não|error|lost|only)\b", re.I)
CLEANING = re.compile(r"clean|roll(?:ed|ing)? ?back|remov|clos|shut|stopp|abort|exit|dump|notif|mail|releas|limp", re.I)
PROGRESS = re.compile(
    r"\binfo\b|\bstep \d+|\bstart(?:ing|ed)\b|\bprocess(?:ing|ed)\b|\bload(?:ing|ed)\b|\bpasso \d+", re.I
)
CAUSED_BY = re.compile(r"^\s*(?:caused by|causado por)\b", re.I)
REASON = re.compile(r"root cause|\breason(?: is)?:|\bmotivo:|\bcausa:|final error", re.I)
MUCH_PROGRESS = 2
CODE_HELPS = 2.0
CODE_ALONE = 3.0
ANOTHER_PATTERN = 0.6
REAL_CAUSE = 5.0
"""Score from which another family is more than a rumour."""


@dataclass(frozen=True, slots=True)
class Candidate:
    family: str
    score: float
    at: int | None
    """Index of the decisive line; none where only the return code speaks."""


def rank(lines: Sequence[Line], hits: Sequence[Hit], return_code: int | None) -> list[Candidate]:
    """Best first; equal ones in the order of the log."""
    place = _Place.of(lines, hits)
    counted = [(hit, hit.weight * place.factor(hit)) for hit in hits]
    found = [_candidate(name, counted, return_code) for name in dict.fromkeys(hit.family for hit in hits)]
    if not found:
        found = [Candidate(one.id, CODE_ALONE, None) for one in families() if return_code in one.codes_alone]
    found = [_yielding(one, found) for one in found]
    return sorted(found, key=lambda one: (-round(one.score, 6), one.at or 0))


def _yielding(one: Candidate, all_found: Sequence[Candidate]) -> Candidate:
    known = family(one.family)
    behind = [other.score for other in all_found if known and other.family in known.yields_to]
    if max(behind, default=0.0) < REAL_CAUSE:
        return one
    return replace(one, score=min(one.score, 0.9 * max(behind)))


def _candidate(name: str, counted: Sequence[tuple[Hit, float]], return_code: int | None) -> Candidate:
    own = [(hit, score) for hit, score in counted if hit.family == name]
    best, score = max(own, key=lambda pair: pair[1])
    patterns = {hit.pattern for hit, points in own if points >= 1}
    score += ANOTHER_PATTERN * min(len(patterns - {best.pattern}), 3)
    one = family(name)
    supported = one is not None and return_code in one.codes | one.codes_alone
    return Candidate(name, score + (CODE_HELPS if supported else 0.0), best.at)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a line's neighbourhood says of a hit on it."""

    mild: tuple[float, ...]
    settled: int
    """Index of the last line that says that things went well again."""
    progress: tuple[int, ...]
    """How many lines up to here tell of ordinary work."""
    depth: tuple[int, ...]
    """For a `Caused by` line, how many came before it; 0 elsewhere."""
    earlier: dict[str, dict[int, int]]
    last: int

    @classmethod
    def of(cls, lines: Sequence[Line], hits: Sequence[Hit]) -> _Place:
        mild = tuple(_mildness(line.text) for line in lines)
        return cls(
            mild=mild,
            settled=max((i for i, line in enumerate(lines) if _is_settled(line.text)), default=-1),
            progress=_progress(lines),
            depth=_depths(lines),
            earlier=_earlier(hits, mild),
            last=max((hit.at for hit in hits if mild[hit.at] == 1), default=-1),
        )

    def factor(self, hit: Hit) -> float:
        """1 for a plain error; less for a warning, something got over, or the end of a cascade; more for a cause."""
        value = self.mild[hit.at] * (0.5 if hit.at < self.settled else 1.0)
        if self.depth[hit.at]:
            return value * (1.25 + 0.1 * self.depth[hit.at])
        if self.progress[max(self.last, hit.at)] - self.progress[hit.at] >= MUCH_PROGRESS:
            value *= 0.6
        return value / (1 + 0.08 * self.earlier[hit.family].get(hit.at, 0))


def _mildness(text: str) -> float:
    if SPOKEN.search(text[:HEAD]):
        return 0.3
    value = 1.0
    head = text[:HEAD]
    if MILD.search(head) and not GRAVE.search(head):
        value = 0.4
    if EXCUSED.search(text) and not GAVE_UP.search(text):
        value *= 0.4
    return value * (1.2 if REASON.search(text) else 1.0)


def _is_settled(text: str) -> bool:
    return bool(SETTLED.search(text)) and not UNSETTLED.search(text) and not CLEANING.search(text)


def _progress(lines: Sequence[Line]) -> tuple[int, ...]:
    counts, count = [], 0
    for line in lines:
        head = line.text[:HEAD]
        ordinary = PROGRESS.search(head) and not GRAVE.search(head) and not CLEANING.search(line.text)
        count += 1 if ordinary and not EXCUSED.search(line.text) else 0
        counts.append(count)
    return tuple(counts)


def _depths(lines: Sequence[Line]) -> tuple[int, ...]:
    depths, depth = [], 0
    for line in lines:
        is_cause = bool(CAUSED_BY.match(line.text))
        depth += is_cause
        depths.append(depth if is_cause else 0)
    return tuple(depths)


def _earlier(hits: Sequence[Hit], mild: Sequence[float]) -> dict[str, dict[int, int]]:
    """For each family and line: how many other families had a plain error on a line before it."""
    first: dict[str, int] = {}
    for hit in hits:
        if mild[hit.at] >= 1:
            first.setdefault(hit.family, hit.at)
    counts: dict[str, dict[int, int]] = {}
    for hit in hits:
        others = sum(at < hit.at for name, at in first.items() if name != hit.family)
        counts.setdefault(hit.family, {})[hit.at] = others
    return counts
