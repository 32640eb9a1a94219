"""Which dependencies are asked for: what a job waits for, what waits for it, or both."""

from __future__ import annotations

import re

from bot.language.entities import Entities
from bot.requests import Side

_SUBJECT = r"(?:JOB|it|them|this job|that job|this|that|the job|dele|dela|ele|ela|esse job|este job|isso|esse|este)"
_ASKED = (
    r"(?:quien(?:es)?|what|who|which jobs?|which|anything|jobs|anyone|something|quem|o que|quais jobs?|quais|que|alguem"
    r"|algo|algum job)"
)
_ALONE = r"\A(?:(?!\bJOB\b).)*"
"""No job before: the one that follows is the one that is waited for."""
_AFTER = re.compile(
    r"success?or|sucessor|sucesor|downstream|run(?:s|ning)? (?:right )?after|comes? (?:right )?after|runs? next"
    r"|comes? next|descend"
    r"|impact|affect|afeta|consequenc|break|blast|ripple|children|filhos|trigger|dispara|feeds|roda[mr]? depois"
    r"|v[ei]e?m depois"
    r"|depois d|posterior|sucede|proximos jobs|o que acontece se|what happens if|e se\b|prejudica|quebra se"
    r"|para se|que pasa si"
    rf"|\b{_ASKED}\s+(?:(?:is|are|else|still|que|esta|estao|ainda|fica[m]?|do|does)\s+)*(?:waiting|waits?"
    rf"|depends?|depend[ea][mn]?"
    r"|esper[ao][mn]?|esperando|aguarda[m]?|aguardando)\s+(?:for|on|upon|d[eoa]s?|desse|deste|n[oa]|pel[oa]s?|por"
    r"|al?|nel[ea])\b"
    rf"|\b{_ASKED}\s+(?:(?:is|are|esta|estao)\s+)?(?:waiting|aguard\w+|esper\w+)\s+(?:pel[oa]|o|a|por)?\s*{_SUBJECT}\b"
    r"|(?:depend|esper|aguard)\w*\s+(?:dele|dela|por ele|por ela|nele)\b"
    rf"|\b(?:wait(?:ing|s)?|depend(?:s|ing)?) (?:for|on) {_SUBJECT}\b"
    rf"|\b{_SUBJECT} (?:is )?(?:blocking|holding up|holding back|hold(?:s)? up|blocks)\b"
    rf"|\b{_SUBJECT} (?:esta )?(?:bloque|segur|trav)"
    rf"|{_ALONE}\bbehind {_SUBJECT}\b|{_ALONE}\batras (?:d[eoa] (?:job )?{_SUBJECT}|del[ea]|des[st][ea]|disso)\b"
)
_BEFORE = re.compile(
    r"predecessor|antecessor|upstream|before|prerequis|pre-requis|ancest|unmet|depends? on|depend[ea]\b"
    r"|d[eo] q(?:ue|uem)|waiting|wait"
    r"|esper|aguard|segur|bloque|trav|impedi|hold|block|keep|prevent|falta|antes|anterior|preced|parents|pais d"
    r"|prend|preso|hung|stopping"
    r"|predecesor|released? by"
)


def side(found: Entities) -> Side:
    """From the words around the job; `JOB` stands for its name."""
    said = " ".join("JOB" if mark == "job" else word.fold for word, mark in zip(found.words, found.marks, strict=True))
    after, before = _AFTER.search(said), _BEFORE.search(said)
    if after and before and re.search(r"predecessor|antecessor|upstream|predecesor", said):
        return Side.BOTH
    if after:
        return Side.AFTER
    return Side.BEFORE if before else Side.BOTH
