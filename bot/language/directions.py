"""Whether a question looks back or ahead, from its verbs."""

from __future__ import annotations

import re

from bot.language.wordlists import any_of

_WILL = r"""
will gonna going\sto about\sto won't (?<!como\s)(?<!how\s)(?:vai|vao)(?=\s\w+(?:r|rao)\b) ira irao sera seran serao
va\sa van\sa vamos\sa estourara podem?\s(?:atrasar|estourar|perder) (?:deve[mn]?|debe[n]?|pueden?)\s\w+r should might
"""
_TOLD = r"""
fail(?:ed|ures?|s|ing)? abend\w* err(?:ors?|os?|ores) broke\w* crash\w* died ran did was were had finished ended
completed happened went history reran rerun falh\w+ caiu cair[ao]m quebr\w+ deu deram foi foram tev[ei] houve
termin(?:ou|aram|o|aron) acab(?:ou|aram) rod(?:ou|aram) execut(?:ou|aram) fall(?:o|aron|as?|os?|ado) cay(?:o|eron)
corri(?:o|eron) qued(?:o|aron) paso hubo ejecut(?:o|aron) salio salieron atras(?:ou|aram) historico historial log red
rojo vermelho mexeu fez fizeram hizo hicieron touched audit\w* auditoria acoes acciones actions retrasos? aconteceu
rolou estour(?:ou|aram) perdeu perderam cancelad[ao]s canceled cancelled retenid[ao]s successful\w* sucesso exito
"""
_DUE = r"""
due later mais\starde mas\starde scheduled upcoming planned expected to\srun to\sstart to\sgo left still\sto
yet\sto remaining start(?:s|ing)? begin(?:s|ning)? coming\sup
(?<!all\s)(?<!the\s)(?<!last\s)(?<!past\s)runs?(?!\s(?:of|for)\b) kicks?\soff launch(?:es)? pending agenda\w*
previst\w+ programad\w+ planejad\w+ planificad\w+ pendient\w+ pendentes? falta[mnr]? rodam? executam?
entra[mnr]? inicia[mnr]? comeca[mr]? sobem? sai saem corren? correr arrancan? empiezan? comienzan? salen?
ejecutan? waiting esperando aguardando ready prontos? listos?
"""


_AHEAD, _BACK, _MAYBE_AHEAD = (re.compile(rf"\b{any_of(words)}\b") for words in (_WILL, _TOLD, _DUE))


def direction(folded: str) -> int:
    """1 ahead, -1 back, 0 where the words do not tell."""
    if _AHEAD.search(folded):
        return 1
    if _BACK.search(folded):
        return -1
    return 1 if _MAYBE_AHEAD.search(folded) else 0
