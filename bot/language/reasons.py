"""Why a change is wanted, apart from the order itself."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"(?<=[\s,;(–-])(?:because(?: of)?|cause|cos|due to|reason(?: is)?\s*[:=-]|reason is"
    r"|since(?= (?:the|it|we|there)\b)|as(?= (?:the|it|we)\b)(?! it is\W*\Z)"
    r"|porque|pq|pois|motivo(?: e)?\s*[:=-]|razao\s*[:=-]|ja que|uma vez que|devido (?:a|ao|aos)"
    r"|por causa d[aeo]s?|por conta d[aeo]s?"
    r"|razon\s*[:=-]|debido (?:a|al))(?![\w])\s*[:=-]?\s*"
)
LONGEST = 500


def parted(raw: str, folded: str) -> tuple[str, str]:
    """The text before the reason, and the reason; both of `raw`, which has the length of `folded`."""
    mark = _MARK.search(folded)
    if not mark:
        return raw, ""
    return raw[: mark.start()].rstrip(" \t\n,;(–-"), trimmed(raw[mark.end() :])


def trimmed(words: str) -> str:
    """A reason as a person would write it in a form."""
    return words.strip(" \t\n.;,)\"'")[:LONGEST].strip()


def after_command(raw: str, folded: str) -> str:
    """The reason of a slash command: what follows the job, with or without `because`."""
    _, reason = parted(" " + raw, " " + folded)
    return reason or trimmed(raw)
