"""The agents: with a model where one is set up, honest about it where none is."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.access import Role
from bot.agents import prompts
from bot.agents.answers import Ungrounded, checked, labelled
from bot.agents.asking import Talk, converse, shown
from bot.agents.book import Agent, Shelf, offered, packaged
from bot.agents.errors import BudgetSpent, ModelAway, ModelError, ModelResting
from bot.agents.face import FILE_FAULT, Agents, AgentState
from bot.agents.grounding import Grounds
from bot.agents.masking import Mask, struck
from bot.agents.messages import Message
from bot.agents.model import Model
from bot.registry import Registry
from bot.reply import Block, Heading, Note, Reply, Text, Tone
from bot.requests import AskAgent
from bot.settings import Model as ModelSettings
from bot.skills.blocks import button, buttons
from bot.words import Words
from tws.clock import Clock

if TYPE_CHECKING:
    from bot.context import Context
    from bot.skills.explain import Case
    from knowledge import Passage

log = structlog.get_logger()

NO_MODEL = "no model"
ANALYST, LIBRARIAN = "analyst", "knowledge"
"""Who explains failures and who answers from passages; the packaged ones where the file has none of the name."""
ASK_SECONDS = 50.0
"""One question with all its rounds; a turn has sixty."""


class NoModel:
    """Nothing is made up: it says what to ask instead, and the skills answer that without a model."""

    def __init__(self, shelf: Shelf, registry: Callable[[], Registry]) -> None:
        self._shelf, self._registry = shelf, registry

    def status(self, language: str = "en") -> tuple[AgentState, ...]:
        return tuple(_state(a, language, NO_MODEL, _Tally()) for a in self._shelf.book.agent)

    async def explain(self, case: Case, context: Context) -> Block | None:
        return None

    async def from_passages(self, question: str, found: Sequence[Passage], context: Context) -> Block | None:
        return None

    async def ask(self, agent: str, text: str, context: Context) -> Reply:
        words, asked = context.words, _known(self._shelf, agent)
        title = Heading(words("agents.no_model", name=asked.name.in_language(words.language)), Tone.WARN)
        return Reply((title, _instead(asked, self._registry(), words)), language=words.tag)

    async def close(self) -> None:
        pass


@dataclass(slots=True)
class _Tally:
    calls: int = 0
    failures: int = 0
    tokens: int = 0


class ModelAgents:
    """Counts are of this process since its start."""

    def __init__(self, shelf: Shelf, registry: Callable[[], Registry], model: Model, *, masking: bool) -> None:
        self._shelf, self._registry, self._model, self._masking = shelf, registry, model, masking
        self._packaged = packaged()
        self._tallies: dict[str, _Tally] = defaultdict(_Tally)

    def status(self, language: str = "en") -> tuple[AgentState, ...]:
        book = self._shelf.book
        state = f"{FILE_FAULT}{self._shelf.fault}" if self._shelf.fault else self._model.state
        return tuple(_state(a, language, state, self._tallies[a.id]) for a in book.agent)

    async def explain(self, case: Case, context: Context) -> Block | None:
        facts, found, sources = (
            prompts.case_facts(case, context.words),
            prompts.case_log(case),
            prompts.case_sources(case),
        )
        grounds = Grounds(facts, "\n".join([found, *sources]), len(sources))
        told = prompts.explain(facts, found, sources)
        return await self._prose(ANALYST, told, grounds, prompts.labels(case, context.words), context)

    async def from_passages(self, question: str, found: Sequence[Passage], context: Context) -> Block | None:
        sources = tuple(prompts.passage(p) for p in found)
        grounds = Grounds("\n".join(sources), question, len(sources))
        told = prompts.question(question, sources)
        labels = tuple(prompts.label(p, context.words) for p in found)
        return await self._prose(LIBRARIAN, told, grounds, labels, context, must_cite=True)

    async def _prose(
        self,
        agent: str,
        told: str,
        grounds: Grounds,
        labels: Sequence[str],
        context: Context,
        *,
        must_cite: bool = False,
    ) -> Block:
        """Text that is grounded, or a quiet word that there is none."""
        asked = self._shelf.book.get(agent) or self._packaged.get(agent) or self._packaged.agent[0]
        mask, tally = self._mask(context), self._tallies[asked.id]
        system = prompts.rules(context.words, asked.instructions, cite=True)
        messages = [Message("system", system), Message("user", await asyncio.to_thread(mask.hide, told))]
        tally.calls += 1
        try:
            said = await self._model.say(messages, temperature=asked.temperature, max_tokens=asked.max_tokens)
            tally.tokens += said.tokens
            said = replace(said, text=mask.show(said.text))
            text = await asyncio.to_thread(checked, said, grounds, must_cite=must_cite)
        except ModelError as fault:
            return _beside(self._failed(asked.id, fault, context.words), context.words)
        return Text(labelled(text, labels, context.words))

    async def ask(self, agent: str, text: str, context: Context) -> Reply:
        asked, words = _known(self._shelf, agent), context.words
        talk, tally = Talk(text), self._tallies[asked.id]
        tally.calls += 1
        try:
            async with asyncio.timeout(ASK_SECONDS):
                said = await converse(self._model, asked, talk, self._mask(context), context)
            worded = await asyncio.to_thread(checked, said, talk.grounds)
            answer: Block = Text(labelled(worded, (), words))
        except TimeoutError:
            answer = Note(self._failed(asked.id, ModelAway(f"No answer within {ASK_SECONDS:g} s."), words))
        except ModelError as fault:
            answer = Note(self._failed(asked.id, fault, words))
        tally.tokens += talk.tokens
        return self._reply(asked, talk, answer, context)

    def _reply(self, asked: Agent, talk: Talk, answer: Block, context: Context) -> Reply:
        words, read = context.words, shown(talk)
        name = asked.name.in_language(words.language)
        if not read and isinstance(answer, Note):
            return self._nothing(asked, talk, answer, words)
        if isinstance(answer, Note):
            answer = _beside(answer.text, words)
        source = Note(words("agents.source", agent=name, model=self._model.name))
        blocks = (answer, *(block for reply in read for block in reply.blocks), source)
        return Reply(
            blocks,
            language=words.tag,
            private=any(reply.private for reply in read),
            error_id=next((reply.error_id for reply in read if reply.error_id), ""),
            as_of=read[-1].as_of if read else None,
        )

    def _nothing(self, asked: Agent, talk: Talk, why: Note, words: Words) -> Reply:
        title = Heading(words("agents.no_answer", name=asked.name.in_language(words.language)), Tone.WARN)
        again = buttons(button(words("agents.again"), AskAgent(asked.id, talk.question[:1_000])))
        found = (title, Text(why.text), _instead(asked, self._registry(), words), again)
        return Reply(tuple(b for b in found if b is not None), language=words.tag)

    def _failed(self, agent: str, fault: ModelError, words: Words) -> str:
        """Notes the failure; gives the reader's words for it."""
        self._tallies[agent].failures += 1
        wrong = [struck(w)[:60] for w in fault.words[:10]] if isinstance(fault, Ungrounded) else None
        log.info("model_unused", agent=agent, kind=type(fault).__name__, detail=str(fault), words=wrong)
        return words("agents." + _why(fault))

    def _mask(self, context: Context) -> Mask:
        known = {name for role in Role for name in context.services.access.names_with(role)}
        return Mask({context.person.name, context.member.name, *known}, on=self._masking)

    async def close(self) -> None:
        await self._model.close()


