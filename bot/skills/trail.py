"""The audit trail, asked in the chat."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from audit.report import Done, Report, report
from bot.access import Role
from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Reply, Table, Text, Tone
from bot.requests import AuditReport
from bot.skills.blocks import plain, window_words
from bot.skills.order_card import outcome
from bot.words import Words

ROWS = 15
LATEST = timedelta(days=1)
US = "Resync"
"""Who did what nobody pressed for: an expiry, an outcome."""


async def run(request: AuditReport, context: Context) -> Reply:
    """What was asked, changed, refused and learnt in a span of time; the last day where none is named."""
    now, services, words = context.services.clock(), context.services, context.words
    since = request.window.since if request.window else now - LATEST
    until = (request.window.until if request.window else None) or now
    made = await report(services.ledger, services.memories, since, until)
    key = "audit.sound" if made.verdict.ok else "audit.broken"
    sound = Text(words(key, rows=words.number(made.verdict.rows)), Tone.GOOD if made.verdict.ok else Tone.BAD)
    named = request.window is not None
    title = words("audit.title", window=window_words(context, request.window)) if named else words("audit.title_day")
    return plain(context, Heading(title), sound, _figures(made, words), await _changes(made, context))


def _figures(made: Report, words: Words) -> Facts:
    turns = sum(asked.times for asked in made.asked)
    figures = {
        "turns": turns,
        "changes": len(made.actions),
        "refusals": len(made.refusals),
        "learned": len(made.learned),
    }
    return Facts(tuple((words("label." + name), words.number(count)) for name, count in figures.items()))


async def _changes(made: Report, context: Context) -> Table | None:
    latest = sorted((*made.actions, *made.refusals), key=lambda done: done.seq)[-ROWS:]
    if not latest:
        return None
    words = context.words
    kinds = await asyncio.gather(*(_kind(done, context) for done in latest))
    columns = tuple(words("label." + c) for c in ("at", "who", "what", "job", "outcome", "order_reason"))
    rows = tuple(_row(done, kind, words) for done, kind in zip(latest, kinds, strict=True))
    return Table(words("audit.actions"), columns, rows)


async def _kind(done: Done, context: Context) -> str:
    """The step as the ledger names it: action.asked, refusal.order, …"""
    rows = await context.services.ledger.events(before=done.seq + 1, limit=1)
    return rows[0].kind if rows else ""


def _row(done: Done, kind: str, words: Words) -> tuple[str, ...]:
    verb = words("verb." + done.verb).lower() if words.has("verb." + done.verb) else done.verb
    return (words.when(done.at), done.who or US, verb, done.subject, _outcome(done, kind, words), done.reason)


def _outcome(done: Done, kind: str, words: Words) -> str:
    group, _, step = kind.partition(".")
    key = "step." + ("refusal" if group == "refusal" else step)
    said = words(key) if words.has(key) else step
    return f"{said} ({outcome(done.outcome, words)})" if done.outcome else said


SKILL = Skill(
    intent="audit_report",
    request=AuditReport,
    run=run,
    summary={"en": "report what was done, by whom", "pt": "relatar o que foi feito e por quem"},
    examples={"en": ("audit report of the last 24 hours",), "pt": ("relatório de auditoria das últimas 24 horas",)},
    slash="audit [7d]",
    role=Role.ADMIN,
)
