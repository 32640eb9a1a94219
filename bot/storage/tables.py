"""The tables that the bot owns; audit, knowledge and the adapters own theirs."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

from bot.storage.database import Instant

metadata = MetaData()

said = Table(
    "said",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("thread", String(400), nullable=False),
    Column("person", String(200), nullable=False),
    Column("text", String(500), nullable=False),
    Column("at", Instant, nullable=False),
    Index("said_by_thread", "thread", "person", "number"),
)
"""What a person said lately in a thread: only for understanding "and its log?"."""

shown = Table(
    "shown",
    metadata,
    Column("thread", String(400), primary_key=True),
    Column("person", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("holds", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""What a person was shown lately in a thread, and after which of their texts (`said.number`): for "the second one"."""

cards = Table(
    "cards",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("place", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("message", String(400), nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("holder", String(100), nullable=False),
    Column("until", Instant),
    Column("tries", Integer, nullable=False),
    Column("due", Instant, nullable=False),
    Column("failed", String(300), nullable=False),
    Column("made", Instant, nullable=False),
    Index("cards_due", "due"),
)
"""Messages that nobody asked for: what each should show (`version`) and what it shows (`shown`)."""

orders = Table(
    "orders",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("verb", String(30), nullable=False),
    Column("target", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("asked_by", String(200), nullable=False),
    Column("asked_name", String(200), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("second", Boolean, nullable=False),
    Column("second_why", String(300), nullable=False),
    Column("decided_by", String(200), nullable=False),
    Column("decided_name", String(200), nullable=False),
    Column("decided_at", Instant),
    Column("sent_at", Instant),
    Column("ended_at", Instant),
    Column("outcome", String(500), nullable=False),
    Column("expires", Instant, nullable=False),
    Index("orders_open", "state", "expires"),
)
"""Changes that people asked for, from the question to the outcome."""

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("run", String(300), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("job_id", String(300), nullable=False),
    Column("job", String(200), nullable=False),
    Column("family", String(60), nullable=False),
    Column("facts", Text, nullable=False),
    Column("began", Instant, nullable=False),
    Column("ended", Instant),
    Index("incidents_open", "state"),
    Index("incidents_by_job", "job_id", "began"),
)
"""Failures that were seen: one for each root cause, by the run that failed first."""

watches = Table(
    "watches",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("person", String(200), nullable=False),
    Column("place", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("job_id", String(300), nullable=False),
    Column("job", String(200), nullable=False),
    Column("run", String(300), nullable=False),
    Column("seen", String(40), nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended", Instant),
    Index("watches_open", "ended"),
)
"""Runs that somebody wants to hear of."""

summaries = Table(
    "summaries",
    metadata,
    Column("channel", String(300), primary_key=True),
    Column("cron", String(100), nullable=False),
    Column("language", String(10), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("asked_by", String(200), nullable=False),
    Column("last", Instant),
)
"""Scheduled health summaries, and the last hour that was posted."""

marks = Table(
    "marks",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("at", Instant, nullable=False),
)
"""How far something has looked."""
