"""Words of the trade that a beginner asks for, in our own few words: statuses, verbs, and what the plan is made of."""

from __future__ import annotations

import re

from bot.context import Context
from bot.language.text import fold
from bot.reply import Block, Button, Text
from bot.requests import Help
from bot.skills.blocks import button, buttons
from bot.skills.helping import table_of
from bot.words import LANGUAGES, catalogue

TERMS = (
    *("abend", "fail", "hold", "ready", "exec", "succ", "stuck", "cancl", "late", "critical"),
    *("rerun", "cancel", "kill", "release", "confirm_prompt", "prompt", "job_stream", "workstation", "plan"),
)
"""Each has a text `glossary.NAME` and, in every language, `glossary.words_NAME`."""
MOST = 4


def named(text: str) -> list[str]:
    """The terms that a question names, in the order of `TERMS`."""
    folded = fold(text)
    return [term for term in TERMS if any(re.search(rf"\b{word}\b", folded) for word in _said(term))][:MOST]


def _said(term: str) -> list[str]:
    return [word.strip() for language in LANGUAGES for word in catalogue(language)[f"glossary.words_{term}"].split("|")]


def explained(text: str, context: Context) -> list[Block]:
    """What each term means, and how one says it to the bot; empty where none is named."""
    words, found = context.words, named(text)
    if not found:
        return []
    lines = [Text(words(f"glossary.{term}")) for term in found]
    skills = [skill for skill in context.services.registry().topics() if skill.intent in found]
    row = buttons(_help(context))
    return [*lines, *([table_of(skills, words)] if skills else []), *([row] if row else [])]


def _help(context: Context) -> Button:
    return button(context.words("greeting.try_help"), Help())
