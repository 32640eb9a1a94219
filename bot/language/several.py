"""A message that holds several requests, clause by clause."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.language.heard import Heard
from bot.language.times import hidden
from bot.requests import (
    AuditReport,
    CriticalJobs,
    Dependencies,
    ExplainFailure,
    FailedJobs,
    JobHistory,
    JobStatus,
    JobStreamStatus,
    LateJobs,
    ListJobs,
    Request,
    ReviewQueue,
    ShowJobLog,
    ShowPlan,
    SystemHealth,
    WorkstationStatus,
)
from tws.names import JobName

MOST = 4
"""Requests of one message; a text of more clauses is read as one."""
LONGEST = 300
READS = (
    JobStatus,
    FailedJobs,
    ListJobs,
    ShowJobLog,
    JobStreamStatus,
    WorkstationStatus,
    SystemHealth,
    ShowPlan,
    ExplainFailure,
    Dependencies,
    JobHistory,
    CriticalJobs,
    LateJobs,
    ReviewQueue,
    AuditReport,
)
_JOINING = r"(?:and|also|then|plus|as well as|e|y|tambem|tambien|alem disso|ademas|&)"
_JOINT = re.compile(
    rf"\s*(?:[;?!\n]+|,|\.(?=\s))\s*(?:{_JOINING}\s+)*(?=\S)|\s+{_JOINING}\s+(?:(?:also|then|tambem|tambien)\s+)?"
)
_WHERE = re.compile(r"\s*(?:in|on|from|na|no|da|do|de|en|dentro)\s+(?:\S+\s*){1,4}\Z")
"""A clause that only says where: `in the EOD stream, how is …`."""
_LISTED = re.compile(r"\s*(?:,|&|/|\b(?:and|e|y)\b)\s*(?:(?:the|of|for|job|o|a|do|da|de|el|del|la)\s+)*")


def clauses(raw: str, folded: str) -> list[str]:
    """The parts between words that join; none where the text is long or has too many. Both have one length."""
    if len(raw) > LONGEST or not _JOINT.search(folded):
        return []
    parts, begin = [], 0
    for joint in _JOINT.finditer(hidden(folded)):
        if "é" in raw[joint.start() : joint.end()].lower():
            continue
        parts.append(raw[begin : joint.start()])
        begin = joint.end()
    parts = [p for p in (*parts, raw[begin:]) if p.strip(" .,;!?\n")]
    if len(parts) > 1 and _WHERE.match(parts[0].lower()):
        return []
    return parts if 1 < len(parts) <= MOST else []


def of_other_jobs(asked: Request, heard: Heard) -> tuple[Request, ...]:
    """`log of PAY01 and PAY02` asks the same of each job that the text lists."""
    if not isinstance(asked, JobStatus | ShowJobLog | ExplainFailure | JobHistory):
        return ()
    return tuple(replace(asked, job=JobName.parse(name), job_id="") for name in _listed(heard))[: MOST - 1]


def _listed(heard: Heard) -> list[str]:
    """The names that follow the first, with nothing but commas and joining words between them."""
    words = [w for w, mark in zip(heard.found.words, heard.found.marks, strict=True) if mark == "job"]
    names: list[str] = []
    for before, word in pairwise(words):
        if not _LISTED.fullmatch(heard.text[before.end : word.start].lower()):
            break
        names.append(word.raw)
    return names


def distinct(requests: list[Request]) -> tuple[Request, ...]:
    """Each once, in the order said."""
    return tuple(dict.fromkeys(requests))
