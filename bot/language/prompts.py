"""An answer to a prompt of the scheduler: which one, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.openings import COURTESY

_YES = frozenset(["yes", "y", "yep", "yeah", "sim", "s", "si", "ok"])
_ANSWER = r"(?P<answer>yes|yep|yeah|y|nope|no|n|sim|s|nao|si)"
_QUOTED = rf"(?:(?:with|com|con|que|a|an|um|un|its)\s+)*[\"']?{_ANSWER}[\"']?"
_VERB = (
    r"(?:(?:reply|answer|respond|say|give|responda|responde|responder|dig[ao]|diz|contest[ae]|contestar|repl|dile|da|de|dar"
    r"|manda|mande|envia|need|solicito|preciso de|necesito)(?:le|les|lo)?(?:\s+(?:um|uma|un|a|the))?"
    r"(?:\s+(?:reply|resposta|respuesta|answer))?)"
)
_OF = r"(?:\s+(?:of|for|from|do|da|de|del)\s+(?:the |job |o )*\S+)?"
_TO = r"(?:to|on|for|at|in|ao|no|na|a|para o|pro|o|al|el|con|com)"
_PROMPT = r"(?:the |o |a |scheduler's |scheduler |el )*(?:job )?prompt(?: number| numero| no\.?| n)?"
_WHICH = r"\s*#?\s*(?P<prompt>\d{1,9}|(?!with|of|for)[a-z][a-z0-9_-]*[_\d][a-z0-9_-]*)"
_NAMED = (
    r"#?(?P<prompt>\d{1,9}|[a-z][a-z0-9]*[_-](?:[a-z0-9]+[_-])*(?:prm|prmt|prompt)\d*"
    r"|(?:prm|prmt|prompt)[_-][a-z0-9_-]+)(?![\w])"
)
_ASKS = (
    r"(?:is (?:asking|waiting|open|up)|(?:esta |ta )?(?:perguntando|esperando|pedindo|aberto)"
    r"|(?:esta )?(?:preguntando|abierto))"
)
_GOES_ON = (
    r"(?P<goes>(?:pode|puede|podes?|can|may|should)"
    r" (?:seguir|ir|continuar|prosseguir|avancar|go (?:ahead|on)|proceed|continue)|go ahead|proceed|dale)"
)
_SAYS = (
    r"(?:pon(?:e|le|ele|er|ga)?|poe|bota|coloca|dale|decile|dile|fala|manda|mete|marca|put|say|answer|reply"
    r"|responde\w*)"
)
_TO_ONE = r"(?:to|on|for|ao|no|pro|para o|al|a la|en el)"
_PATTERNS = (
    rf"{COURTESY}{_VERB}\s+{_QUOTED}\s+{_TO}\s+{_PROMPT}(?:{_WHICH})?(?![\w])",
    rf"{COURTESY}{_VERB}\s+{_QUOTED}\s+{_TO_ONE}\s+{_NAMED}",
    rf"{COURTESY}{_TO_ONE}\s+(?:{_PROMPT}\s+)?{_NAMED}[\s,]+{_SAYS}(?:le|lo)?\s+{_QUOTED}(?![\w])",
    rf"{COURTESY}{_PROMPT}{_WHICH}\s+{_GOES_ON}\s*(?:[.!,].*)?\Z",
    rf"{COURTESY}{_PROMPT}{_WHICH}\s+{_ASKS}[\s,;:-]+(?:{_VERB}|{_SAYS})\s+{_QUOTED}(?![\w])",
    rf"{COURTESY}{_VERB}(?:\s+{_TO})?\s+{_PROMPT}(?:{_WHICH})?{_OF}(?:\s+(?:with|com|con|as|its)"
    rf"|\s*[:,;=-])?\s+{_QUOTED}(?![\w])",
    rf"{COURTESY}{_PROMPT}{_WHICH}\s*[:,;=>-]*\s+{_ANSWER}\s*[.!]?\Z",
    rf"{COURTESY}{_PROMPT}{_WHICH}\s*[:,;=>-]*\s+(?:answer|resposta|respuesta|reply)\s*[:=]?\s*{_ANSWER}(?![\w])",
    rf"{COURTESY}(?:reply|answer|responde)\s+#?(?P<prompt>\d{{1,9}})[\s;,:]+{_QUOTED}(?![\w])",
    rf"{COURTESY}{_ANSWER}\s+{_TO}\s+{_PROMPT}{_WHICH}\s*[.!]?\Z",
)
_HINT = re.compile(r"prompt|repl|answer|respond|contest|\b(?:al|ao|pro|no|to|on|for) #?\d")
_SHORT = re.compile(rf"\s*(?:prompt\s+)?#?(?P<prompt>[\w-]{{1,40}})[\s;,:]+{_ANSWER}(?![\w])(?P<rest>.*)", re.DOTALL)
_CLAUSE = re.compile(r"[,.;!]\s+|\s(?:so|entao|entonces|e|and|y)\s")
_GIVES_YES = re.compile(
    r"(?:accept|aceit[ae]r?|acept[ae]r?|answer\w* affirmatively|responde?r?a? afirmativamente|affirmatively"
    r"|afirmativamente|accepted|aceit[oa]|aceptad[oa])\b"
)
_GIVES_NO = re.compile(
    r"(?:declined?|deny|denied|reject(?:ed)?|neg(?:a|ue|ar|uem|ad[oa])|recus(?:a|e|ar|ad[oa])|niega|niegue|rechaz[ae]r?"
    r"|rechace|rechazad[oa]|negatively|negativamente)\b"
)
_NUMBER = re.compile(r"\s+(?:the |o |a |el |al |ao )?#?(\d{1,9})\b")
_TOLD = re.compile(
    r"\b(?:was|were|been|did|has|had|who|foi|foram|ja|quem|fue|ya|quien|if|when|se|caso|quando|si|cuando|not|dont|don't"
    r"|nao (?:aceit|neg|recus)\w*|should|devo|posso|puedo|can i|how|como|why|por ?que|what)\b"
)


@dataclass(frozen=True, slots=True)
class Answer:
    prompt: str
    """Its number or name; empty where only a job may tell which."""
    yes: bool
    end: int
    """Where the answer ends in the text."""


_COMPILED = tuple(map(re.compile, _PATTERNS))


def answered(folded: str, named: str = "") -> Answer | None:
    """The answer that the text gives, `named` being a prompt it names; None where it asks, denies or talks else."""
    if not _HINT.search(folded) or folded.rstrip().endswith("?"):
        return None
    for start in _starts(folded):
        match = next((m for m in (p.match(folded, start) for p in _COMPILED) if m), None)
        if match:
            return _of(match, named)
    return _decided(folded, named)


def _starts(folded: str) -> Iterator[int]:
    yield 0
    yield from (joint.end() for joint in _CLAUSE.finditer(folded))


def _decided(folded: str, named: str) -> Answer | None:
    """`decline prompt 5`, `need prompt 5 declined`: by a verb that says yes or no, of a prompt that is named."""
    yes, no = _GIVES_YES.search(folded), _GIVES_NO.search(folded)
    verb = yes or no
    numbered = _NUMBER.match(folded, verb.end()) if verb and "prompt" in folded else None
    named = named or (numbered[1] if numbered else "")
    if not named or not verb or (yes and no) or _TOLD.search(folded):
        return None
    return Answer(named, yes is not None, verb.end())


def typed(folded: str) -> Answer | None:
    """Of a slash command: `12 yes`."""
    match = _SHORT.match(folded)
    return _of(match) if match else None


def _of(match: re.Match[str], named: str = "") -> Answer:
    said = match.groupdict()
    which, answer = said.get("prompt") or named, said.get("answer")
    if not answer:
        return Answer(which.upper(), True, match.end("goes"))
    return Answer(which.upper(), answer in _YES or answer.startswith("ye"), match.end("answer"))
