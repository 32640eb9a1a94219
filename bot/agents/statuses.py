"""What a text says about statuses, in conman's words and in people's, English and Portuguese."""

from __future__ import annotations

import re

_SAID: dict[str, tuple[str, str]] = {
    "error": (r"ABEND|ABENDED|FAIL", r"abend(?:ed|s|ou)?|fail(?:ed|s|ure)?|falh(?:ou|a|aram|as)|com erro"),
    "successful": (
        r"SUCC|SUCCESSFUL|SUCCP",
        r"succeeded|successful(?:ly)?|ended well|completed fine|com sucesso|bem-sucedid[oa]s?",
    ),
    "running": (r"EXEC|INTRO|RUNNING", r"(?:is|are|still|currently) running|executing|rodando|em execução"),
    "held": (r"HOLD|HELD", r"held|on hold|retid[oa]s?|suspens[oa]s?|em espera"),
    "cancelled": (r"CANCL|CANCELED|CANCELLED", r"cancel+ed|cancelad[oa]s?"),
    "stuck": (r"STUCK|BLOCKED", r"stuck|blocked|travad[oa]s?|bloquead[oa]s?"),
    "waiting": (r"WAIT|WAITING", r""),
    "ready": (r"READY", r""),
    "undecided": (r"UNDECIDED|SUPPR|SUPPRESS|PEND", r""),
}
_NEVER = r"(?!)"
_PRODUCT = {kind: re.compile(rf"(?<![\w-])(?:{words})(?![\w-])") for kind, (words, _) in _SAID.items()}
_PEOPLE = {
    kind: re.compile(rf"(?<![\w-])(?:{words or _NEVER})(?![\w-])", re.IGNORECASE) for kind, (_, words) in _SAID.items()
}
_OPEN = re.compile(
    r"\b(?:if|once|when|until|after|before|whether|unless|check|verify|make sure|ensure|confirm|should|would|could|may"
    r"|might|will|must|not|never|no longer|n't|se|quando|até|após|depois|antes|caso|verifi\w+|confir\w+|certifi\w+"
    r"|garant\w+|confer\w+|não|nunca|deve\w*|pode\w*|vai|irá)\b|n't\b",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters before a word within which a condition or a negation still belongs to it."""


def named(text: str) -> frozenset[str]:
    """Every kind that the text holds, however it is meant: for facts."""
    both = ((kind, p) for patterns in (_PRODUCT, _PEOPLE) for kind, p in patterns.items())
    return frozenset(kind for kind, pattern in both if pattern.search(text))


def claimed(sentence: str) -> frozenset[str]:
    """Kinds that the sentence says are so; in people's words only where it is no condition, wish or denial."""
    product = {kind for kind, pattern in _PRODUCT.items() if pattern.search(sentence)}
    people = {kind for kind, p in _PEOPLE.items() for m in p.finditer(sentence) if not _is_open(sentence, m.start())}
    return frozenset(product | people)


def _is_open(sentence: str, at: int) -> bool:
    return bool(_OPEN.search(sentence[max(0, at - _NEAR) : at]))
