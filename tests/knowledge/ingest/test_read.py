"""Each kind of file to pieces, and each kind of broken file to a sentence."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path

import pytest

from knowledge.chunks import CHUNK, packed
from knowledge.errors import Unreadable
from knowledge.ingest import bounds, outside, read
from knowledge.ingest.prose import html_pieces, markdown_pieces, text_pieces
from knowledge.ingest.sheets import csv_pieces
from tests.knowledge.ingest import files


async def test_excel_rows_carry_the_names_of_their_columns(tmp_path: Path) -> None:
    titled = [["Runbook of the night"], [], files.HEAD, *files.ROWS]
    path = files.workbook(tmp_path / "run.xlsx", {"Codes": [files.HEAD, *files.ROWS], "Titled": titled, "Empty": []})
    title, pieces = await read(path)
    assert title == "run"
    assert pieces[0].text == (
        "Code: AWSBHT001E\nWhat it means: The Symphony file cannot be opened\n"
        "What to do: Check the disk and run conman start"
    )
    assert [(p.heading, p.locator) for p in pieces] == [
        ("Codes", "Codes!2"),
        ("Codes", "Codes!3"),
        ("Codes", "Codes!4"),
        ("Titled", "Titled!1"),
        ("Titled", "Titled!4"),
        ("Titled", "Titled!5"),
        ("Titled", "Titled!6"),
    ]
    assert pieces[2].text.startswith("Code: 12\n")


async def test_word_keeps_headings_and_tables(tmp_path: Path) -> None:
    _, pieces = await read(files.word(tmp_path / "run.docx"))
    assert [(p.heading, p.text) for p in pieces] == [
        ("Runbook > Master down", "Run conman switchmgr on the backup master.\n\nName: Ana\nPhone: 4411")
    ]


async def test_pdf_pages_are_told(tmp_path: Path) -> None:
    _, pieces = await read(files.pdf(tmp_path / "a.pdf", ["Disk full: purge logs", "Tapes: load media"]))
    assert [(p.text, p.locator) for p in pieces] == [
        ("Disk full: purge logs", "page 1"),
        ("Tapes: load media", "page 2"),
    ]


def test_csv_of_the_windows_code_page_with_semicolons() -> None:
    raw = "Código;Ação\nRC 12;não reexecutar, avisar o plantão\n".encode("cp1252")
    assert csv_pieces(bounds.decoded(raw))[0].text == "Código: RC 12\nAção: não reexecutar, avisar o plantão"
    assert bounds.decoded("\ufeffação".encode()) == "ação"


def test_a_table_without_a_header_loses_no_row() -> None:
    pieces = csv_pieces("JOB_A,10\nJOB_B,20\n")
    assert [p.text for p in pieces] == ["JOB_A | 10", "JOB_B | 20"]


def test_a_long_row_is_split_and_each_part_says_what_it_tells_of() -> None:
    pieces = csv_pieces("Job,Procedure\nPAY01," + "call the team. " * 200 + "\n")
    assert len(pieces) > 2 and all(p.text.startswith("Job: PAY01") and len(p.text) <= CHUNK for p in pieces)


def test_markdown_under_its_headings_and_code_is_no_heading() -> None:
    text = "# A\n\nfirst\n\n## B\n\n```\n# not a heading\n\nconman ss\n```\n\n# C\nlast"
    pieces = [(p.heading, p.text, p.locator) for p in markdown_pieces(text)]
    assert pieces == [
        ("A", "first", "line 3"),
        ("A > B", "```\n# not a heading\n\nconman ss\n```", "line 7"),
        ("C", "last", "line 14"),
    ]


def test_html_without_scripts_and_menus() -> None:
    page = (
        "<html><head><title>x</title><style>p{}</style></head><body><nav>menu</nav>"
        "<h1>Disk</h1><p>Purge &amp; rerun</p>"
        "<table><tr><td>RC</td><td>8</td></tr></table><script>evil()</script></body></html>"
    )
    assert [(p.heading, p.text) for p in html_pieces(page)] == [("Disk", "Purge & rerun\n\nRC | 8")]


def test_plain_text_keeps_line_numbers() -> None:
    pieces = text_pieces("one\n\n" + "two " * 224 + "\n\nthree\n")
    assert [p.locator for p in pieces] == ["line 1", "line 5"] and pieces[0].text.startswith("one\n\ntwo")


@pytest.mark.parametrize("text", ["word " * 1000, "x" * 5000, "A sentence. " * 400, "\n\n".join(["short"] * 900)])
def test_chunks_fit_and_lose_nothing(text: str) -> None:
    parts = list(packed(text.split("\n\n")))
    assert max(map(len, parts)) <= CHUNK
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.xlsx", b"", "is empty"),
        ("garbage.xlsx", b"PK\x03\x04" + bytes(range(256)) * 9, "is damaged"),
        ("garbage.docx", b"\xd0\xcf\x11\xe0" + b"old word" * 99, "is damaged"),
        ("garbage.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 9, "is damaged"),
        ("movie.txt", bytes(2_000), "not a text file"),
        ("notes.odt", b"text", "of a kind that is not read"),
    ],
)
async def test_a_broken_file_is_refused_with_advice(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=says):
        await read(tmp_path / name)


async def test_an_encrypted_pdf_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="protected by a password"):
        await read(files.pdf(tmp_path / "secret.pdf", ["hidden"], encrypted=True))


async def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="unpacks to far more"):
        await read(files.bomb(tmp_path / "bomb.xlsx"))


async def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = files.workbook(tmp_path / "a.xlsx", {"S": [files.HEAD, *files.ROWS]}).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unreadable, match="is damaged"):
        await read(tmp_path / "cut.xlsx")


async def test_an_archive_that_is_no_workbook_is_refused_by_the_child(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Unreadable, match="is damaged or not what its name says"):
        await read(tmp_path / "a.xlsx")


async def test_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LARGEST_FILE", 10)
    (tmp_path / "a.txt").write_text("more than ten", encoding="utf-8")
    with pytest.raises(Unreadable, match="is larger than"):
        await read(tmp_path / "a.txt")


async def test_a_parser_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "SECONDS", 0.01)
    path = files.word(tmp_path / "a.docx")
    with pytest.raises(Unreadable, match="takes longer"):
        await read(path)


async def test_the_child_is_given_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[dict[str, str]] = []
    real = asyncio.create_subprocess_exec

    async def spy(*command: str, **kept: object) -> asyncio.subprocess.Process:
        given.append(kept["env"])  # type: ignore[arg-type]
        return await real(*command, **kept)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spy)
    monkeypatch.setenv("TWS_PASSWORD", "hunter2")
    await read(files.word(tmp_path / "a.docx"))
    assert given and "hunter2" not in given[0].values()
