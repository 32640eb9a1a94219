"""Texts that leave out nearly all: `and now?`, `03?`, `I meant the stream`, `the others too`."""

from __future__ import annotations

import re
from typing import Literal

from bot.shown import Kind

_SO = r"(?:(?:ok|okay|so|and|but|e|y|mas|pero|now|then|entao|entonces|ai|hm+|hey|che)[\s,]+)*"
_POLITE = (
    r"(?:[\s,]+(?:please|pls|plz|por favor|pf|pfv|porfa|sorry|perdon|desculpa|agora|now|ahora|too|tambem|tambien))*"
)
_END = r"[\s.!?]*"
_AGAIN = re.compile(
    rf"\W*{_SO}(?:(?:and )?now|(?:e )?agora|(?:y )?ahora|(?:any(?:thing)?|some) (?:newer|new|more|else"
    rf"|other)(?: ones?)?"
    r"|any (?:news|change|update)s?|algo (?:mais|novo|mas|nuevo)|mais algum[a]?|alguma? (?:novidade|mudanca)"
    r"|alguna novedad"
    rf"|refresh|check again|again|atualiza|actualiza|de novo|otra vez){_POLITE}{_END}"
)
_HOW_FAR = re.compile(
    rf"\W*{_SO}(?:eta|(?:what(?:'?s| is) the )?eta(?: (?:for|on) it)?|falta muito|falta mucho|cuanto le falta"
    rf"|quanto falta"
    rf"|how (?:long|much) (?:left|more|longer|to go)|how far(?: along| off)?(?: is it)?|(?:is it )?(?:nearly"
    rf"|almost) done"
    rf"|ya casi|ta quase|quase la|ja acabou|ya termino|done yet|(?:is it )?(?:done|finished|over)|terminou"
    rf"|acabou|rodou"
    rf"|still (?:going|running)|ainda ta|sigue){_POLITE}{_END}"
)
_LEAD = (
    r"(?:(?:no|nope|nao|sorry|sry|oops|ops|desculpa|perdon|perdao|uh|err+|wait|ah|eh|na verdade|en realidad|actually)"
    r"[\s,.!]+)*"
)
_KIND = re.compile(
    rf"\W*{_LEAD}(?:(?:i )?mean[t]?|quis dizer|quero dizer|digo|era|e|es|quise decir|me refer\w+|falo|falei"
    rf"|hablo|not the job)?"
    r"[\s,]*(?:al|a|o|el|la|the|da|do|del|de)?\s*(?:whole |entire |inteir[oa] |toda )*"
    r"(?P<kind>(?:job ?)?stream|schedule|malha|fluxo|cadeia|cadena|malla|flujo|workstation|agente?|estacao"
    r"|estacion|maquina)"
    rf"(?: (?:inteir[oa]|toda|enter[oa]|itself|mesm[oa]|not the job|nao o job|no el job))?{_POLITE}{_END}"
)
_REST = re.compile(
    rf"\W*{_SO}(?:(?:what about|how about|how are|show me|mostra|muestra|cade|como (?:estan?|vao|andan))\s+)?"
    r"(?:the |o |os |as |los |las |el )?(?:rest|others?|remaining(?: ones)?|resto|outr[oa]s|demais|demas|otr[oa]s)"
    r"(?: (?:of|d[aoe]|del|in|da|from)(?: (?:the|la|el|this|that|essa|esa|sua))?"
    r"(?: (?:stream|job stream|malha|malla|cadeia|cadena|fluxo|flujo|there|them|la|it|del[ea])){1,2})?"
    rf"(?: (?:ok|fine|good|alright|done|bem|certo|bien))?{_POLITE}{_END}"
)
_PIECE = re.compile(
    rf"\W*{_SO}{_LEAD}(?:(?:what about|how about|same for|i meant?|make it|quis dizer|digo|era|quise decir|wrong name"
    r"|(?:nome|name|nombre) (?:errado|wrong|equivocado)|me enganei|me equivoque|troquei)[\s,]+)*(?:era |it's "
    r"|it is |its |is |e |es )?"
    r"(?:(?:the|o|a|os|no|na|do|da|pro|pra|el|la|en el|en la|on|in|number|numero) )*"
    rf"(?P<piece>\d{{1,6}}|[a-z])(?: (?:tambem|tambien|too|as well|also|caiu|failed|fallo|deu erro"
    rf"|ok))*{_POLITE}{_END}"
)
_TAIL = re.compile(r"(\d+|(?<=[_-])[A-Z])\Z")
_ONLY = re.compile(
    r"\b(?:only|just|so os|so as|somente|apenas|solo|solamente|nada mas|the ones|os d[aeo]s?|los del?|las del?)\b"
)
_ONE_ON = re.compile(
    r"\W*(?:the one|that one|o|a|el|la|esse|ese)\s+(?:que (?:esta|roda|corre) )?(?:on|at|from|in|d[ao]|n[ao]"
    r"|del?|en)\b"
)
_MOST = 60

Left = Literal["again", "how far", "rest", ""]


def left(folded: str) -> Left:
    """What a short text asks anew of what was asked before."""
    if len(folded) > _MOST:
        return ""
    if _AGAIN.fullmatch(folded):
        return "again"
    if _HOW_FAR.fullmatch(folded):
        return "how far"
    return "rest" if _REST.fullmatch(folded) else ""


def kind(folded: str) -> Kind | None:
    """`I meant the stream`: what the name was of."""
    said = _KIND.fullmatch(folded) if len(folded) <= _MOST else None
    if said is None:
        return None
    return "workstation" if said["kind"].startswith(("work", "agent", "esta", "maq")) else "job_stream"


def says_only(folded: str) -> bool:
    """`only the ones on …`: several are wanted, however few there are."""
    return bool(_ONLY.search(folded))


def is_one_on(folded: str) -> bool:
    """`the one on …`: the same thing elsewhere."""
    return bool(_ONE_ON.match(folded))


def completed(folded: str, name: str) -> str:
    """The name with its last figures or letter as the text has them: `03?` after PAY_02 is PAY_03; empty for none."""
    said = _PIECE.fullmatch(folded) if len(folded) <= _MOST else None
    end = _TAIL.search(name.upper())
    if not said or not end:
        return ""
    piece = said["piece"].upper()
    bare = len(piece) == 1 and not folded[: said.start("piece")].strip()
    if bare or piece.isdigit() != end[0].isdigit() or len(piece) > len(end[0]):
        return ""
    return f"{name[: len(name) - len(piece)]}{piece}".upper()
