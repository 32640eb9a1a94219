"""Slash commands (`failed-jobs 4h`) and conman habits (`sj @#@.@+state=abend`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.language.entities import Entities
from bot.language.lexicon import lexicon
from bot.language.text import clean, fold

_STATE_WORDS = "abend failed fail failed error failed exec running intro running succ successful hold held"
_MORE_STATES = "ready ready wait waiting add waiting stuck blocked cancl cancelled late late"
_PAIRS = f"{_STATE_WORDS} {_MORE_STATES}".split()
_STATES = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_CONMAN = re.compile(r"\s*(?:conman\s+)?[\"']?([a-z]+)\b(?:\s+(.*))?\Z", re.DOTALL)
_CHANGES = frozenset(["rerun", "cancel", "hold", "release", "kill", "confirm_prompt"])
_ONE_JOB = re.compile(r"\s*(?:(?:the|job|o|a)\s+)*([^\s;]+)[\s;]*(.*)\Z", re.DOTALL | re.IGNORECASE)
_KEYED = re.compile(r"\S*[;+@#~]|#\s|\d{1,9}[\s;]+(?:yes|y|no|n|sim|s|nao|si)\b")
_REPORTED = re.compile(
    r"\s(?:->|=>|<-|→)|\b(?:typed|wrote|(?:he|she|they|trainee|someone|colleague) (?:said|ran|entered|did)"
    r"|digitou|escreveu|(?:ele|ela|estagiario|alguem) (?:disse|fez|rodou)|tecleo|escribio|dijo)\b"
)
"""What was typed by another, told and not ordered."""
_STOPS = ".,!?-"
_FEW = 6
"""Words after a command that is said in passing."""
_SPACED = re.compile(r"\s*([#+;=~])\s*|(?<=@)\s+(\.)\s+(?=@)")
_OF_DAY = re.compile(r"\s?\(\d{4}(?:\s\d\d/\d\d(?:/\d{2,4})?)?\)")
"""The time of a stream, as conman prints it."""
_SUBJECT = {
    "job_stream_status": "stream",
    "workstation_status": "ws",
}
_TAKES_NAME = frozenset(
    [
        "job_status",
        "job_log",
        "explain_failure",
        "dependencies",
        "job_history",
        "rerun",
        "cancel",
        "hold",
        "release",
        "kill",
        "submit",
        "confirm_prompt",
        "watch",
        "unwatch",
        "list_jobs",
        "failed_jobs",
    ]
)


@dataclass(frozen=True, slots=True)
class Short:
    """A command: its intent, the words after its name, and the marks that its options give."""

    intent: str
    rest: str
    marks: frozenset[str] = frozenset()
    tail: str = ""
    """What follows the job of a change: its reason, or how it ended."""
    names: str = ""
    """Of what kind its subject is, where its intent does not tell."""
    told: bool = False
    """Whether it is told that somebody typed it: offered, and not done."""

    def fill(self, found: Entities) -> Entities:
        """The first word that can be a name is the command's subject, in whatever case."""
        kind = self.names or _SUBJECT.get(self.intent, "job" if self.intent in _TAKES_NAME else "")
        if not kind or kind in found.marks:
            return found
        at = next((n for n in range(len(found.words)) if self._is_subject(found, n)), None)
        if at is None:
            return found
        return replace(found, marks=(*found.marks[:at], kind, *found.marks[at + 1 :]))

    def _is_subject(self, found: Entities, at: int) -> bool:
        mark, word = found.marks[at], found.words[at].fold
        if found.lost_time and word[:1].isdigit():
            return False
        if mark in ("job", "ws", "stream"):
            return self.intent in _SUBJECT or mark == "job"
        if word.upper() == found.words[at].raw and at == 0:
            return not mark and word.isalnum()
        return not mark and not lexicon().knows(word) and bool(re.fullmatch(r"[\w@*?-]{1,40}", word))


