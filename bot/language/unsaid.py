"""What is asked or ordered of the job of the thread without a word that points at it: `printer back. let it go`."""

from __future__ import annotations

import re

_SPAN = 120
"""Characters of a text that may leave its job out."""
_ASKED = {
    "explain_failure": (
        r"(?:what|whats|what's|qual|que|cual)(?: was| is| foi| era| e| fue)?(?: then)? (?:the |o |a |el |la )?"
        r"(?:problem|issue|matter|error|cause|reason|problema|erro|causa|motivo|fallo)"
        r"(?: with it| then| exactly| here| entao)?"
    ),
    "job_history": (
        r"(?:does it |do they |is it )?(?:always |usually |normally |sempre |costuma |suele |normalmente )*"
        r"(?:demora\w*|levar?|tard[ae]r?|takes?|took)(?: always| sempre| siempre)?"
        r"(?: isso tudo| tanto(?: tempo)?| esse tempo todo| tudo isso| (?:that|this|so) long| tanto tiempo)"
    ),
    "job_log": (
        r"(?:show|give|get|mostr[ae]|cade|muestra|dame)(?: me| us)? (?:the |o |a |el |la )?"
        r"(?:actual |full |whole |complete )*(?:stack ?trace|traceback|stdout|stderr|sysout|console output|stdlist)"
    ),
    "dependencies": (
        r"(?:ele|ela|isso|it|this|eso) (?:trava|bloqueia|segura|prende|blocks|is blocking|holds up|bloquea|frena)"
        r" (?:quem|o que|what|who|which jobs|a quien|que)"
        r"|(?:a )?(?:quien|quem|que)(?: mas| mais)?(?: es que| e que)?(?: ele| ela)? (?:frena|traba|bloquea"
        r"|bloqueia|trava|segura|prende|afeta|afecta|impacta)"
        r"|(?:who|what)(?: else)? (?:does it|is it) (?:block|hold up|blocking|holding up|affect|delaying)"
    ),
}
_ORDERED = {
    "release": (
        r"(?:pode|podes|puedes?) (?:ja )?(?:soltar|liberar|destravar)(?: ja)?"
        r"|let it (?:go|run|through)|release|libert[ae](?:-[oa])?|solta(?:-[oa])?|libera(?:-[oa])?"
        r"|sueltal[oa]|liberal[oa]"
    ),
    "rerun": (
        r"(?:give|gimme) it (?:another|one more) (?:go|shot|try|run|whirl)|try it (?:again|once more)"
        r"|have another go at it|(?:mand|lanz|ejecut|corr)al[oa] (?:otra vez|de nuevo)"
        r"|(?:manda|roda|poe pra rodar) (?:de novo|outra vez)"
    ),
    "kill": r"(?:podes? |pode )(?:matar|derrubar)(?:-[oa]| ele| ela)?",
    "hold": r"(?:deixa|mantem)(?: el[ea])? (?:pres[oa]|segur[oa]|em hold|parad[oa])(?: por enquanto| por agora)?",
}
_SO = r"(?:(?:ok|okay|so|and|but|e|y|mas|now|agora|ahora|ya|then|entao|entonces|please|just|pls|por favor)[\s,]+)*"
_NOW = r"(?:[\s,]+(?:now|then|please|pls|agora|ja|entao|por favor|ahora|ya))*"
_DOUBT = re.compile(
    r"\?|\b(?:not|don't|dont|never|no|nao|nunca|if|when|unless|until|till|after|se|quando|caso|ate|si|cuando|hasta"
    r"|said|says|told|disse|falou|pediu|dijo|should|could|would|may|might|deveria|poderia)\b"
)
_CLAUSE = re.compile(r"[.;,:!\n]+\s+|\s+-\s+")
_QUESTIONS = tuple((intent, re.compile(rf"\W*{_SO}{pattern}\W*")) for intent, pattern in _ASKED.items())
_ORDERS = tuple((verb, re.compile(rf"\W*{_SO}(?:{pattern}){_NOW}[\s.!]*")) for verb, pattern in _ORDERED.items())


def unsaid(folded: str) -> str:
    """The intent; nothing where the text is none of these, or an order in it may be none."""
    if len(folded) > _SPAN:
        return ""
    asked = next((intent for intent, pattern in _QUESTIONS if pattern.fullmatch(folded)), "")
    return asked or ("" if _DOUBT.search(folded) else _order(folded))


def _order(folded: str) -> str:
    """Its first or last clause gives the order, the rest the reason."""
    clauses = _CLAUSE.split(folded)
    ends = (folded, clauses[0], clauses[-1])
    return next((verb for verb, pattern in _ORDERS if any(map(pattern.fullmatch, ends))), "")
