"""Every table of the house as it first was. Never changed again: later shapes are revisions of their own."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
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

revision = "0001"
down_revision = None

tables = MetaData()
"""Apart from what the code uses today, which will move on."""

Table(
    "said",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("thread", String(400), nullable=False),
    Column("person", String(200), nullable=False),
    Column("text", String(500), nullable=False),
    Column("at", String(32), nullable=False),
    Index("said_by_thread", "thread", "person", "number"),
)
Table(
    "cards",
    tables,
    Column("name", String(200), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("place", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("message", String(400), nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("holder", String(100), nullable=False),
    Column("until", String(32)),
    Column("tries", Integer, nullable=False),
    Column("due", String(32), nullable=False),
    Column("failed", String(300), nullable=False),
    Column("made", String(32), nullable=False),
    Index("cards_due", "due"),
)
Table(
    "orders",
    tables,
    Column("id", String(40), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("verb", String(30), nullable=False),
    Column("target", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("asked_by", String(200), nullable=False),
    Column("asked_name", String(200), nullable=False),
    Column("asked_at", String(32), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("second", Boolean, nullable=False),
    Column("second_why", String(300), nullable=False),
    Column("decided_by", String(200), nullable=False),
    Column("decided_name", String(200), nullable=False),
    Column("decided_at", String(32)),
    Column("sent_at", String(32)),
    Column("ended_at", String(32)),
    Column("outcome", String(500), nullable=False),
    Column("expires", String(32), nullable=False),
    Index("orders_open", "state", "expires"),
)
Table(
    "incidents",
    tables,
    Column("id", String(40), primary_key=True),
    Column("run", String(300), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("job_id", String(300), nullable=False),
    Column("job", String(200), nullable=False),
    Column("family", String(60), nullable=False),
    Column("facts", Text, nullable=False),
    Column("began", String(32), nullable=False),
    Column("ended", String(32)),
    Index("incidents_open", "state"),
)
Table(
    "watches",
    tables,
    Column("id", String(40), primary_key=True),
    Column("person", String(200), nullable=False),
    Column("place", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("job_id", String(300), nullable=False),
    Column("job", String(200), nullable=False),
    Column("run", String(300), nullable=False),
    Column("seen", String(40), nullable=False),
    Column("since", String(32), nullable=False),
    Column("ended", String(32)),
    Index("watches_open", "ended"),
)
Table(
    "summaries",
    tables,
    Column("channel", String(300), primary_key=True),
    Column("cron", String(100), nullable=False),
    Column("language", String(10), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("asked_by", String(200), nullable=False),
    Column("last", String(32)),
)
Table(
    "marks",
    tables,
    Column("name", String(100), primary_key=True),
    Column("at", String(32), nullable=False),
)
Table(
    "ledger",
    tables,
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
Table(
    "ledger_head",
    tables,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
Table(
    "memories",
    tables,
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
    Column("taught_at", String(32), nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("label", String(10), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("decided_by", String(200), nullable=False),
    Column("decided_at", String(32)),
    Column("decision_reason", Text, nullable=False),
    Column("holder", String(200), nullable=False),
    Column("held_until", String(32)),
    Column("failures", Integer, nullable=False),
    Column("not_before", String(32), nullable=False),
    UniqueConstraint("subject", "family", "digest"),
    Index("memories_by_state", "state", "not_before"),
    Index("memories_by_family", "family", "state"),
)
Table(
    "memory_keys",
    tables,
    Column("key", String(200), primary_key=True),
    Column("memory", String(32), ForeignKey("memories.id"), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)
Table(
    "memory_history",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("memory", String(32), ForeignKey("memories.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("who", String(200), nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Index("history_by_memory", "memory", "number"),
)
Table(
    "knowledge_documents",
    tables,
    Column("id", String(300), primary_key=True),
    Column("title", String(300), nullable=False),
    Column("source", String(1000), nullable=False),
    Column("origin", String(4000), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Index("knowledge_documents_by_origin", "origin"),
)
Table(
    "knowledge_passages",
    tables,
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
Table(
    "knowledge_postings",
    tables,
    Column("stem", String(64), primary_key=True),
    Column("passage", Integer, ForeignKey("knowledge_passages.number"), primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Index("knowledge_postings_by_passage", "passage"),
    sqlite_with_rowid=False,
)
Table(
    "knowledge_identifiers",
    tables,
    Column("token", String(80), primary_key=True),
    Column("passage", Integer, ForeignKey("knowledge_passages.number"), primary_key=True, autoincrement=False),
    Index("knowledge_identifiers_by_passage", "passage"),
    sqlite_with_rowid=False,
)
Table("knowledge_dropped", tables, Column("id", String(40), primary_key=True))
Table(
    "teams_talks",
    tables,
    Column("id", String(400), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("service_url", String(500), nullable=False),
    Column("bot", String(200), nullable=False),
    Column("person", String(200), nullable=False),
    Column("language", String(35), nullable=False),
    Column("greeted", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("teams_talks_by_person", "tenant", "person"),
)
Table(
    "web_logins",
    tables,
    Column("digest", String(64), primary_key=True),
    Column("person", String(200), nullable=False),
    Column("made", String(32), nullable=False),
    Column("until", String(32), nullable=False),
    Index("web_logins_until", "until"),
)


def upgrade() -> None:
    """What an early version left, and was found to be the same, stays."""
    tables.create_all(op.get_bind())
