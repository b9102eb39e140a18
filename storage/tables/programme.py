"""Programmes, who takes part in them, who accompanies whom, what they agreed on, and what is shown to whom."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.columns import Neutral, UtcDateTime
from storage.tables.row import Row, table_of


class ManagerGrantRow(Row, table=True):
    """Who may set up programmes. One that ended stays; `person` finds whether somebody may now."""

    __tablename__ = "manager_grant"
    __table_args__ = (
        Index(
            "ix_manager_grant_current",
            "person",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    granted_by: str
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)


class ProgrammeRow(Row, table=True):
    """A programme as it was set up. `design` holds the organisation's words and dates, nobody's own."""

    __tablename__ = "programme"
    __table_args__ = (Index(None, "workspace", "created_at"),)

    id: str = Field(primary_key=True)
    name: str
    starts: date
    ends: date
    design: dict[str, Any] = Field(sa_type=Neutral)
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)
    revision: int


class ProgrammeManagerRow(Row, table=True):
    """Who manages which programme. `person` finds those of one manager."""

    __tablename__ = "programme_manager"
    __table_args__ = (Index(None, "person"),)

    programme: str = Field(foreign_key="programme.id", primary_key=True)
    person: str = Field(foreign_key="person.id", primary_key=True)


class EnrolmentRow(Row, table=True):
    """One leader in one programme. `leader` finds theirs; a leader is in a programme once at a time."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(None, "leader"),
        Index(
            "ix_enrolment_current",
            "programme",
            "leader",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    programme: str = Field(foreign_key="programme.id")
    leader: str = Field(foreign_key="person.id")
    enrolled_by: str
    stage: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    invited_at: datetime | None = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)
    reason: str | None


class TieRow(Row, table=True):
    """Who accompanies a leader. `leader` and `person` find those of either, `enrolment` those of one enrolment."""

    __tablename__ = "tie"
    __table_args__ = (Index(None, "enrolment"), Index(None, "leader"), Index(None, "person"))

    id: str = Field(primary_key=True)
    enrolment: str = Field(foreign_key="enrolment.id")
    leader: str = Field(foreign_key="person.id")
    person: str = Field(foreign_key="person.id")
    role: str
    named_by: str
    since: datetime = Field(sa_type=UtcDateTime)
    until: date | None
    ended_at: datetime | None = Field(sa_type=UtcDateTime)
    handed_over: str


class AgreementRow(Row, table=True):
    """One version of what the two of a tie agreed on."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("tie", "version"),)

    id: str = Field(primary_key=True)
    tie: str = Field(foreign_key="tie.id")
    version: int
    terms: list[str] = Field(sa_type=Neutral)
    text: int
    proposed_by: str
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    leader_at: datetime | None = Field(sa_type=UtcDateTime)
    coach_at: datetime | None = Field(sa_type=UtcDateTime)
    withdrawn: list[str] = Field(sa_type=Neutral)


class ShareRow(Row, table=True):
    """One entry, or one answer of it, shown to one person.

    `conversation` finds who sees something, `viewer, owner` what one person is shown of another, `tie` what ends with
    it. Nothing is shown twice to the same person at a time because of the same tie.
    """

    __tablename__ = "share"
    __table_args__ = (
        Index(
            "ix_share_current",
            "conversation",
            "step",
            "viewer",
            "tie",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "viewer", "owner"),
        Index(None, "tie"),
    )

    id: str = Field(primary_key=True)
    owner: str = Field(foreign_key="person.id")
    viewer: str = Field(foreign_key="person.id")
    tie: str = Field(foreign_key="tie.id")
    conversation: str = Field(foreign_key="conversation.id")
    step: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    visible_from: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)
    why: str | None
    what: str


class ReadingRow(Row, table=True):
    """Somebody opened what was shown to them. `owner, conversation` finds who opened what of one's own."""

    __tablename__ = "reading"
    __table_args__ = (Index(None, "owner", "conversation"),)

    id: str = Field(primary_key=True)
    share: str = Field(foreign_key="share.id")
    owner: str = Field(foreign_key="person.id")
    reader: str = Field(foreign_key="person.id")
    conversation: str = Field(foreign_key="conversation.id")
    at: datetime = Field(sa_type=UtcDateTime)


class OccasionRow(Row, table=True):
    """Something to do at a moment, once. `due_at` finds what is due by now and not done; `about` what to drop."""

    __tablename__ = "occasion"
    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index(
            "ix_occasion_due",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(None, "about"),
    )

    id: str = Field(primary_key=True)
    key: str
    kind: str
    about: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(sa_type=UtcDateTime)


MANAGER_GRANT = table_of(ManagerGrantRow)
PROGRAMME = table_of(ProgrammeRow)
PROGRAMME_MANAGER = table_of(ProgrammeManagerRow)
ENROLMENT = table_of(EnrolmentRow)
TIE = table_of(TieRow)
AGREEMENT = table_of(AgreementRow)
SHARE = table_of(ShareRow)
READING = table_of(ReadingRow)
OCCASION = table_of(OccasionRow)
