"""A text as part of a conversation: what it points at, what it answers, whose job it leaves out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.language import choices, engines, reading
from bot.language.answering import answered
from bot.language.ordering import CHANGES
from bot.language.paging import next_page, past_end
from bot.language.pointing import Pointed, counts, is_beyond, pointed
from bot.language.restoring import is_free, restored, spoken, token
from bot.language.scene import Scene
from bot.language.several import MOST
from bot.language.teaching import LONGEST
from bot.language.text import clean, fold
from bot.recognition import Recognition, Situation
from bot.requests import (
    Ambiguous,
    AskAgent,
    AskKnowledge,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    Feedback,
    JobHistory,
    JobStatus,
    ListJobs,
    Request,
    ShowJobLog,
    Teach,
    Watch,
    YesNo,
)
from bot.requests.conversing import UseEngine
from bot.shown import Item, Shown
from tws.names import JobName

_OF_JOB: dict[str, type] = {
    "job_status": JobStatus,
    "job_log": ShowJobLog,
    "explain_failure": ExplainFailure,
    "dependencies": Dependencies,
    "job_history": JobHistory,
    "watch": Watch,
    **CHANGES,
}
_OWN_WORDS = (AskKnowledge, AskAgent, Teach, Feedback)
"""Requests that keep the person's words whole."""
_JOINED = {"en": " and ", "pt": " e ", "es": " y "}


def recognise(text: str, situation: Situation, *, command: bool = False) -> Recognition:
    """What the text asks for, in its conversation; never fails, and depends on nothing else."""
    text = text[:LONGEST]
    scene = _with_names(text, Scene.of(situation))
    found = _understood(text, scene, command)
    several = len(situation.engines) > 1 and situation.shown is not None and not command
    return replace(found, leans=True) if several and _leans(text, found, scene) else found


def _with_names(text: str, scene: Scene) -> Scene:
    """`the first one` after two jobs were named, where no list was shown: these are the list."""
    shown = scene.situation.shown or Shown()
    if not scene.earlier or shown.items or not counts(fold(clean(text))):
        return scene
    said = (name.upper() for before in scene.earlier for name in scene.hear(clean(before)).found.of("job"))
    items = tuple(Item("job", name) for name in dict.fromkeys(said))
    return scene.within(scene.earlier, replace(shown, items=items)) if len(items) > 1 else scene


def _leans(text: str, found: Recognition, scene: Scene) -> bool:
    return reading.recognise(text, scene.alone()).request != found.request


def _understood(text: str, scene: Scene, command: bool) -> Recognition:
    situation = scene.situation
    named = engines.named(text, tuple(situation.engines), command=command, jobs=situation.job_names)
    if named and named.known and not (named.use or named.alone):
        return _named(text, named, scene, command)
    if named and not (named.known or named.use):
        return _of_none(text, named, scene, command)
    if not command and (found := _in_thread(text, scene)):
        return found
    if named is None:
        return _read(text, scene, command)
    if named.use:
        return _turned(text, named, scene)
    found = _again(scene)
    if found is None:
        return _read(text, scene, command)
    return replace(found, engine=named.engine, language=_language(text, scene))


def _of_none(text: str, named: engines.Named, scene: Scene, command: bool) -> Recognition:
    """Nothing is asked of the other engines in place of one that there is not."""
    found = _read(text, scene, command)
    return found if isinstance(found.request, _OWN_WORDS) else _turned(text, named, scene)


def _turned(text: str, named: engines.Named, scene: Scene) -> Recognition:
    wish = UseEngine(named.engine)
    return Recognition("use_engine", wish, _language(text, scene), 0.9, by="an engine's name")


def _named(text: str, named: engines.Named, scene: Scene, command: bool) -> Recognition:
    """The text without its engine; rows of another engine's plan are not meant by it."""
    if scene.situation.shown and scene.situation.shown.engine != named.engine:
        scene = scene.within(scene.situation.earlier, None)
    found = (None if command else _in_thread(named.rest, scene)) or _read(named.rest, scene, command)
    if isinstance(found.request, _OWN_WORDS):
        return _read(text, scene, command)
    return replace(found, engine=named.engine, language=_language(text, scene))


def _in_thread(text: str, scene: Scene) -> Recognition | None:
    """An answer to the bot's question, or something that points at its list."""
    shown = scene.situation.shown
    if shown is None:
        return None
    raw = clean(text)
    found = answered(scene.hear(raw), shown) if shown.asked or shown.form else None
    found = found or next_page(scene.hear(raw), shown)
    return found or (None if reading.narrows(raw, scene) else _pointing(raw, scene, shown))


