"""What is stored: every table of the main database."""

from storage.tables.conversation import ANSWER, CONVERSATION, DELETION, GONE_MESSAGE, KEPT_SCRIPT
from storage.tables.person import AUDIT, PERSON
from storage.tables.programme import (
    AGREEMENT,
    ENROLMENT,
    MANAGER_GRANT,
    OCCASION,
    PROGRAMME,
    PROGRAMME_MANAGER,
    READING,
    SHARE,
    TIE,
)
from storage.tables.row import Row
from storage.tables.traffic import FORM, HELD_REPLY, INBOX, OUTBOX, STANDING_FILE

__all__ = [
    "AGREEMENT", "ANSWER", "AUDIT", "CONVERSATION", "DELETION", "ENROLMENT", "FORM", "GONE_MESSAGE", "HELD_REPLY",
    "INBOX", "KEPT_SCRIPT", "MANAGER_GRANT", "METADATA", "OCCASION", "OUTBOX", "PERSON", "PROGRAMME",
    "PROGRAMME_MANAGER", "READING", "SHARE", "STANDING_FILE", "TIE",
]  # fmt: skip

METADATA = Row.metadata
"""What the migrations must lead to."""
