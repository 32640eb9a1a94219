"""When a conversation of Teams was last described is kept as every other instant of the bot: as ISO text in UTC."""

from __future__ import annotations

from alembic import op
from sqlalchemy import DateTime, String

revision = "0004"
down_revision = "0003"

_ON_POSTGRES = """to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00'"""


def upgrade() -> None:
    """SQLite has it as `2026-11-21 22:00:00.000000`, without the zone."""
    was = DateTime(timezone=True)
    with op.batch_alter_table("teams_talks") as table:
        table.alter_column(
            "at", existing_type=was, type_=String(32), existing_nullable=False, postgresql_using=_ON_POSTGRES
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE teams_talks SET at = replace(at, ' ', 'T') || '+00:00'")
