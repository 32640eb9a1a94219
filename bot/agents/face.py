"""What the skills ask of the agents; without a model `NoModel` stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.reply import Block

if TYPE_CHECKING:
    from bot.context import Context
    from bot.reply import Reply
    from bot.skills.explain import Case
    from knowledge import Passage


FILE_FAULT = "agents file: "
"""How the state begins where the file as it stands is not in force."""


@dataclass(frozen=True, slots=True)
class AgentState:
    """One of the bot's own agents, as agents.toml has it and as it fares."""

    id: str
    name: str
    purpose: str
    tools: tuple[str, ...]
    """Intents of the registry that it may read with."""
    state: str
    """ready, no model, or why not."""
    calls: int = 0
    failures: int = 0
    tokens: int = 0
    also: tuple[str, ...] = ()
    """Other names that people call it by."""


class Agents(Protocol):
    def status(self, language: str = "en") -> tuple[AgentState, ...]: ...

    async def explain(self, case: Case, context: Context) -> Block | None:
        """Prose on a failure, from the case alone; None without a model. A block may also say what went wrong."""

    async def from_passages(self, question: str, found: Sequence[Passage], context: Context) -> Block | None:
        """An answer from passages, cited; None without a model."""

    async def ask(self, agent: str, text: str, context: Context) -> Reply:
        """One question to one agent, with its tools. Raises KeyError for an id that no agent has."""

    async def close(self) -> None: ...
