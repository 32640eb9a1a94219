"""Slack's markup: made harmless on the way out, undone on the way in."""

from __future__ import annotations

import re

ZERO_WIDTH = "\u200b"
_MARKUP = re.compile(r"(?<!\w)([*_~`])|([*_~`])(?!\w)|(`)")
_LIVE = re.compile(r"<(?=[!@#])")
_TOKEN = re.compile(r"<([^<>\n]{1,3000})>")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})


def escape(text: str) -> str:
    """The three control characters: docs.slack.dev/messaging/formatting-message-text#escaping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> str:
    """Plain text for a mrkdwn object. `_` inside a word is not markup, so job names stay as they are to copy."""
    return escape(_MARKUP.sub(lambda hit: ZERO_WIDTH + hit.group(0) + ZERO_WIDTH, text))


def literal(text: str) -> str:
    """Plain text for objects that Slack does not parse; mentions and fences are broken there too, to be sure."""
    return _LIVE.sub("<" + ZERO_WIDTH, text).replace("```", f"``{ZERO_WIDTH}`")


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cut_escaped(text: str, most: int) -> str:
    """Plain text as mrkdwn within `most` characters, never ending inside an entity."""
    done = mrkdwn(text)
    keep = len(text)
    while len(done) > most:
        keep -= max(1, (len(done) - most) // 6)
        done = mrkdwn(text[:keep].rstrip() + "…")
    return done


def heard(text: str, bot: str = "") -> str:
    """What the person typed: the bot's mention removed, links, entities and smart quotes undone."""
    if bot:
        text = re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>[:,]?", " ", text)
    text = _TOKEN.sub(lambda hit: _said(hit.group(1)), text).translate(_QUOTES)
    text = text.replace(ZERO_WIDTH, "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[ \t]+", " ", text).strip()


def _said(token: str) -> str:
    """One <…> of Slack: a link shows its label (Slack links FIN.DAILY itself), a mention its name."""
    target, _, label = token.partition("|")
    sign = target[:1]
    if sign == "@":
        return "@" + (label or target[1:]).lstrip("@")
    if sign == "#":
        return "#" + (label or target[1:]).lstrip("#")
    if sign == "!":
        return label or "@" + target[1:].split("^")[0]
    return label or target.removeprefix("mailto:")
