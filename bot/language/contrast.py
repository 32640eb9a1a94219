"""What a text says that is not meant: `not the log, the reason`, `failed not held`, `nao o PAY01, o PAY02`."""

from __future__ import annotations

import re

_SMALL = r"(?:(?:the|that|this|those|just|only|o|a|os|as|el|la|los|las|esse|essa|ese|esa|e|era|es|so|apenas|solo)\s+)*"
_THING = r"(?:[\w#@.-]*[\w#@]\s+(?:job|log|stream|one)|[\w#@.-]*[\w#@])"
_NOT = r"(?:not|nao|no)"
_FIRST = re.compile(
    rf"\s*(?:(?:no|nope|nao)[\s,]+)?{_NOT}\s+{_SMALL}(?P<what>{_THING})\s*(?:,|;|\bbut\b|\bsino\b|\bmas sim\b)\s*"
)
_LAST = re.compile(rf"[\s,]+(?:and |e |y )?{_NOT}\s+{_SMALL}(?P<what>{_THING})\s*[.!]?\s*\Z")
_VERBS = re.compile(
    r"(?:re)?(?:run|start|submit)|cancel\w*|hold|release|kill|stop|rod[ae]\w*|segur\w*|liber\w*|solt\w*|mat[ae]\w*|par[ae]r?"
    r"|retom\w*|corr\w*|reten\w*|suelt\w*|yet|now|sure|ok|yes|sei|se|know|it|that|ainda|todavia|mais|mas|more|really"
)
_LONGEST = 90


def meant(text: str, folded: str) -> str:
    """The text without the thing that it says is not meant; the whole text where it denies nothing of the kind."""
    if len(folded) > _LONGEST or len(text) != len(folded):
        return text
    first = _FIRST.match(folded)
    if first and not _VERBS.fullmatch(first["what"]) and text[first.end() :].strip(" .!?"):
        return text[first.end() :]
    last = _LAST.search(folded)
    if last and last.start() and not _VERBS.fullmatch(last["what"]):
        return text[: last.start()]
    return text
