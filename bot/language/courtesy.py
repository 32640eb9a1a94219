"""Hello, thanks, goodbye and all right: each has its own answer."""

from __future__ import annotations

import re

from bot.language.heard import Heard
from bot.language.text import fold
from bot.requests import Greeting

_BYE = re.compile(
    r"\b(?:bye|goodbye|good night|see (?:you|ya)|cya|later|tchau|ate (?:logo|mais|amanha)|adios|chau|hasta)\b"
)
_OK = re.compile(
    r"\W*(?:ok(?:ay|ey)?|okie|k|got it|alright|all right|great|cool|nice|fine|certo|beleza|blz|ta(?: bom)?|entendi"
    r"|vale|listo|perfect|perfeito)\W*"
)


def greeting(heard: Heard) -> Greeting:
    folded = fold(heard.text)
    if _OK.fullmatch(folded):
        return Greeting("ok")
    if _BYE.search(folded):
        return Greeting("bye")
    return Greeting("thanks") if heard.read.has("thanks") else Greeting()
