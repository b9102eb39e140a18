"""Forms are kept while they are open, with what was typed in them so far."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "form",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("steps", sa.JSON, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("written", sa.LargeBinary, nullable=False),
        sa.Column("typed_at", MOMENT),
        sa.Column("order", sa.String, nullable=False),
        sa.Column("against", sa.String, nullable=False),
        sa.Column("revises", sa.Boolean, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("follows", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_form_person"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_form_conversation"),
    )
    op.create_index("ix_form_conversation", "form", ["conversation"])
    op.create_index("ix_form_opened_at", "form", ["opened_at"])
