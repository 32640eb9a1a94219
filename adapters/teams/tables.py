"""The conversations that the bot is in: without what stands here it cannot speak first."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, MetaData, String, Table

from bot.storage.database import Instant

metadata = MetaData()

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
