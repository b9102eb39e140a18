"""What came in, what is to go out, and what waits for a yes or no."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.columns import GrowingNumber, Neutral, UtcDateTime
from storage.tables.row import Row, table_of


class InboxRow(Row, table=True):
    """The key of an inbound thing and its first outcome. Found by its whole key."""

    __tablename__ = "inbox"

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    outcome: str
    at: datetime = Field(sa_type=UtcDateTime)


class OutboxRow(Row, table=True):
    """One thing to say, and how far it has come. `position` grows, so what was queued first is said first.

    `state, position` lists what is due or under way, in order; `person, state, position` tells whether something
    earlier of the same person is not finished yet; `channel, ts` finds the delivery behind a message somebody answers
    or presses; `conversation` finds those of a question. Without a person it is said to somebody who may not take part,
    or nobody waits for it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("workspace", "key"),
        Index(None, "state", "position"),
        Index(None, "person", "state", "position"),
        Index(None, "channel", "ts"),
        Index(None, "conversation"),
        {"sqlite_autoincrement": True},
    )

    position: int | None = Field(default=None, primary_key=True, sa_type=GrowingNumber)
    id: str
    key: str
    person: str | None = Field(foreign_key="person.id")
    deed: str
    subject: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    channel: str | None
    thread: str | None
    conversation: str | None
    turn: int | None
    step: str | None
    redraws: str | None
    ts: str | None
    details: dict[str, str] = Field(sa_type=Neutral)
    state: str
    attempts: int
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    lease_token: str | None
    error: str | None
    created_at: datetime = Field(sa_type=UtcDateTime)


class HeldReplyRow(Row, table=True):
    """Something typed that waits for "Is this your answer?". `text` is sealed. Found by its key."""

    __tablename__ = "held_reply"

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    text: bytes
    channel: str
    ts: str
    thread: str | None
    at: datetime = Field(sa_type=UtcDateTime)
    edit: str = Field(sa_column_kwargs={"server_default": ""})


class FormRow(Row, table=True):
    """An opened form. `written` is its draft, sealed. `conversation` finds those of one conversation."""

    __tablename__ = "form"
    __table_args__ = (Index(None, "conversation"), Index(None, "opened_at"))

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    conversation: str = Field(foreign_key="conversation.id")
    turn: int
    steps: list[str] = Field(sa_type=Neutral)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    written: bytes
    typed_at: datetime | None = Field(sa_type=UtcDateTime)
    order: str
    against: str
    revises: bool
    closed: bool
    follows: str


class StandingFileRow(Row, table=True):
    """A file that stands in Slack, under Slack's id. `delete_at` finds what is to be taken away."""

    __tablename__ = "standing_file"
    __table_args__ = (Index(None, "delete_at"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    delivery: str
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    delete_at: datetime = Field(sa_type=UtcDateTime)
    tries: int


FORM = table_of(FormRow)
INBOX = table_of(InboxRow)
OUTBOX = table_of(OutboxRow)
HELD_REPLY = table_of(HeldReplyRow)
STANDING_FILE = table_of(StandingFileRow)
