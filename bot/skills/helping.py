"""Help: what is asked every day, and the rest by topic."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.context import Context
from bot.language.text import fold
from bot.registry import Risk, Skill
from bot.reply import Buttons, Heading, Reply, Table, Text, Tone
from bot.requests import Help
from bot.skills.blocks import button, buttons, plain
from bot.words import LANGUAGES, Words, catalogue

EVERYDAY = (
    "failed_jobs",
    "job_status",
    "explain_failure",
    "job_log",
    "rerun",
    "watch",
    "system_health",
    "knowledge_question",
)
"""By intent, in the order shown."""
_TEAM = ("audit_report", "review_queue", "agents_status", "ask_agent", "knowledge_question", "teach_knowledge")
_ALERTS = ("watch", "unwatch", "schedule_summary")
_MINE = ("help", "whoami")
TOPICS: Mapping[str, tuple[str, ...]] = {"plan": (), "changes": (), "alerts": _ALERTS, "team": _TEAM}
"""Intents of each topic; changes are known by their risk, and what is left is the plan's."""
_PLACE = re.compile(r"[A-Z]{2,}")


async def show_help(request: Help, context: Context) -> Reply:
    words, skills = context.words, context.services.registry().topics()
    topic = fold(request.topic.strip())
    found = _about(topic, skills) if topic else _everyday(skills)
    unknown = Text(words("help.unknown", topic=request.topic[:60]), Tone.WARN) if not found else None
    return plain(
        context,
        Heading(words("help.title")),
        unknown,
        Text(words("help.intro")),
        table_of(found or _everyday(skills), words),
        Text(words("help.topics", topics=", ".join(f"“{_asked(name, words)}”" for name in TOPICS))),
        _topics(words),
    )


def _everyday(skills: list[Skill]) -> list[Skill]:
    known = {skill.intent: skill for skill in skills}
    return [known[intent] for intent in EVERYDAY if intent in known]


def _about(topic: str, skills: list[Skill]) -> list[Skill]:
    """Of a topic by any of its names, else those whose own words have it."""
    name = next((name for name in (*TOPICS, "all") if topic in _names(name)), "")
    return [s for s in skills if _belongs(s, name)] if name else [s for s in skills if _has(topic, s)]


def _names(topic: str) -> list[str]:
    return [name for language in LANGUAGES for name in catalogue(language)[f"help.names_{topic}"].split()]


def _belongs(skill: Skill, topic: str) -> bool:
    return topic in ("all", _topic(skill))


def _topic(skill: Skill) -> str:
    for name, intents in TOPICS.items():
        if skill.intent in intents:
            return name
    return "" if skill.intent in _MINE else "plan" if skill.risk is Risk.READ else "changes"


def _has(topic: str, skill: Skill) -> bool:
    own = (skill.intent.replace("_", " "), skill.slash, *skill.summary.values())
    return topic.replace("_", " ").replace("-", " ") in fold(" ".join(own)).replace("-", " ")


def table_of(skills: list[Skill], words: Words) -> Table:
    columns = (words("help.column_what"), words("help.column_say"), words("help.column_slash"))
    return Table(words("help.caption"), columns, tuple(_row(skill, words) for skill in skills))


def _row(skill: Skill, words: Words) -> tuple[str, str, str]:
    language = words.language if words.language in skill.summary else "en"
    return (skill.summary[language], skill.examples[language][0], f"/resync {_syntax(skill.slash, words)}")


def _syntax(slash: str, words: Words) -> str:
    """What stands for the person's own words is in their language: `status JOB`, `stream NOME`."""
    return _PLACE.sub(lambda hit: words("slash." + hit[0]) if words.has("slash." + hit[0]) else hit[0], slash)


def _asked(topic: str, words: Words) -> str:
    return f"{words('help.ask')} {words('help.topic_' + topic)}"


def _topics(words: Words) -> Buttons | None:
    return buttons(*(button(_asked(name, words).capitalize(), Help(words("help.topic_" + name))) for name in TOPICS))
