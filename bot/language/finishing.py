"""From an intent to the answer of the recogniser: whose job is meant, what is still to be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language import building, choices, ordering
from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.guesses import guessed
from bot.language.heard import Heard
from bot.language.scene import Scene
from bot.payload import intent_of
from bot.recognition import Recognition
from bot.requests import Ambiguous, Help, JobHistory, JobStatus, Request
from tws.models import CommonStatus
from tws.names import JobName

_ORDERS = frozenset({"rerun", "cancel", "hold", "release", "kill", "submit"})
_ABOUT_JOB = _ORDERS | {"job_status", "job_log", "explain_failure", "dependencies", "job_history", "watch"}
_ONLY_POINTED = frozenset({"unwatch", "confirm_prompt"})
"""A job of the thread is meant only where a word points at it: without a job these mean something else."""
_PUBLIC = {"reply_prompt": "confirm_prompt", "submit_command": "submit", "longest_jobs": "list_jobs"}
_UNREAD = re.compile(r"\.\.[/\\]|\b[A-Za-z]:\\|(?<![\w/])(?:/[\w.-]+){2,}|[\uff01-\uff5e]")
"""Paths and letters of full width: what is named there is no job of a plan, and not that of the thread."""
_PLURAL = ("jobs", "streams", "wss", "every_one")
_ALL = 0.99
_BARE_AGENTS = frozenset(
    [
        "ws",
        "wss",
        "show",
        "polite",
        "greet",
        "every_one",
        "whatis",
        "what",
        "some",
        "link",
        "Q",
        "ASKS",
        "SHORT",
        "ALONE",
        "ONLY",
        "EMPTY",
        "past",
    ]
)
_AGENTS = frozenset(["agent", "agents", "agente", "agentes"])
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


def finish(intent: str, score: float, heard: Heard, scene: Scene, by: str) -> Recognition:
    """The recognition of an intent; what it lacks is looked for in the thread and the plan, and else asked."""
    maybe, _, verb = intent.rpartition(" ")
    if verb == "job_stream_status" and heard.found.job and heard.found.stream and not maybe:
        intent = verb = "job_status"
    jobs = (heard.found.job,) if heard.found.job else _meant(verb, heard, scene)
    if len(jobs) > 1:
        return _which(verb, jobs, heard, by)
    job = jobs[0] if jobs else None
    if job is not heard.job:
        heard = replace(heard, job=job)
    if maybe:
        return answer("ambiguous", score, _doubted(verb, heard), heard, by)
    states = building.statuses(intent, heard.read)
    request = _request(intent, heard, states)
    if isinstance(request, Ambiguous) and request.missing == "job":
        request, heard = _guess(request, heard, states, scene)
    return answer(intent, score, request, heard, by, states)


def _which(verb: str, jobs: Sequence[JobName], heard: Heard, by: str) -> Recognition:
    """`cancel it` after two jobs: of which of them."""
    ways = (building.request(verb, replace(heard, job=job), ()) for job in jobs)
    return answer("ambiguous", 0.6, choices.either(ways, verb, heard.read.language), heard, by)


def answer(
    intent: str, score: float, request: Request, heard: Heard, by: str, states: tuple[CommonStatus, ...] = ()
) -> Recognition:
    """As `finish`, where the request is known."""
    filled = building.slots(heard, states, request)
    if isinstance(request, Ambiguous):
        intent, score = "ambiguous", min(score, 0.6)
    if isinstance(request, Help):
        request = Help(_topic(heard.found, heard.read))
    if isinstance(request, JobHistory) and intent == "job_status":
        intent = "job_history"
    name, language = _PUBLIC.get(intent, intent), heard.read.language
    return Recognition(name, request, language, round(score, 3), filled, by=by)


def answered(request: Request, score: float, heard: Heard, by: str) -> Recognition:
    """As `answer`, where the request alone tells the intent."""
    return answer(intent_of(request), score, request, heard, by, getattr(request, "statuses", ()))


def torn(intents: Sequence[str], score: float, heard: Heard, scene: Scene) -> Recognition:
    """Buttons for what may be meant, the likeliest first; what lacks its subject is left out."""
    read = [finish(intent, score, heard, scene, f"classifier {intent}") for intent in intents]
    ways = [found.request for found in read if not isinstance(found.request, (Ambiguous, *choices.ACTING))]
    if len(ways) < len(intents):
        return next((found for found in read if found.request in ways), read[0])
    found = choices.either(ways, intents[0], heard.read.language)
    return answer("ambiguous", score, found, heard, f"classifier {' or '.join(intents)}")


def _doubted(verb: str, heard: Heard) -> Ambiguous:
    """An order that may be none, beside the harmless question; what is no single order is said as it is."""
    order = building.request(verb, heard, ())
    if isinstance(order, Ambiguous):
        return order
    ways = [order, *([JobStatus(heard.job)] if heard.job else [])]
    return choices.either(ways, verb, heard.read.language)


def _request(intent: str, heard: Heard, states: tuple[CommonStatus, ...]) -> Request:
    if intent in ("workstation_status", "agents_status") and not heard.typed and _is_bare(heard):
        return choices.agents(heard.read.language)
    return building.request(intent, heard, states)


def _is_bare(heard: Heard) -> bool:
    """`agents`, `list agents`: of the scheduler or of the bot, the words do not tell."""
    whole = heard.read.marks <= _BARE_AGENTS and heard.read.known > _ALL
    return whole and any(word.fold in _AGENTS for word in heard.found.words)


def _guess(asked: Ambiguous, heard: Heard, states: tuple[CommonStatus, ...], scene: Scene) -> tuple[Request, Heard]:
    """The job by its likeness to names of the plan; of an order, or where several fit, that is asked."""
    if _counts(heard.found) or heard.read.has("pron"):
        return asked, heard
    names = [JobName(name) for name in guessed(heard.found, scene.plan)]
    ways = [building.request(asked.intent, replace(heard, job=job), states) for job in names]
    if len(ways) == 1 and asked.intent not in _ORDERS:
        return ways[0], replace(heard, job=names[0])
    offered = choices.either(ways, asked.intent, heard.read.language)
    return (offered if offered.choices else asked), heard


def _meant(intent: str, heard: Heard, scene: Scene) -> tuple[JobName, ...]:
    """The jobs that the thread speaks of, where the text points at one."""
    found, read = heard.found, heard.read
    points = intent in _ABOUT_JOB or (intent in _ONLY_POINTED and read.has("pron"))
    if not points or read.has("ANSWER", *_PLURAL) or found.stream or _counts(found):
        return ()
    if (read.has("STRANGER") and not read.has("pron", "PERSON")) or _UNREAD.search(heard.text):
        return ()
    if intent == "rerun" and ordering.is_every_failed(heard):
        return ()
    return scene.earlier_jobs()


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
