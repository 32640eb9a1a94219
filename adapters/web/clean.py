"""What a browser sends is made safe to carry: no control characters, a known time zone, a plausible locale."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def clean_text(text: str) -> str:
    """Keeps line ends and tabs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", carried(lines)).strip()


def carried(text: str) -> str:
    """A lone surrogate, which JSON may hold but no encoding can carry, becomes U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def known_timezone(name: str) -> str:
    """UTC where there is no such zone; empty where none is named."""
    if not name:
        return ""
    try:
        return ZoneInfo(name).key if len(name) <= 64 else "UTC"
    except (ValueError, KeyError, OSError):
        return "UTC"


def plausible_locale(tag: str) -> str:
    return tag if _LOCALE.fullmatch(tag) else ""
