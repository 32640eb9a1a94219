"""Heavy kits imported without the garbage collector, whose walks through all their objects hold up every thread."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def importing(kit: str) -> Iterator[None]:
    """What a first import leaves behind lives as long as the process and is never walked through again."""
    if kit in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
