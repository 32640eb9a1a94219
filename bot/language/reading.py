"""From a text to what is asked: entities, then concepts, then safety, then the rules."""

from __future__ import annotations

from dataclasses import replace

from bot.language import changes, choices, continuing, followups, harm, several
from bot.language.asking import asked
from bot.language.commands import Short, command_of
from bot.language.deciding import by_rules, of_order, of_question
from bot.language.declined import declined, of_workstation
from bot.language.entities import Entities
from bot.language.finishing import answer, finish, torn
from bot.language.heard import Heard
from bot.language.loose import is_loose
from bot.language.placing import placed
from bot.language.prompts import answered
from bot.language.quoting import outside
from bot.language.reasons import parted
from bot.language.scene import Scene
from bot.language.teaching import LONGEST, taught
from bot.language.telling import planned
from bot.language.text import READ, clean, fold, lined
from bot.language.thread import Thread
from bot.language.voting import ORDERS, ballot
from bot.recognition import Recognition
from bot.requests import Ambiguous, JobStatus, WorkstationStatus
from bot.requests.conversing import LeaveIt

_QUESTIONS = frozenset({"knowledge_question", "ask_agent"})
_OWN_WORDS = _QUESTIONS | {"teach_knowledge", "feedback"}
"""Commands whose words are kept whole, as written."""
_CLEAR = 0.9
"""Confidence in a clear order."""
_SURE = 0.5
"""Confidence from which a clause counts as a request of its own."""
_BY_THE_WAY = frozenset({"greeting", "help"})


def recognise(text: str, scene: Scene, *, command: bool = False) -> Recognition:
    """What the text asks for; never fails, and depends on nothing else."""
    short = command_of(text[:READ], spoken=not command)
    if short is None:
        return _with_more(_spoken(text, scene), text, scene)
    return _short(text, short, scene.after(()) if command else scene, command)


def narrows(raw: str, scene: Scene) -> bool:
    """Whether a text says which part of the latest list it wants."""
    return continuing.narrows(scene.hear(raw), fold(raw), Thread(scene, _spoken))


def _short(text: str, short: Short, scene: Scene, command: bool) -> Recognition:
    heard = scene.hear(short.rest, text[:READ])
    marks = heard.read.marks | short.marks
    heard = replace(
        heard, found=_timed(short, heard, scene), read=replace(heard.read, marks=marks), tail=short.tail, typed=command
    )
    if short.intent in _OWN_WORDS:
        heard = replace(heard, text="".join(text.split(None, 1)[1:]))
    unsafe = harm.is_mass(heard.found, heard.read, short.intent) or (
        short.intent in _QUESTIONS and harm.is_unsafe(heard.found, heard.read, heard.text)
    )
    said = f"maybe {short.intent}" if short.told else short.intent
    return finish("unsafe" if unsafe else said, 0.95, heard, scene, f"command {short.intent}")


def _timed(short: Short, heard: Heard, scene: Scene) -> Entities:
    """Of a change the time that stands right after its job tells the run; later ones belong to the reason."""
    found, times = short.fill(heard.found), scene.hear(short.tail).found.times if short.tail else None
    return replace(found, times=times) if times and not short.tail[: times.span[0]].strip() else found


def _spoken(text: str, scene: Scene) -> Recognition:
    if taught(text) is not None:
        return finish("teach_knowledge", 0.94, scene.hear(text[:LONGEST]), scene, "teaching")
    raw, lines = clean(text), lined(text)
    own = clean(outside(lines, fold(lines)))
    whole = scene.hear(raw)
    thread = Thread(scene, _spoken)
    if agreed := continuing.agreed(whole, fold(raw), thread):
        return agreed
    intent, heard = _ordered(whole if own == raw else scene.hear(own), scene)
    if intent and (found := _weighed(intent, heard, whole, scene)):
        return found
    heard = continuing.meant(whole, scene)
    if found := continuing.followed(heard, fold(heard.text), thread):
        return found
    found = _voted(replace(heard, text=text) if heard is whole and text != raw else heard, scene)
    return placed(found, heard, thread)


def _weighed(said: str, heard: Heard, whole: Heard, scene: Scene) -> Recognition | None:
    """What the rules order; a button where it would act at once and the classifier is against it; None if it asks."""
    doubted, verb = said.startswith("maybe "), said.rpartition(" ")[2]
    found = finish(said, _CLEAR, heard, scene, f"order {said}")
    if verb not in ORDERS or not (doubted or isinstance(found.request, choices.ACTING)):
        return found
    taken = of_order(verb, ballot(whole, scene, verb, _CLEAR), doubted=doubted)
    if taken == said:
        return found
    return finish(taken, _CLEAR, heard, scene, f"order {taken}") if taken else None


