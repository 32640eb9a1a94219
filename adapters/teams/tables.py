"""The conversations that the bot is in: without what stands here it cannot speak first."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Boolean, Column, DateTime, Dialect, Index, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """Aware UTC in and out; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


talks = Table(
    "teams_talks",
    metadata,
    Column("id", String(400), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("service_url", String(500), nullable=False),
    Column("bot", String(200), nullable=False),
    Column("person", String(200), nullable=False),
    Column("language", String(35), nullable=False),
    Column("greeted", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index("teams_talks_by_person", "tenant", "person"),
)
"""`id` has no thread; `at` is when something of it last changed."""
