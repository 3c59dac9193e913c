"""The first tables: inbox, outbox, questions, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "meta",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("person", sa.String),
        sa.Column("body", sa.LargeBinary),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("error", sa.LargeBinary),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_state", "inbox", ["state"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("chat", sa.String),
        sa.Column("method", sa.String, nullable=False),
        sa.Column("params", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("error", sa.LargeBinary),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("update_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat"])
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("text", sa.LargeBinary),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("entry", sa.String),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("candidates", sa.JSON, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("content_version", sa.String, nullable=False),
        sa.Column("chat", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_person", "questions", ["person"])
    op.create_index("ix_questions_state_asked_at", "questions", ["state", "asked_at"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("question_id", sa.Integer, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("entry", sa.String),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_feedback_question_id_questions", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("question_id", "person", "kind", name="uq_feedback_question_id_person_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedback_person", "feedback", ["person"])
