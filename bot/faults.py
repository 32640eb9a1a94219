"""The one place where an error becomes a reply: what happened, what was not done, what to do, and an id."""

from __future__ import annotations

import secrets

import structlog
from sqlalchemy.exc import SQLAlchemyError

import audit
from bot.reply import Note, Reply, Text, Tone
from bot.words import Words
from knowledge import KnowledgeError
from tws import errors

log = structlog.get_logger()

_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (audit.LedgerUnavailable, "ledger"),
    (SQLAlchemyError, "storage"),
    (audit.TooLong, "too_much"),
    (KnowledgeError, "knowledge"),
    (errors.OutcomeUnknown, "outcome_unknown"),
    (errors.SchedulerAway, "away"),
    (errors.SchedulerDenied, "denied"),
    (errors.SchedulerForbidden, "forbidden"),
    (errors.NotInPlan, "not_found"),
    (errors.SchedulerRefused, "refused"),
    (errors.UnreadableAnswer, "unreadable"),
)


def error_reply(fault: Exception, words: Words) -> Reply:
    """Logs the fault under a new id and words it for people; a fault of our own gives nothing of itself away."""
    error_id = secrets.token_hex(4)
    kind = next((name for cls, name in _KINDS if isinstance(fault, cls)), "bug")
    if kind == "bug":
        log.error("turn_failed", error_id=error_id, exc_info=fault)
    else:
        log.warning("turn_fault", error_id=error_id, kind=kind, detail=_detail(fault))
    happened = Text(words("error." + kind, detail=_detail(fault)), Tone.BAD)
    advice = Text(words(f"error.{kind}_do"))
    return Reply((happened, advice, Note(words("error.id", id=error_id))), language=words.tag, error_id=error_id)


def _detail(fault: Exception) -> str:
    """In words of people; a database's own text would show statements and what they hold."""
    return type(fault).__name__ if isinstance(fault, SQLAlchemyError) else str(fault)[:500]


def refusal(text: str, words: Words) -> Reply:
    """For input that cannot be answered; nobody's fault, so no id."""
    return Reply((Text(text, Tone.WARN),), language=words.tag)
