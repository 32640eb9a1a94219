"""Folders and lists of documents: what is good is taken, what is not is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge import Added, KnowledgeBase, Refused
from tests.knowledge.ingest import files


async def test_broken_files_do_not_keep_the_good_ones_out(base: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    files.workbook(folder / "run.xlsx", {"Codes": [files.HEAD, *files.ROWS]})
    (folder / "sub" / "tape.md").write_text("# Tapes\n\nload scratch media", encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"%PDF nothing")
    (folder / ".hidden.md").write_text("hidden", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"x")
    results = await base.add_paths([folder, tmp_path / "missing.txt"])
    taken = {Path(r.path).name: r.passages for r in results if isinstance(r, Added)}
    refused = {Path(r.path).name: r.reason for r in results if isinstance(r, Refused)}
    assert taken == {"run.xlsx": 3, "tape.md": 1}
    assert set(refused) == {"bad.pdf", "missing.txt"} and "cannot be opened" in refused["missing.txt"]
    found = (await base.search("what does ORA-01653 mean?"))[0]
    assert (found.document_id, found.source, found.locator) == ("run.xlsx", "run.xlsx", "Codes!3")
    assert (await base.search("scratch media"))[0].document_id == "sub/tape.md"


async def test_a_file_that_broke_keeps_what_it_said_before(base: KnowledgeBase, tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "run.xlsx", {"Codes": [files.HEAD, *files.ROWS]})
    await base.add_paths([path])
    path.write_bytes(b"half a file")
    assert isinstance((await base.add_paths([path]))[0], Refused)
    assert (await base.rank("AWSBHT001E")) == ("run.xlsx",)


async def test_jsonl_takes_the_good_lines_and_tells_the_others(base: KnowledgeBase, tmp_path: Path) -> None:
    good = [{"id": f"d{n}", "title": f"Title {n}", "text": f"about tape number{n}"} for n in range(3)]
    lines = [json.dumps(line) for line in good] + ["{", "[1]", '{"id":"x"}', '{"id":7,"text":"seven tapes\\u0000"}', ""]
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    results = await base.add_paths([tmp_path / "all.jsonl"])
    assert [r.path.rpartition(":")[2] for r in results if isinstance(r, Refused)] == ["4", "5", "6"]
    assert results[-1] == Added(str(tmp_path / "all.jsonl"), 4, 4)
    assert (await base.rank("number2"))[0] == "d2"


async def test_an_empty_folder_says_what_is_read(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (refused,) = await base.add_paths([tmp_path / "none"])
    assert isinstance(refused, Refused) and ".xlsx" in refused.reason


async def test_thousands_of_rows_go_in_and_one_changed_row_goes_out(base: KnowledgeBase, tmp_path: Path) -> None:
    rows = [[f"JOB_{n}", f"procedure number {n}"] for n in range(600)]
    path = files.workbook(tmp_path / "big.xlsx", {"S": [["Job", "Procedure"], *rows]})
    assert await base.add_paths([path]) == (Added(str(path), 1, 600),)
    rows[300][1] = "entirely different wording"
    files.workbook(path, {"S": [["Job", "Procedure"], *rows]})
    assert await base.add_paths([path]) == (Added(str(path), 1, 600),)
    assert (await base.search("JOB_300"))[0].text.endswith("entirely different wording")
    assert (await base.stats()).passages == 600


async def test_lines_of_one_id_are_one_document(base: KnowledgeBase, tmp_path: Path) -> None:
    lines = [{"id": "tape", "text": "load scratch media"}, {"id": "tape", "title": "Tapes", "text": "call the library"}]
    file = tmp_path / "all.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert await base.add_paths([file]) == (Added(str(file), 1, 2),)
    for line in lines:
        (found,) = {p.text: p for p in await base.search(line["text"]) if p.text == line["text"]}.values()
        assert (found.document_id, found.title) == ("tape", "Tapes")


@pytest.mark.parametrize("name", ["page.md", "page.txt", "page.csv", "page.jsonl"])
@pytest.mark.parametrize("raw", [bytes(range(256)) * 4, bytes(range(1, 256)) * 4, b"\xff\xfe" + bytes([0, 0xD8]) * 200])
async def test_what_is_no_text_is_refused(base: KnowledgeBase, tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    (refused,) = await base.add_paths([tmp_path / name])
    assert isinstance(refused, Refused) and "not a text file" in refused.reason


@pytest.mark.parametrize("raw", ["disco cheio: é só limpar".encode("cp1252"), b"\x1b[31mdisk full\x1b[0m\x0c\x1a"])
async def test_old_texts_are_still_read(base: KnowledgeBase, tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "old.txt").write_bytes(raw)
    (added,) = await base.add_paths([tmp_path / "old.txt"])
    assert isinstance(added, Added)
