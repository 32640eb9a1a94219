"""Words that say that what was said before was wrong, or that the same is meant of something else."""

from __future__ import annotations

import re

_SORRY = (
    r"(?:(?:no|nope|nao|sorry|sry|oops|ops|uh|err+|wait|ah|eh|desculpa|perdon|perdao|foi mal|alias|errei|actually"
    r"|na verdade|en realidad|mejor dicho|ou melhor|che|troquei|me (?:enganei|equivoque|confundi)"
    r"|wrong (?:name|job|window|one)|(?:nome|nombre|job) (?:errado|equivocado))[\s,.:!]+)*"
)
_MEANT = (
    r"(?:make it|make that|it's|it is|that's|should be|should have been|it was|(?:i )?meant?|quis dizer"
    r"|quero dizer|digo"
    r"|era|e|es|quise decir|me referia a|the other one|o outro|el otro|instead)?"
)
_CORRECTS = re.compile(rf"\W*{_SORRY}{_MEANT}[\s,:]+(?:(?:o|a|el|la|the|job|for)\s+)*")
_ALSO = re.compile(
    r"\W*(?:(?:and|e|y|ok|now)\s+)*(?:(?:the )?same(?: (?:thing|question|as before))?,? (?:but )?(?:for|on|with|to)"
    r"|do the same (?:for|to|with|on)|a mesma coisa (?:pr[oa]|para [oa]|com [oa]|n[oa])|lo mismo (?:con|para|en)"
    r"|idem (?:pr[oa]|para)?|faz o mesmo (?:pr[oa]|com [oa]))\b"
)
_UNCLEAR = re.compile(r"\W*(?:(?:no|nope|nao|and|e|y)\W+)*")
"""What may refuse an order as well as correct it."""
_WRONG = re.compile(
    r"\b(?:make it|meant?|wrong|era|quis dizer|digo|errado|errei|enganei|equivoque|equivocado|troquei"
    r"|quise decir|sorry"
    r"|oops|ops|perdon|desculpa|alias|actually|na verdade|en realidad|instead|mejor dicho|ou melhor|foi mal)\b"
)


def lead(folded: str) -> int:
    """Where what is meant begins, after words that correct or say `the same for`; 0 for none."""
    match = _ALSO.match(folded) or _CORRECTS.match(folded)
    return match.end() if match and match.group().strip() else 0


def is_clear(folded: str, end: int) -> bool:
    """Whether the words up to there can only correct what was said, and refuse nothing."""
    return end > 0 and not _UNCLEAR.fullmatch(folded[:end]) and "?" not in folded


def says_wrong(folded: str) -> bool:
    return bool(_WRONG.search(folded))
