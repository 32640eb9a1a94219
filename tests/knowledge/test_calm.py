"""What keeps the event loop free: small statements, and no garbage collector in the middle of an import."""

from __future__ import annotations

import gc
import json
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge import KnowledgeBase
from knowledge.failures.secrecy import masked
from knowledge.kits import importing
from knowledge.shelf import ROWS


async def test_no_statement_carries_tens_of_thousands_of_rows(base: KnowledgeBase, database: AsyncEngine) -> None:
    sizes: list[int] = []

    def noted(_c: object, _cursor: object, _sql: str, rows: Any, _context: object, many: bool) -> None:
        sizes.append(len(rows) if many else 1)

    event.listen(database.sync_engine, "before_cursor_execute", noted)
    page = " ".join(f"word{n}" for n in range(90))
    await base.add_text("long", "", "\n\n".join(f"{page} x{n}" for n in range(60)))
    assert (await base.stats()).passages == 60 and ROWS in sizes and max(sizes) <= ROWS
    assert await base.rank("word7 x59") == ("long",)
    assert len([json.loads(line) async for line in base.export()]) == 60


def test_the_collector_rests_while_a_kit_is_imported_first() -> None:
    with importing("no_such_kit"):
        assert not gc.isenabled()
    assert gc.isenabled()
    with importing("json"):
        assert gc.isenabled()
    with pytest.raises(ImportError), importing("no_such_kit"):
        raise ImportError("it is not installed")
    assert gc.isenabled()


@pytest.mark.timeout(5)
def test_a_word_of_a_hundred_thousand_letters_is_masked_at_once() -> None:
    word = "x" * 100_000
    assert masked(f"{word} jdbc://scott:tiger@db1/orcl") == f"{word} jdbc://scott:****@db1/orcl"
