"""`next`, `mostra mais`, `los siguientes`: the next page of the list that was shown."""

from __future__ import annotations

import re

from bot.language.heard import Heard
from bot.language.text import fold
from bot.payload import UnreadablePayload, decode
from bot.recognition import Recognition
from bot.requests.conversing import ListEnds
from bot.shown import Shown

_NEXT = re.compile(
    r"\W*(?:(?:and|e|y|ok|show|list|see|give|get|mostr[ae]r?|ver?|list[ae]r?|muestra(?:me)?|me|us|the|os?|as?|el|l[ao]s?)\s+)*"
    r"(?:next(?: page| ones?)?|more|rest|all|everything|remaining|others|proxim[oa]s?(?: pagina)?|mais|resto|restantes"
    r"|seguintes?|todos|tudo|siguientes?(?: pagina)?|pagina siguiente|mas|todo|demais|demas)"
    r"(?:\s+\d{1,3})?(?:\s+(?:jobs|rows|linhas|one|ones))?(?:[\s,]+(?:please|pls|por favor))?\W*"
)
_WHOLE = re.compile(r"\b(?:all|everything|todos|tudo|todo)\b")
_SHOWS = re.compile(r"\b(?:show|list|see|give|mostr|ver|ve|list|muestra)")

_PORTUGUESE = re.compile(r"\b(?:proxima pagina|mostra|mais|proxim[oa]s?|seguintes?|resto|tudo)\b")


def next_page(heard: Heard, shown: Shown) -> Recognition | None:
    """What the list's own button of the next page would show; None for another text, or where no list was shown."""
    folded = fold(heard.text)
    if not shown.items or not _NEXT.fullmatch(folded) or (_WHOLE.search(folded) and not _SHOWS.search(folded)):
        return None
    if not shown.more:
        return past_end(heard, shown)
    try:
        pressed = decode(shown.more)
    except UnreadablePayload:
        return None
    language = "pt" if _PORTUGUESE.search(folded) else heard.read.language
    return Recognition(pressed.intent, pressed.request, language, 0.9, by="next page", engine=pressed.engine)


def past_end(heard: Heard, shown: Shown) -> Recognition:
    names = tuple(item.name for item in shown.items)
    return Recognition("list_jobs", ListEnds(names), heard.read.language, 0.9, by="past the end of the list")
