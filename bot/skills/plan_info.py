"""The production plan: which day, from when to when, how far."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Skill
from bot.reply import Facts, Heading, Progress, Reply
from bot.requests import FailedJobs, ShowPlan
from bot.skills.blocks import answer, button, buttons, refresh
from bot.skills.past import plan_day
from bot.words import Words
from tws.models import CommonStatus, EngineInfo, PlanInfo, StatusCounts

FINISHED = (CommonStatus.SUCCESSFUL, CommonStatus.CANCELED, CommonStatus.SUPPRESS)


async def run(request: ShowPlan, context: Context) -> Reply:
    words = context.words
    plan = await context.scheduler.plan_info()
    engine = await context.scheduler.engine_info()
    counts = await context.scheduler.job_counts()
    total = sum(counts.values())
    done = sum(counts.get(s, 0) for s in FINISHED)
    failed = button(words("button.failed"), FailedJobs())
    return answer(
        context,
        Heading(words("plan.title", date=words.date(plan_day(plan, engine)))),
        Progress(words("plan.progress"), done, total),
        Facts(_facts(plan, engine, counts, words)),
        buttons(failed, refresh(words, ShowPlan())),
    )


def _facts(plan: PlanInfo, engine: EngineInfo, counts: StatusCounts, words: Words) -> tuple[tuple[str, str], ...]:
    named = [
        ("plan", f"#{plan.run_number}" if plan.run_number is not None else ""),
        ("valid_from", words.day(plan.valid_from) if plan.valid_from else ""),
        ("valid_to", words.day(plan.valid_to) if plan.valid_to else ""),
        ("master", plan.master),
        ("zone", engine.timezone),
    ]
    facts = [(words("label." + label), value) for label, value in named if value]
    states = [(words("status." + s.value).capitalize(), words.number(counts[s])) for s in CommonStatus if counts.get(s)]
    return tuple(facts + states)


SKILL = Skill(
    intent="plan_info",
    request=ShowPlan,
    run=run,
    summary={"en": "describe the current plan", "pt": "descrever o plano atual"},
    examples={"en": ("how is the plan?", "when does the plan end?"), "pt": ("como está o plano?", "plano atual")},
    slash="plan",
)
