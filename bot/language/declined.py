"""Orders that no skill carries out: known by name, so that they are declined and never read as a question."""

from __future__ import annotations

import re

from bot.language.entities import Entities
from bot.language.features import Features
from bot.language.openings import COURTESY

_CHANGE = (
    r"(?:set|change|raise|lower|increase|decrease|reduce|adjust|modify|put|bump|mud[ae]r?|alter[ae]r?"
    r"|aument[ae]r?|diminu[aie]r?"
    r"|reduz[ai]?r?|ajust[ae]r?|coloc[ae]r?|coloque|sub[aei]r?|baix[ae]r?|defin[aei]r?|cambi[ae]r?)"
)
_DELETE = r"(?:delete|remove|erase|apag(?:a|ue|ar)|delet(?:a|e|ar)|exclu(?:i|a|ir)|remov(?:a|e|er))"
_TABLE = (
    (
        "change_limit",
        rf"(?:limit|lc|limit cpu|limit sched|ls)\s+\S*[;=]\s*\d|(?:limit|lc)\s+(?:cpu|sched)\b"
        rf"|{_CHANGE}\s+(?:[\w#.]+\s+){{0,3}}limite?\b",
    ),
    ("change_fence", rf"fence\s+\S+|{_CHANGE}\s+(?:[\w#.]+\s+){{0,3}}fence\b"),
    (
        "change_priority",
        rf"(?:altpri|ap)\s+\S*[;@#.\w]|{_CHANGE}\s+(?:[\w#.]+\s+){{0,3}}(?:priority|prioridade|prioridad)\b"
        rf"|prioriti[sz]e\s+\S+|prioriz[ae]r?\s+\S+",
    ),
    ("unlink", r"(?:unlink|deslinkar?|deslinke|desconect[ae]r?)\s+\S+"),
    ("link", r"(?:link|relink|linkar?|linke|conect[ae]r?)\s+(?!to\b)\S+"),
    ("skip", r"(?:skip|pul[ae]r?|pula|omit[aei]?r?|saltar?|salte)\s+\S+"),
    (
        "add_dependency",
        r"(?:adddep|adj|ads)\s|add (?:a |the )?dependenc|(?:adicion[ae]r?|inclu[aie]r?) (?:uma |a )?dependencia",
    ),
    (
        "delete_dependency",
        r"(?:deldep|ddj|dds)\s|(?:remove|delete|drop|release) (?:a |the |all )?dependenc|(?:remov[ae]r?"
        r"|tir[ae]r?|apag[ae]r?|solt[ae]r?|liber[ae]r?) (?:uma |a |as )?dependencia",
    ),
    (
        "extend_plan",
        r"(?:run |execute |rod[ae]r? (?:o )?)?jnextplan\b|(?:extend|start|create|generate|rebuild) (?:the "
        r"|a )?(?:(?!of\b)\w+ )?plan\b|(?:estend[ae]r?"
        r"|extend[ae]r?) o plano",
    ),
    ("delete_job", rf"{_DELETE}\s+(?:(?:the|o|a|job|jobs|stream)\s+)*[\w.]*[_\d#][\w.#]*"),
    ("switch_manager", r"(?:switchmgr|switcheventprocessor|switch (?:the )?(?:manager|master))\b"),
    (
        "start_workstation",
        r"(?:start|inici[ae]r?|lig[ae]r?|startar?)\s+(?:up\s+)?(?:the |a |o )?(?:workstation|agent|fta|estacao"
        r"|agente)\b",
    ),
    (
        "stop_workstation",
        r"(?:stop|shut ?down|par[ae]r?|pare|deslig[ae]r?)\s+(?:the |a |o )?(?:workstation|agent|fta|estacao|agente)\b",
    ),
    (
        "restart_workstation",
        r"(?:restart|reboot|reinici[ae]r?|bounce)\s+(?:the |a |o )?(?:workstation|agent|fta|server|estacao"
        r"|agente|servidor)\b",
    ),
)
_SCHEDULED = re.compile(
    r"(?:schedule|agend[ae]r?|program[ae]r?|programe)\s+(?:(?:the|a|o|job|el)\s+)*(?!\w*(?:summar|resum|report|relat))\S+\s+"
    r"(?:for|at|to|tomorrow|tonight|next|on|para|pra|as|amanha|hoje|a las?|manana)\b"
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _TABLE)
_ANY = re.compile("|".join(pattern for _, pattern in _TABLE))
"""Whether there is one at all, in one look."""
_COURTESY = re.compile(COURTESY)
_OF_WORKSTATION = {"submit": "start_workstation", "kill": "stop_workstation", "rerun": "restart_workstation"}
_STEP = re.compile(
    r"\b(?:from|at|starting|a partir d[aeo]|d[aeo]|no|na|desde) (?:the |o |a )?(?:step|passo|etapa|paso)\b"
)
_LATER = re.compile(
    r"(?<!until )(?<!till )(?<!ate )(?<!hasta )\b(?:tomorrow|amanha|manana|later|mais tarde|tonight|hoje a noite"
    r"|next (?:week|day|month)|semana que vem"
    r"|in \d+ (?:min|hour)\w*|em \d+ (?:min|hora)\w*|daqui a|at \d{1,2}(?::\d\d|\s?[ap]m)|as \d{1,2}(?:h|:\d\d)"
    r"|every day"
    r"|todo dia)\b"
)
_MENDED = r"(?:the |a |that )?(?:\w+ )?(?:fix|change|patch|correction|deploy|outage|reboot|update)"
_POLITELY = (
    r"(?:you (?:can|could|get)|possible|needed|it'?s ok|it is ok|puder|possivel|der|quiser|for possivel|nao for"
    r"|faz favor|necessario|puedes|puede|es (?:tan|posible)|eres tan|me hac|quieres)"
)
_CONDITION = re.compile(
    r"\A(?:until|hasta que|ate que)\b|(?<!see )(?<!know )(?<!ver )(?<!saber )(?<!as )\b"
    rf"(?:if|when|whenever|once(?! more| again)|after(?! {_MENDED})|as soon as"
    r"|se|quando|caso|assim que|depois que|apos (?:o|a)|cuando|en cuanto|apenas (?=llegue|termine|vuelva)|ni bien|si)\b"
    rf"(?! {_POLITELY})"
)
_ASKED_FOR = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|u)|please|pls|plz|pode\w*|poderia\w*|favor|consegue\w*|puedes?"
    r"|podrias?|podes|porfa\w*|teria como|tem como)\b"
)
_ZERO = re.compile(r"(?:priority|prioridade?|prio)\s+(?:\w+\s+)?(?:0|zero|cero)\b|(?:altpri|ap)\s+\S+\s*;\s*0\b")
"""A priority of nought holds a job."""
_OTHER_THAN_DELETE = ("hold", "held", "release", "cancel", "plan", "unwatch", "watch")
_POINTS = ("JOB", "STREAM", "pron", "job", "jobs", "stream")


