"""People choose where they answer, in general or for one conversation, and their language."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("answer_in", sa.String))
    op.add_column("person", sa.Column("language", sa.String))
    op.add_column("conversation", sa.Column("answer_in", sa.String))
