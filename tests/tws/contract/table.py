"""The table of docs/scheduler.md: what the client does, by which calls.

`python -m tests.tws.contract.table` writes it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.tws.contract.exchanges import OPERATIONS, Exchange, everything

PAGE = Path(__file__).parents[3] / "docs" / "scheduler.md"
BEGIN, END = "<!-- operations -->", "<!-- end of operations -->"
INFERRED = {
    "predecessors": "for V1, the members of `dependencies`",
    "successors": "for V1, the members of `dependencies`",
    "job history": "the members of a past run",
    "why a job does not run": "the words of the reasons; for V1, one answer or several",
    "hold": "that it sets priority 0",
    "change priority": "for V1, that only the priority changes",
    "change fence": "which release has which parameter, between 10.1 and 10.2.8",
    "prompts": "from which 10.2 on V2 has them: asked of the engine",
    "reply to a prompt": "the form of a refusal of a second answer",
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


async def table() -> str:
    return "\n".join(rows(await everything("10.2.5.00"), await everything("9.5")))


def written(page: str, made: str) -> str:
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), asyncio.run(table())), encoding="utf-8")
    sys.exit(0)
