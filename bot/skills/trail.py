"""The audit trail, asked in the chat."""

from __future__ import annotations

from datetime import timedelta

from audit.report import Report, report
from bot.access import Role
from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Reply, Table, Text, Tone
from bot.requests import AuditReport
from bot.skills.blocks import plain, window_words
from bot.words import Words

ROWS = 15
LATEST = timedelta(days=1)


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
    return plain(context, Heading(title), sound, _figures(made, words), _changes(made, words))


def _figures(made: Report, words: Words) -> Facts:
    turns = sum(asked.times for asked in made.asked)
    figures = {
        "turns": turns,
        "changes": len(made.actions),
        "refusals": len(made.refusals),
        "learned": len(made.learned),
    }
    return Facts(tuple((words("label." + name), words.number(count)) for name, count in figures.items()))


def _changes(made: Report, words: Words) -> Table | None:
    latest = sorted((*made.actions, *made.refusals), key=lambda done: done.seq)[-ROWS:]
    if not latest:
        return None
    columns = tuple(words("label." + c) for c in ("at", "who", "what", "job", "outcome"))
    rows = tuple((words.when(d.at), d.who or "–", d.verb, d.subject, d.outcome or d.reason) for d in latest)
    return Table(words("audit.actions"), columns, rows)


SKILL = Skill(
    intent="audit_report",
    request=AuditReport,
    run=run,
    summary={"en": "report what was done, by whom", "pt": "relatar o que foi feito e por quem"},
    examples={"en": ("audit report of the last 24 hours",), "pt": ("relatório de auditoria das últimas 24 horas",)},
    slash="audit [7d]",
    role=Role.ADMIN,
)
