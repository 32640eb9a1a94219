"""What an answer other than 2xx means (contract, 1.6 and 1.7)."""

from __future__ import annotations

import json
import re

from tws.errors import (
    NotInPlan,
    OutcomeUnknown,
    SchedulerAway,
    SchedulerDenied,
    SchedulerError,
    SchedulerForbidden,
    SchedulerRefused,
    UnreadableAnswer,
)

_ID = re.compile(r"\bAWS[A-Z]{2,4}\d{3,4}[A-Z]\b")
_PROXY = frozenset({502, 503, 504})
_GATEWAY = frozenset({502, 504})
_NOT_FOUND = "AWSJDB101E"
_DEADLOCK = "AWSJDB803E"
_LONGEST = 500


def message_ids(text: str) -> tuple[str, ...]:
    """The product's message ids in a text, each once, in order."""
    return tuple(dict.fromkeys(_ID.findall(text)))


def spoken(body: bytes) -> str:
    """What the engine said: `messages`, else `message`, else `error`, else the raw text; no HTML."""
    raw = body.decode("utf-8", "replace").strip()
    try:
        said = _from_json(json.loads(raw))
    except ValueError:
        said = "" if raw.startswith("<") else raw
    return " ".join(said.split())[:_LONGEST]


def _from_json(answer: object) -> str:
    if isinstance(answer, str):
        return answer
    if not isinstance(answer, dict):
        return ""
    messages = answer.get("messages")
    if isinstance(messages, list) and messages:
        return " ".join(str(m) for m in messages)
    return next((str(answer[k]) for k in ("messages", "message", "error") if isinstance(answer.get(k), str)), "")


def refusal(host: str, status: int, body: bytes) -> SchedulerError:
    """The error of an answer, with a sentence for people."""
    said = spoken(body)
    ids = message_ids(said)
    kind, sentence = _kind(status, ids)
    text = f"{host} {sentence}" + (f": {said}" if said else f" (HTTP {status})")
    return kind(text, message_ids=ids, status=status)


def action_refusal(host: str, what: str, status: int, body: bytes) -> SchedulerError:
    """The error of an action's answer. A gateway that gave up (502, 504) does not know what became of it."""
    error = refusal(host, status, body)
    if status in _GATEWAY:
        return OutcomeUnknown(f"The {what} was sent and its outcome is unknown: {error}", status=status)
    kind = SchedulerRefused if _DEADLOCK in error.message_ids else type(error)
    return kind(f"The {what} was not done. {error}", message_ids=error.message_ids, status=status)


def _kind(status: int, ids: tuple[str, ...]) -> tuple[type[SchedulerError], str]:
    if status == 401:
        return SchedulerDenied, "does not accept the login"
    if status == 403:
        return SchedulerForbidden, "does not allow this to the bot's user"
    if status == 404 or _NOT_FOUND in ids:
        return NotInPlan, "does not know that object"
    if status in _PROXY or (status == 500 and _DEADLOCK in ids):
        return SchedulerAway, "cannot answer now"
    if status < 400:
        return UnreadableAnswer, "answers with a redirect; is this the engine's REST address?"
    return SchedulerRefused, "refuses"
