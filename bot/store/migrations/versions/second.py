"""What the loop needs: receipts, journal, wishes; whom a call is for, and what a question's message was."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables; nothing that is there changes."""
    for column in ("person", "about"):
        op.add_column("outbox", sa.Column(column, sa.String))
    op.create_index("ix_outbox_person", "outbox", ["person"])
    op.create_index("ix_outbox_state_not_before_id", "outbox", ["state", "not_before", "id"])
    op.add_column("questions", sa.Column("message", sa.String))
    op.add_column("questions", sa.Column("told_at", sa.BigInteger))
    op.create_index("ix_questions_message", "questions", ["message"])
    op.create_table(
        "receipts",
        sa.Column("about", sa.String, nullable=False),
        sa.Column("person", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("error", sa.LargeBinary),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("about", name="pk_receipts"),
    )
    op.create_index("ix_receipts_person", "receipts", ["person"])
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("subject", sa.String),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_actor", "journal", ["actor"])
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("person", "kind", "subject", name="uq_subscriptions_person_kind_subject"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_kind_subject", "subscriptions", ["kind", "subject"])
    op.create_table(
        "preferences",
        sa.Column("person", sa.String, nullable=False),
        sa.Column("departement", sa.String),
        sa.Column("blocked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_preferences"),
    )
