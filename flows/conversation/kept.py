"""What is kept and is no conversation: typed replies that wait, and what the journal lists, as values."""

from dataclasses import dataclass
from datetime import datetime

from flows.conversation.state import Entry


@dataclass(frozen=True, slots=True)
class HeldReply:
    """Something a person typed that waits for "Is this your answer?". `at` is aware, in UTC.

    `edit` is Slack's timestamp of the message's last change, empty before the first.
    """

    id: str
    workspace: str
    person: str
    text: str
    channel: str
    ts: str
    thread: str | None
    at: datetime
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in which something can be read: its script, what it is about, when it began, how many answers.

    `subject` as the conversation has it; `started_at` is aware, in UTC.
    """

    id: str
    workspace: str
    script: str
    fingerprint: str
    language: str
    subject: str
    started_at: datetime
    answers: int


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it is kept now. `aside`: another one no longer leads to it; `lost`: its text cannot be opened."""

    conversation: str
    entry: Entry
    aside: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The conversations that began in [since, until): aware moments, None for no limit."""

    since: datetime | None = None
    until: datetime | None = None
