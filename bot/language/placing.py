"""Where a question that names nothing looks: `which of those failed?`, `is that agent up?`, `who did that?`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import choices
from bot.language.finishing import answer, answered
from bot.language.followups import Listed
from bot.language.heard import Heard
from bot.language.text import fold
from bot.language.thread import Thread
from bot.recognition import Recognition
from bot.requests import Ambiguous, AuditReport, JobStreamStatus, Request, Unwatch, Watch, WorkstationStatus, YesNo
from tws.names import JobName

_POINTS = re.compile(
    r"\b(?:there|in it|on it|nela|nele|la|ai|ahi|alli|dela|dele|deles|delas|dessa|desse|nessa|nesse|others?"
    r"|rest|remaining"
    r"|outr[oa]s|demais|otr[oa]s|demas|resto|those|these|ones|them|ellos)\b"
    r"|\A\W*(?:and|e|y|then|entao|so|ok|forget that|now|agora|ahora)\b"
)
_THAT = re.compile(
    r"\b(?:the|that|this|its?|ess[ea]s?|est[ea]s?|a|o|el|la|mism[ao]|mesm[ao]|nessa|nesse|dess[ea]|same)\s+"
    r"(?:agente?|machine|maquina|equipo|box|server|servidor|workstation|estacao|estacion|host|stream|malha"
    r"|malla|cadeia"
    r"|cadena|fluxo|flujo)\b"
)
_DO_IT = re.compile(
    r"\W*(?:(?:please|ok|just|pls|por favor|then|entao)\W+)*(?:do (?:it|that)|cancel (?:that|this)|hazlo"
    r"|haz eso|faz isso"
    r"|faca isso|faz ai|faz ele|make it so|cancela isso|dale)\W*(?:(?:please|pls|por favor|now|agora|ahora|ya)\W*)*"
)
_SOMEBODY = re.compile(r"\b(?:he|she|person|pessoa|persona|el[ea]|usuari[oa]|user|cara|guy)\b")
_FEW = 12
"""Words of a text that may leave out where."""


def placed(found: Recognition, heard: Heard, thread: Thread) -> Recognition:
    """The same of what the thread speaks of, where the text points at it and names nothing."""
    if isinstance(found.request, YesNo):
        return _to_nothing(found, heard, thread)
    if not thread or heard.read.has("JOB", "STREAM", "WS") or len(heard.found.words) > _FEW:
        return found
    request = _there(found.request, heard, thread)
    if request is None:
        return found
    return replace(answered(request, found.confidence, heard, found.by), more=found.more)


def _to_nothing(found: Recognition, heard: Heard, thread: Thread) -> Recognition:
    """`do it` and `cancel that` are no yes and no no where nothing was said or shown before."""
    spoken = thread or thread.scene.situation.shown is not None
    if spoken or not _DO_IT.fullmatch(fold(heard.text)):
        return found
    return answer("ambiguous", found.confidence, Ambiguous(), heard, "points at nothing")


def _there(request: Request, heard: Heard, thread: Thread) -> Request | None:
    folded = fold(heard.text)
    points = heard.read.has("pron") or bool(_THAT.search(folded))
    if isinstance(request, Unwatch) and not request.job:
        return _watched(thread)
    if isinstance(request, WorkstationStatus) and not request.workstation and points:
        station = thread.latest("workstation")
        return WorkstationStatus(station) if station else None
    if isinstance(request, choices.OF_JOB) or (isinstance(request, Ambiguous) and request.missing == "job"):
        return _of_station(heard, thread)
    if isinstance(request, Listed) and not request.job and not request.workstation:
        return _listed(
            request, thread, points=points, leans=bool(_POINTS.search(folded)) or len(heard.found.words) == 1
        )
    if isinstance(request, AuditReport):
        return _done_to(request, heard, folded, thread)
    if isinstance(request, Ambiguous) and request.missing == "job_stream":
        stream = thread.latest("job_stream")
        return JobStreamStatus(stream) if stream else None
    return None


def _watched(thread: Thread) -> Request | None:
    """`no need to tell me any more`, after one job was asked to be watched."""
    watch = next((asked for asked in thread.requests() if isinstance(asked, Watch)), None)
    return Unwatch(watch.job) if watch else None


def _of_station(heard: Heard, thread: Thread) -> Request | None:
    """`since when is it down?` after a workstation: no job is meant."""
    if not heard.read.has("pron") or not heard.read.has("down", "up", "link"):
        return None
    about = thread.about
    return WorkstationStatus(about.name) if about and about.kind == "workstation" else None


def _listed(request: Listed, thread: Thread, *, points: bool, leans: bool) -> Request | None:
    about = thread.about
    if (points or leans) and about and about.kind == "workstation":
        return replace(request, workstation=about.name)
    stream = thread.latest("job_stream") if points or leans else ""
    return replace(request, job=JobName("@", stream)) if stream else None


def _done_to(request: AuditReport, heard: Heard, folded: str, thread: Thread) -> Request | None:
    """What was done to the job of the thread, unless somebody's doings are asked for."""
    if request.job or request.person or _SOMEBODY.search(folded):
        return None
    job = thread.latest("job") if heard.read.has("pron") or not heard.read.has("TIME") else ""
    return replace(request, job=JobName.parse(job).name) if job else None
