"""What a file may weigh before anything looks into it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from knowledge.errors import Unreadable

LARGEST_FILE = 20 * 1024 * 1024
MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 100 * 1024 * 1024
HIGHEST_RATIO = 100
"""Office files reach 20; a bomb begins above 200."""
_NO_TEXT = frozenset({"\ufffd", *map(chr, range(32))}) - set("\b\t\n\v\f\r\x1a\x1b")
"""Characters of which a text has none, or next to none; terminals and DOS write those that are left out."""


def check_size(file: Path) -> None:
    size = file.stat().st_size
    if size == 0:
        raise Unreadable("is empty; nothing was added")
    if size > LARGEST_FILE:
        raise Unreadable(f"is larger than {LARGEST_FILE // 2**20} MB; split it into smaller files")


def check_archive(file: Path) -> None:
    """For the kinds that are zip files inside. Raises Unreadable for a bomb and for what is no zip file."""
    if file.suffix.lower() == ".pdf":
        return
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise Unreadable("is damaged, protected by a password or in an old format; open it, save it anew") from fault
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or unpacked / packed > HIGHEST_RATIO:
        raise Unreadable("unpacks to far more than it should; save its contents as csv or split it")


def decoded(raw: bytes) -> str:
    """UTF-8, else UTF-16 by its mark, else the Windows code page of western Europe.

    Raises Unreadable for bytes that are no text in any of them.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        text = _utf_8_or_windows(raw)
    if sum(map(text.count, _NO_TEXT)) > len(text) // 100:
        raise Unreadable("is not a text file; save it as text or csv")
    return text.replace("\0", "")


def _utf_8_or_windows(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
