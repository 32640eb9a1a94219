"""Whether the scheduler works, in one look."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Buttons, Chart, Heading, Reply, Text, Tone
from bot.requests import FailedJobs, SystemHealth, WorkstationStatus
from bot.skills.blocks import answer, button, buttons, refresh
from bot.skills.failed_jobs import ended
from bot.skills.workstation_status import problem_of
from bot.words import Words
from tws.models import CommonStatus, CriticalSummary, EngineInfo, JobQuery, StatusCounts, Workstation
from tws.scheduler import MAX_PAGE

NAMED = 3
"""Jobs or workstations named in the sentence; the button lists all."""


async def run(request: SystemHealth, context: Context) -> Reply:
    scheduler, words = context.scheduler, context.words
    engine = await scheduler.engine_info()
    counts = await scheduler.job_counts()
    stations = (await scheduler.workstations(limit=MAX_PAGE)).items
    risk = await scheduler.critical_summary()
    failed = await _failed(counts, context)
    bad, warnings = _points(engine, failed, stations, risk, words)
    heading = _heading(bad, warnings, words)
    points = [Text(p, Tone.BAD) for p in bad] + [Text(p, Tone.WARN) for p in warnings]
    return answer(context, heading, *points, _chart(counts, words), _buttons(words))


async def _failed(counts: StatusCounts, context: Context) -> str:
    """The count of failed jobs with the names of the latest; nothing where none failed."""
    count = counts.get(CommonStatus.ERROR, 0)
    if not count:
        return ""
    found = (await context.scheduler.jobs(JobQuery(statuses=(CommonStatus.ERROR,)), limit=MAX_PAGE)).items
    names = [job.name for job in sorted(found, key=ended, reverse=True)]
    return context.words("health.failed", count=context.words.number(count), names=_some(names))


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _points(
    engine: EngineInfo, failed: str, stations: tuple[Workstation, ...], risk: CriticalSummary, words: Words
) -> tuple[list[str], list[str]]:
    bad: list[str] = []
    warnings: list[str] = []
    if engine.batchman and engine.batchman != "LIVES":
        bad.append(words("health.batchman", state=engine.batchman))
    if risk.high_risk or risk.potential_risk:
        side = bad if risk.high_risk else warnings
        side.append(words("health.risk", high=risk.high_risk, potential=risk.potential_risk))
    if failed:
        warnings.append(failed)
    if troubled := [s.name for s in stations if problem_of(s, words)]:
        warnings.append(words("health.stations", count=len(troubled), total=len(stations), names=_some(troubled)))
    return bad, warnings


def _heading(bad: list[str], warnings: list[str], words: Words) -> Heading:
    if bad:
        return Heading(words("health.title_bad"), Tone.BAD)
    if warnings:
        return Heading(words("health.title_warn"), Tone.WARN)
    return Heading(words("health.title_good"), Tone.GOOD)


def _chart(counts: StatusCounts, words: Words) -> Chart:
    points = tuple((words("status." + s.value), float(counts[s])) for s in CommonStatus if counts.get(s))
    return Chart(words("health.chart"), points)


def _buttons(words: Words) -> Buttons | None:
    failed = button(words("button.failed"), FailedJobs())
    stations = button(words("button.workstations"), WorkstationStatus())
    return buttons(failed, stations, refresh(words, SystemHealth()))


SKILL = Skill(
    intent="system_health",
    request=SystemHealth,
    run=run,
    summary={"en": "say whether the scheduler works", "pt": "dizer se o scheduler funciona"},
    examples={"en": ("is everything ok?", "scheduler health"), "pt": ("está tudo bem?", "saúde do scheduler")},
    slash="health",
)
