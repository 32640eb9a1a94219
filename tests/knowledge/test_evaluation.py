"""How well questions find their documents, in English and Portuguese; and that what is unrelated finds nothing."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from knowledge import KnowledgeBase
from knowledge.embedding import PACKAGE
from tests.knowledge.conftest import Open

LAB: dict[str, Any] = tomllib.loads((Path(__file__).parent / "evaluation.toml").read_text(encoding="utf-8"))
needs_model = pytest.mark.skipif(importlib.util.find_spec(PACKAGE) is None, reason="the model package is not here")

FLOORS = {("dev", "en"): 0.99, ("dev", "pt"): 0.99, ("test", "en"): 0.90, ("test", "pt"): 0.90}
"""Share of questions with a right document among the first three."""
MOST_FALSE = {"dev": 0, "test": 1}
"""Unrelated questions that may find something."""


async def _filled(base: KnowledgeBase, folder: Path) -> KnowledgeBase:
    lines = [json.dumps({"id": id_, "title": "", "text": text}) for id_, text in LAB["documents"].items()]
    (folder / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    await base.add_paths([folder / "documents.jsonl"])
    await base.settle()
    return base


async def _missed(base: KnowledgeBase, half: str, language: str) -> tuple[list[str], int]:
    asked = [q for q in LAB["questions"] if (q["half"], q["language"]) == (half, language)]
    missed = [q["text"] for q in asked if not set(q["right"]) & set(await base.rank(q["text"], 3))]
    return missed, len(asked)


@needs_model
async def test_questions_find_their_documents(opened: Open, tmp_path: Path) -> None:
    base = await _filled(await opened("auto"), tmp_path)
    assert base.state == "semantic"
    for (half, language), floor in FLOORS.items():
        missed, asked = await _missed(base, half, language)
        assert 1 - len(missed) / asked >= floor, (half, language, missed)
    for half, most in MOST_FALSE.items():
        false = [text for text in LAB["unrelated"][half] if await base.search(text)]
        assert len(false) <= most, false


async def test_words_alone_find_most(opened: Open, tmp_path: Path) -> None:
    base = await _filled(await opened("none"), tmp_path)
    for language, floor in (("en", 0.7), ("pt", 0.7)):
        missed, asked = await _missed(base, "test", language)
        assert 1 - len(missed) / asked >= floor, missed
