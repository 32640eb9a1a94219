"""The agents: with a model where one is set up, honest about it where none is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.agents.book import Shelf, offered
from bot.agents.face import Agents, AgentState
from bot.registry import Registry
from bot.reply import Block, Heading, Reply, Text, Tone
from bot.settings import Model as ModelSettings
from tws.clock import Clock

if TYPE_CHECKING:
    from bot.context import Context
    from bot.skills.explain import Case
    from knowledge import Passage

NO_MODEL = "no model"


class NoModel:
    """Nothing is made up: it says what to ask instead, and the skills answer that without a model."""

    def __init__(self, shelf: Shelf, registry: Callable[[], Registry]) -> None:
        self._shelf, self._registry = shelf, registry

    def status(self, language: str = "en") -> tuple[AgentState, ...]:
        return tuple(
            AgentState(
                a.id, a.name.in_language(language), a.purpose.in_language(language), a.tools, NO_MODEL, also=a.also
            )
            for a in self._shelf.book.agent
        )

    async def explain(self, case: Case, context: Context) -> Block | None:
        return None

    async def from_passages(self, question: str, found: Sequence[Passage], context: Context) -> Block | None:
        return None

    async def ask(self, agent: str, text: str, context: Context) -> Reply:
        words, asked = context.words, self._shelf.book.get(agent)
        if asked is None:
            raise KeyError(agent)
        skills = offered(self._registry())
        language = words.language if words.language == "pt" else "en"
        lines = [f"• {e}" for t in asked.tools if t in skills for e in skills[t].examples.get(language, ())[:1]]
        return Reply(
            (
                Heading(words("agents.no_model", name=asked.name.in_language(language)), Tone.WARN),
                Text(words("agents.ask_instead", examples="\n".join(lines[:6]))),
            ),
            language=words.tag,
        )

    async def close(self) -> None:
        pass


def open_agents(settings: ModelSettings, registry: Callable[[], Registry], clock: Clock) -> Agents:
    """Connects to nothing yet."""
    return NoModel(Shelf(settings.agents_file, registry), registry)
