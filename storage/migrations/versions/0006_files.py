"""What was put into Slack as a file is known until it is taken away there."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "standing_file",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("delivery", sa.String, nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("delete_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_standing_file"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_standing_file_person"),
    )
    op.create_index("ix_standing_file_delete_at", "standing_file", ["delete_at"])
