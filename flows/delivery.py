"""What Cairn wants said, as a value: written with the change that caused it, drawn only when it is sent.

A delivery names what to draw and never holds a person's words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """What the sender does in Slack."""

    POST = "post"  # a new message; never repeated when its outcome is unknown
    REDRAW = "redraw"  # bring an earlier message up to date; harmless to repeat
    TICK = "tick"  # put the recorded mark on a person's message; harmless to repeat
    HOME = "home"  # put up a person's Home tab as things stand then; harmless to repeat
    FILE = "file"  # a new message with a file, made when it is sent; never repeated when its outcome is unknown
    TAKE_AWAY = "take_away"  # have Slack delete a file of ours; harmless to repeat


SAID_ONCE = frozenset({Deed.POST, Deed.FILE})
"""Deeds that would be seen twice if they were done twice."""


class Subject(StrEnum):
    """What a message is about, so what is drawn."""

    QUESTION = "question"
    RECEIPT = "receipt"
    NOTICE = "notice"  # a sentence from the word files, with or without buttons
    CONFIRM = "confirm"  # "Is this your answer?"
    DELETION = "deletion"  # answers whose messages were deleted
    HOME = "home"  # a person's Home tab
    JOURNAL = "journal"  # a person's whole journal
    WELCOME = "welcome"  # the first message to a leader who was enrolled
    REMINDER = "reminder"  # the one reminder of it
    COACH_WELCOME = "coach_welcome"  # the first message to somebody who is to coach
    NEW_COACH = "new_coach"  # a leader is told who coaches them now, and who does no more
    FAREWELL = "farewell"  # a leader's part in a programme is over
    PROPOSAL = "proposal"  # one of the two asks for more in their agreement


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # Slack may or may not have it; never posted again blindly


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to say. Times are aware, in UTC; `ts` and `thread` are Slack's message timestamps.

    `key` is unique in the workspace: the same thing is never queued twice. `conversation`, `turn` and `step` point at
    the question it shows; `redraws` names the delivery whose message is brought up to date; `ts` is the message to
    tick, or to bring up to date where that is known already, or, once sent, the message posted. `details` holds
    neutral facts for drawing (a word key, ids, a problem), never words. `person` is empty for somebody who may not
    take part, of whom nothing is kept, and for what nobody waits for, so that it holds nobody up.
    """

    id: str
    workspace: str
    person: str
    key: str
    deed: Deed
    subject: Subject
    due_at: datetime
    channel: str | None = None
    thread: str | None = None
    conversation: str | None = None
    turn: int | None = None
    step: str | None = None
    redraws: str | None = None
    ts: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    state: DeliveryState = DeliveryState.DUE
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class StandingFile:
    """A file that stands in Slack, as far as anybody knows. Times are aware, in UTC.

    `id` is Slack's, `delivery` the one that put it there. It is taken away at `delete_at`, which is later each time
    that Slack was asked to: `tries` counts how often.
    """

    id: str
    workspace: str
    person: str
    delivery: str
    uploaded_at: datetime
    delete_at: datetime
    tries: int = 0
