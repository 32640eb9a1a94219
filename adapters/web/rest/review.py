"""GET /api/review and POST /api/review/{id}: the review queue for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.web.body import read_json
from adapters.web.frames import Words, sentence
from adapters.web.limits import REVIEW_PAGE
from adapters.web.problem import Problem
from adapters.web.rest.facts import NOT_HERE
from adapters.web.review import decide
from adapters.web.services import Reviews
from audit.errors import AlreadyDecided, AuditError, NoSuchMemory
from audit.memory import UNDECIDED, Memory
from bot.turn import Person

EXAMPLE = 'Send {"version": 3, "decision": "reject", "reason": "not how we do it"}; approve may bring "text".'


class Decision(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(ge=0, lt=10**9)
    decision: Literal["approve", "reject"]
    reason: Words = ""
    text: Words = ""


class ReviewDesk:
    def __init__(self, reviews: Reviews | None) -> None:
        self._given = reviews

    @property
    def _reviews(self) -> Reviews:
        if self._given is None:
            raise NOT_HERE
        return self._given

    async def queue(self, request: web.Request, person: Person) -> web.Response:
        """GET /api/review: oldest first."""
        waiting = await self._reviews.queue(UNDECIDED, REVIEW_PAGE)
        return web.json_response({"memories": [_memory(m) for m in waiting]}, headers={"Cache-Control": "no-store"})

    async def decide(self, request: web.Request, person: Person) -> web.Response:
        """POST /api/review/{id}"""
        said = _read(await read_json(request, EXAMPLE))
        form = {name: str(value) for name, value in said.model_dump().items()}
        try:
            decided = await decide(self._reviews, person, {**form, "memory": request.match_info["id"]})
        except NoSuchMemory as fault:
            raise Problem(404, str(fault), "GET /api/review lists what waits.") from None
        except AlreadyDecided as fault:
            raise Problem(409, str(fault), "GET /api/review lists what still waits.") from None
        except AuditError as fault:
            raise Problem(422, str(fault), EXAMPLE) from None
        return web.json_response(_memory(decided))


def _read(given: object) -> Decision:
    try:
        return Decision.model_validate(given)
    except ValidationError as error:
        raise Problem(422, sentence(error), EXAMPLE) from None


def _memory(memory: Memory) -> Mapping[str, object]:
    judged, at = memory.judged, memory.decided_at
    judgement = judged and {
        "label": judged.label.value,
        "confidence": judged.confidence,
        "reason": judged.reason,
        "evidence": list(judged.evidence),
    }
    return {
        "id": memory.id,
        "version": memory.version,
        "state": memory.state.value,
        "question": memory.question,
        "answer": memory.answer,
        "facts": memory.facts,
        "subject": memory.subject,
        "family": memory.family,
        "taught_by": memory.taught_by,
        "taught_at": memory.taught_at.isoformat(),
        "judged": judgement,
        "decided_by": memory.decided_by,
        "decided_at": at.isoformat() if at else None,
        "decision_reason": memory.decision_reason,
    }
