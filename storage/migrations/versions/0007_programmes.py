"""Programmes, who takes part in them, who accompanies whom, what they agreed on, and what is shown to whom."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CURRENT = sa.text("ended_at IS NULL")
NOT_DONE = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.add_column("person", sa.Column("standing", sa.String, nullable=False, server_default="member"))
    op.add_column("person", sa.Column("is_owner", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("seen_at", MOMENT))
    op.add_column("person", sa.Column("days", sa.String))
    op.add_column("person", sa.Column("hour", sa.String))
    op.add_column("person", sa.Column("minutes", sa.Integer))
    op.add_column("person", sa.Column("alone", sa.Boolean, nullable=False, server_default=sa.false()))
    _managers()
    _programmes()
    _enrolments()
    _ties()
    _agreements()
    _shares()
    _readings()
    _occasions()


def _managers() -> None:
    op.create_table(
        "manager_grant",
        *_row(),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("granted_by", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        *_constraints("manager_grant", person="person"),
    )
    op.create_index(
        "ix_manager_grant_current",
        "manager_grant",
        ["person"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )


def _programmes() -> None:
    op.create_table(
        "programme",
        *_row(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("starts", sa.Date, nullable=False),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("design", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("revision", sa.Integer, nullable=False),
        *_constraints("programme"),
    )
    op.create_index("ix_programme_workspace_created_at", "programme", ["workspace", "created_at"])
    op.create_table(
        "programme_manager",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("programme", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("programme", "person", name="pk_programme_manager"),
        *_foreign("programme_manager", programme="programme", person="person"),
    )
    op.create_index("ix_programme_manager_person", "programme_manager", ["person"])


def _enrolments() -> None:
    op.create_table(
        "enrolment",
        *_row(),
        sa.Column("programme", sa.String, nullable=False),
        sa.Column("leader", sa.String, nullable=False),
        sa.Column("enrolled_by", sa.String, nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("invited_at", MOMENT),
        sa.Column("answered_at", MOMENT),
        sa.Column("reminded_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("reason", sa.String),
        *_constraints("enrolment", programme="programme", leader="person"),
    )
    op.create_index("ix_enrolment_leader", "enrolment", ["leader"])
    op.create_index(
        "ix_enrolment_current",
        "enrolment",
        ["programme", "leader"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )


def _ties() -> None:
    op.create_table(
        "tie",
        *_row(),
        sa.Column("enrolment", sa.String, nullable=False),
        sa.Column("leader", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("named_by", sa.String, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("ended_at", MOMENT),
        sa.Column("handed_over", sa.String, nullable=False),
        *_constraints("tie", enrolment="enrolment", leader="person", person="person"),
    )
    for column in ("enrolment", "leader", "person"):
        op.create_index(f"ix_tie_{column}", "tie", [column])


def _agreements() -> None:
    op.create_table(
        "agreement",
        *_row(),
        sa.Column("tie", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("terms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text", sa.Integer, nullable=False),
        sa.Column("proposed_by", sa.String, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("leader_at", MOMENT),
        sa.Column("coach_at", MOMENT),
        sa.Column("withdrawn", sa.JSON(none_as_null=True), nullable=False),
        sa.UniqueConstraint("tie", "version", name="uq_agreement_tie_version"),
        *_constraints("agreement", tie="tie"),
    )


def _shares() -> None:
    op.create_table(
        "share",
        *_row(),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("viewer", sa.String, nullable=False),
        sa.Column("tie", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("visible_from", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("why", sa.String),
        sa.Column("what", sa.String, nullable=False),
        *_constraints("share", owner="person", viewer="person", tie="tie", conversation="conversation"),
    )
    op.create_index(
        "ix_share_current",
        "share",
        ["conversation", "step", "viewer", "tie"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.create_index("ix_share_viewer_owner", "share", ["viewer", "owner"])
    op.create_index("ix_share_tie", "share", ["tie"])


def _readings() -> None:
    op.create_table(
        "reading",
        *_row(),
        sa.Column("share", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("reader", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *_constraints("reading", share="share", owner="person", reader="person", conversation="conversation"),
    )
    op.create_index("ix_reading_owner_conversation", "reading", ["owner", "conversation"])


def _occasions() -> None:
    op.create_table(
        "occasion",
        *_row(),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.UniqueConstraint("workspace", "key", name="uq_occasion_workspace_key"),
        *_constraints("occasion"),
    )
    op.create_index("ix_occasion_due", "occasion", ["due_at"], sqlite_where=NOT_DONE, postgresql_where=NOT_DONE)
    op.create_index("ix_occasion_about", "occasion", ["about"])


def _row() -> tuple["sa.Column[Any]", ...]:
    return sa.Column("workspace", sa.String, nullable=False), sa.Column("id", sa.String, nullable=False)


def _constraints(table: str, **points_at: str) -> list[Any]:
    return [sa.PrimaryKeyConstraint("id", name=f"pk_{table}"), *_foreign(table, **points_at)]


def _foreign(table: str, **points_at: str) -> list[Any]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
        for column, other in points_at.items()
    ]
