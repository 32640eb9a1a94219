"""A judge's word on one memory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """`delete` means quarantine: nothing is recalled, nothing is lost."""

    KEEP = "keep"
    FLAG = "flag"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`confidence` is 0 to 1; `evidence` are the words of answer and facts that it rests on."""

    label: Label
    confidence: float
    reason: str
    evidence: tuple[str, ...] = ()
