"""The one table of the web: who is signed in. Of the cookie only a digest is kept."""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, String, Table

from bot.storage.database import Instant

metadata = MetaData()

logins = Table(
    "web_logins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(200), nullable=False),
    Column("made", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Index("web_logins_until", "until"),
)
