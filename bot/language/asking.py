"""A question handed to one of the bot's agents: `ask the analyst why …`, `@analyst …`, `pergunta ao analista …`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.openings import COURTESY

_AGENT = r"(?:agents?|specialist|agente|especialista)"
_NAME = r"(?P<agent>(?!the |your |our )[a-z][a-z0-9_-]{2,30})"
_REST = r"(?:\s*[,:]\s*|\s+)(?P<text>\S.*)"
_QUESTION = r"(?=why|what|how|about|if|whether|to|for|who|when|which|where)"
_ROLE = r"(?:analyst|expert|specialist|planner|reader|writer|guardian|auditor|forecaster|adviser|advisor|investigator)"
_ROLES = (
    r"(?:analista|especialista|planejador|planificador|leitor|lector|guardiao|guardian|auditor|documentador|experto|perito"
    r"|investigador|consultor|monitor(?= d[eoa] ))"
)
_WORD = r"(?!(?:the|your|our|an?|this|that|tws|dynamic|dead)\b)[a-z]{2,20}"
_SMALL = r"(?!(?:pra|para|por|o|que|me|te|ai|nos|ja|pode|acha|diz)\b)"
_ONE = rf"(?P<agent>(?:{_WORD} ){{0,2}}{_ROLE})(?:\s+agent)?|(?P<agent2>{_WORD}(?: {_WORD})?)\s+agent"
_UM = (
    rf"agente\s+(?:de |da |do )?(?P<agent>{_WORD}(?: {_SMALL}{_WORD})?)"
    rf"|(?P<agent2>(?:{_ROLES}(?: (?:de|da|do|em) {_WORD})?)|{_WORD} {_ROLE})"
)
_TO_ONE = (
    r"(?:ask|consult|query|have|get|let|put|forward (?:this|it|that) to|pass (?:this|it|the question)(?: on)? to"
    r"|hand (?:this|it) to|check with|run (?:this|it) by"
    r"|(?:i'd like |i would like |i want |like |want )?the opinion of|what does|let's hear|can|could)"
)
_TO_UM = (
    r"(?:pergunt[ae]r?|consult[ae]r?|ped[ei]r?|pede|peca|fal[ae]r? com|encaminh[ae]r?|mand[ae]r? (?:essa|isso|esta)"
    r"|cham[ae]r?|bot[ae]r?|coloc[ae]r?|(?:quero |qual )?a opiniao|da um ask|o que"
    r"|preguntal[eao]s?|pregunt[ae]r?|que|consultal[eo]|pidel[eo])"
)
_AO = r"(?:\s+(?:ao|a|pro|pra|para o|para a|no|na|do|da|del|o|al|a la|el|la|con el|con la|com o|com a))"
_PATTERNS = (
    rf"{COURTESY}(?:ask|consult|talk to)\s+(?:the|our|your)\s+(?:job|jobs|batch|plan|workload)\s+{_NAME}{_REST}",
    rf"{COURTESY}{_TO_ONE}\s+(?:(?:the|our|your)\s+)?(?:{_ONE}){_REST}",
    rf"{COURTESY}(?:ask|consult|query|tell|talk to|speak (?:to|with))\s+(?:the|our|your)\s+(?:{_AGENT}\s+)?{_NAME}"
    rf"(?:\s+{_AGENT})?{_REST}",
    rf"{COURTESY}(?:ask|consult)\s+{_AGENT}\s+{_NAME}{_REST}",
    rf"{COURTESY}ask\s+{_NAME}\s+{_QUESTION}(?P<text>\S.*)",
    rf"{COURTESY}(?:e\b)?{_TO_UM}?{_AO}\s+(?:{_UM}){_REST}",
    rf"{COURTESY}(?:pergunt[ae]r?|consult[ae]r?|ped[ei]r?|peca|fal[ae]r? com|pregunt[ae]r?)"
    rf"{_AO}\s+(?:{_AGENT}\s+(?:de\s+|da\s+|do\s+)?)?{_NAME}(?:\s+{_AGENT})?{_REST}",
    rf"{COURTESY}(?:the |our |your )?(?:{_ONE})(?:\s*[,:]\s*|\s+(?:should|must|needs? to)\s+)(?P<text>\S.*)",
    rf"{COURTESY}(?:{_UM})\s*[,:]\s*(?P<text>\S.*)",
)
_COMPILED = tuple(re.compile(pattern, re.DOTALL) for pattern in _PATTERNS)
_AT = re.compile(
    r"\s*@(?P<agent>[a-z][a-z0-9_-]{2,30})(?P<said>\s+(?:agent|agente))?(?:\s*[,:]\s*|\s+)(?P<text>\S.*)", re.DOTALL
)
_MENTIONED = re.compile(
    rf"\b(?:(?:failure|log|capacity|root cause|dependency|doc|security|runbook|sla) {_ROLE}"
    rf"|{_ROLES} (?:de|da|do|em|en) [\w-]{{2,20}}|planner(?= agent)|planejador|planificador)\b"
)
_HINT = re.compile(
    r"@|agent|ask|consult|talk to|speak|tell|query|pergunt|pregunt|pidel|ped[ei]|peca|fal[ae]"
    r"|analys|analist|expert|expert|specialist|especialista|plan[en]|reader|leitor|lector|writer|guardi|auditor|forecast"
    r"|advis|investigad|investigat|documentador|perito|consultor"
)
_BLANKS = re.compile(r"\s{2,}")
_NO_AGENT = frozenset(
    [
        "knowledge",
        "base",
        "docs",
        "documentation",
        "manual",
        "runbook",
        "team",
        "system",
        "plan",
        "scheduler",
        "user",
        "users",
        "operator",
        "owner",
        "log",
        "job",
        "stream",
        "workstation",
        "equipe",
        "sistema",
        "plano",
        "manual",
        "documentacao",
        "base",
        "operador",
        "usuario",
        "here",
        "channel",
        "all",
        "everyone",
        "resync",
        "bot",
        "agent",
        "agente",
        "me",
        "you",
        "him",
        "her",
        "them",
        "us",
        "someone",
        "people",
        "everybody",
        "alguem",
    ]
)


@dataclass(frozen=True, slots=True)
class Asked:
    agent: str
    text: str


def asked(raw: str, folded: str) -> Asked | None:
    """Who is asked, and what; None for plain talk. `raw` has the length of `folded`."""
    if not _HINT.search(folded):
        return None
    raw, folded = _BLANKS.sub(" ", raw), _BLANKS.sub(" ", folded)
    if len(raw) != len(folded):
        return None
    if at := _AT.match(folded):
        return _of(raw, at) if raw[at.start("agent") : at.end("agent")].islower() else None
    matches = filter(None, (pattern.match(folded) for pattern in _COMPILED))
    return next(filter(None, (_of(raw, match) for match in matches)), None)


def mentioned(raw: str, folded: str) -> str:
    """The agent that a text is about, by its role: `is the log reader alive`; empty where it names none."""
    match = _MENTIONED.search(folded)
    return raw[match.start() : match.end()] if match else ""


def _of(raw: str, match: re.Match[str]) -> Asked | None:
    groups = match.groupdict()
    group = "agent" if groups.get("agent") else "agent2"
    if groups[group] in _NO_AGENT and not groups.get("said"):
        return None
    return Asked(raw[match.start(group) : match.end(group)], raw[match.start("text") : match.end("text")].strip())
