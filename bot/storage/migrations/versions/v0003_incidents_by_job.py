"""The failures of one job are found without reading all."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("incidents_by_job", "incidents", ["job_id", "began"])
