"""An answer to a prompt of the scheduler: which one, and yes or no."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.openings import COURTESY

_YES = frozenset(["yes", "y", "yep", "yeah", "sim", "s", "si", "ok"])
_ANSWER = r"(?P<answer>yes|yep|yeah|y|no|nope|n|sim|s|nao|si)"
_VERB = r"(?:reply|answer|respond|say|give|responda|responde|responder|diga|diz|responde|contesta|contestar|repl)"
_OF = r"(?:\s+(?:of|for|from|do|da|de|del)\s+(?:the |job |o )*\S+)?"
_TO = r"(?:to|on|for|at|in|ao|no|na|a|para o|pro|o|al|el|con|com)"
_PROMPT = r"(?:the |o |scheduler's |scheduler |el )*(?:job )?prompt(?: number| numero| no\.?)?"
_WHICH = r"\s*#?\s*(?P<prompt>\d{1,9}|(?!with|of|for)[a-z][a-z0-9_-]*[_\d][a-z0-9_-]*)"
_PATTERNS = (
    rf"{COURTESY}{_VERB}\s+[\"']?{_ANSWER}[\"']?\s+{_TO}\s+{_PROMPT}(?:{_WHICH})?(?![\w])",
    rf"{COURTESY}{_VERB}(?:\s+{_TO})?\s+{_PROMPT}(?:{_WHICH})?{_OF}(?:\s+(?:with|com|con|as)"
    rf"|\s*[:,;=-])?\s+[\"']?{_ANSWER}(?![\w])",
    rf"{COURTESY}{_PROMPT}{_WHICH}\s*[:,;=-]?\s+{_ANSWER}\s*[.!]?\Z",
    rf"{COURTESY}(?:reply|answer|responde)\s+#?(?P<prompt>\d{{1,9}})[\s;,:]+{_ANSWER}(?![\w])",
    rf"{COURTESY}{_ANSWER}\s+{_TO}\s+{_PROMPT}{_WHICH}\s*[.!]?\Z",
)
_HINT = re.compile(r"prompt|repl|answer|respond")
_SHORT = re.compile(rf"\s*(?:prompt\s+)?#?(?P<prompt>[\w-]{{1,40}})[\s;,:]+{_ANSWER}(?![\w])(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    prompt: str
    """Its number or name; empty where only a job may tell which."""
    yes: bool
    end: int
    """Where the answer ends in the text."""


_COMPILED = tuple(map(re.compile, _PATTERNS))


def answered(folded: str) -> Answer | None:
    """The answer that the text gives; None where it asks, denies or talks of something else."""
    if not _HINT.search(folded) or folded.rstrip().endswith("?"):
        return None
    match = next((m for m in (p.match(folded) for p in _COMPILED) if m), None)
    return _of(match) if match else None


def typed(folded: str) -> Answer | None:
    """Of a slash command: `12 yes`."""
    match = _SHORT.match(folded)
    return _of(match) if match else None


def _of(match: re.Match[str]) -> Answer:
    return Answer(
        (match["prompt"] or "").upper(),
        match["answer"] in _YES or match["answer"].startswith("ye"),
        match.end("answer"),
    )
