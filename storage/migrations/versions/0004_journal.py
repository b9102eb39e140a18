"""A person's conversations can be paged by when they began, and whoever opened Home has it kept up to date."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_conversation_person_started_at", "conversation", ["person", "started_at"])
    op.add_column("person", sa.Column("home_opened_at", sa.DateTime(timezone=True)))
