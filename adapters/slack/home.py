"""The app's Home tab: what the bot can do, with examples to say and three things to press."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.slack import limits
from adapters.slack.elements import Json, button, context, header, section
from adapters.slack.phrases import say, spoken
from adapters.slack.render import fit
from adapters.slack.words import cut_escaped
from bot.payload import encode, in_language
from bot.registry import Skill
from bot.reply import Button
from bot.requests import FailedJobs, Help, Request, SystemHealth

_STARTERS: tuple[tuple[str, Request], ...] = (
    ("try_failed", FailedJobs()),
    ("try_health", SystemHealth()),
    ("try_help", Help()),
)
_LINES = 12
"""Of one section, which then stays well under its limit."""


def home(command: str, locale: str, skills: Iterable[Skill]) -> Json:
    """A view for views.publish (docs.slack.dev/reference/methods/views.publish)."""
    language = spoken(locale)
    intro = section(say("home", language, command=command))
    buttons = {"type": "actions", "elements": [_starter(at, language) for at in range(len(_STARTERS))]}
    source = context(say("home_source", language))
    blocks = [header("Resync"), intro, buttons, *_abilities(skills, language), source]
    return {"type": "home", "blocks": fit(blocks, language)}


def _abilities(skills: Iterable[Skill], language: str) -> list[Json]:
    lines = [_line(skill, language) for skill in skills]
    groups = ("\n".join(lines[at : at + _LINES]) for at in range(0, len(lines), _LINES))
    return [header(say("home_can", language)), *(section(cut_escaped(each, limits.SECTION_TEXT)) for each in groups)]


def _line(skill: Skill, language: str) -> str:
    examples = skill.examples.get(language) or skill.examples.get("en") or ()
    summary = skill.summary.get(language) or skill.summary["en"]
    return f"• {summary}" + (f": “{examples[0]}”" if examples else "")


def _starter(at: int, language: str) -> Json:
    key, request = _STARTERS[at]
    return button(at, Button(say(key, language), in_language(encode(request), language)))
