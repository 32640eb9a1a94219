"""The tables of the audit: the ledger with its anchor, and the memories with their history."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from audit.instant import Instant

metadata = MetaData()

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("who", String(200), nullable=False),
    Column("place", String(200), nullable=False),
    Column("subject", String(400), nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("ledger_by_at", "at"),
    Index("ledger_by_kind", "kind", "seq"),
    Index("ledger_by_who", "who", "seq"),
    Index("ledger_by_subject", "subject", "seq"),
)
"""Append-only. `at` stays text: the hash covers what is stored, letter by letter."""

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The anchor: the last row written, so that a cut tail is found."""

memories = Table(
    "memories",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("subject", String(400), nullable=False),
    Column("family", String(100), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("taught_by", String(200), nullable=False),
    Column("taught_at", Instant, nullable=False),
    Column("repeats", Integer, nullable=False, default=0),
    Column("uses", Integer, nullable=False, default=0),
    Column("label", String(10), nullable=False, default=""),
    Column("confidence", Float, nullable=False, default=0.0),
    Column("reason", Text, nullable=False, default=""),
    Column("evidence", Text, nullable=False, default="[]"),
    Column("decided_by", String(200), nullable=False, default=""),
    Column("decided_at", Instant),
    Column("decision_reason", Text, nullable=False, default=""),
    Column("holder", String(200), nullable=False, default=""),
    Column("held_until", Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("not_before", Instant, nullable=False),
    UniqueConstraint("subject", "family", "digest"),
    Index("memories_by_state", "state", "not_before"),
    Index("memories_by_family", "family", "state"),
)
"""`digest` is of what was first taught: the same lesson again is a repeat, also after an edit or a rejection."""

memory_keys = Table(
    "memory_keys",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("memory", String(32), ForeignKey("memories.id"), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Each lesson counts once, however often it is delivered."""

memory_history = Table(
    "memory_history",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("memory", String(32), ForeignKey("memories.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", String(200), nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Index("history_by_memory", "memory", "number"),
)