def _beside(why: str, words: Words) -> Note:
    """Why there is no prose, and that the facts stand all the same."""
    return Note(f"{why} {words('agents.stands')}")


def _why(fault: ModelError) -> str:
    if isinstance(fault, Ungrounded):
        return "not_grounded"
    if isinstance(fault, BudgetSpent):
        return "spent"
    return "away" if isinstance(fault, ModelAway | ModelResting) else "unusable"


def _state(agent: Agent, language: str, state: str, tally: _Tally) -> AgentState:
    return AgentState(
        agent.id,
        agent.name.in_language(language),
        agent.purpose.in_language(language),
        agent.tools,
        state,
        tally.calls,
        tally.failures,
        tally.tokens,
        agent.also,
    )


def _known(shelf: Shelf, agent: str) -> Agent:
    found = shelf.book.get(agent)
    if found is None:
        raise KeyError(agent)
    return found


def _instead(asked: Agent, registry: Registry, words: Words) -> Text:
    """Examples of what the agent's tools answer by themselves."""
    skills, language = offered(registry), "pt" if words.language == "pt" else "en"
    lines = [f"• {e}" for t in asked.tools if t in skills for e in skills[t].examples.get(language, ())[:1]]
    return Text(words("agents.ask_instead", examples="\n".join(lines[:6])))


def open_agents(settings: ModelSettings, registry: Callable[[], Registry], clock: Clock) -> Agents:
    """Connects to nothing yet; NoModel where no endpoint is set."""
    shelf = Shelf(settings.agents_file, registry)
    if not settings.endpoint:
        return NoModel(shelf, registry)
    return ModelAgents(shelf, registry, Model(settings, clock), masking=settings.masking)
