"""GET and POST /revisao: memories that wait for a person's word, and those that were decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from adapters.web.body import read_form
from adapters.web.clean import clean_text
from adapters.web.limits import DECIDED_DAYS, REVIEW_PAGE
from adapters.web.login.csrf import FIELD, Csrf
from adapters.web.paper import page
from adapters.web.problem import Problem
from adapters.web.services import Reviews
from adapters.web.session import keep_token, token_of
from adapters.web.words import Words, words_of
from audit.errors import AlreadyDecided, AuditError, HoldsSecret, NeedsReason, NoSuchMemory, TooLong
from audit.memory import UNDECIDED, Memory, State
from bot.skills.verdicts import told
from bot.turn import Person
from bot.watch.incident_card import family_title
from bot.words import Words as BotWords
from tws.clock import Clock

PATH = "/revisao"
DECIDED = (State.APPROVED, State.REJECTED)
_SAID = {"approved": "review.was_approved", "rejected": "review.was_rejected"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of the form that was sent; `memory` is the one it was about."""

    text: str
    good: bool
    memory: str = ""


class ReviewPage:
    def __init__(self, reviews: Reviews, csrf: Csrf, clock: Clock, timezone: str, signs_in: bool) -> None:
        self._reviews, self._csrf, self._clock = reviews, csrf, clock
        self._timezone, self._signs_in = timezone, signs_in

    async def show(self, request: web.Request, person: Person) -> web.Response:
        """GET /revisao"""
        said = _SAID.get(request.query.get("said", ""), "")
        notice = Notice(words_of(request)(said), good=True) if said else None
        return await self._page(request, person, notice)

    async def take(self, request: web.Request, person: Person) -> web.Response:
        """POST /revisao: one decision. A refused one comes back with all that was typed."""
        form = await read_form(request)
        self._csrf.check(request, form.get(FIELD, ""))
        try:
            decided = await decide(self._reviews, person, form)
        except AuditError as fault:
            notice = Notice(self._sentence(fault, words_of(request)), good=False, memory=form.get("memory", ""))
            return await self._page(request, person, notice, form, 422 if isinstance(fault, _TYPED) else 409)
        said = "approved" if decided.state is State.APPROVED else "rejected"
        return web.Response(status=303, headers={"Location": f"{PATH}?said={said}", "Cache-Control": "no-store"})

    async def _page(
        self,
        request: web.Request,
        person: Person,
        notice: Notice | None,
        typed: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> web.Response:
        browser, now = token_of(request), self._clock()
        bot_words = self._words(words_of(request))
        waiting = await self._reviews.queue(UNDECIDED, REVIEW_PAGE + 1)
        response = page(
            request,
            "review.html",
            status=status,
            csrf=self._csrf.token(request, browser),
            waiting=waiting[:REVIEW_PAGE],
            more=len(waiting) > REVIEW_PAGE,
            decided=await self._decided(now),
            notice=notice,
            typed=dict(typed or {}),
            person=person,
            signs_in=self._signs_in,
            when=bot_words.stamp,
            verdict=lambda reason: told(reason, bot_words),
            family=lambda name: family_title(name, bot_words) or name,
        )
        keep_token(request, response, browser)
        return response

    async def _decided(self, now: datetime) -> list[Memory]:
        """The latest first, each once."""
        steps = await self._reviews.changed(now - timedelta(days=DECIDED_DAYS), now + timedelta(seconds=1))
        decided = {memory.id: memory for memory, step in reversed(steps) if step.state in DECIDED}
        return [memory for memory in decided.values() if memory.state in DECIDED][:REVIEW_PAGE]

    def _sentence(self, fault: AuditError, words: Words) -> str:
        if isinstance(fault, AlreadyDecided):
            key = "review.already" if fault.by else "review.changed"
            state = words(f"state.{State(fault.state).value}")
            return words(key, by=fault.by, at=self._words(words).stamp(fault.at), state=state)
        if isinstance(fault, HoldsSecret):
            return self._words(words)("teach.secret")
        kinds = {NeedsReason: "needs_reason", NoSuchMemory: "gone", TooLong: "too_long"}
        return words("review." + kinds.get(type(fault), "not_kept"))

    def _words(self, words: Words) -> BotWords:
        """Of the bot, for times and names of failures: in the language of the page."""
        return BotWords(words.language, self._timezone, self._clock())


_TYPED = (NeedsReason, TooLong, HoldsSecret)
"""What the reviewer can mend in the form."""


async def decide(reviews: Reviews, person: Person, form: Mapping[str, str]) -> Memory:
    """`form`: memory, version, decision (approve or reject), reason, text. Raises Problem and AuditError."""
    decision, version = form.get("decision", ""), form.get("version", "")
    if decision not in ("approve", "reject") or not (version.isdecimal() and len(version) < 10):
        raise Problem(422, "The decision must be approve or reject, with the version seen.", "Open the page again.")
    approve, text = decision == "approve", clean_text(form.get("text", ""))
    return await reviews.decide(
        form.get("memory", "")[:64],
        version=int(version),
        approve=approve,
        person=person,
        reason=clean_text(form.get("reason", "")),
        text=text if approve else "",
    )
