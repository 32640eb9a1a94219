"""A file to its title and pieces. Office and PDF files are parsed in a process of their own, with limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from knowledge.errors import Unreadable
from knowledge.ingest.bounds import check_archive, check_size, decoded
from knowledge.ingest.outside import read_outside
from knowledge.ingest.prose import html_pieces, markdown_pieces, text_pieces
from knowledge.ingest.sheets import csv_pieces
from knowledge.passages import Piece

Read = tuple[str, tuple[Piece, ...]]

TEXTS: Mapping[str, Callable[[str], list[Piece]]] = {
    ".csv": csv_pieces,
    ".htm": html_pieces,
    ".html": html_pieces,
    ".markdown": markdown_pieces,
    ".md": markdown_pieces,
    ".txt": text_pieces,
}
OUTSIDE = frozenset({".docx", ".pdf", ".xlsx", ".xlsm"})
SUFFIXES = frozenset({*TEXTS, *OUTSIDE, ".jsonl"})
MOST_PIECES = 20_000


async def read(file: Path) -> Read:
    """The title and the pieces of one file. Raises Unreadable, with a sentence that says what to do, or OSError."""
    suffix = file.suffix.lower()
    if suffix not in TEXTS and suffix not in OUTSIDE:
        raise Unreadable(f"is of a kind that is not read; save it as one of {', '.join(sorted(SUFFIXES))}")
    await asyncio.to_thread(check_size, file)
    if suffix in OUTSIDE:
        await asyncio.to_thread(check_archive, file)
        pieces = await read_outside(file)
    else:
        pieces = await asyncio.to_thread(lambda: TEXTS[suffix](decoded(file.read_bytes())))
    if len(pieces) > MOST_PIECES:
        raise Unreadable(f"gives more than {MOST_PIECES:,} passages; split it into smaller files")
    return file.stem, tuple(pieces)
