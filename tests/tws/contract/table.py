"""The table of docs/scheduler.md: what the client does, by which calls.

`python -m tests.tws.contract.table` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.tws.contract.exchanges import OPERATIONS, Exchange, everything

PAGE = Path(__file__).parents[3] / "docs" / "scheduler.md"
BEGIN, END = "<!-- operations -->", "<!-- end of operations -->"
INFERRED = {
    "jobs of an earlier day": "that V2 takes archived plans by the same id",
    "critical path": "the word for the critical path; where the engine refuses, the path is found by predecessors",
    "predecessors": "for V1, the members of `dependencies`",
    "successors": "for V1, the members of `dependencies`",
    "job history": "the members of a past run",
    "why a job does not run": "the words of the reasons; for V1, one answer or several",
    "what a rerun with successors does": "members beside `values` and `allAllowed`; else found by successors",
    "rerun with successors": "for V1, that the job itself is rerun too; for V2, that 100 levels are taken",
    "hold": "that it sets priority 0",
    "change priority": "for V1, that only the priority changes",
    "change fence": "which release has which parameter, between 10.1 and 10.2.8",
    "prompts": "from which 10.2 on V2 has them: asked of the engine",
    "reply to a prompt": "the form of a refusal of a second answer",
    "submit a command": "members of `task` beside those of the documents' example; for V1, which members a job needs",
    "submit a job": "for V1, that the template may be sent back as it is",
}
"""What the vendor's public documents do not say."""
_PREPARING = {"GET /engine/info"}


def calls_of(what: str, exchanges: Sequence[Exchange]) -> list[str]:
    """In their order, each once; without what every operation asks first."""
    own = [e for e in exchanges if e.what == what]
    calls = [f"{e.method} {e.pattern.removeprefix('/api/v2')}" for e in own]
    return [c for c in dict.fromkeys(calls) if c not in _PREPARING or what == "engine"]


def rows(v2: Sequence[Exchange], v1: Sequence[Exchange]) -> list[str]:
    lines = ["| what | V2 (10.1 FP1 and later) | V1 | inferred |", "|---|---|---|---|"]
    return lines + [_row(what, v2, v1) for what in OPERATIONS]


def _row(what: str, v2: Sequence[Exchange], v1: Sequence[Exchange]) -> str:
    cells = [", ".join(f"`{call}`" for call in calls_of(what, exchanges)) for exchanges in (v2, v1)]
    return f"| {what} | {cells[0]} | {cells[1]} | {INFERRED.get(what, '')} |"


def table() -> str:
    return "\n".join(rows(everything("10.2.5.00").exchanges, everything("9.5").exchanges))


def written(page: str, made: str) -> str:
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), table()), encoding="utf-8")
    sys.exit(0)
