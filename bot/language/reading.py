"""From a text to what is asked: entities, then concepts, then safety, then the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language import building, changes
from bot.language.clock import Clock
from bot.language.commands import command_of
from bot.language.entities import Entities, entities
from bot.language.features import Features, features
from bot.language.rules import best
from bot.language.text import READ, clean
from bot.recognition import Recognition, Situation
from bot.requests import Ambiguous, Help
from tws.names import JobName

_REMEMBERED = 8
"""Earlier texts that are searched for the job that `it` means."""
_CACHE: dict[int, tuple[tuple[str, ...], frozenset[str]]] = {}
_CACHED = 8
_ABOUT_JOB = frozenset(
    {
        "job_status",
        "job_log",
        "explain_failure",
        "dependencies",
        "job_history",
        "rerun",
        "cancel",
        "hold",
        "release",
        "kill",
        "watch",
        "unwatch",
    }
)
_ORDINALS = frozenset(
    [
        "first",
        "second",
        "third",
        "1st",
        "2nd",
        "3rd",
        "primeiro",
        "primeira",
        "segundo",
        "segunda",
        "terceiro",
        "terceira",
        "primero",
        "tercero",
        "1o",
        "2o",
        "3o",
    ]
)
_PLURAL = ("jobs", "streams", "wss", "every_one")


def recognise(text: str, situation: Situation, *, command: bool = False) -> Recognition:
    """What the text asks for; never fails, and depends on nothing else."""
    head = text[:READ]
    clock = Clock.of(situation.now, situation.timezone)
    known = _known_names(situation.job_names)
    short = command_of(head, spoken=not command)
    found = entities(short.rest if short else head, clock, known)
    read = features(found, head, situation.locale)
    if short:
        situation = replace(situation, earlier=()) if command else situation
        return _finish(
            short.intent, 0.95, short.fill(found), replace(read, marks=read.marks | short.marks), situation, known
        )
    intent, score = _intent(found, read, clean(head))
    return _finish(intent, score * (0.6 + 0.4 * read.known), found, read, situation, known)


def _known_names(names: Sequence[str]) -> frozenset[str]:
    """Upper-cased, once for each tuple of names; other sequences may change and are read each time."""
    if not isinstance(names, tuple):
        return frozenset(n.upper() for n in names)
    kept = _CACHE.get(id(names))
    if kept is None or kept[0] is not names:
        if len(_CACHE) >= _CACHED:
            _CACHE.clear()
        kept = (names, frozenset(n.upper() for n in names))
        _CACHE[id(names)] = kept
    return kept[1]


def _intent(found: Entities, read: Features, text: str) -> tuple[str, float]:
    if changes.is_unsafe(read):
        return "unsafe", 0.9
    if verb := changes.order(found, read, text):
        return ("unsafe" if changes.is_mass(found, read, verb) else verb), 0.9
    intent, score = best(read.marks)
    if intent:
        return _denied(intent, score, read)
    return ("off_topic", 0.3) if len(found.words) > 3 and read.has("EMPTY") else ("ambiguous", 0.2)


def _denied(intent: str, score: float, read: Features) -> tuple[str, float]:
    """`do not rerun it` asks for nothing."""
    asks = read.has("Q", "show", "status", "failed", "log", "howto", "why", "dep")
    if intent in ("job_status", "job_history") and read.has("not") and read.has(*changes.CHANGES) and not asks:
        return "ambiguous", 0.4
    return intent, score


def _finish(
    intent: str, score: float, found: Entities, read: Features, situation: Situation, known: frozenset[str]
) -> Recognition:
    job = found.job
    if job is None and intent in _ABOUT_JOB and not found.stream and not read.has(*_PLURAL) and not _counts(found):
        job = _earlier_job(situation, known)
    if intent == "agents_status" and not read.has("botagent"):
        intent = "workstation_status"
    states = building.statuses(intent, read)
    asked = building.request(intent, found, job, states)
    filled = building.slots(found, job, states)
    if isinstance(asked, Ambiguous) and asked.missing:
        intent, score = "ambiguous", min(score, 0.6)
    if isinstance(asked, Help):
        asked = Help(_topic(found, read))
    return Recognition(intent, asked, read.language, round(score, 3), filled)


def _counts(found: Entities) -> bool:
    """`the first one` means a row of a list that texts do not hold: asked back rather than taken for another job."""
    return any(word.fold in _ORDINALS for word in found.words)


def _topic(found: Entities, read: Features) -> str:
    rest = [
        w.fold
        for at, w in enumerate(found.words)
        if not any(h.first <= at < h.last and h.concepts & {"help", "polite", "greet"} for h in read.hits)
    ]
    return rest[-1] if len(rest) == 1 else ""


def _earlier_job(situation: Situation, known: frozenset[str]) -> JobName | None:
    """The job of the latest earlier text that has one."""
    clock = Clock.of(situation.now, situation.timezone)
    for text in list(situation.earlier)[: -_REMEMBERED - 1 : -1]:
        short = command_of(text[:READ], spoken=True)
        found = entities(short.rest if short else text, clock, known)
        if job := (short.fill(found) if short else found).job:
            return job
    return None
