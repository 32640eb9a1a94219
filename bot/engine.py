"""A turn in, a reply out: dedupe, recognise, authorise, run the skill. Every turn has one visible outcome."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from time import perf_counter

import structlog
from sqlalchemy.exc import SQLAlchemyError

from audit import Entry
from bot.context import Context, Services
from bot.conversation import Conversation
from bot.coordination.claims import Claims
from bot.coordination.face import Coordination
from bot.faults import error_reply, refusal
from bot.payload import UnreadablePayload, decode, in_its_language
from bot.recognition import Recognise, Recognition, Situation
from bot.registry import Risk
from bot.reply import Reply
from bot.requests import Request
from bot.turn import Form, Turn
from bot.words import Words
from tws import freshness
from tws.errors import SchedulerError

log = structlog.get_logger()

TEXT_LIMIT = 8_000
"""Characters of one message; more than a pasted log page, less than a flood."""
TURN_SECONDS = 60.0
"""Longest a turn may take before it is owned up to as failed."""


class Engine:
    def __init__(
        self, services: Services, conversation: Conversation, coordination: Coordination, recognise: Recognise
    ) -> None:
        self._services = services
        self._conversation = conversation
        self._claims = Claims(coordination, services.clock, "turn")
        self._recognise = recognise
        self._registry = services.registry()

    async def handle(self, turn: Turn) -> Reply | None:
        """One reply for each turn, None for one that was seen before. Never raises but for cancellation."""
        if not await self._claims.claim([f"{turn.place.platform}:{turn.place.team}:{turn.id}"]):
            return None
        begin, words = perf_counter(), self._words(turn, _profile_language(turn))
        with structlog.contextvars.bound_contextvars(turn=turn.id, platform=turn.place.platform):
            try:
                async with asyncio.timeout(TURN_SECONDS):
                    reply = await self._answer(turn, words)
            except Exception as fault:
                reply = error_reply(fault, words)
            spent = perf_counter() - begin
            log.info("turn", ms=round(spent * 1000, 1), error_id=reply.error_id or None)
            self._note(turn, reply, spent)
        return reply

    def _note(self, turn: Turn, reply: Reply, spent: float) -> None:
        """Each turn, refused ones too, without what was said."""
        intent = str(structlog.contextvars.get_contextvars().get("intent", ""))
        outcome = f"error {reply.error_id}" if reply.error_id else "answered"
        member = self._services.access.member(turn.person, turn.place)
        where = f"{turn.place.platform}:{turn.place.channel}"
        self._services.vitals.turn(turn.place.platform, intent, "error" if reply.error_id else "answered", spent)
        self._services.ledger.note(
            Entry("turn", member.name, where, "", {"intent": intent, "outcome": outcome, "turn": turn.id})
        )

    async def _answer(self, turn: Turn, words: Words) -> Reply:
        if isinstance(turn.said, str):
            return await self._answer_text(turn, turn.said, words)
        values = turn.said.values if isinstance(turn.said, Form) else {}
        try:
            pressed = decode(turn.said.payload, values)
        except UnreadablePayload:
            return refusal(words("error.stale_button"), words)
        words = self._words(turn, pressed.language[:2]) if pressed.language else words
        return await self._run(pressed.intent, pressed.request, turn, words, here=pressed.here)

    async def _answer_text(self, turn: Turn, text: str, words: Words) -> Reply:
        if len(text) > TEXT_LIMIT:
            return refusal(
                words("error.too_long", length=words.number(len(text)), limit=words.number(TEXT_LIMIT)), words
            )
        text = "".join(c for c in text if c.isprintable() or c in "\n\t").strip()
        if not text and turn.command:
            text = "help"
        if not text:
            return refusal(words("error.empty"), words)
        found = await self._recognised(turn, text, await self._heard(turn, text))
        words = self._words(turn, found.language)
        reply = await self._tried(found.intent, found.request, turn, words)
        for request in found.more:
            intent = self._registry.for_request(request).intent
            other = await self._tried(intent, request, turn, words)
            reply = replace(reply, blocks=(*reply.blocks, *other.blocks))
        return reply

    async def _tried(self, intent: str, request: Request, turn: Turn, words: Words) -> Reply:
        """An answer, or what went wrong, in the language of the question."""
        try:
            return await self._run(intent, request, turn, words)
        except Exception as fault:
            return error_reply(fault, words)

    async def _heard(self, turn: Turn, text: str) -> tuple[str, ...]:
        """The earlier texts; a database that cannot be written costs follow-ups, and no answer."""
        try:
            return await self._conversation.hear(turn, text)
        except SQLAlchemyError as fault:
            log.warning("not_remembered", fault=type(fault).__name__)
            return ()

    async def understand(self, turn: Turn, text: str) -> Recognition:
        """What the text asks for here: nothing is done and nothing remembered."""
        return await self._recognised(turn, text, await self._conversation.earlier(turn))

    async def _recognised(self, turn: Turn, text: str, earlier: tuple[str, ...]) -> Recognition:
        names = await self._job_names()
        here = Situation(turn.at, turn.person.timezone, turn.person.locale, earlier, names)
        return self._recognise(text, here, command=turn.command)

    async def _run(self, intent: str, request: Request, turn: Turn, words: Words, *, here: bool = False) -> Reply:
        skill = self._registry.for_request(request)
        structlog.contextvars.bind_contextvars(intent=intent)
        context = Context(self._services, turn.person, turn.place, words, here)
        if not context.member.has(skill.role):
            await self._services.ledger.record(
                Entry("refusal.role", context.member.name, "", "", {"intent": intent, "reason": f"needs {skill.role}"})
            )
            return refusal(words("error.denied_access", role=words(f"role.{skill.role}")), words)
        with freshness.watched() if skill.risk is Risk.READ else nullcontext():
            reply = await skill.run(request, context)
        return in_its_language(reply)

    async def _job_names(self) -> tuple[str, ...]:
        """For telling names from words; help and greetings must work while the scheduler is away."""
        try:
            return await self._services.scheduler.job_names()
        except SchedulerError as fault:
            log.info("names_unknown", detail=str(fault))
            return ()

    def _words(self, turn: Turn, language: str) -> Words:
        return Words(language, turn.person.timezone, self._services.clock())


def _profile_language(turn: Turn) -> str:
    return "pt" if turn.person.locale.lower().startswith("pt") else "en"
