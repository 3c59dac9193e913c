"""What undoing a merge and noticing that something has left need."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add a column and an index; nothing that is there changes."""
    op.add_column("questions", sa.Column("came_from", sa.Integer))
    op.create_index("ix_clusters_due_at", "clusters", ["due_at"])