def _again(scene: Scene) -> Recognition | None:
    """What was asked before, for another engine; an order is offered and not repeated."""
    situation = scene.situation
    if not situation.earlier:
        return None
    about = situation.shown.about if situation.shown else None
    of_it = Shown(about=replace(about, job_id="")) if about else None
    before = scene.within(situation.earlier[:-1], of_it)
    found = _understood(situation.earlier[-1], before, command=False)
    if isinstance(found.request, choices.ORDERS):
        return replace(found, intent="ambiguous", request=choices.either([found.request], found.intent, found.language))
    return found


def _read(text: str, scene: Scene, command: bool) -> Recognition:
    found = reading.recognise(text, scene, command=command)
    shown = scene.situation.shown
    if command or shown is None:
        return found
    if isinstance(found.request, YesNo):
        return replace(found, request=YesNo(found.request.yes, "" if shown.since else shown.form))
    return _of_that(found, shown.about, text, scene) if shown.about else _of_those(found, shown)


def _language(text: str, scene: Scene) -> str:
    return scene.hear(clean(text)).read.language


def _pointing(text: str, scene: Scene, shown: Shown) -> Recognition | None:
    """The text with the rows that it points at in their places; None where it points at none."""
    found = tuple(p for p in _stretches(text, shown) if text[p.start : p.end].strip() not in scene.situation.job_names)
    if not found:
        return _beyond(text, scene, shown)
    if any(p.many and len(p.rows) > MOST for p in found):
        return None
    rows, language = {token(at): item for at, item in enumerate(shown.items)}, _language(text, scene)
    texts = [_written(text, each, language, shown.items) for each in _ways(found)]
    read = [restored(_of_rows(reading.recognise(one, scene)), rows) for one in texts]
    return replace(read[0] if len(read) == 1 else _which(read, language), language=language)


def _beyond(text: str, scene: Scene, shown: Shown) -> Recognition | None:
    """A row that the list has not is never another job; days and names are no rows."""
    heard = scene.hear(text)
    if heard.read.has("JOB", "STREAM", "WS", "TIME") or not is_beyond(fold(text), shown.items):
        return None
    return past_end(heard, shown)


def _stretches(text: str, shown: Shown) -> tuple[Pointed, ...]:
    return pointed(fold(text), shown.items, shown.about) if is_free(text) else ()


def _ways(found: tuple[Pointed, ...]) -> list[tuple[Pointed, ...]]:
    """One reading; or where `the one on AGT07` fits several rows, one for each of these."""
    unclear = next((p for p in found if not p.many and len(p.rows) > 1), None)
    if unclear is None:
        return [found]
    return [tuple(replace(p, rows=(at,)) if p is unclear else p for p in found) for at in unclear.rows]


def _written(text: str, found: tuple[Pointed, ...], language: str, items: tuple[Item, ...]) -> str:
    parts, begin = [], 0
    for one in found:
        names = _JOINED[language].join(spoken(at, items[at].kind) for at in one.rows)
        parts += [text[begin : one.start], names]
        begin = one.end
    return "".join([*parts, text[begin:]])


def _of_rows(found: Recognition) -> Recognition:
    """`and the second?` after a list asks how that one stands, not for the list again."""
    request = found.request
    if not isinstance(request, FailedJobs | ListJobs) or request.job is None or is_free(request.job.name):
        return found
    return replace(found, intent="job_status", request=JobStatus(request.job))


def _which(read: list[Recognition], language: str) -> Recognition:
    """The same of each row that may be meant, to choose from."""
    ways = (found.request for found in read if not isinstance(found.request, Ambiguous))
    return replace(
        read[0],
        intent="ambiguous",
        request=choices.either(ways, read[0].intent, language),
        confidence=0.6,
        by="several rows fit",
        more=(),
        slots={},
    )


def _of_those(found: Recognition, shown: Shown) -> Recognition:
    """What leaves out its job, after a list: asked of which of its rows."""
    request, jobs = found.request, [item for item in shown.items if item.kind == "job"]
    if not isinstance(request, Ambiguous) or request.missing != "job" or request.choices or not jobs:
        return found
    kind = _OF_JOB.get(request.intent)
    ways = (_made(kind, item) for item in jobs) if kind else ()
    offered = choices.either(ways, request.intent, found.language)
    return replace(found, request=offered, by=f"{found.by}, of the list") if offered.choices else found


def _made(kind: type, item: Item) -> Request:
    made: Request = kind(JobName.parse(item.name), job_id=item.job_id)
    return made


def _of_that(found: Recognition, about: Item, text: str, scene: Scene) -> Recognition:
    """After one job, where the text names neither job nor time: of the very run that was shown."""
    request: Any = found.request
    same = about.job_id and getattr(request, "job", None) == JobName.parse(about.name)
    asks_other = getattr(request, "window", None) is not None or scene.hear(clean(text)).found.job
    if not same or getattr(request, "job_id", None) != "" or asks_other:
        return found
    return replace(found, request=replace(request, job_id=about.job_id))
