"""Names told by a part of them: `jobs starting with FIN` means `FIN@`, `jobs with PIX in the name` `@PIX@`."""

from __future__ import annotations

import re

from bot.language.text import Word

_GLUE = r"\s+(?:(?:the|o|a|el|la|las|letters?|prefix|prefixo|prefijo|letras?|word|palavra)\s+)*"
_PART = r"[\"']?(?P<part>[a-z0-9][a-z0-9_-]{0,39})\b"
_FIRST = re.compile(
    r"\b(?:(?:start|begin)(?:s|ning|ing)?\s+(?:with|by|in)|prefix(?:ed)?(?: with| by)?|com(?:o )?prefixo|con prefijo"
    r"|(?:comec(?:a|am|ando)|inici(?:a|am|ando|ad[ao]s?))\s+(?:com|por|em)"
    rf"|(?:empiez(?:a|an)|comienz(?:a|an)|que inician?)\s+(?:con|por)){_GLUE}{_PART}"
)
_WITHIN = re.compile(
    rf"\b(?:containing|contains?|that contain|contem|contenham|contendo|que contienen){_GLUE}{_PART}"
    rf"|\b(?:with|com|con){_GLUE}{_PART.replace('part', 'part2')}"
    r"\s+(?:in|no|en)(?: the| el| its| their)? (?:name|nome|nombre)s?\b"
)
_LAST = re.compile(
    rf"\b(?:end(?:s|ing)?\s+(?:with|in)|termin(?:a|am|ad[ao]s)\s+(?:com|em)|que terminan en){_GLUE}{_PART}"
)
_HINT = re.compile("start|begin|prefi|com[ec]|inici|empie|comienz|cont|with|termin|end")
_NO_PART = frozenset(
    [
        "success",
        "last",
        "next",
        "past",
        "few",
        "error",
        "erro",
        "errors",
        "erros",
        "sucesso",
        "exito",
        "abend",
        "rc",
        "falha",
        "failure",
        "warning",
        "log",
        "status",
    ]
)


def completed(words: list[Word], folded: str) -> list[Word]:
    """The words, a part of a name with its wildcard."""
    found = dict(_parts(folded))
    if not found:
        return words
    return [
        w._replace(raw=found[w.start].format(w.raw.upper())) if w.start in found and w.raw.isalnum() else w
        for w in words
    ]


def _parts(folded: str) -> list[tuple[int, str]]:
    if not _HINT.search(folded):
        return []
    found = []
    for pattern, shape in ((_FIRST, "{}@"), (_WITHIN, "@{}@"), (_LAST, "@{}")):
        if match := pattern.search(folded):
            name = next(k for k, v in match.groupdict().items() if v)
            if match[name] not in _NO_PART:
                found.append((match.start(name), shape))
    return found
