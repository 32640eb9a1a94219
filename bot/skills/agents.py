"""The bot's own agents: who they are, how they fare, and a question to one of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.agents.face import FILE_FAULT, AgentState
from bot.context import Context
from bot.registry import Skill
from bot.reply import Heading, Reply, Table, Text, Tone
from bot.requests import AgentsStatus, AskAgent
from bot.skills.blocks import LABEL, button, buttons, plain
from bot.words import Words

_TONES = {"ready": Tone.GOOD, "no model": Tone.QUIET}
_COLUMNS = ("column_name", "column_purpose", "column_state", "column_calls", "column_tokens")
_STATES = {
    "ready": "state_ready",
    "no model": "state_no_model",
    "resting": "state_resting",
    "budget spent": "state_budget_spent",
    "refused": "state_refused",
    "away": "state_away",
}
"""The agents' own words for their state, and ours for people."""
MOST = 2_000
"""Characters of a question."""


async def status(request: AgentsStatus, context: Context) -> Reply:
    words = context.words
    agents = context.services.agents.status(words.language)
    columns = tuple(words("agents." + c) for c in _COLUMNS)
    rows = tuple(_row(a, words) for a in agents)
    tones = tuple(_TONES.get(a.state, Tone.WARN) for a in agents)
    hint = Text(words("agents.hint", agent=agents[0].id), Tone.QUIET) if agents else None
    return plain(context, Heading(words("agents.title")), Table(words("agents.caption"), columns, rows, tones), hint)


def _row(agent: AgentState, words: Words) -> tuple[str, ...]:
    calls = words.number(agent.calls)
    if agent.failures:
        calls = words("agents.calls_failed", calls=calls, failures=words.number(agent.failures))
    return (f"{agent.name} ({agent.id})", agent.purpose, _state(agent.state, words), calls, words.number(agent.tokens))


def _state(state: str, words: Words) -> str:
    if state.startswith(FILE_FAULT):
        return words("agents.state_file", fault=state.removeprefix(FILE_FAULT))
    return words("agents." + _STATES[state]) if state in _STATES else state


async def ask(request: AskAgent, context: Context) -> Reply:
    words, agents = context.words, context.services.agents
    states = agents.status(words.language)
    meant = named(request.agent, states)
    if meant is None:
        return _which(request, states, context)
    if not request.text.strip():
        return plain(context, Text(words("agents.nothing_asked", name=meant.name), Tone.WARN))
    return await agents.ask(meant.id, request.text.strip()[:MOST], context)


def named(name: str, states: Sequence[AgentState]) -> AgentState | None:
    """By id, by another name, or by words of which one agent alone has some: `the failure analyst` is the analyst."""
    wanted = _folded(name)
    for state in states:
        if wanted in _called(state):
            return state
    words = set(wanted.split())
    near = [s for s in states if words & _words_of(s)]
    return near[0] if len(near) == 1 else None


def _called(state: AgentState) -> tuple[str, ...]:
    return tuple(map(_folded, (state.id, state.name, *state.also)))


def _words_of(state: AgentState) -> set[str]:
    return {word for called in _called(state) for word in called.split() if len(word) > 2}


def _folded(text: str) -> str:
    plain_text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain_text if not unicodedata.combining(c)).strip(" @,:")


def _which(request: AskAgent, states: Sequence[AgentState], context: Context) -> Reply:
    words, text = context.words, request.text[:1_000]
    row = buttons(*(button(s.name[:LABEL], AskAgent(s.id, text)) for s in states[:5]))
    return plain(context, Text(words("agents.unknown", name=request.agent[:40]), Tone.WARN), row)


SKILLS = (
    Skill(
        intent="agents_status",
        request=AgentsStatus,
        run=status,
        summary={"en": "list my own agents and how they fare", "pt": "listar meus agentes e como eles estão"},
        examples={
            "en": ("how are your agents?", "list the bot's agents"),
            "pt": ("como estão seus agentes?", "lista os agentes do bot"),
        },
        slash="agents",
    ),
    Skill(
        intent="ask_agent",
        request=AskAgent,
        run=ask,
        summary={"en": "hand a question to one of my agents", "pt": "passar uma pergunta a um dos meus agentes"},
        examples={
            "en": ("ask the analyst why FINANCE_EXTRACT failed",),
            "pt": ("pergunta ao analista por que o FINANCE_EXTRACT falhou",),
        },
        slash="agent NAME QUESTION",
    ),
)
