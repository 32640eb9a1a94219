"""Parsers of office files run in a process of their own: what hangs, eats memory or crashes there harms nothing."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from knowledge.errors import Unreadable
from knowledge.passages import Piece

SECONDS = 20.0
MEMORY = 1_500 * 1024 * 1024
"""Bytes of address space, where the system can limit it."""
KEPT_VARIABLES = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")
"""The child is given no secrets."""


async def read_outside(file: Path) -> list[Piece]:
    """Raises Unreadable when the file is damaged, protected or too much work."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "knowledge.ingest.outside", str(file)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
    )
    try:
        async with asyncio.timeout(SECONDS):
            out, _ = await process.communicate()
    except TimeoutError as fault:
        raise Unreadable(f"takes longer than {SECONDS:.0f} s to read; split it or save it as csv or text") from fault
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return await asyncio.to_thread(_pieces, out)


def _pieces(out: bytes) -> list[Piece]:
    try:
        answer = json.loads(out)
    except ValueError as fault:
        raise Unreadable("is damaged or too large to read; open it, save it anew and add it again") from fault
    if isinstance(answer, str):
        raise Unreadable(answer)
    return [Piece(text, heading, locator) for text, heading, locator in answer]


def _child(path: str) -> str:
    """The pieces, or the reason against them, as JSON."""
    _limit()
    from knowledge.ingest.office import READERS

    file = Path(path)
    try:
        pieces = READERS[file.suffix.lower()](file)
    except Unreadable as fault:
        return json.dumps(str(fault))
    except Exception:
        return json.dumps("is damaged or not what its name says; open it, save it anew and add it again")
    return json.dumps([[piece.text, piece.heading, piece.locator] for piece in pieces])


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS) + 5, int(SECONDS) + 5))


if __name__ == "__main__":
    sys.stdout.write(_child(sys.argv[1]))
