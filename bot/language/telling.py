"""Typed requests that carry the person's own words: questions, teachings, praise and blame, and summaries."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language import asking, schedules, teaching
from bot.language.heard import Heard
from bot.language.openings import COURTESY
from bot.language.text import fold
from bot.requests import (
    Ambiguous,
    AskAgent,
    AskKnowledge,
    Choice,
    Feedback,
    ListJobs,
    Request,
    ScheduleSummary,
    SystemHealth,
    Teach,
)
from tws.models import CommonStatus

_POST = re.compile(r"\b(?:send|post|publish|schedule|mand|envi|post|public|agend|quero|want)\w*")
_ORDER = re.compile(
    rf"{COURTESY}(?:send|post|publish|schedule|mand[ae]r?|envi[ae]r?|post[ae]r?|public\w+"
    rf"|agend[ae]r?)\b.*\b(?:summar|resum|digest|recap)"
)
_BY_NAME = re.compile(r"\b(?:summar|resum|digest|recap|boletim)")
_GOOD = re.compile(r"\s*(?:good|great|useful|yes|bo[am]|util|sim|otim[oa]|\+)")
_BAD = re.compile(r"\s*(?:bad|wrong|useless|no\b|ruim|errad[oa]|inutil|nao|-)")
_DENIED = re.compile(r"(?:don't|do not|dont|never|nao|nunca|forget|esquec\w+|no)\b")
_TO_RUN = (CommonStatus.WAITING, CommonStatus.READY)


def teach(heard: Heard) -> Request:
    """The words after the verb, whatever they say."""
    words = heard.text.strip() if heard.typed else teaching.taught(heard.text)
    text = heard.text.strip() if words is None else words
    if words is None and _DENIED.match(fold(text)):
        return Ambiguous((), "teach_knowledge")
    if not text:
        return Ambiguous((), "teach_knowledge", "text")
    return Teach(text, str(heard.found.job or ""))


def ask(heard: Heard) -> Request:
    text = heard.text.strip()
    return AskKnowledge(text) if text else Ambiguous((), "knowledge_question", "text")


def ask_agent(heard: Heard) -> Request:
    if heard.typed:
        agent, _, text = heard.text.strip().partition(" ")
        return _agent(fold(agent).strip("@,:"), text.strip())
    asked = asking.asked(heard.text, fold(heard.text))
    return AskAgent(asked.agent, asked.text) if asked else Ambiguous((), "ask_agent", "agent")


def _agent(agent: str, text: str) -> Request:
    if not agent:
        return Ambiguous((), "ask_agent", "agent")
    return AskAgent(agent, text) if text else Ambiguous((), "ask_agent", "text")


def feedback(heard: Heard) -> Request:
    folded = fold(heard.text) if heard.typed else ""
    good = heard.read.has("good", "thanks") or bool(_GOOD.match(folded))
    bad = heard.read.has("bad", "nope") or bool(_BAD.match(folded))
    if not good and not bad:
        return Ambiguous((), "feedback")
    return Feedback(not bad, heard.text.strip()[:500])


def summary(heard: Heard) -> Request:
    """A schedule of summaries; asked for here and now, the health it would show; or what is still to run."""
    folded = fold(heard.text)
    if not heard.typed and _is_denied(heard, folded):
        return Ambiguous((), "schedule_summary")
    plan = schedules.typed(folded) if heard.typed else planned(heard)
    if plan is None and heard.read.has("recurring"):
        return Ambiguous((), "schedule_summary", "time")
    if plan is None:
        return _once(folded) if _ORDER.match(folded) else _now(heard)
    if plan.lacks_time:
        asks = heard.typed or _POST.search(folded)
        return Ambiguous((), "schedule_summary", "time") if asks else SystemHealth()
    return ScheduleSummary(plan.cron, plan.stop)


def planned(heard: Heard) -> schedules.Plan | None:
    """What the person wants of the scheduled summary; None for a question, a denial, and for anything else."""
    read, folded = heard.read, fold(heard.text)
    plan = schedules.planned(folded)
    if plan is None or _asks_how(heard) or read.has("why", "who", "past") or _is_denied(heard, folded):
        return None
    if heard.found.job and not _BY_NAME.search(folded):
        return None
    changes = plan.cron or plan.stop or plan.lacks_time
    return None if changes and read.has("ASKS") and not read.has("polite", "show") else plan


def _asks_how(heard: Heard) -> bool:
    """`how do I post it`; but `dá pra postar` asks for it."""
    return any("howto" in h.concepts and "polite" not in h.concepts for h in heard.read.hits)


def _is_denied(heard: Heard, folded: str) -> bool:
    """`never post the summary` is no schedule; `do not send it` stops one."""
    plan = schedules.planned(folded)
    return heard.read.has("not") and plan is not None and not plan.stop


def _once(folded: str) -> Request:
    """`send the summary at 6`: whether every day or only on weekdays is asked back."""
    once = schedules.typed(folded)
    if not once.cron:
        return SystemHealth()
    days = (once.cron, once.cron[:-1] + "1-5")
    return Ambiguous(tuple(Choice(cron, ScheduleSummary(cron)) for cron in days), "schedule_summary")


def _now(heard: Heard) -> Request:
    if heard.read.has("summary"):
        return SystemHealth()
    return ListJobs(heard.job, heard.found.workstation, _TO_RUN)


BUILDERS: dict[str, Callable[[Heard], Request]] = {
    "teach_knowledge": teach,
    "knowledge_question": ask,
    "ask_agent": ask_agent,
    "feedback": feedback,
    "schedule_summary": summary,
}
