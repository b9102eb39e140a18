"""The people Cairn has met, and who did what."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field

from storage.tables.columns import UtcDateTime
from storage.tables.row import Row, table_of


class PersonRow(Row, table=True):
    """A Slack user in a workspace. Found by (workspace, slack_id), which its constraint indexes, or by their channel.

    `answer_in` and `language` are what they chose for themselves, if anything; `standing` and `is_owner` what Slack
    said they are in the workspace, last at `seen_at`. `days`, `hour` and `minutes` are when they want to be asked,
    `alone` whether also without a programme.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace", "slack_id"), Index(None, "dm_channel"))

    id: str = Field(primary_key=True)
    slack_id: str
    zone: str
    locale: str
    dm_channel: str | None
    home_opened_at: datetime | None = Field(sa_type=UtcDateTime)
    answer_in: str | None
    language: str | None
    standing: str = Field(sa_column_kwargs={"server_default": "member"})
    is_owner: bool = Field(sa_column_kwargs={"server_default": false()})
    seen_at: datetime | None = Field(sa_type=UtcDateTime)
    days: str | None
    hour: str | None
    minutes: int | None
    alone: bool = Field(sa_column_kwargs={"server_default": false()})


class AuditRow(Row, table=True):
    """Who did, or was refused, what. Ids only. Read by the operator, in bulk: no index but the key."""

    __tablename__ = "audit"

    id: str = Field(primary_key=True)
    actor: str
    action: str
    about: str
    at: datetime = Field(sa_type=UtcDateTime)


PERSON = table_of(PersonRow)
AUDIT = table_of(AuditRow)
