"""Whose actions are asked for: `what did maria do`, `ações do joao`, `changes by @ana`."""

from __future__ import annotations

import re

from bot.language.lexicon import lexicon

_NAME = r"@?(?P<name>[a-z][a-z0-9._-]{2,39})"
_DONE = (
    r"(?:do|done|doing|changed?|rerun|reran|cancel\w*|fez|faz|fazendo|mexeu|mudou|alterou|rodou|hizo"
    r"|cambio)"
)
_ACTS = (
    r"(?:actions?|changes?|activity|orders|commands|reruns?|cancel\w+|acoes|mudancas|alteracoes|atividades?|comandos"
    r"|intervencoes|acciones|cambios|audit(?:oria| trail| report)?)"
)
_DID = r"(?:take|took|make|made|run|ran|issue[d]?|do|executou|fez|tomou|realizou|rodou|hizo|ejecuto)"
_WAYS = (
    rf"(?:what (?:did|has|was|is)|o que (?:o |a )?|que hizo|que ha hecho)\s*"
    r"(?:user |usuario |operator |operador )?"
    rf"{_NAME}\s+{_DONE}\b",
    rf"(?:o que|oque|que) {_DONE} (?:o |a )?(?:usuario |operador |operadora )?{_NAME}",
    rf"{_ACTS} (?:did |has |have |o |a |el |la )*(?:user |usuari[oa] |operador[a]? )?{_NAME} {_DID}\b",
    rf"{_ACTS}(?: made| done| taken| feitas?| realizad[ao]s| hech[ao]s)?\s+"
    rf"(?:by|of|from|d[eao]|por|pel[ao])\s+(?:the |user |usuari[oa] |operator |operador[a]? |o |a )*{_NAME}",
    rf"(?:everything|all|anything|whatever)\s+(?:that\s+)?(?:user )?{_NAME}"
    r"\s+(?:did|has done|ran|changed|touched)\b",
    rf"(?:tudo|todo lo)\s+(?:o )?que\s+(?:o |a |el |la )?(?:usuari[oa] )?{_NAME}\s+{_DONE}\b",
    rf"(?:did|has)\s+(?:user |operator )?{_NAME}\s+"
    r"(?:rerun|cancel\w*|changed?|touch(?:ed)?|kill(?:ed)?|release[d]?)\b",
)
_PATTERNS = tuple(re.compile(rf"\b{way}") for way in _WAYS)
_ANY = re.compile(rf"\b(?:{'|'.join(way.replace('?P<name>', '?:') for way in _WAYS)})")
"""Whether there is one at all, in one look."""


def person(hidden: str) -> tuple[int, int] | None:
    """Where the name of a person stands in a folded text whose entities are hidden; None where there is none."""
    if not _ANY.search(hidden):
        return None
    for pattern in _PATTERNS:
        match = pattern.search(hidden)
        if match and not lexicon().knows(match["name"]) and "__" not in match["name"]:
            return match.span("name")
    return None
