"""A turn in, a reply out: dedupe, recognise, authorise, run the skill. Every turn has one visible outcome."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from time import perf_counter

import structlog
from sqlalchemy.exc import SQLAlchemyError

from audit import Entry
from bot.context import Context, Services
from bot.conversation import Before, Conversation
from bot.coordination.claims import Claims
from bot.coordination.face import Coordination
from bot.engine_choice import chosen, likely, unfit, which_engine
from bot.faults import error_reply, refusal
from bot.payload import UnreadablePayload, decode, stamped
from bot.recognition import Recognise, Recognition, Situation
from bot.registry import Risk
from bot.reply import Reply
from bot.requests import Request
from bot.showing import showing, together
from bot.shown import Shown
from bot.turn import Form, Turn
from bot.words import Words
from tws import freshness
from tws.errors import SchedulerError

log = structlog.get_logger()

TEXT_LIMIT = 8_000
"""Characters of one message; more than a pasted log page, less than a flood."""
TURN_SECONDS = 60.0
"""Longest a turn may take before it is owned up to as failed."""


@dataclass(slots=True)
class Seen:
    """What one turn comes after, and what its answers show."""

    before: Before | None = None
    """None for a button: it is read where it is needed."""
    shown: list[Shown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """What stays the same while the requests of one turn are run."""

    turn: Turn
    words: Words
    engine: str
    seen: Seen
    here: bool = False


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
        begin, words, seen = perf_counter(), self._words(turn, _profile_language(turn)), Seen()
        with structlog.contextvars.bound_contextvars(turn=turn.id, platform=turn.place.platform):
            try:
                reply = await self._answered(turn, words, seen)
            finally:
                self._conversation.let_go(turn)
            spent = perf_counter() - begin
            log.info("turn", ms=round(spent * 1000, 1), error_id=reply.error_id or None)
            self._note(turn, reply, spent)
        return reply

    async def _answered(self, turn: Turn, words: Words, seen: Seen) -> Reply:
        """An answer in time, or what went wrong."""
        try:
            async with asyncio.timeout(TURN_SECONDS):
                reply = await self._answer(turn, words, seen)
        except Exception as fault:
            reply = error_reply(fault, words)
        await self._remember(turn, seen)
        return reply

    async def _remember(self, turn: Turn, seen: Seen) -> None:
        """What was said and shown; a database that cannot be written costs follow-ups, and no answer."""
        try:
            await self._conversation.keep(turn, together(seen.shown), seen.before)
        except SQLAlchemyError as fault:
            log.warning("not_remembered", fault=type(fault).__name__)

    def _note(self, turn: Turn, reply: Reply, spent: float) -> None:
        """Each turn, refused ones too, without what was said."""
        intent = str(structlog.contextvars.get_contextvars().get("intent", ""))
        outcome = f"error {reply.error_id}" if reply.error_id else "answered"
        member = self._services.access.member(turn.person, turn.place)
        where = turn.place.address
        self._services.vitals.turn(turn.place.platform, intent, "error" if reply.error_id else "answered", spent)
        self._services.ledger.note(
            Entry("turn", member.name, where, "", {"intent": intent, "outcome": outcome, "turn": turn.id})
        )

    async def _answer(self, turn: Turn, words: Words, seen: Seen) -> Reply:
        if isinstance(turn.said, str):
            return await self._answer_text(turn, turn.said, words, seen)
        values = turn.said.values if isinstance(turn.said, Form) else {}
        try:
            pressed = decode(turn.said.payload, values)
        except UnreadablePayload:
            return refusal(words("error.stale_button"), words)
        words = self._words(turn, pressed.language[:2]) if pressed.language else words
        asked = Asked(turn, words, pressed.engine, seen, pressed.here)
        return await self._tried(pressed.intent, pressed.request, asked)

    async def _answer_text(self, turn: Turn, text: str, words: Words, seen: Seen) -> Reply:
        if len(text) > TEXT_LIMIT:
            return refusal(
                words("error.too_long", length=words.number(len(text)), limit=words.number(TEXT_LIMIT)), words
            )
        text = "".join(c for c in text if c.isprintable() or c in "\n\t").strip()
        if not text and turn.command:
            text = "help"
        if not text:
            return refusal(words("error.empty"), words)
        seen.before = await self._heard(turn, text)
        found = await self._recognised(turn, text, seen.before)
        return await self._answer_found(found, turn, seen)

    async def _answer_found(self, found: Recognition, turn: Turn, seen: Seen) -> Reply:
        words, names = self._words(turn, found.language), self._services.engines.names
        engine, other = chosen(found, seen.before.shown if seen.before else None, names)
        if other:
            return which_engine(found.request, (other, engine), words)
        asked = Asked(turn, words, engine, seen)
        reply = await self._tried(found.intent, found.request, asked)
        for request in found.more:
            more = await self._tried(self._registry.for_request(request).intent, request, asked)
            reply = replace(reply, blocks=(*reply.blocks, *more.blocks))
        return reply

    async def _tried(self, intent: str, request: Request, asked: Asked) -> Reply:
        """An answer, or what went wrong, in the language of the question; what it showed is noted either way."""
        try:
            reply = await self._run(intent, request, asked)
        except Exception as fault:
            reply = error_reply(fault, asked.words)
        name = asked.engine or self._services.engines.names[0]
        if shown := showing(request, reply, asked.words, name):
            asked.seen.shown.append(shown)
        return reply

    async def _heard(self, turn: Turn, text: str) -> Before:
        """What came before; a database that cannot be written costs follow-ups, and no answer."""
        try:
            return await self._conversation.hear(turn, text)
        except SQLAlchemyError as fault:
            log.warning("not_remembered", fault=type(fault).__name__)
            return Before()

    async def understand(self, turn: Turn, text: str) -> Recognition:
        """What the text asks for here: nothing is done and nothing remembered."""
        return await self._recognised(turn, text, await self._conversation.before(turn))

    async def _recognised(self, turn: Turn, text: str, before: Before) -> Recognition:
        engines = self._services.engines.names
        names = await self._job_names(likely(text, before.shown, engines))
        here = Situation(turn.at, turn.person.timezone, turn.person.locale, before.texts, names, before.shown, engines)
        return self._recognise(text, here, command=turn.command)

    async def _run(self, intent: str, request: Request, asked: Asked) -> Reply:
        skill, turn, words = self._registry.for_request(request), asked.turn, asked.words
        structlog.contextvars.bind_contextvars(intent=intent)
        if fault := unfit(request, asked.engine, self._services.engines.names, words):
            return fault
        context = Context(self._services, turn.person, turn.place, words, asked.here, asked.engine)
        if not context.member.has(skill.role):
            await self._services.ledger.record(
                Entry("refusal.role", context.member.name, "", "", {"intent": intent, "reason": f"needs {skill.role}"})
            )
            return refusal(words("error.denied_access", role=words(f"role.{skill.role}")), words)
        with freshness.watched() if skill.risk is Risk.READ else nullcontext():
            reply = await skill.run(request, context)
        return stamped(reply, context.told_engine)

    async def _job_names(self, engine: str) -> tuple[str, ...]:
        """For telling names from words; help and greetings must work while the scheduler is away."""
        try:
            return await self._services.engines.of(engine).job_names()
        except SchedulerError as fault:
            log.info("names_unknown", detail=str(fault))
            return ()

    def _words(self, turn: Turn, language: str) -> Words:
        return Words(language, turn.person.timezone, self._services.clock())


def _profile_language(turn: Turn) -> str:
    return "pt" if turn.person.locale.lower().startswith("pt") else "en"
