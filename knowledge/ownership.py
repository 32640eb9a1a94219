"""One process owns a folder; the operating system lets go of the lock when that process dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from knowledge.errors import IndexTaken


class Ownership:
    """Held from creation to `release`. Raises IndexTaken while another holder has it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "owner.lock").open("a+", encoding="ascii")
        try:
            _lock(self._file)
        except OSError as fault:
            self._file.close()
            raise IndexTaken(
                "another process owns the vectors in this folder and will add those of new documents"
            ) from fault
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()


def check_free(folder: Path) -> None:
    """Before a model is loaded in vain. Raises IndexTaken; a folder that is not there is free."""
    if (folder / "owner.lock").is_file():
        Ownership(folder).release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(1_000)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
