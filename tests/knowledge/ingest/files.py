"""Files as people bring them, whole and broken, made when a test needs them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl

HEAD = ["Code", "What it means", "What to do"]
ROWS = [
    ["AWSBHT001E", "The Symphony file cannot be opened", "Check the disk and run conman start"],
    ["ORA-01653", "Tablespace cannot grow", "Extend the tablespace, then rerun"],
    [12, "Input file missing", "Ask the sender"],
]


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Runbook", 1)
    document.add_heading("Master down", 2)
    document.add_paragraph("Run conman switchmgr on the backup master.")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Name", "Phone"), ("Ana", "4411")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 2_000_000)
    return path


def pdf(path: Path, pages: Sequence[str], *, encrypted: bool = False) -> Path:
    """A PDF by hand; the encrypted one's password is known to nobody."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
    ]
    for number, text in enumerate(pages):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R "
        objects.append((page + "/Resources << /Font << /F1 3 0 R >> >> >>").encode())
        drawn = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    if encrypted:
        key = b"<" + b"a7" * 32 + b">"
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O " + key + b" /U " + key + b" >>")
    path.write_bytes(_with_table(objects, encrypted=encrypted))
    return path


def _with_table(objects: Sequence[bytes], *, encrypted: bool) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"/Root 1 0 R /Size %d" % (len(objects) + 1)
    if encrypted:
        trailer += (
            b" /Encrypt %d 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
            % len(objects)
        )
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer << " + trailer + b" >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
