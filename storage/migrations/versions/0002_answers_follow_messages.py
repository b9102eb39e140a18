"""Answers know the message they were typed in, can be hidden, and what was deleted is kept track of."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("answer", sa.Column("hidden", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("answer", sa.Column("source_channel", sa.String))
    op.add_column("answer", sa.Column("source_ts", sa.String))
    op.add_column("answer", sa.Column("source_edit", sa.String))
    op.add_column("answer", sa.Column("led", sa.String))
    op.create_index("ix_answer_person_source_ts", "answer", ["person", "source_ts"])
    op.add_column("held_reply", sa.Column("edit", sa.String, nullable=False, server_default=""))
    op.create_table(
        "deletion",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("ts", sa.String, nullable=False),
        sa.Column("burst", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_deletion"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_deletion_person"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_deletion_conversation"),
    )
    op.create_index("ix_deletion_person_gone_at", "deletion", ["person", "gone_at"])
    op.create_index("ix_deletion_state_at", "deletion", ["state", "at"])
    _gone_messages()


def _gone_messages() -> None:
    op.create_table(
        "gone_message",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("ts", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person", "channel", "ts", name="pk_gone_message"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_gone_message_person"),
    )
    op.create_index("ix_gone_message_person_at", "gone_message", ["person", "at"])
    op.create_index("ix_gone_message_at", "gone_message", ["at"])
    op.create_index("ix_person_dm_channel", "person", ["dm_channel"])
