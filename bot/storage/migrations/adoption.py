"""A database with tables and no revision: an early version made it, or another program did."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData


def differing(connection: Connection, tables: MetaData) -> list[str]:
    """Names of `tables` that are there in another shape. Missing ones and those of others do not count."""
    context = MigrationContext.configure(connection, opts={"include_object": _on_both_sides})
    found: list[Any] = compare_metadata(context, tables)
    return sorted({_table(one) for one in found})


def _on_both_sides(_thing: object, _name: str | None, kind: str, _reflected: bool, other: object) -> bool:
    return kind != "table" or other is not None


def _table(difference: Any) -> str:
    """Alembic says (kind, schema, table, ...) of a column, or a list of such, and (kind, thing) of anything else."""
    if isinstance(difference, list):
        return _table(difference[0])
    _kind, thing, *more = difference
    return str(more[0] if more else thing.table.name)
