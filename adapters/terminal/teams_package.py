"""The zip that Teams' administrators upload: manifest, translation and two drawn icons; the same bytes each time."""

from __future__ import annotations

import io
import math
import re
import struct
import zipfile
import zlib
from pathlib import Path
from uuid import UUID

FOLDER = Path(__file__).parents[2] / "manifest" / "teams"
EXAMPLE_ID = "00000000-0000-0000-0000-000000000000"
EXAMPLE_HOST = "resync.example.com"
COLOR_SIZE, OUTLINE_SIZE = 192, 32
"""Pixels: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons."""

_BLUE, _WHITE, _CLEAR = (0x1F, 0x4E, 0x8C, 255), (255, 255, 255, 255), (255, 255, 255, 0)
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_TIME = (1980, 1, 1, 0, 0, 0)
_SAFE_AREA = 0.5
"""The sign fills the middle half of the colour icon: Teams may cut its corners."""
Pixel = tuple[int, int, int, int]


def package(app_id: str, host: str) -> bytes:
    """`app_id` is the bot's app registration, `host` its public name. Raises ValueError, saying what is wrong."""
    return _zip(
        {
            "manifest.json": manifest(app_id, host).encode(),
            "pt-br.json": (FOLDER / "pt-br.json").read_bytes(),
            "color.png": png(COLOR_SIZE, _SAFE_AREA, _WHITE, _BLUE),
            "outline.png": png(OUTLINE_SIZE, 1.0, _WHITE, _CLEAR),
        }
    )


def manifest(app_id: str, host: str) -> str:
    number, name = _app_id(app_id), host.lower()
    if not _HOST.fullmatch(name):
        raise ValueError("The host must be a public name such as bot.example.com, without https:// and without a path.")
    text = (FOLDER / "manifest.json").read_text(encoding="utf-8")
    return text.replace(EXAMPLE_ID, number).replace(EXAMPLE_HOST, name)


def _app_id(value: str) -> str:
    try:
        number = str(UUID(value))
    except ValueError:
        number = EXAMPLE_ID
    if number == EXAMPLE_ID:
        raise ValueError("The app id must be that of your app registration, a GUID.")
    return number


def _zip(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def png(size: int, scale: float, sign: Pixel, ground: Pixel) -> bytes:
    """A square picture of the sign: RGBA, eight bits (w3.org/TR/png-3)."""
    rows = [b"\0" + b"".join(_pixel(x, y, size, scale, sign, ground) for x in range(size)) for y in range(size)]
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(x: int, y: int, size: int, scale: float, sign: Pixel, ground: Pixel) -> bytes:
    """Nine samples smooth the edges."""
    steps = (1 / 6, 1 / 2, 5 / 6)
    spots = [((x + dx) / size * 2 - 1, (y + dy) / size * 2 - 1) for dx in steps for dy in steps]
    share = sum(_in_sign(u / scale, v / scale) for u, v in spots) / len(spots)
    return bytes(round(a * share + b * (1 - share)) for a, b in zip(sign, ground, strict=True))


def _in_sign(u: float, v: float) -> bool:
    """An arrow that goes round, within a circle of radius 1: a ring, open at the upper right, and its head."""
    angle = math.degrees(math.atan2(-v, u)) % 360
    in_ring = 0.52 <= math.hypot(u, v) <= 0.80 and not 8 <= angle <= 62
    in_head = -0.36 <= v <= 0.06 and abs(u - 0.66) <= 0.34 * (v + 0.36) / 0.42
    return in_ring or in_head
