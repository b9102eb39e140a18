"""What is stored: every table of the main database."""

from storage.tables.conversation import ANSWER, CONVERSATION, DELETION, GONE_MESSAGE, KEPT_SCRIPT
from storage.tables.person import AUDIT, PERSON
from storage.tables.row import Row
from storage.tables.traffic import FORM, HELD_REPLY, INBOX, OUTBOX, STANDING_FILE

__all__ = [
    "ANSWER", "AUDIT", "CONVERSATION", "DELETION", "FORM", "GONE_MESSAGE", "HELD_REPLY", "INBOX", "KEPT_SCRIPT",
    "METADATA", "OUTBOX", "PERSON", "STANDING_FILE",
]  # fmt: skip

METADATA = Row.metadata
"""What the migrations must lead to."""
