"""What the desk needs: clusters of open questions, and all that organisers do with them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add a column and tables; nothing that is there changes."""
    op.add_column("questions", sa.Column("cluster_id", sa.Integer))
    op.create_index("ix_questions_cluster_id", "questions", ["cluster_id"])
    op.create_table(
        "clusters",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("theme", sa.String),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("card_version", sa.Integer, nullable=False),
        sa.Column("card_message", sa.BigInteger),
        sa.Column("card_digest", sa.String),
        sa.Column("claimed_by", sa.String),
        sa.Column("claimed_name", sa.LargeBinary),
        sa.Column("claimed_until", sa.BigInteger),
        sa.Column("settled_by", sa.String),
        sa.Column("settled_name", sa.LargeBinary),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("entry", sa.String),
        sa.Column("merged_into", sa.Integer),
        sa.Column("due_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_clusters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clusters_state_opened_at", "clusters", ["state", "opened_at"])
    op.create_index("ix_clusters_claimed_by", "clusters", ["claimed_by"])
    op.create_index("ix_clusters_settled_by", "clusters", ["settled_by"])
    op.create_table(
        "deliveries",
        sa.Column("question_id", sa.Integer, nullable=False),
        sa.Column("cluster_id", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("error", sa.LargeBinary),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_deliveries_question_id_questions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_cluster_id", "deliveries", ["cluster_id"])
    op.create_index("ix_deliveries_state", "deliveries", ["state"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("question_id", sa.Integer, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_notes_question_id_questions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_question_id", "notes", ["question_id"])
    op.create_table(
        "organisers",
        sa.Column("person", sa.String, nullable=False),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_organisers"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organiser", sa.String, nullable=False),
        sa.Column("cluster_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_organiser", "drafts", ["organiser"])
    op.create_table(
        "edits",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("cluster_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("result", sa.LargeBinary),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_edits_cluster_id", "edits", ["cluster_id"])
    op.create_index("ix_edits_state", "edits", ["state"])
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("offer", sa.String, nullable=False),
        sa.Column("departement", sa.String),
        sa.Column("contact", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interests"),
        sa.UniqueConstraint("person", "offer", name="uq_interests_person_offer"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interests_offer", "interests", ["offer"])
