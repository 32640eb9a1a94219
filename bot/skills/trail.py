"""The audit trail, asked in the chat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from audit import Row
from audit.report import PAGE, Done, Report, report
from bot.access import Role
from bot.context import Context
from bot.language.text import fold
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
    made = narrowed(await report(services.ledger, services.memories, since, until), request)
    refused = await _refused(made, since, until, context)
    key = "audit.sound" if made.verdict.ok else "audit.broken"
    sound = Text(words(key, rows=words.number(made.verdict.rows)), Tone.GOOD if made.verdict.ok else Tone.BAD)
    named = request.window is not None
    title = words("audit.title", window=window_words(context, request.window)) if named else words("audit.title_day")
    about = [words("audit.about", what=what) for what in (request.job, request.person) if what]
    title = ", ".join([title, *about])
    return plain(context, Heading(title), sound, _figures(made, refused, words), await _changes(made, context))


def narrowed(made: Report, request: AuditReport) -> Report:
    """Only what was done about the job, and by the person, that are named."""
    job, person = request.job.casefold(), fold(request.person)

    def fits(who: str, subject: str) -> bool:
        parts = re.split(r"[^\w@-]+", subject.casefold())
        return (not job or job in parts) and (not person or person in re.split(r"[^\w.-]+", fold(who)))

    return replace(
        made,
        asked=() if job else tuple(a for a in made.asked if fits(a.who, "")),
        actions=tuple(a for a in made.actions if fits(a.who, a.subject)),
        refusals=tuple(r for r in made.refusals if fits(r.who, r.subject)),
        learned=tuple(one for one in made.learned if fits(one.taught_by, one.subject)),
    )


async def _refused(made: Report, since: datetime, until: datetime, context: Context) -> int:
    """Orders that an approver refused: a step of theirs, and a refusal too."""
    rows = await context.services.ledger.events(since=since, until=until, kind="action.refused", limit=PAGE)
    return len({row.seq for row in rows} & {done.seq for done in made.actions})


def _figures(made: Report, refused: int, words: Words) -> Facts:
    turns = sum(asked.times for asked in made.asked)
    figures = {
        "turns": turns,
        "changes": len(made.actions),
        "refusals": len(made.refusals) + refused,
        "learned": len(made.learned),
    }
    shown = {name: count for name, count in figures.items() if name != "turns" or made.asked}
    return Facts(tuple((words("label." + name), words.number(count)) for name, count in shown.items()))


async def _changes(made: Report, context: Context) -> Table | None:
    latest = sorted((*made.actions, *made.refusals), key=lambda done: done.seq)[-ROWS:]
    if not latest:
        return None
    words = context.words
    steps = await _steps(latest, context)
    columns = tuple(words("label." + c) for c in ("at", "who", "what", "job", "outcome", "order_reason"))
    rows = tuple(_row(done, steps.get(done.seq), words) for done in latest)
    return Table(words("audit.actions"), columns, rows)


async def _steps(latest: Sequence[Done], context: Context) -> Mapping[int, Row]:
    """By their numbers, as the ledger has them: one question where few turns lie between them."""
    ledger, found = context.services.ledger, dict[int, Row]()
    before, first = latest[-1].seq + 1, latest[0].seq
    while before > first and (page := await ledger.events(before=before, limit=PAGE)):
        found |= {row.seq: row for row in page}
        before = page[-1].seq
    return found


def _row(done: Done, step: Row | None, words: Words) -> tuple[str, ...]:
    verb = words("verb." + done.verb).lower() if words.has("verb." + done.verb) else done.verb
    came = _outcome(done, step.kind if step else "", words)
    return (words.when(done.at), done.who or US, verb, _subject(done, step, words), came, done.reason)


def _subject(done: Done, step: Row | None, words: Words) -> str:
    """The job with its day and time in the plan, a prompt with the answer."""
    said = step.body if step else {}
    if answer := str(said.get("answer", "")):
        return words("order.prompt_answer", text=done.subject, answer=words(f"word.{answer}"))
    scheduled = _instant(str(said.get("scheduled", "")))
    return f"{done.subject} {words.when(scheduled, dated=True)}" if scheduled else done.subject


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


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
