"""One failure as a channel sees it: what fell, who waits, whose deadline is at risk, what one can do."""

from __future__ import annotations

from datetime import datetime

from bot.context import Context
from bot.reply import Block, Facts, Heading, Log, Note, Reply, Text, Tone
from bot.requests import ExplainFailure, Rerun, ShowJobLog, TellFix, Watch
from bot.skills.blocks import button, buttons, facts
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
        _facts(incident, words),
        Text(_behind(incident, words), Tone.WARN) if incident.facts.waiting and _is_open(incident) else None,
        Log(words("explain.evidence"), incident.facts.evidence[:1], 0) if incident.facts.evidence else None,
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


def _facts(incident: Incident, words: Words) -> Facts:
    known = incident.facts
    code = "" if known.return_code is None else str(known.return_code)
    return facts(
        words,
        [
            ("job", known.key),
            ("status", known.status),
            ("workstation", known.workstation),
            ("return_code", code),
            ("ended", words.when(datetime.fromisoformat(known.ended))),
            ("cause", family_title(incident.family, words)),
            ("critical", words("word.yes") if known.critical else ""),
            ("failed_runs", str(known.failures) if known.failures > 1 else ""),
            ("also", _also(known.also, words)),
            ("recovered", words.when(incident.ended) if incident.stage is Stage.RECOVERED else ""),
        ],
    )


def _also(names: tuple[str, ...], words: Words) -> str:
    more = words("relations.more", count=len(names) - NAMED) if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])} {more}".strip()


def _behind(incident: Incident, words: Words) -> str:
    count = incident.facts.waiting
    parts = [words("order.blast_one" if count == 1 else "order.blast_many", count=words.number(count))]
    parts += [_risk(entry, words) for entry in incident.facts.at_risk]
    return " ".join(parts)


def _risk(entry: str, words: Words) -> str:
    name, _, instant = entry.partition(" ")
    when = words.when(datetime.fromisoformat(instant)) if instant else "–"
    return words("incident.at_risk", job=name, deadline=when)


def _buttons(incident: Incident, words: Words) -> Block | None:
    name, job_id = JobName(incident.job), incident.job_id
    log = button(words("button.log"), ShowJobLog(name, job_id=job_id), description=words("button.log_of", job=name))
    explain = button(words("button.explain"), ExplainFailure(name, job_id), style="primary")
    if incident.stage is Stage.GONE:
        return None
    if not _is_open(incident):
        return buttons(log, explain, button(words("button.tell_fix"), TellFix(incident.id)))
    rerun = button(words("button.rerun"), Rerun(name, job_id))
    return buttons(log, explain, rerun, button(words("button.watch"), Watch(name, job_id)))
