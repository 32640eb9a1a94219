"""A question handed to one of the bot's agents: `ask the analyst why …`, `@analyst …`, `pergunta ao analista …`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.openings import COURTESY

_AGENT = r"(?:agents?|specialist|agente|especialista)"
_NAME = r"(?P<agent>(?!the |your |our )[a-z][a-z0-9_-]{2,30})"
_REST = r"(?:\s*[,:]\s*|\s+)(?P<text>\S.*)"
_QUESTION = r"(?=why|what|how|about|if|whether|to|for|who|when|which|where)"
_PATTERNS = (
    rf"{COURTESY}(?:ask|consult|talk to)\s+(?:the|our|your)\s+(?:job|jobs|batch|plan|workload)\s+{_NAME}{_REST}",
    rf"{COURTESY}(?:ask|consult|query|tell|talk to|speak (?:to|with))\s+(?:the|our|your)\s+(?:{_AGENT}\s+)?{_NAME}"
    rf"(?:\s+{_AGENT})?{_REST}",
    rf"{COURTESY}(?:ask|consult)\s+{_AGENT}\s+{_NAME}{_REST}",
    rf"{COURTESY}ask\s+{_NAME}\s+{_QUESTION}(?P<text>\S.*)",
    rf"{COURTESY}(?:pergunt[ae]r?|consult[ae]r?|ped[ei]r?|peca|fal[ae]r? com|pregunt[ae]r?)\s+"
    rf"(?:ao|a|pro|pra|para o|para a|o|al|a la)\s+(?:{_AGENT}\s+(?:de\s+|da\s+|do\s+)?)?{_NAME}(?:\s+{_AGENT})?{_REST}",
)
_COMPILED = tuple(re.compile(pattern, re.DOTALL) for pattern in _PATTERNS)
_AT = re.compile(r"\s*@(?P<agent>[a-z][a-z0-9_-]{2,30})(?:\s*[,:]\s*|\s+)(?P<text>\S.*)", re.DOTALL)
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
    if at := _AT.match(folded):
        return _of(raw, at) if raw[at.start("agent") : at.end("agent")].islower() else None
    match = next((m for m in (p.match(folded) for p in _COMPILED) if m), None)
    return _of(raw, match) if match else None


def _of(raw: str, match: re.Match[str]) -> Asked | None:
    if match["agent"] in _NO_AGENT:
        return None
    return Asked(match["agent"], raw[match.start("text") : match.end("text")].strip())
