"""From a text to what is asked: entities, then concepts, then safety, then the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language import building, changes
from bot.language.asking import asked
from bot.language.clock import Clock
from bot.language.commands import Short, command_of
from bot.language.declined import declined, of_workstation
from bot.language.entities import Entities, entities
from bot.language.features import Features, features
from bot.language.heard import Heard
from bot.language.prompts import answered
from bot.language.quoting import outside
from bot.language.reasons import parted
from bot.language.rules import best
from bot.language.teaching import LONGEST, taught
from bot.language.telling import planned
from bot.language.text import READ, clean, fold, lined
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
    }
)
_ONLY_POINTED = frozenset({"unwatch", "confirm_prompt"})
"""A job of the thread is meant only where a word points at it: without a job these mean something else."""
_PUBLIC = {"reply_prompt": "confirm_prompt"}
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
_QUESTIONS = frozenset({"knowledge_question", "ask_agent"})
_OWN_WORDS = _QUESTIONS | {"teach_knowledge", "feedback"}
"""Commands whose words are kept whole, as written."""
_PLURAL = ("jobs", "streams", "wss", "every_one")


def recognise(text: str, situation: Situation, *, command: bool = False) -> Recognition:
    """What the text asks for; never fails, and depends on nothing else."""
    scene = _Scene(situation, Clock.of(situation.now, situation.timezone), _known_names(situation.job_names))
    short = command_of(text[:READ], spoken=not command)
    if short is None:
        return _spoken(text, scene)
    if command:
        scene = replace(scene, situation=replace(situation, earlier=()))
    return _short(text, short, scene, command)


@dataclass(frozen=True, slots=True)
class _Scene:
    situation: Situation
    clock: Clock
    known: frozenset[str]

    def hear(self, text: str, of: str = "") -> Heard:
        """What `text` names, and what its words mean; of a command, those of the whole text `of`."""
        found = entities(text[:READ], self.clock, self.known)
        return Heard(text, found, features(found, of or text[:READ], self.situation.locale))


def _short(text: str, short: Short, scene: _Scene, command: bool) -> Recognition:
    heard = scene.hear(short.rest, text[:READ])
    marks = heard.read.marks | short.marks
    heard = replace(
        heard, found=short.fill(heard.found), read=replace(heard.read, marks=marks), tail=short.tail, typed=command
    )
    if short.intent in _OWN_WORDS:
        heard = replace(heard, text="".join(text.split(None, 1)[1:]))
    unsafe = changes.is_mass(heard.found, heard.read, short.intent) or (
        short.intent in _QUESTIONS and changes.is_unsafe(heard.read)
    )
    return _finish("unsafe" if unsafe else short.intent, 0.95, heard, scene)


def _spoken(text: str, scene: _Scene) -> Recognition:
    if taught(text) is not None:
        return _finish("teach_knowledge", 0.94, scene.hear(text[:LONGEST]), scene)
    raw, lines = clean(text), lined(text)
    own = clean(outside(lines, fold(lines)))
    whole = scene.hear(raw)
    intent, heard = _ordered(whole if own == raw else scene.hear(own), scene)
    if intent:
        return _finish(intent, 0.9, heard, scene)
    intent, score = _asked(whole)
    return _finish(intent, score * (0.6 + 0.4 * whole.read.known), replace(whole, text=text), scene)


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


def _ordered(own: Heard, scene: _Scene) -> tuple[str, Heard]:
    """What the person's own words, quotations left out, want done; nothing where they only ask."""
    folded = fold(own.text)
    if changes.is_unsafe(own.read):
        return "unsafe", own
    if asked(own.text, folded):
        return "ask_agent", own
    if answered(folded):
        return "confirm_prompt", own
    if planned(own) is not None:
        return "schedule_summary", own
    return (name, own) if (name := declined(folded, own.read)) else _changed(own, folded, scene)


def _changed(own: Heard, folded: str, scene: _Scene) -> tuple[str, Heard]:
    """The change that the text orders, its reason apart."""
    head, reason = parted(own.text, folded)
    tries = (replace(scene.hear(head), tail=reason), own) if reason else (own,)
    for heard in tries:
        if verb := changes.order(heard.found, heard.read, own.text):
            if changes.is_mass(heard.found, heard.read, verb):
                return "unsafe", heard
            doubted = changes.is_doubted(folded)
            return ("ambiguous" if doubted else of_workstation(verb, heard.found, heard.read)), heard
    return "", own


def _asked(heard: Heard) -> tuple[str, float]:
    intent, score = best(heard.read.marks)
    if intent:
        return _denied(intent, score, heard.read)
    return ("off_topic", 0.3) if len(heard.found.words) > 3 and heard.read.has("EMPTY") else ("ambiguous", 0.2)


def _denied(intent: str, score: float, read: Features) -> tuple[str, float]:
    """`do not rerun it` asks for nothing."""
    asks = read.has("Q", "show", "status", "failed", "log", "howto", "why", "dep")
    if (
        intent in ("job_status", "job_history")
        and read.has("not")
        and read.has(*changes.CHANGES, "confirm", "mark")
        and not asks
    ):
        return "ambiguous", 0.4
    return intent, score


def _finish(intent: str, score: float, heard: Heard, scene: _Scene) -> Recognition:
    heard = replace(heard, job=heard.found.job or _meant(intent, heard, scene))
    if intent == "agents_status" and not heard.typed and not heard.read.has("botagent"):
        intent = "workstation_status"
    states = building.statuses(intent, heard.read)
    request = building.request(intent, heard, states)
    filled = building.slots(heard, states, request)
    if isinstance(request, Ambiguous):
        intent, score = "ambiguous", min(score, 0.6)
    if isinstance(request, Help):
        request = Help(_topic(heard.found, heard.read))
    return Recognition(_PUBLIC.get(intent, intent), request, heard.read.language, round(score, 3), filled)


def _meant(intent: str, heard: Heard, scene: _Scene) -> JobName | None:
    """The job that the thread speaks of, where the text points at one."""
    found, read = heard.found, heard.read
    points = intent in _ABOUT_JOB or (intent in _ONLY_POINTED and read.has("pron"))
    if not points or read.has("ANSWER", *_PLURAL) or found.stream or _counts(found):
        return None
    return _earlier_job(scene)


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


def _earlier_job(scene: _Scene) -> JobName | None:
    """The job of the latest earlier text that has one."""
    for text in list(scene.situation.earlier)[: -_REMEMBERED - 1 : -1]:
        short = command_of(text[:READ], spoken=True)
        found = entities(short.rest if short else text, scene.clock, scene.known)
        if job := (short.fill(found) if short else found).job:
            return job
    return None
