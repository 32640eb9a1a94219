"""What was shown lately, beside what was said."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, String, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "shown",
        Column("thread", String(400), primary_key=True),
        Column("person", String(200), primary_key=True),
        Column("number", Integer, nullable=False),
        Column("holds", Text, nullable=False),
        Column("at", String(32), nullable=False),
    )
