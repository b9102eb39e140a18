"""What becomes of an answer whose message was deleted. Pure.

Slack does not say whether a person deleted a message or the workspace's own retention rule did. A rule clears what has
come of age, several messages at a time, Cairn's among them; people delete one, mostly a fresh one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
class Gone:
    """A message that went from Slack: where it stood, and when it went as Slack says (aware, in UTC)."""

    channel: str
    ts: str
    at: datetime

    @property
    def old(self) -> bool:
        """Whether a retention rule may have cleared it."""
        return self.at - datetime.fromtimestamp(float(self.ts), UTC) >= OLD


@dataclass(frozen=True, slots=True)
class Deletion:
    """One deleted message that had answered a step: where it stood, and what became of the answer when.

    An answer that was pressed or written in a form, and deleted in the journal, stood nowhere: `channel` and `ts` are
    empty. `version` is that of the answer which was deleted. `at` is when it came to this state; those deleted
    together share a `burst`. `gone_at` is when Slack says that the message went; None where no rule can have done it,
    for the person deleted the answer in the journal, or said that it was them. Moments are aware, in UTC.
    """

    id: str
    workspace: str
    person: str
    conversation: str
    step: str
    version: int
    channel: str
    ts: str
    burst: str
    state: DeletionState
    at: datetime
    gone_at: datetime | None


def asked_about(deletions: Sequence[Deletion], gone: Sequence[Gone]) -> Sequence[Deletion]:
    """Those hidden whose messages a rule rather cleared. `gone` holds all old messages that went around then."""
    cleared = _gone_together(gone)
    hidden = [each for each in deletions if each.state is DeletionState.HIDDEN]
    return [each for each in hidden if (each.channel, each.ts, each.gone_at) in cleared]


def burst_of(deletions: Sequence[Deletion]) -> str | None:
    """Which of these around it a further deletion belongs with: only where something is still to be decided.

    Of what was settled nobody reads the message again, so the next deletion has one of its own.
    """
    undecided = (each.burst for each in deletions if each.state in {DeletionState.HIDDEN, DeletionState.ASKED})
    return next(undecided, None)


def _gone_together(gone: Iterable[Gone]) -> frozenset[tuple[str, str, datetime | None]]:
    """Those that went with so many others within a burst: where they stood, and when they went."""
    ordered = sorted(gone, key=lambda each: each.at)
    spans = (ordered[start : start + MANY] for start in range(len(ordered) - MANY + 1))
    together = (span for span in spans if span[-1].at - span[0].at <= BURST)
    return frozenset((each.channel, each.ts, each.at) for span in together for each in span)