def declined(folded: str, read: Features) -> str:
    """The name of the order; empty where the text orders nothing of the kind."""
    if read.has("howto", "why", "teach", "watch", "unwatch", "who") or (
        folded.rstrip().endswith("?") and not _ASKED_FOR.search(folded)
    ):
        return ""
    polite = _COURTESY.match(folded)
    start = polite.end() if polite else 0
    name = _named(folded, start) if _ANY.match(folded, start) else ""
    if name == "change_priority" and _ZERO.search(folded):
        return ""
    if not name and read.has("JOB", "STREAM") and _SCHEDULED.match(folded, start):
        return "submit_later"
    return "" if name == "delete_job" and read.has(*_OTHER_THAN_DELETE) else name


def _named(folded: str, start: int) -> str:
    return next((name for name, pattern in _COMPILED if pattern.match(folded, start)), "")


def unheard(intent: str, folded: str, read: Features) -> str:
    """An order that is more than a change of one job now: its name, so that no half of it is done."""
    if intent == "rerun" and _STEP.search(folded):
        return "rerun_from_step"
    later = _LATER.search(folded) and not read.has("failed", "past")
    return f"{intent}_later" if later or is_conditional(folded) else ""


def is_conditional(folded: str) -> bool:
    """Whether something has to happen first."""
    return condition(folded) >= 0


def condition(folded: str) -> int:
    """Where what has to happen first begins to be said; -1 where nothing has to."""
    match = _CONDITION.search(folded)
    return match.start() if match else -1


def of_workstation(verb: str, found: Entities, read: Features) -> str:
    """`stop AGT01` stops a workstation and kills no job."""
    if found.job or read.has(*_POINTS) or not read.has("WS", "ws"):
        return verb
    return _OF_WORKSTATION.get(verb, verb)
