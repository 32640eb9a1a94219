"""What a text goes on about: it corrects, narrows or repeats what was asked before it in the thread."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.language import building, choices, contrast, correcting, ellipsis, followups, narrowing
from bot.language.assenting import assents
from bot.language.finishing import answer, answered, finish
from bot.language.guesses import alike
from bot.language.heard import Heard
from bot.language.pointing import counts
from bot.language.scene import Scene
from bot.language.text import fold
from bot.language.thread import Thread
from bot.language.unsaid import unsaid
from bot.recognition import Recognition
from bot.requests import (
    Ambiguous,
    Change,
    FailedJobs,
    JobStatus,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    Request,
    Submit,
    WorkstationStatus,
    YesNo,
)
from bot.shown import Item
from tws.names import JobName

_FEW = 12
"""Words of a text that says how many."""
_HOW_MANY = frozenset(["LIMIT", "NUM", "EMPTY", "ONLY", "ALONE", "SHORT", "polite", "thanks", "Q", "ASKS"])
_LISTS = (FailedJobs, ListJobs, LateJobs, JobStreamStatus, WorkstationStatus)


def agreed(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    """A yes or a no to the order that was just asked for."""
    yes = assents(folded) if thread else None
    if yes is None or not isinstance(thread.before.request, choices.ORDERS):
        return None
    return answer("confirm_prompt", 0.9, YesNo(yes), heard, "an answer to an order")


def meant(heard: Heard, scene: Scene) -> Heard:
    """The text without what it says is not meant, after something that it may correct."""
    text = contrast.meant(heard.text, fold(heard.text)) if scene.earlier else heard.text
    return heard if text == heard.text else scene.hear(text)


def narrows(heard: Heard, folded: str, thread: Thread) -> bool:
    """Whether a text says which rows of a list it wants, rather than to point at one of them."""
    listed = thread and narrowing.narrows(heard, folded) and isinstance(thread.asked.request, _LISTS)
    return bool(listed) and ellipsis.says_only(folded)


def followed(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    """What an earlier text asked, of what this one names; None for a text that asks by itself."""
    if thread and (found := _narrowed(heard, folded, thread)):
        return found
    if followups.points_elsewhere(folded) and not heard.read.has("JOB", "STREAM", "WS", "late", "failed"):
        return answer("ambiguous", 0.5, _other(heard, thread), heard, "another than before")
    if not thread:
        return None
    return _left_out(heard, folded, thread) or _of_it(heard, folded, thread) or _named(heard, folded, thread)


def _narrowed(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    if narrowing.narrows(heard, folded):
        request = narrowing.narrowed(thread.asked.request, heard, folded)
        return _answered(request, heard, "of what was listed") if request else None
    if heard.found.limit and len(heard.found.words) <= _FEW:
        return _so_many(heard, folded, thread)
    return None


def _so_many(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    """`top 5 only`, `the last 50 will do`; after a window of hours `and in the last 12?` are hours."""
    asked = thread.asked.request
    if count := narrowing.hours(asked, folded):
        hours = thread.scene.hear(f"last {count} hours")
        request = followups.continued(asked, hours)
        return _answered(request, replace(hours, text=heard.text), "of so many hours") if request else None
    return _again(asked, heard) if heard.read.marks <= _HOW_MANY else None


def _again(asked: Request, heard: Heard) -> Recognition | None:
    """The same question anew, of as many rows as are said."""
    if not isinstance(asked, (*choices.OF_JOB, *_LISTS)):
        return None
    if heard.found.limit and isinstance(asked, FailedJobs | ListJobs):
        asked = replace(asked, limit=heard.found.limit)
    return _answered(asked, heard, "again")


def _left_out(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    """A text that leaves out nearly all of its question."""
    how, about = ellipsis.left(folded), thread.about
    if how == "again":
        return _now(thread, heard)
    if how == "how far" and about and about.kind == "job":
        return _answered(JobStatus(JobName.parse(about.name)), heard, "how far it is")
    if how == "rest":
        return _rest(heard, thread)
    if (kind := ellipsis.kind(folded)) and about and about.kind != kind:
        name = JobName.parse(about.name).name
        of_kind = JobStreamStatus(name) if kind == "job_stream" else WorkstationStatus(name)
        return _answered(of_kind, heard, "another kind of thing")
    return _elsewhere(heard, folded, thread) or (_completed_name(heard, folded, thread, about) if about else None)


def _now(thread: Thread, heard: Heard) -> Recognition | None:
    """What stands there now: of a job how it stands, of a list the list."""
    asked, about = thread.asked.request, thread.about
    if isinstance(asked, choices.OF_JOB):
        return _answered(JobStatus(asked.job, asked.job_id), heard, "now")
    if about and about.kind == "job":
        return _answered(JobStatus(JobName.parse(about.name), about.job_id), heard, "now")
    return _again(asked, heard)


def _rest(heard: Heard, thread: Thread) -> Recognition | None:
    """How the stream goes on, after one of its jobs; the other jobs of a stream."""
    listed = isinstance(thread.asked.request, FailedJobs | ListJobs)
    stream = "" if listed else thread.latest("job_stream")
    if not stream:
        return None
    how = heard.read.has("thanks", "status", "good")
    return _answered(JobStreamStatus(stream) if how else ListJobs(JobName("@", stream)), heard, "the rest of it")


def _elsewhere(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    """`not that one, the one on AGT_DR2`: the same job elsewhere."""
    asked: Any = thread.asked.request
    if not isinstance(asked, choices.OF_JOB) or not heard.found.workstation or not ellipsis.is_one_on(folded):
        return None
    job = replace(asked.job, workstation=heard.found.workstation)
    return _answered(replace(asked, job=job, job_id=""), heard, "the same elsewhere")


def _completed_name(heard: Heard, folded: str, thread: Thread, about: Item) -> Recognition | None:
    """`03?` after PAY_02; an order is offered, unless the text says that it corrects it."""
    name = JobName(ellipsis.completed(folded, JobName.parse(about.name).name))
    request = followups.of_other_name(thread.asked.request, name) if name.name else None
    if request is None:
        return None
    if isinstance(request, choices.ORDERS):
        corrects = folded if correcting.says_wrong(folded) else ""
        return _order(thread.asked.intent, request, name, heard, corrects)
    ended = heard.read.has("failed", "successful") and isinstance(request, choices.OF_JOB)
    return _answered(JobStatus(name) if ended else request, heard, "a name completed")


def _of_it(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    """What is said of the job of the thread without a word for it; None where it speaks of no single one."""
    if (intent := unsaid(folded)) and (job := thread.scene.earlier_job()):
        heard = replace(heard, job=job)
        return answer(intent, 0.7, building.request(intent, heard, ()), heard, f"left unsaid: {intent}")
    if isinstance(thread.before.request, choices.ORDERS) and followups.asks_whether_done(heard, folded):
        return finish("job_status", 0.7, heard, thread.scene, "whether it was done")
    if not followups.tells_of_it(heard):
        return None
    of_job = isinstance(thread.before.request, (*choices.OF_JOB, *choices.ORDERS))
    return (
        finish("job_status", 0.7, heard, thread.scene, "at another time") if of_job or heard.read.has("pron") else None
    )


def _named(heard: Heard, folded: str, thread: Thread) -> Recognition | None:
    """A text of names and times alone."""
    begin = correcting.lead(folded) if len(folded) == len(heard.text) else 0
    rest = thread.scene.hear(heard.text[begin:]) if begin else heard
    if not followups.is_only_names(rest):
        begin, rest = 0, heard
    if not followups.is_only_names(rest):
        return None
    before = thread.before
    if isinstance(before.request, Ambiguous) and before.request.missing == "job":
        corrects = folded if correcting.is_clear(folded, begin) else ""
        return _completed(before.request.intent, rest, thread.scene, corrects)
    if not begin and not followups.leaves_out(heard, folded):
        return None
    return _continued(thread.asked, rest, folded if correcting.is_clear(folded, begin) else "")


def _completed(intent: str, heard: Heard, scene: Scene, corrects: str) -> Recognition | None:
    """The job that was missing; an order is asked for by a button, unless the text says that another was wrong."""
    if heard.found.job is None:
        return None
    found = finish(intent or "job_status", 0.8, heard, scene, f"the missing job of {intent}")
    if isinstance(found.request, choices.ORDERS):
        return _order(found.intent, found.request, heard.found.job, heard, corrects)
    return found


def _continued(was: Recognition, heard: Heard, corrects: str) -> Recognition | None:
    """The same of another; an order too where the text corrects one, else a button offers it."""
    job = heard.found.job
    if isinstance(was.request, choices.ORDERS) and job:
        return _order(was.intent, _same_of(was.request, job), job, heard, corrects)
    request = followups.continued(was.request, heard)
    return _answered(request, heard, f"follows {was.intent}") if request else None


def _same_of(order: Change | Submit, job: JobName) -> Change | Submit:
    """With its reason: only the name was wrong."""
    return Submit("", job, reason=order.reason) if isinstance(order, Submit) else type(order)(job, reason=order.reason)


def _order(intent: str, order: Change | Submit, job: JobName, heard: Heard, corrects: str = "") -> Recognition:
    """An order that goes on from another one: itself where the text `corrects` or extends that one in clear words,
    else a button beside the harmless question."""
    heard = replace(heard, job=job)
    if corrects:
        order = replace(order, instead=correcting.says_wrong(corrects))
        return answer(intent, 0.8, order, heard, "an order corrected")
    offered = choices.either((order, JobStatus(job)), intent, heard.read.language)
    return answer("ambiguous", 0.6, offered, heard, "after an order")


def _other(heard: Heard, thread: Thread) -> Ambiguous:
    """Names like the one of the thread, to choose from; else what was asked of that one is asked of which."""
    job = thread.scene.earlier_job()
    names = alike(job.name, thread.scene.plan) if job and not counts(fold(heard.text)) else ()
    offered = choices.either((JobStatus(JobName(name)) for name in names), "job_status", heard.read.language)
    if offered.choices or not thread:
        return offered if offered.choices else Ambiguous((), "", "job")
    before = thread.before
    return Ambiguous((), before.intent if isinstance(before.request, choices.OF_JOB) else "", "job")


def _answered(request: Request, heard: Heard, by: str) -> Recognition:
    return answered(request, 0.7, heard, by)
