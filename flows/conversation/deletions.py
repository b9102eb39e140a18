"""What becomes of an answer whose message was deleted. Pure.

Slack does not say whether a person deleted a message or the workspace's own retention rule did. A rule clears what has
come of age, several messages at a time; people delete one, mostly a fresh one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BURST = timedelta(minutes=1)
"""Deletions of one person that follow each other within this time belong together."""

OLD = timedelta(days=1)
"""Only messages at least this old are cleared by a retention rule: Slack's shortest is one day."""

MANY = 3
"""So many old messages within a burst were rather cleared by a rule than deleted by hand."""

GRACE = timedelta(hours=24)
"""How long a deleted answer can be put back."""


class DeletionState(StrEnum):
    """What became of the answer."""

    HIDDEN = "hidden"  # nobody sees it; it can be put back
    ASKED = "asked"  # it stays, and the person is asked whether they deleted it
    KEPT = "kept"  # it stays, as the person said
    BACK = "back"  # it was put back
    GONE = "gone"  # deleted for good
    REPLACED = "replaced"  # the question was answered again in the meantime: that answer stays


@dataclass(frozen=True, slots=True)
class Deletion:
    """One deleted message that had answered a step: where it stood, and what became of the answer when.

    `at` is aware, in UTC; those deleted together share a `burst`.
    """

    id: str
    workspace: str
    person: str
    conversation: str
    step: str
    channel: str
    ts: str
    burst: str
    old: bool
    state: DeletionState
    at: datetime


def looks_like_a_rule(recent: Sequence[Deletion], *, old: bool) -> bool:
    """Whether one more deletion, after those of the last minute, rather comes from the workspace's retention rule."""
    if any(each.state is DeletionState.ASKED for each in recent):
        return True
    return old and sum(each.old for each in recent) + 1 >= MANY
