"""Conversations, what was answered in them, and the scripts they began with."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, false, text
from sqlmodel import Field

from storage.tables.columns import Neutral, UtcDateTime
from storage.tables.row import Row, table_of


class ConversationRow(Row, table=True):
    """One run of a script with one person; its entries are answers.

    `person, status` finds a person's unfinished ones; `person, script, started_at` the last one of a script, and the
    one nearest to a date; `person, started_at` a page of the journal.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        Index(None, "person", "status"),
        Index(None, "person", "script", "started_at"),
        Index(None, "person", "started_at"),
    )

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    script: str
    version: int
    fingerprint: str
    language: str
    subject: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    at: str | None
    status: str
    turn: int
    short: bool
    channel: str | None
    thread: str | None
    wordings: dict[str, int] = Field(sa_type=Neutral)
    recalls: dict[str, str] = Field(sa_type=Neutral)
    revision: int
    answer_in: str | None


class AnswerRow(Row, table=True):
    """One version of what a person did with one step. `text` is sealed (see cipher.py) or absent.

    `led` is where an answer that was deleted for good had led, if not to the next step.

    The first index finds the current answers of a conversation and sees to it that a step has only one; the second
    finds what was typed in a certain message.
    """

    __tablename__ = "answer"
    __table_args__ = (
        Index(
            "ix_answer_current",
            "conversation",
            "step",
            unique=True,
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index(None, "person", "source_ts"),
    )

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    conversation: str = Field(foreign_key="conversation.id")
    step: str
    version: int
    is_current: bool
    outcome: str
    aside: bool
    wording: int
    audience: str
    number: int | None = Field(sa_type=BigInteger)
    day: date | None
    choices: list[str] | None = Field(sa_type=Neutral)
    text: bytes | None
    created_at: datetime = Field(sa_type=UtcDateTime)
    hidden: bool = Field(sa_column_kwargs={"server_default": false()})
    source_channel: str | None
    source_ts: str | None
    source_edit: str | None
    led: str | None


class DeletionRow(Row, table=True):
    """A Slack message that was deleted, whose answer followed. Messages deleted together share a burst.

    `person, gone_at` finds what went at about the same time, `state, at` what is to be forgotten by now.
    """

    __tablename__ = "deletion"
    __table_args__ = (Index(None, "person", "gone_at"), Index(None, "state", "at"))

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    conversation: str = Field(foreign_key="conversation.id")
    step: str
    version: int
    channel: str
    ts: str
    burst: str
    state: str
    at: datetime = Field(sa_type=UtcDateTime)
    gone_at: datetime | None = Field(sa_type=UtcDateTime)


class GoneMessageRow(Row, table=True):
    """A message that was old when it went from a person's direct message, whoever wrote it. Kept for a day.

    `person, at` finds what went at about the same time, `at` what tells nothing any more.
    """

    __tablename__ = "gone_message"
    __table_args__ = (Index(None, "person", "at"), Index(None, "at"))

    person: str = Field(foreign_key="person.id", primary_key=True)
    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class KeptScriptRow(Row, table=True):
    """A script as it was when a conversation began with it. Found by its whole key."""

    __tablename__ = "kept_script"

    workspace: str = Field(primary_key=True)
    script: str = Field(primary_key=True)
    fingerprint: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    texts: list[Any] = Field(sa_type=Neutral)
    kept_at: datetime = Field(sa_type=UtcDateTime)


CONVERSATION = table_of(ConversationRow)
ANSWER = table_of(AnswerRow)
DELETION = table_of(DeletionRow)
GONE_MESSAGE = table_of(GoneMessageRow)
KEPT_SCRIPT = table_of(KeptScriptRow)
