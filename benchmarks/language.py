"""Words understood on one core, with 5,000 job names known, beside one bare rapidfuzz look for the nearest name."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from time import thread_time

from rapidfuzz import fuzz, process

from benchmarks.measure import Row, alternate, repeated
from bot.language import recognise
from bot.recognition import Situation

CASES = Path(__file__).parent.parent / "tests" / "language" / "cases.jsonl"
ROUNDS = 5


def run() -> Sequence[Row]:
    names = tuple(f"JOB_{n:05d}" for n in range(5_000))
    situation = Situation(datetime(2026, 3, 2, 1, 30, tzinfo=UTC), "America/Sao_Paulo", job_names=names)
    texts = [json.loads(line)["text"] for line in CASES.read_text("utf-8").splitlines()]
    turn, other = cycle(texts), cycle(texts)
    spent: list[float] = []

    async def ours() -> None:
        began = thread_time()
        recognise(next(turn), situation)
        spent.append(thread_time() - began)

    async def bare() -> None:
        process.extractOne(next(other), names, scorer=fuzz.ratio)

    costs = asyncio.run(alternate(repeated(bare, len(texts)), repeated(ours, len(texts)), ROUNDS))
    p99 = sorted(spent[len(texts) :])[int(ROUNDS * len(texts) * 0.99)]
    return (costs.times(f"language, a message (p99 {p99 * 1e3:.1f} ms)", "rapidfuzz over the names"),)
