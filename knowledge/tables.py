"""The tables of the knowledge base: the text, its words and its identifiers, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC; SQLite would give it back without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


documents = Table(
    "knowledge_documents",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("title", String(300), nullable=False),
    Column("source", String(1000), nullable=False),
    Column("origin", String(4000), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("knowledge_documents_by_origin", "origin"),
)
"""`hash` is that of all its passages, empty while they are being written; `origin` the absolute path of a file."""

passages = Table(
    "knowledge_passages",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("document", String(300), ForeignKey("knowledge_documents.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("heading", String(600), nullable=False),
    Column("locator", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("embedded", String(100), nullable=False, server_default=""),
    Index("knowledge_passages_by_document", "document", "position"),
    Index("knowledge_passages_by_length", "length"),
    Index("knowledge_passages_by_embedded", "embedded"),
)
"""`id` follows from document, kind and text: what is unchanged keeps its vector; `embedded` names the model of it."""

postings = Table(
    "knowledge_postings",
    metadata,
    Column("stem", String(64), primary_key=True),
    Column("passage", Integer, ForeignKey("knowledge_passages.number"), primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Index("knowledge_postings_by_passage", "passage"),
    sqlite_with_rowid=False,
)
"""`length` is that of the whole passage, in words, so that ranking needs no join."""

identifiers = Table(
    "knowledge_identifiers",
    metadata,
    Column("token", String(80), primary_key=True),
    Column("passage", Integer, ForeignKey("knowledge_passages.number"), primary_key=True, autoincrement=False),
    Index("knowledge_identifiers_by_passage", "passage"),
    sqlite_with_rowid=False,
)

dropped = Table("knowledge_dropped", metadata, Column("id", String(40), primary_key=True))
"""Passages that are gone and whose vectors are still to be removed."""
