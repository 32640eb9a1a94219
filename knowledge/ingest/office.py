"""Excel, Word and PDF to pieces. Runs in the process that `outside` starts, so the kits are imported as needed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

from knowledge.chunks import packed
from knowledge.errors import Unreadable
from knowledge.ingest.prose import Outline
from knowledge.ingest.sheets import table_pieces
from knowledge.passages import Piece

MOST_ROWS = 50_000


def excel_pieces(file: Path) -> list[Piece]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(file))
    pieces: list[Piece] = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
        if len(rows) > MOST_ROWS:
            raise Unreadable(f"has more than {MOST_ROWS:,} rows in one sheet; split it")
        pieces += table_pieces([[_cell(value) for value in row] for row in rows], name, f"{name}!")
    return pieces


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    return str(value)


def word_pieces(file: Path) -> list[Piece]:
    import docx
    from docx.table import Table

    outline = Outline()
    for part in docx.Document(str(file)).iter_inner_content():
        if isinstance(part, Table):
            rows = [[cell.text.replace("\n", " ") for cell in row.cells] for row in part.rows]
            for piece in table_pieces(rows, "", ""):
                outline.paragraph(piece.text)
            continue
        style = (part.style.name if part.style else "") or ""
        level = style.removeprefix("Heading ")
        if style != level and level.isdigit() and part.text.strip():
            outline.heading(int(level), part.text.strip())
        else:
            outline.paragraph(part.text)
    return outline.close()


def pdf_pieces(file: Path) -> list[Piece]:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    try:
        document = pdfium.PdfDocument(str(file))
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Unreadable("is protected by a password; save a copy without one and add that") from fault
        raise
    pieces: list[Piece] = []
    for number in range(len(document)):
        text = document[number].get_textpage().get_text_bounded()
        lines = text.replace("\r\n", "\n").replace("\0", "").split("\n\n")
        pieces += [Piece(part, "", f"page {number + 1}") for part in packed(lines)]
    return pieces


READERS: Mapping[str, Callable[[Path], list[Piece]]] = {
    ".docx": word_pieces,
    ".pdf": pdf_pieces,
    ".xlsm": excel_pieces,
    ".xlsx": excel_pieces,
}
