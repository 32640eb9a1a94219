"""One question to one agent: rounds of tools, each run with the person's own rights, then an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.agents import prompts, tools
from bot.agents.book import Agent, offered
from bot.agents.errors import ModelUnusable
from bot.agents.face import AgentState
from bot.agents.grounding import Grounds
from bot.agents.masking import Mask
from bot.agents.messages import Message, Said, ToolCall
from bot.agents.model import Model
from bot.agents.plain import drawn
from bot.agents.tools import Result
from bot.context import Context
from bot.reply import Block, Facts, Heading, Note, Reply, Table
from bot.words import zone

if TYPE_CHECKING:
    from bot.skills.explain import Case
    from knowledge import Passage

ROUNDS = 5
ROOM = 40_000
"""Characters of all results together."""


@dataclass(slots=True)
class Talk:
    """What was said so far; kept outside, so that what was read is shown even where the model breaks off."""

    question: str
    results: list[Result] = field(default_factory=list)
    latest: list[Result] = field(default_factory=list)
    """Of the last round that used tools."""
    tokens: int = 0
    room: int = ROOM

    @property
    def form(self) -> Result | None:
        return next((r for r in self.results if r.asks), None)

    @property
    def grounds(self) -> Grounds:
        replies = [r.reply for r in self.results if r.reply is not None]
        facts = [drawn(b) for reply in replies for b in reply.blocks if isinstance(b, Heading | Facts | Table)]
        return Grounds("\n".join(facts), "\n".join([self.question, *(r.text for r in self.results)]))


async def converse(model: Model, agent: Agent, talk: Talk, mask: Mask, context: Context) -> Said:
    """Fills `talk` and gives the last answer. Raises ModelError."""
    context = replace(context, services=replace(context.services, agents=_Silent()))
    said_so_far = _opening(agent, talk, mask, context)
    available = tools.tools(agent.tools, offered(context.services.registry()))
    for at in range(ROUNDS):
        usable = available if at < ROUNDS - 1 and talk.form is None else ()
        said = await model.say(said_so_far, usable, temperature=agent.temperature, max_tokens=agent.max_tokens)
        talk.tokens += said.tokens
        if not said.calls or not usable:
            return replace(said, text=mask.show(said.text))
        said_so_far.append(Message("assistant", said.text, said.calls))
        said_so_far += await _answers(said.calls, agent, talk, mask, context)
    raise ModelUnusable("The model used its tools and gave no answer.")


def _opening(agent: Agent, talk: Talk, mask: Mask, context: Context) -> list[Message]:
    now = context.services.clock().astimezone(zone(context.words.timezone))
    system = prompts.rules(context.words, agent.instructions, cite=False)
    asked = prompts.request(mask.hide(talk.question), now.isoformat(timespec="minutes"))
    return [Message("system", system), Message("user", asked)]


async def _answers(calls: Sequence[ToolCall], agent: Agent, talk: Talk, mask: Mask, context: Context) -> list[Message]:
    """Every call is answered, as the wire demands; after a form nothing more is run."""
    talk.latest = []
    made = []
    for call in calls:
        result = await _result(replace(call, arguments=mask.show(call.arguments)), agent, talk, context)
        talk.results.append(result)
        talk.latest.append(result)
        talk.room -= len(result.text)
        hidden = await asyncio.to_thread(mask.hide, result.text)
        made.append(Message("tool", prompts.quoted(hidden), answers=call.id))
    return made


async def _result(call: ToolCall, agent: Agent, talk: Talk, context: Context) -> Result:
    if talk.form is not None:
        return Result("Not run: the person has a form to confirm first.")
    if talk.room <= 0:
        return Result("Not run: enough was read. Answer from it.")
    return await tools.run(call, agent.tools, context)


def shown(talk: Talk) -> tuple[Reply, ...]:
    """What the person sees of the tools: the form where there is one, otherwise what was read last."""
    if talk.form is not None and talk.form.reply is not None:
        return (talk.form.reply,)
    return tuple(r.reply for r in talk.latest if r.reply is not None)[-3:]


class _Silent:
    """Stands for the agents while a tool runs: a model does not read what a model wrote."""

    def status(self, language: str = "en") -> tuple[AgentState, ...]:
        return ()

    async def explain(self, case: Case, context: Context) -> Block | None:
        return Note(context.words("agents.by_rules"))

    async def from_passages(self, question: str, found: Sequence[Passage], context: Context) -> Block | None:
        return None

    async def ask(self, agent: str, text: str, context: Context) -> Reply:
        raise KeyError(agent)

    async def close(self) -> None:
        pass
