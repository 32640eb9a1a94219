"""Text of people and programs: made harmless for a card's Markdown on the way out, cleaned on the way in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Controls, and marks that turn the direction of writing: nothing a reader could see."""
_MARKUP = re.compile(r"[\\`*~\[\]<>]|(?<!\w)_|_(?!\w)|&(?=#?\w{1,31};)|(?<=\{)\{")
_LINE_START = re.compile(r"^([ \t]*)([-+#]|\d{1,9}(?=[.)]))", re.M)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.I)
_AT = re.compile(r"<at\b[^<>]*>(.*?)</at>", re.I | re.S)
_TAG = re.compile(r"</?(?:p|div|span|strong|em|b|i|u|s|a|code|pre|blockquote|ul|ol|li|font|at)\b[^<>]*>", re.I)
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})


def seen(text: str) -> str:
    """Plain text as it may stand where nothing is parsed: a button, a notification, a line of a log."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def markdown(text: str) -> str:
    """Plain text for a TextBlock. `_` inside a word is not markup, so job names stay as they are to copy."""
    done = _MARKUP.sub(lambda hit: "\\" + hit.group(0), seen(text))
    done = _LINE_START.sub(_not_a_list, done)
    return re.sub(r"\n+", "\n\n", done.strip("\n"))


def _not_a_list(hit: re.Match[str]) -> str:
    blank, mark = hit.groups()
    return f"{blank}{mark}\\" if mark.isdigit() else f"{blank}\\{mark}"


def one_line(text: str) -> str:
    return " ".join(seen(text).split())


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def heard(text: str, mentions: Iterable[str] = ()) -> str:
    """What the person typed: the bot's own mentions removed (each as Teams wrote it), markup and entities undone."""
    for mention in mentions:
        text = text.replace(mention, " ", 1)
    text = _AT.sub(lambda hit: "@" + hit.group(1).strip().lstrip("@"), text)
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    text = seen(text).translate(_QUOTES)
    return re.sub(r"[ \t]+", " ", text).strip()