_SENDEVENT = re.compile(r"\s*sendevent\b(?=.*\s-e\s+(?P<event>\w+))(?=.*\s-j\s+(?P<job>[\w.#@-]+))", re.DOTALL)
_EVENTS = {
    "job_on_hold": "hold",
    "job_off_hold": "release",
    "killjob": "kill",
    "startjob": "submit",
    "force_startjob": "submit",
}
"""What operators of AutoSys type by habit, and what it means here (sendevent, its reference guide)."""


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What a slash command, a command of conman and the subject of one mean."""
    data = tomllib.loads((Path(__file__).parent / "vocabulary" / "commands.toml").read_text("utf-8"))
    slash, conman, subject = (
        {name: meant for meant, names in data[part].items() for name in names.split()}
        for part in ("slash", "conman", "subject")
    )
    return slash, conman, subject


def command_of(text: str, *, spoken: bool) -> Short | None:
    """The command that the text is; None for free text. In free text only conman's own words are commands."""
    raw = clean(text).strip().lstrip("/!")
    folded = fold(raw)
    if sent := _SENDEVENT.match(folded):
        return _event(sent, raw, told=spoken and bool(_REPORTED.search(folded)))
    match = _CONMAN.match(folded)
    slash, conman, _ = _tables()
    if match and match[1] in conman:
        rest = raw[match.start(2) : match.end(2)] if match[2] else ""
        if not spoken or _is_conman(rest):
            short = _conman(match[1], rest.strip("\"' "))
            told = spoken and short.intent in _CHANGES and bool(_REPORTED.search(fold(rest)))
            return replace(short, tail="", told=True) if told else short
    if spoken:
        return None
    name, _, rest = folded.partition(" ")
    intent = slash.get(name.replace("_", "-"))
    return _slash(intent, raw[len(name) :]) if intent else None


def _event(sent: re.Match[str], raw: str, *, told: bool) -> Short | None:
    job = raw[sent.start("job") : sent.end("job")]
    return Short(_EVENTS[sent["event"]], job, told=told) if sent["event"] in _EVENTS else None


def _slash(intent: str, rest: str) -> Short:
    parts = _ONE_JOB.match(rest)
    if intent not in _CHANGES or not parts:
        return Short(intent, rest)
    return Short(intent, parts[1], tail=parts[2])


def _is_conman(rest: str) -> bool:
    """One word, a key and options, or a word that no language has: `sj PAY01`, `cj bolret - dup`, not `ss is down`."""
    said = rest.split()
    if len(said) <= 1 or _KEYED.match(fold(rest)):
        return True
    first = fold(said[0]).strip(_STOPS)
    return len(said) <= _FEW and bool(re.fullmatch(r"[\w-]{3,}", first)) and not lexicon().speaks(first)


def _conman(name: str, rest: str) -> Short:
    _, conman, subjects = _tables()
    intent, kind = conman[name], subjects.get(name, "")
    typed = _SPACED.sub(lambda m: m[1] or m[2], _OF_DAY.sub("", rest))
    subject, _, after = re.split(r"[+&~;]", typed)[0].strip().partition(" ")
    options = fold(typed)
    if intent == "plan_info":
        return Short(intent, "")
    if intent == "list_jobs":
        return _listing(subject.strip(_STOPS), options)
    if intent in _CHANGES:
        return Short(intent, subject.strip(_STOPS), tail=after.strip("- "), names=kind)
    if intent in ("reply_prompt", "submit"):
        return Short(intent, typed, names=kind)
    return Short(intent, subject or ("@" if intent == "job_stream_status" else ""), names=kind)


def _listing(subject: str, options: str) -> Short:
    """`sj`: of one job its state, its log or what it waits for; else the jobs of these states."""
    marks = {_STATES[s] for s in re.split(r"[+;,=\s]+", options) if s in _STATES}
    if fold(subject) in _STATES:
        subject = ""
    if re.search(r";\s*(?:log|stdlist)", options):
        return Short("job_log", subject)
    if re.search(r";\s*deps", options):
        return Short("dependencies", subject)
    return _jobs(subject, marks)


def _jobs(subject: str, marks: set[str]) -> Short:
    every = not subject.strip("@#.*")
    if marks == {"failed"}:
        return Short("failed_jobs", "" if every else subject)
    if marks == {"late"}:
        return Short("late_jobs", "" if every else subject)
    one = subject and not re.search(r"[@*?]", subject)
    return Short("job_status" if one else "list_jobs", "" if every else subject, frozenset(marks))
