"""What a submission is given in words: `alias PAYX`, `DAY=2026-11-21`."""

from __future__ import annotations

import re

_ALIAS = re.compile(
    r"\b(?:with |under |com |con |sob )?(?:the |an? |o |um |el |un )?alias\s*[=:]?\s*[\"']?"
    r"(?P<alias>[A-Za-z][\w-]{0,39})",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"(?<![\w=;])(?P<name>[A-Z][A-Z0-9_.-]{0,39})=(?P<value>[^\s,;]{1,200})")


def alias(text: str) -> str:
    """In upper case; empty for none."""
    said = _ALIAS.search(text)
    return said["alias"].upper() if said else ""


def variables(text: str) -> tuple[tuple[str, str], ...]:
    """Names and values, each name once."""
    said = _VARIABLE.finditer(_ALIAS.sub(" ", text))
    return tuple({each["name"]: each["value"].strip("\"'.") for each in said}.items())


def without(text: str) -> str:
    """The text with none of it: the reason, for instance."""
    return " ".join(_VARIABLE.sub(" ", _ALIAS.sub(" ", text)).split()).strip(" ,;")
