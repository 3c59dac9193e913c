"""What people say of an answer, once for each entry that they were given for a question."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Widen the constraint; nothing that is there changes."""
    with op.batch_alter_table("feedback") as table:
        table.drop_constraint("uq_feedback_question_id_person_kind", type_="unique")
        table.create_unique_constraint(
            "uq_feedback_question_id_person_kind_entry", ["question_id", "person", "kind", "entry"]
        )
