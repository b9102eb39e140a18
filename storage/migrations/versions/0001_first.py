"""People, conversations with their answers, what comes in and what goes out."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
GROWING = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _people()
    _conversations()
    _answers()
    _traffic()
    _outbox()


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("slack_id", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("dm_channel", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("workspace", "slack_id", name="uq_person_workspace_slack_id"),
    )
    op.create_table(
        "audit",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )


def _conversations() -> None:
    op.create_table(
        "kept_script",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("script", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("texts", sa.JSON, nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "script", "fingerprint", "language", name="pk_kept_script"),
    )
    op.create_table(
        "conversation",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("script", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("at", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("short", sa.Boolean, nullable=False),
        sa.Column("channel", sa.String),
        sa.Column("thread", sa.String),
        sa.Column("wordings", sa.JSON, nullable=False),
        sa.Column("recalls", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_conversation_person"),
    )
    op.create_index("ix_conversation_person_status", "conversation", ["person", "status"])
    op.create_index("ix_conversation_person_script_started_at", "conversation", ["person", "script", "started_at"])


def _answers() -> None:
    op.create_table(
        "answer",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("aside", sa.Boolean, nullable=False),
        sa.Column("wording", sa.Integer, nullable=False),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("number", sa.BigInteger),
        sa.Column("day", sa.Date),
        sa.Column("choices", sa.JSON),
        sa.Column("text", sa.LargeBinary),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_answer_person"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_answer_conversation"),
    )
    op.create_index(
        "ix_answer_current",
        "answer",
        ["conversation", "step"],
        unique=True,
        sqlite_where=sa.text("is_current = 1"),
        postgresql_where=sa.text("is_current"),
    )


def _traffic() -> None:
    op.create_table(
        "inbox",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name="pk_inbox"),
    )
    op.create_table(
        "held_reply",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("ts", sa.String, nullable=False),
        sa.Column("thread", sa.String),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_held_reply"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_held_reply_person"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("position", GROWING, autoincrement=True, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("person", sa.String),
        sa.Column("deed", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("channel", sa.String),
        sa.Column("thread", sa.String),
        sa.Column("conversation", sa.String),
        sa.Column("turn", sa.Integer),
        sa.Column("step", sa.String),
        sa.Column("redraws", sa.String),
        sa.Column("ts", sa.String),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("lease_token", sa.String),
        sa.Column("error", sa.String),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
        sa.UniqueConstraint("workspace", "key", name="uq_outbox_workspace_key"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_outbox_person"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_state_position", "outbox", ["state", "position"])
    op.create_index("ix_outbox_person_state_position", "outbox", ["person", "state", "position"])
    op.create_index("ix_outbox_channel_ts", "outbox", ["channel", "ts"])
    op.create_index("ix_outbox_conversation", "outbox", ["conversation"])
