"""What a person wrote apart from what they quote: quotations and pasted logs say nothing by themselves."""

from __future__ import annotations

import re

_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_QUOTED = re.compile(r"(?<!\w)\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)|`[^`\n]*`|«[^»\n]*»|“[^”\n]*”|(?<!\w)‘[^’\n]*’(?!\w)")
_SIGNS = frozenset("\"'`«“‘")
"""With which a quotation begins."""
_TOLD = re.compile(
    r"\b(?:log|joblog|output|message|error|says?|said|told|wrote|reads?|text|note|runbook|doc|manual|procedure"
    r"|steps?|instructions?|subject|passos|instrucoes|assunto|mail|email|ticket"
    r"|saida|mensagem|erro|diz|disse|dizia|fala|falou|escreveu|texto|procedimento|nota|chamado|mostra"
    r"|dice)[^.!?\n]{0,40}:\s"
)
_PASTED = re.compile(
    r"\s*(?:>|\|\s|===|\+\+\+|&lt;|\$ |# |\[?\d{4}-\d\d-\d\d[ t]|\[?\d{1,2}:\d\d\b|\d\d/\d\d/\d\d|(?:info"
    r"|warn(?:ing)?|error|fatal|debug)\b"
    r"|aws[a-z]{2,5}\d{3,4}[eiw]?\b|traceback|at [\w.$]+\()",
)


def outside(raw: str, folded: str) -> str:
    """The person's own words, with as many blanks for the others; `folded` has the length of `raw`."""
    own = _FENCED.sub(_blank, raw) if "```" in raw else raw
    if not _SIGNS.isdisjoint(own):
        own = _QUOTED.sub(_blank, own)
    return _without_paste(_without_told(own, folded), folded)


def _blank(match: re.Match[str]) -> str:
    """A quoted name stays a name: only more than one word is somebody's speech."""
    said = match.group()
    return " " * len(said) if len(said.split()) > 1 else said


def _without_told(own: str, folded: str) -> str:
    """`the log says: rerun it` ends at its colon."""
    told = _TOLD.search(folded) if ":" in folded else None
    return own[: told.end()] + " " * (len(own) - told.end()) if told else own


def _without_paste(own: str, folded: str) -> str:
    if "\n" not in own.strip():
        return own if not _PASTED.match(folded) else " " * len(own)
    kept, paste, at = [], False, 0
    for line in own.split("\n"):
        paste = paste or bool(_PASTED.match(folded[at : at + len(line)]))
        kept.append(" " * len(line) if paste else line)
        at += len(line) + 1
    return "\n".join(kept)
