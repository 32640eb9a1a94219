"""One failure as a channel sees it: what fell, who waits, whose deadline is at risk, what one can do."""

from __future__ import annotations

from datetime import datetime

from bot.context import Context
from bot.reply import Block, Facts, Heading, Log, Note, Reply, Text, Tone
from bot.requests import ExplainFailure, Rerun, ShowJobLog, TellFix, Watch
from bot.skills.blocks import button, buttons, facts, short
from bot.skills.order_card import impact
from bot.watch.incidents import Incident, Stage
from bot.words import Words
from knowledge.failures import family
from tws.names import JobName

NAMED = 10
"""Jobs of the same cause that a card names."""


def card(incident: Incident, context: Context) -> Reply:
    words = context.words
    blocks: tuple[Block | None, ...] = (
        _heading(incident, words),
        _impact(incident, words) if _is_open(incident) else _course(incident, words),
        _facts(incident, words),
        _evidence(incident, words) if _is_open(incident) else None,
        _buttons(incident, words),
        Note(
            words("note.source", source=context.scheduler.source, stamp=words.stamp(incident.ended or incident.began))
        ),
    )
    return Reply(tuple(b for b in blocks if b is not None), language=words.tag)


def _is_open(incident: Incident) -> bool:
    return incident.stage is Stage.OPEN


def family_title(name: str, words: Words) -> str:
    """Such as "Disk full"; nothing for a cause that is not known."""
    known = family(name)
    return known.wording(words.language).title if known else ""


def _heading(incident: Incident, words: Words) -> Heading:
    cause = family_title(incident.family, words) or words("incident.unknown")
    if incident.stage is Stage.RECOVERED:
        return Heading(words("incident.recovered", job=incident.job), Tone.GOOD)
    if incident.stage in (Stage.CANCELLED, Stage.GONE):
        return Heading(words(f"incident.{incident.stage}", job=incident.job), Tone.QUIET)
    return Heading(words("incident.title", job=incident.job, cause=cause), Tone.BAD)


def _impact(incident: Incident, words: Words) -> Text | None:
    known = incident.facts
    return Text(impact(known.waiting, known.at_risk, words), Tone.WARN) if known.waiting else None


def _course(incident: Incident, words: Words) -> Text:
    """How it went, in a line: `Failed 01:10 · Recovered 01:47 (37 min)`."""
    began = _failed_at(incident)
    if began is None or incident.ended is None or incident.stage is Stage.GONE:
        return Text(words("incident.failed", at=words.when(began)))
    took, ended = words.roughly(incident.ended - began), words.when(incident.ended)
    return Text(words(f"incident.course_{incident.stage}", began=words.when(began), ended=ended, took=took))


def _failed_at(incident: Incident) -> datetime | None:
    return datetime.fromisoformat(incident.facts.ended) if incident.facts.ended else None


def _evidence(incident: Incident, words: Words) -> Log | None:
    lines = incident.facts.evidence[:1]
    return Log(words("explain.evidence"), lines, 0) if lines else None


def _facts(incident: Incident, words: Words) -> Facts:
    known = incident.facts
    return facts(
        words,
        [
            ("job", short(known.key)),
            *(_failure(incident, words) if _is_open(incident) else []),
            ("workstation", short(known.workstation)),
            ("critical", words("word.yes") if known.critical else ""),
            ("failed_runs", str(known.failures) if known.failures > 1 else ""),
            ("also", _also(known.also, words)),
        ],
    )


def _failure(incident: Incident, words: Words) -> list[tuple[str, str]]:
    known = incident.facts
    code = "" if known.return_code is None else str(known.return_code)
    ended = words.when(_failed_at(incident))
    return [("status", words.status_word(known.status)), ("return_code", code), ("ended", ended)]


def _also(names: tuple[str, ...], words: Words) -> str:
    more = words("relations.more", count=len(names) - NAMED) if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])} {more}".strip()


def _buttons(incident: Incident, words: Words) -> Block | None:
    name, job_id = JobName(incident.job), incident.job_id
    log = button(words("button.log"), ShowJobLog(name, job_id=job_id), description=words("button.log_of", job=name))
    wish = ExplainFailure(name, job_id)
    if incident.stage is Stage.GONE:
        return None
    if not _is_open(incident):
        fix = button(words("button.tell_fix"), TellFix(incident.id), style="primary")
        return buttons(fix, log, button(words("button.explain"), wish))
    explain = button(words("button.explain"), wish, style="primary")
    rerun = button(words("button.rerun"), Rerun(name, job_id))
    return buttons(log, explain, rerun, button(words("button.watch"), Watch(name, job_id)))
