"""The upgrade itself, on a connection whose transaction nobody else is in."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.storage.migrations import UnusableDatabase
from bot.storage.migrations.adoption import differing
from bot.storage.migrations.versions.v0001_baseline import tables as first_tables


def upgrade(connection: Connection, folder: Path, before: str | None) -> None:
    """Raises UnusableDatabase, and then nothing must be committed."""
    if before is None:
        _adopt(connection)
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        _check_references(connection)


def _adopt(connection: Connection) -> None:
    if strange := differing(connection, first_tables):
        raise UnusableDatabase(
            "The database has no note of its revision, and these tables are not as Resync makes them: "
            f"{', '.join(strange)}. An early version made it, or another program. Nothing was changed. Set "
            "DATABASE_URL to an empty database, or move the file resync.sqlite out of APP_DATA_DIR, and start again."
        )


def _check_references(connection: Connection) -> None:
    """They were not enforced during the upgrade."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").scalars().all()
    if broken:
        raise UnusableDatabase(
            f"After the upgrade rows of {', '.join(sorted(set(broken)))} would refer to rows that are gone. Nothing "
            "was changed. Start the version that ran before, and report this."
        )
