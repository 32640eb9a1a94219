"""How people ask: two nouns, in either language, about the runbook, about what helped last time."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.embedding import PACKAGE
from knowledge.glossary import is_portuguese, pivot
from tests.knowledge.conftest import Open

no_model = pytest.mark.skipif(importlib.util.find_spec(PACKAGE) is None, reason="the model package is not here")
BOTH_WAYS = pytest.mark.parametrize("embedder", ["none", pytest.param("auto", marks=no_model)])

DISK = "When the file system fills up, purge old job logs and start the job again."
STAGING = "If it is full, purge the staging folder and call storage."
FIX = "TS_LOAD_HOURS ended with RC 12. The staging folder was full; emptied it and reran."


async def _one(opened: Open, embedder: str, title: str, text: str, kind: str = "document") -> KnowledgeBase:
    base = await opened(embedder)
    await base.add_text("it", title, text, kind="memory" if kind == "memory" else "document")
    await base.settle()
    return base


@BOTH_WAYS
async def test_one_to_three_words_are_enough_in_either_language(opened: Open, embedder: str) -> None:
    base = await _one(opened, embedder, "Disk full", DISK)
    asked = ("disk full", "Disk", "full disk", "purge logs", "disco cheio", "Disco cheio?", "disco", "discos cheios")
    for text in (*asked, "o disco encheu", "apagar logs", "expurgar logs"):
        assert [p.document_id for p in await base.search(text)] == ["it"], text
    for text in ("weather", "clima", "hello", "bom dia", "best pizza", "certificado", "expired key"):
        assert await base.search(text) == (), text


@BOTH_WAYS
async def test_words_about_the_asking_are_not_the_subject(opened: Open, embedder: str) -> None:
    base = await _one(opened, embedder, "Disk runbook", STAGING)
    for text in (
        "what does the runbook say about the staging folder?",
        "is there a document about the staging folder?",
        "how do I purge the staging folder?",
        "o que diz o runbook sobre a pasta de staging?",
        "qual o procedimento para disco cheio?",
        "tem algum documento sobre disco cheio?",
        "runbook",
    ):
        assert [p.document_id for p in await base.search(text)] == ["it"], text
    for text in (
        "what does the runbook say about pizza?",
        "o que diz o runbook sobre férias?",
        "who wrote the runbook?",
    ):
        assert await base.search(text) == (), text


async def test_two_rare_words_count_in_a_long_question_without_vectors(opened: Open) -> None:
    base = await _one(opened, "none", "", "Statements stay in the queue when printer tray three is open.")
    for number in range(60):
        await base.add_text(
            f"other{number}", "", f"Customers of branch {number} complain again tonight: call the desk."
        )
    question = "something strange happening here, colleagues everywhere puzzled, lamps blinking, printer tray involved"
    assert [p.document_id for p in await base.search(question)] == ["it"]
    assert await base.search(question.replace("tray", "cable")) == ()


@BOTH_WAYS
async def test_what_helped_is_found_among_many_documents(opened: Open, embedder: str, tmp_path: Path) -> None:
    base = await opened(embedder)
    line = "TS_LOAD_HOURS, page {0}: the staging folder is full; purge folder {0}."
    pages = [json.dumps({"id": f"page{n}", "title": "", "text": line.format(n)}) for n in range(70)]
    (tmp_path / "pages.jsonl").write_text("\n".join(pages), encoding="utf-8")
    await base.add_paths([tmp_path / "pages.jsonl"])
    await base.add_text("it", "", FIX, kind="memory")
    await base.settle()
    for text in (
        "what fixed TS_LOAD_HOURS?",
        "como resolveram o TS_LOAD_HOURS?",
        "what worked for ts_load_hours last time?",
        "how was the full staging folder fixed?",
        "como resolveram a pasta cheia?",
    ):
        assert [p.document_id for p in await base.search(text, kind="memory")] == ["it"], text
        assert {p.kind for p in await base.search(text, kind="document")} <= {"document"}, text
    for text in ("what fixed it?", "what fixed PAYROLL_X?"):
        assert await base.search(text, kind="memory") == (), text


async def test_a_document_that_becomes_a_memory_is_found_as_one(base: KnowledgeBase) -> None:
    for kind in ("document", "memory"):
        await base.add_text("it", "", FIX, kind="memory" if kind == "memory" else "document")
        await base.settle()
        found = [kind for kind in ("document", "memory") if await base.search("staging folder", kind=kind)]
        assert found == [kind]
    assert (await base.stats()).passages == 1


@pytest.mark.parametrize(
    "text", ["disco cheio", "a fila cheia", "job falhou", "senha expirada", "erro no job", "sem espaço"]
)
def test_portuguese_without_its_small_words(text: str) -> None:
    assert is_portuguese(text) and pivot(text) != text


@pytest.mark.parametrize(
    "text", ["Disk full", "no space left", "file transfer failed", "files", "restart agent", "notes", "a job failed"]
)
def test_english_is_left_as_it_is(text: str) -> None:
    assert not is_portuguese(text) and pivot(text) == text
