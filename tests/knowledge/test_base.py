"""Adding, replacing, removing, two holders of one folder, a crash, another model."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge import Added, KnowledgeBase
from knowledge.errors import ModelMix
from knowledge.index import Index
from knowledge.tables import documents, dropped, identifiers, postings
from tests.knowledge.conftest import Open, clock
from tests.knowledge.hashing import HashingEmbedder

DISK = "When the filesystem is full, purge old logs and rerun the job."
TAPE = "No scratch tapes: load new media into the library."


async def test_a_document_is_found_and_names_its_source(base: KnowledgeBase) -> None:
    assert await base.add_text("disk", "Disk full", DISK, source="runbook.md") == 1
    await base.add_text("tape", "Tapes", TAPE)
    await base.settle()
    first = (await base.search("filesystem full, what to purge?"))[0]
    assert (first.document_id, first.title, first.source, first.text) == ("disk", "Disk full", "runbook.md", DISK)
    assert base.state == "semantic" and base.warm


async def test_by_words_before_a_vector_is_made(opened: Open) -> None:
    base = await opened("none")
    await base.add_text("disk", "", DISK)
    assert [p.document_id for p in await base.search("purge the full filesystem")] == ["disk"]
    assert base.state.startswith("lexical only: ") and not base.warm
    assert (await base.stats()).waiting == 1


async def test_a_replaced_document_answers_with_its_new_text_only(base: KnowledgeBase) -> None:
    await base.add_text("disk", "", DISK)
    await base.settle()
    await base.add_text("disk", "", TAPE)
    await base.settle()
    assert [p.text for p in await base.search("scratch tapes library media")] == [TAPE]
    assert await base.search("purge the filesystem") == ()
    assert (await base.stats()).passages == 1


async def test_what_did_not_change_is_not_embedded_again(opened: Open) -> None:
    embedder = HashingEmbedder()
    base = await opened(embedder)
    pages = [f"{chr(97 + n)} " * 440 for n in range(3)]
    await base.add_text("book", "", "\n\n".join(pages))
    await base.settle()
    embedder.texts.clear()
    assert await base.add_text("book", "", "\n\n".join(["new first page " * 50, *pages])) == 4
    await base.settle()
    assert len(embedder.texts) == 1 and embedder.texts[0].startswith("new first page")
    assert [json.loads(line)["text"][:3] async for line in base.export()] == ["new", "a a", "b b", "c c"]


async def test_removing_leaves_nothing_behind(base: KnowledgeBase, database: AsyncEngine) -> None:
    await base.add_text("job", "", "FINANCE_PAYROLL abends with RC 12")
    await base.settle()
    assert await base.remove("job") == 1 and await base.remove("job") == 0
    await base.settle()
    async with database.connect() as connection:
        for table in (documents, postings, identifiers, dropped):
            assert (await connection.execute(select(func.count()).select_from(table))).scalar_one() == 0
    assert await base.search("FINANCE_PAYROLL") == ()


async def test_kind_tells_memories_from_documents(base: KnowledgeBase) -> None:
    await base.add_text("disk", "", DISK)
    await base.add_text("fix", "", "The filesystem was full; Ana purged /var/log/sap.", kind="memory")
    assert {p.kind for p in await base.search("filesystem full purge")} == {"document", "memory"}
    assert [p.document_id for p in await base.search("filesystem full purge", kind="memory")] == ["fix"]
    stats = await base.stats()
    assert (stats.documents, stats.memories) == (1, 1)


async def test_a_misspelt_name_is_found_and_a_different_code_is_not_taken_for_it(base: KnowledgeBase) -> None:
    await base.add_text("pay", "", "FINANCE_PAYROLL: call the payroll team")
    await base.add_text("msg", "", "AWSBHT001E: the plan file cannot be opened")
    assert (await base.rank("finance_payrol"))[0] == "pay"
    assert (await base.rank("awsbht001e"))[0] == "msg"
    assert await base.rank("AWSBHT009E") == ()


async def test_a_second_holder_finds_by_words_and_takes_over_when_the_first_goes(opened: Open) -> None:
    first = await opened()
    second = await opened()
    assert second.state.startswith("lexical only: another process owns the vectors in this folder")
    await second.add_text("disk", "", DISK)
    assert [p.document_id for p in await second.search("purge full filesystem")] == ["disk"]
    await first.settle()
    assert (await first.stats()).waiting == 0
    await first.close()
    await second.settle()
    assert second.state == "semantic"


async def test_reindex_makes_every_vector_again(opened: Open) -> None:
    embedder = HashingEmbedder()
    base = await opened(embedder)
    await base.add_text("disk", "", DISK)
    await base.settle()
    embedder.texts.clear()
    assert await base.reindex() == 1
    await base.settle()
    assert embedder.texts == [DISK] and (await base.stats()).waiting == 0


async def test_an_index_that_was_moved_away_fills_itself_again(opened: Open, tmp_path: Path) -> None:
    base = await opened()
    await base.add_text("disk", "", DISK)
    await base.settle()
    index = Index(tmp_path / "elsewhere", "", "hashing", 64)
    await index.open()
    assert await index.count() == 0
    await index.close()
    await base.close()
    (tmp_path / "vectors").rename(tmp_path / "away")
    (tmp_path / "elsewhere").rename(tmp_path / "vectors")
    embedder = HashingEmbedder()
    again = await opened(embedder)
    await again.settle()
    assert embedder.texts == [DISK]


async def test_another_model_gets_a_collection_of_its_own(opened: Open) -> None:
    base = await opened()
    await base.add_text("disk", "", DISK)
    await base.settle()
    await base.close()
    other = HashingEmbedder("another", 32)
    base = await opened(other)
    await base.settle()
    assert other.texts == [DISK] and (await base.stats()).model == "another"


async def test_vectors_of_two_models_are_never_mixed(tmp_path: Path) -> None:
    index = Index(tmp_path, "", "model a", 64)
    await index.open()
    await index.close()
    try:
        mixed = Index(tmp_path, "", "model-a", 64)
        await mixed.open()
    except ModelMix as fault:
        assert "model a" in str(fault)
    else:
        raise AssertionError("a collection of another model was opened")
    finally:
        await mixed.close()


async def test_two_writers_of_one_document_lose_nothing(opened: Open) -> None:
    first, second = await opened(), await opened("none")
    await asyncio.gather(*(b.add_text("disk", "", f"{DISK} {n}") for n in range(5) for b in (first, second)))
    assert (await first.stats()).passages == 1


async def test_a_killed_process_loses_nothing_it_was_told_is_kept(
    opened: Open, database: AsyncEngine, tmp_path: Path
) -> None:
    adding = (sys.executable, "-m", "tests.knowledge.endless_adding", str(tmp_path))
    child = await asyncio.create_subprocess_exec(*adding, stdout=asyncio.subprocess.PIPE)
    assert child.stdout
    said = [(await child.stdout.readline()).decode().strip() for _ in range(12)]
    child.kill()
    await child.communicate()
    embedder = HashingEmbedder()
    base = await opened(embedder)
    await base.settle()
    kept = sqlite3.connect(tmp_path / "resync.sqlite")
    known = {row[0] for row in kept.execute("select id from knowledge_documents")}
    kept.close()
    assert set(said) <= known and base.state == "semantic"
    assert (await base.stats()).waiting == 0
    assert (await base.rank(f"message {said[3]}"))[0] == said[3]


async def test_clock_is_the_one_that_was_given(base: KnowledgeBase, database: AsyncEngine) -> None:
    await base.add_text("disk", "", DISK)
    async with database.connect() as connection:
        assert (await connection.execute(select(documents.c.changed_at))).scalar_one() == clock()


async def test_the_same_file_name_in_two_folders_is_two_documents(base: KnowledgeBase, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "readme.txt").write_text(f"about {folder} tapes", encoding="utf-8")
    for _ in range(2):
        results = await base.add_paths([tmp_path / "a" / "readme.txt", tmp_path / "b"])
        assert all(isinstance(result, Added) for result in results)
    assert (await base.stats()).documents == 2


async def test_odd_questions_get_an_answer(base: KnowledgeBase) -> None:
    await base.add_text("odd\0", "title \ud800", "text \0 with halves \ud800 of characters and FINANCE_PAYROLL")
    await base.settle()
    names = " ".join(f"JOB_{n}_X" for n in range(2_000))
    for question in ("", "   ", "\0", "\ud800", "%_'\";--", "OR AND NOT *", "x" * 100_000, names, "日本語 🙂"):
        assert isinstance(await base.search(question), tuple)
    assert await base.rank("FINANCE_PAYROLL") == ("odd",)


async def test_a_long_document_does_not_crowd_the_others_out(base: KnowledgeBase) -> None:
    await base.add_text("long", "", "\n\n".join(f"purge the filesystem, step {n} {'x ' * 400}" for n in range(9)))
    await base.add_text("short", "", "purge the filesystem")
    found = [p.document_id for p in await base.search("purge the filesystem", limit=5)]
    assert found.count("long") == 3 and "short" in found


async def test_who_finds_the_folder_taken_says_so_and_loads_no_model(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loads(which: str) -> None:
        raise AssertionError(f"the model was loaded ({which})")

    first = await opened()
    monkeypatch.setattr("knowledge.embedding.load", loads)
    second = await opened("numpy")
    assert (first.taken, second.taken, second.warm) == (False, True, False)
    assert second.state.startswith("lexical only: another process owns the vectors")