def _voted(heard: Heard, scene: Scene) -> Recognition:
    """What the rules and the classifier together take for a question; the rules' where its time makes no sense."""
    rule = by_rules(heard)
    taken = of_question(rule, ballot(heard, scene, rule.intent, rule.sure))
    if rule.denied and taken.intent == "ambiguous":
        return answer("ambiguous", rule.sure, LeaveIt(), heard, rule.by)
    if taken.other:
        return torn((taken.intent, taken.other), taken.sure, heard, scene)
    found = finish(taken.intent, taken.sure, heard, scene, taken.by)
    if taken.intent == rule.intent or not isinstance(found.request, Ambiguous) or found.request.missing != "time":
        return found
    whole = finish(rule.intent, rule.sure, heard, scene, rule.by)
    return found if isinstance(whole.request, Ambiguous) else whole


def _ordered(own: Heard, scene: Scene) -> tuple[str, Heard]:
    """What the person's own words, quotations left out, want done; nothing where they only ask."""
    folded = fold(own.text)
    if harm.is_unsafe(own.found, own.read, own.text):
        return "unsafe", own
    if asked(own.text, folded):
        return "ask_agent", own
    if answered(folded, own.found.prompt):
        return "confirm_prompt", own
    if planned(own) is not None:
        return "schedule_summary", own
    return (name, own) if (name := declined(folded, own.read)) else _changed(own, folded, scene)


def _changed(own: Heard, folded: str, scene: Scene) -> tuple[str, Heard]:
    """The change that the text orders, its reason apart."""
    head, reason = parted(own.text, folded)
    tries = (replace(scene.hear(head), tail=reason), own) if reason else (own,)
    for heard in tries:
        if verb := changes.order(heard.found, heard.read, own.text):
            if harm.is_mass(heard.found, heard.read, verb):
                return "unsafe", heard
            guessed = changes.is_misspelt(heard.read, verb) or is_loose(heard.found, heard.read, verb)
            doubted = guessed or changes.is_doubted(folded, heard.found, heard.read, verb)
            return (f"maybe {verb}" if doubted else of_workstation(verb, heard.found, heard.read)), heard
    return "", own


def _with_more(found: Recognition, text: str, scene: Scene) -> Recognition:
    """The same with the other questions of the message; two different orders become a choice."""
    if not isinstance(found.request, (*several.READS, *choices.ORDERS, Ambiguous)):
        return found
    raw = clean(text)
    folded = fold(raw)
    parts = several.clauses(raw, folded) if outside(raw, folded) == raw else []
    if not parts:
        return found
    if others := several.of_other_jobs(found.request, scene.hear(raw)):
        return replace(found, more=others)
    return _joined(found, parts, scene)


def _joined(found: Recognition, parts: list[str], scene: Scene) -> Recognition:
    read = _read(parts, isinstance(found.request, choices.ORDERS), scene)
    if len(read) < len(parts):
        return found
    orders = several.distinct([r.request for r in read if isinstance(r.request, choices.ORDERS)])
    if len(orders) > 1:
        return replace(found, intent="ambiguous", confidence=0.6, request=choices.either(orders, "", found.language))
    if isinstance(found.request, choices.ORDERS):
        return found
    asks = [(part, r) for part, r in zip(parts, read, strict=True) if r.intent not in _BY_THE_WAY]
    if not asks or not all(_is_question(part, r, asks[0][1], scene) for part, r in asks):
        return found
    requests = several.distinct([r.request for _, r in asks])
    alike = len({type(r) for r in requests}) == 1 and not isinstance(requests[0], choices.OF_JOB)
    return found if alike or len(requests) == 1 else replace(asks[0][1], more=requests[1:])


def _read(parts: list[str], orders: bool, scene: Scene) -> list[Recognition]:
    """Each clause after those before it; less than all where the first of two settles that they are one request."""
    first = _spoken(parts[0], scene.after(scene.earlier))
    if len(parts) == 2 and not isinstance(first.request, choices.ORDERS) and (orders or _tells(parts[0], first, scene)):
        return [first]
    earlier = [(*scene.earlier, *parts[:at]) for at in range(1, len(parts))]
    return [first, *(_spoken(part, scene.after(said)) for part, said in zip(parts[1:], earlier, strict=True))]


def _tells(part: str, first: Recognition, scene: Scene) -> bool:
    """Whether the first clause neither asks nor is said by the way."""
    return first.intent not in _BY_THE_WAY and not _is_question(part, first, first, scene)


def _is_question(part: str, read: Recognition, first: Recognition, scene: Scene) -> bool:
    """Whether a clause asks by itself: `PAY01 failed` tells, `is PAY01 late` asks, as does a name in a list of them."""
    if not isinstance(read.request, several.READS) or read.confidence < _SURE:
        return False
    if not isinstance(read.request, JobStatus):
        return True
    heard = scene.hear(part)
    if followups.is_only_names(heard) and read is not first:
        return isinstance(first.request, (JobStatus, WorkstationStatus))
    return heard.read.has("status", "show", "ASKS", "whatis")
