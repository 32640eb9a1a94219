"""What a person wants remembered. Its words are data: nothing in them is read as an order, nor as an attack.

Whether a teaching is harmful is for the auditor to judge, so it has to arrive there in its own words.
"""

from __future__ import annotations

import re
import unicodedata

from bot.language.openings import COURTESY
from bot.language.text import clean, fold

LONGEST = 8_000
"""Characters that are kept; as long as a message may be."""
_MARK = r"\s*[:,–-]\s*"
_NOTE = (
    r"remember(?: this)?|learn(?: this| the following)?|nota|note(?: this| down| the following)?|teach|record|document"
    r"|make a note|take note|write down|jot down|commit to memory|memori[sz]e|save this|store this"
    r"|aprend[ae]r?(?: isso| isto| ai)?|ensin[ao]r?|lembr[ae]r?(?:-se)?|anot[ae]r?(?: ai| isso)?"
    r"|guard[ae]r?(?: ai| isso)?"
    r"|save to your notes|add (?:this )?to (?:the|your) knowledge(?: base)?"
    r"|(?:i'?m gonna|i'?ll|let me) teach you(?: something)?"
    r"|don'?t forget|put this on (?:file|record)"
    r"|vou te ensinar(?: uma coisa)?|guard[ae] essa(?: info)?|(?:fica|fique) registrado|adiciona na base"
    r"|registr[ae]r? na (?:base|base de conhecimento)|recorda|acordate|guarda en la base|registra en la base"
    r"|registr[ae]r?(?: ai)?|grav[ae]r?(?: ai)?|memoriz[ae]r?|document[ae]r?|tom[ae] nota|recuerd[ae]|aprende esto"
)
_THAT = r"(?:\s+(?:that|to|of the following|de que|que|de)\b\s*:?\s*)"
_FREE = (
    r"fyi|just so you know|pra (?:vc|voce) saber|so pra (?:vc|voce) saber|para que (?:lo )?sepas"
    r"|for the record|for future reference|keep in mind(?: that)?|bear in mind(?: that)?|you should know(?: that)?"
    r"|let me teach you(?: that)?|from now on|saiba que|fique? sabendo que|fica a dica|tenha em mente(?: que)?"
    r"|leve em conta que"
    r"|para referencia|daqui pra frente|ten en cuenta que"
)
_NAMED = r"\s+(?=\S*[_\d#]\S*\s+\S+\s+\S)"
_LEAD = re.compile(rf"{COURTESY}(?:(?:{_NOTE})(?:{_THAT}|{_MARK}|{_NAMED})|(?:{_FREE})(?:{_MARK}|\s+))")
_TRAIL = re.compile(
    r"[\s.,;!–-]{1,3}(?:please )?(?:(?:store|save|remember|note|keep) (?:that|this)(?: (?:for|in)\b.{0,40})?"
    r"|(?:salva|guarda|anota|registra|grava) (?:isso|isto|essa|esto|eso)(?: (?:pro|pra|para|na|no|en)s?\b.{0,40})?"
    r"|(?:please )?update what you know|atualiz[ae](?: ai)? (?:na|a) (?:tua|sua) base|nao esquece(?: hein)?)[\s.!]*\Z"
)
"""What is to be remembered stands before."""
_GAP = 20
_BLANKS = re.compile(rf"\s{{{_GAP},}}")
"""Longer gaps are cut: patterns take the square of their length."""
_TRAILING = 120
"""Characters at the end of a text in which such words are looked for."""
_BARE = re.compile(rf"{COURTESY}(?:{_NOTE}|{_FREE})(?:\s+(?:that|this|que|isso))?\W*\Z")
_FIX = re.compile(
    rf"{COURTESY}(?:the (?:fix|solution|workaround) (?:for|is|to|when)|the owner of|(?:a solucao|o contorno"
    rf"|o conserto) (?:e|do|da|para|pro|"
    r"quando)|o (?:dono|responsavel) (?:do|da|pelo|pela))\b"
)


def taught(text: str) -> str | None:
    """The words after the verb; empty where none follow, None where nothing is taught."""
    whole = _composed(text)
    folded = fold(clean(whole))
    if folded.rstrip().endswith("?"):
        return None
    if _BARE.match(folded):
        return ""
    if lead := _LEAD.match(folded):
        return whole[lead.end() :].strip()
    if trail := _TRAIL.search(folded, max(len(folded) - _TRAILING, 0)):
        return whole[: trail.start()].strip() or None
    return whole.strip() if _FIX.match(folded) else None


def _composed(text: str) -> str:
    return _BLANKS.sub(lambda gap: gap[0][:_GAP], unicodedata.normalize("NFC", text[:LONGEST]))
